"""A message names what remains of it without the general words of English."""

from __future__ import annotations

import pytest

from faq.general_words import GENERAL, content_words
from faq.text import words


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("How often should I do that?", ()),
        ("how often does the bus come", ("bus",)),
        ("what's the right dose", ()),
        ("Magnesium, or vitamin D?", ("magnesium", "vitamin", "d")),
        ("is 300 too much", ()),
        ("", ()),
    ],
)
def test_general_words_and_numbers_name_nothing(message: str, named: tuple[str, ...]) -> None:
    assert content_words(message) == named


def test_each_general_word_is_one_word_as_messages_are_read() -> None:
    assert [word for word in sorted(GENERAL) if tuple(words(word)) != (word,)] == []
