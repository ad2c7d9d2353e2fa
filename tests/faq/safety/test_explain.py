"""Which rules a message meets, and why it does not meet others."""

from __future__ import annotations

import pytest

from faq.models import Faq, RedFlag, ReplyForm, UrgentReply
from faq.safety.explain import RuleTrace, traces
from faq.safety.rules import RedFlagRules

FORM = ReplyForm("Call now.", ())
CHEST = RedFlag("chest-now", "heart", (("chest",), ("pain", "hurts")), unless=("bench press",))
RULES = RedFlagRules((UrgentReply("heart", FORM, FORM),), (CHEST,))


@pytest.mark.parametrize(
    ("message", "words", "excuse", "by"),
    [
        ("chest pain", "chest … pain", None, ""),
        ("my chets hurts", "chets … hurts", None, ""),
        ("my chest hurts after bench press", "chest … hurts", "phrase", "bench press"),
        ("no chest pain", "chest … pain", "negated", ""),
        ("what causes chest pain", "chest … pain", "hypothetical", ""),
        ("ten years ago i had chest pain", "chest … pain", "past", ""),
    ],
)
def test_a_rule_is_traced_with_its_words_and_its_excuse(message: str, words: str, excuse: str | None, by: str) -> None:
    [trace] = traces(RULES, message)
    assert (trace.words, trace.excuse, trace.excused_by) == (words, excuse, by)
    assert (RULES.detect(message) is None) == (excuse is not None)


def test_a_rule_that_lacks_a_phrase_is_not_traced() -> None:
    assert traces(RULES, "my chest is cold, and far away from it there is later on some other pain") == ()


def test_of_two_hits_the_one_that_raises_the_alarm_is_traced() -> None:
    assert traces(RULES, "no chest pain yesterday. now chest pain") == (
        RuleTrace("chest-now", "heart", "chest … pain"),
    )


def test_what_is_traced_without_an_excuse_is_what_is_detected(packaged: Faq) -> None:
    rules = RedFlagRules(packaged.urgent_replies, packaged.red_flags)
    for rule in packaged.red_flags:
        for message in (*rule.yes, *rule.no):
            met = next((trace for trace in traces(rules, message) if trace.excuse is None), None)
            flag = rules.detect(message)
            assert (met and met.reply) == (flag and flag.reply.id), message
