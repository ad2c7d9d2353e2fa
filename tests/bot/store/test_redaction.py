"""Redaction removes identifying parts of any text, in a time that the length bounds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.redaction import MAX_LENGTH, redact

IDENTIFYING = st.sampled_from(
    ["@", "@ann_b", "ann@b.org", "http", "HTTPS://x.y/z?q=1", "www.", "t.me/ann", "+49 170 1234567", "(030) 12-34",
     "18", "18.5", "1", "²", "٣", "ｈｔｔｐ", "＠", "½", "\u200b", "\u0344", "\u0301" * 7, "é", "㌖", "ﷺ",
     " ", "\n", ".", "com", "[number]", "[link]", "/", ":"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.one_of(IDENTIFYING, st.text(max_size=3)), max_size=12).map("".join))
REPEATED = st.builds(lambda text, rest: text * 1000 + rest, st.text(min_size=1, max_size=6), TEXTS)
"""Long texts, of which the redaction may be longer than a message."""


@given(TEXTS | REPEATED)
def test_no_digit_no_at_sign_no_link_and_no_control_character_survives(text: str) -> None:
    redacted = redact(text)
    assert not any(char.isdigit() for char in redacted)
    assert "@" not in redacted
    assert "http" not in redacted.casefold()
    assert "www." not in redacted.casefold()
    assert not redacted or redacted.isprintable()


@given(TEXTS | REPEATED)
def test_redaction_is_idempotent(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@given(TEXTS | REPEATED)
def test_the_redacted_text_fits_a_message_beside_its_explanation(text: str) -> None:
    assert len(redact(text).encode("utf-16-le")) <= 2 * MAX_LENGTH


@given(st.lists(st.sampled_from(["legs", "ferritin", "low?", "I'm", "über", "well-known", "iron,", "tea.", "e.g."])))
def test_ordinary_words_stay(words: list[str]) -> None:
    assert redact(" ".join(words)) == " ".join(words)


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("my ferritin is 18 ng/mL", "my ferritin is [number] ng/mL"),
        ("from 12.5 to 18,5 on 3/4/2026", "from [number] to [number] on [number]"),
        ("call +49 (170) 123-45-67 please", "call [phone] please"),
        ("or 0301234567", "or [phone]"),
        ("ann.b+rls@mail.example.org asks", "[e-mail] asks"),
        ("thanks @ann_b!", "thanks [name]"),
        ("see https://example.org/a?b=1 and www.example.org", "see [link] and [link]"),
        ("t.me/ann_b or (example.org)", "[link] or [link]"),
        ("tg://user?id=123456", "[link]"),
        ("two\nlines\tand\x1b[31m colour", "two lines and[[number]m colour"),
        ("  ", ""),
    ],
)
def test_a_placeholder_names_the_kind_of_the_removed_part(text: str, redacted: str) -> None:
    assert redact(text) == redacted


def test_a_text_that_is_too_long_says_that_it_is_cut() -> None:
    redacted = redact("restless " * 400)
    assert redacted.startswith("restless restless")
    assert redacted.endswith(" [cut]")


@pytest.mark.parametrize(
    "unit",
    ["㌖", "ﷺ", "a", "@", "1 ", "1", "a.", "www", "http", "h", "+", "(", "-", "1    ", "1-", "\u0300\u0316", "\n"],
    ids=ascii,
)
def test_the_worst_messages_are_redacted_within_a_fraction_of_a_second(unit: str) -> None:
    before = time.process_time()
    redact((unit * 4096)[:4096])
    assert time.process_time() - before < 0.5
