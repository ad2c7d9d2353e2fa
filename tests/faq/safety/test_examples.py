"""Rules are checked against their own examples."""

from __future__ import annotations

from faq.models import RedFlag
from faq.safety import FailedExample, failed_examples
from tests.faq.sample_faq import urgent_reply

CALL = urgent_reply("call", "Call the emergency number now.", "Nobody reads this chat live.")


def test_each_failed_example_is_reported_with_the_reply_it_should_get_and_the_one_it_gets() -> None:
    rule = RedFlag("faint", "call", (("fainted",),), yes=("I fainted", "I swooned"), no=("I fainted twice", "I slept"))
    assert list(failed_examples((CALL,), (rule,))) == [
        FailedExample("faint", "I swooned", "call", None),
        FailedExample("faint", "I fainted twice", None, "call"),
    ]


def test_a_no_example_must_get_no_reply_from_any_rule() -> None:
    faint = RedFlag("faint", "call", (("fainted",),), no=("I collapsed",))
    collapse = RedFlag("collapse", "call", (("collapsed",),))
    assert list(failed_examples((CALL,), (faint, collapse))) == [FailedExample("faint", "I collapsed", None, "call")]
