"""The school grade of a text, by the Automated Readability Index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.models import Faq
from faq.tools.readability import grade

HARDEST = 12.0
"""No answer of the packaged content may read harder than the last grade of school."""


def test_the_grade_is_that_of_the_formula() -> None:
    # 12 words of 57 letters in 2 sentences: 4.71 * 57/12 + 0.5 * 12/2 - 21.43
    text = "Ferritin stores iron in the body. Doctors measure ferritin with blood tests."
    words = text.replace(".", "").split()
    expected = 4.71 * sum(map(len, words)) / len(words) + 0.5 * len(words) / 2 - 21.43
    assert grade(text) == pytest.approx(expected)


def test_longer_sentences_and_longer_words_read_harder() -> None:
    plain = "Iron is in your blood. It moves air. You need it."
    joined = "Iron is in your blood, and it moves air, and you need it."
    assert grade(plain) < grade(joined) < grade("Haemoglobin transports oxygen throughout circulation continuously.")


def test_an_address_is_not_a_word() -> None:
    assert grade("Read it here: https://example.org/a/very/long/address/indeed") == grade("Read it here:")


@given(st.text(max_size=200))
def test_every_text_has_a_grade_from_0_on(text: str) -> None:
    assert grade(text) >= 0


def test_every_answer_can_be_read_with_a_school_education(packaged: Faq) -> None:
    hard = {entry.id: round(grade(entry.answer), 1) for entry in packaged.entries if grade(entry.answer) > HARDEST}
    assert not hard
