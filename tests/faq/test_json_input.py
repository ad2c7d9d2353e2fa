"""A line of `legwise ask --json -`: text, or an object."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.context import Context
from faq.errors import OperatorError
from faq.json_input import Asked, read_question
from tests.faq.sample_talk import TALK

CURE = 'write {"question": "...", "about": "an entry\'s id", "chat": "private" or "group"}'


@given(st.text().filter(lambda line: not line.startswith("{")))
def test_a_line_is_a_question_as_it_is_typed(line: str) -> None:
    assert read_question(line, TALK) == Asked(line)


def test_an_object_may_name_the_entry_told_before_and_the_chat() -> None:
    line = '{"question": "is it safe", "about": "massage", "chat": "group"}'
    assert read_question(line, TALK) == Asked("is it safe", Context.told(TALK.by_id["massage"], TALK), "group")
    assert read_question('{"question": ""}', TALK) == Asked("")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", f"a line that begins with {{ is not JSON (Expecting property name enclosed in double quotes); {CURE}"),
        ("{}", f"question: Field required; {CURE}"),
        ('{"question": 1}', f"question: Input should be a valid string; {CURE}"),
        ('{"question": "x", "chat": "channel"}', f"chat: Input should be 'private' or 'group'; {CURE}"),
        ('{"question": "x", "asked": "y"}', f"asked: Extra inputs are not permitted; {CURE}"),
        ('{"question": "x", "about": "zinc"}', "about: the FAQ has no entry `zinc`; name one of its ids"),
    ],
)
def test_a_faulty_object_is_reported_with_its_cure(line: str, fault: str) -> None:
    with pytest.raises(OperatorError) as raised:
        read_question(line, TALK)
    assert str(raised.value) == fault
