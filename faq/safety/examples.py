"""Checks red-flag rules against their own examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from faq.models import RedFlag, UrgentReply
from faq.safety.rules import RedFlagRules


@dataclass(frozen=True, slots=True)
class FailedExample:
    """An example with the id of the reply it should get and of the reply it gets."""

    rule: str
    example: str
    expected: str | None
    got: str | None


def failed_examples(replies: Iterable[UrgentReply], rules: Iterable[RedFlag]) -> Iterator[FailedExample]:
    """Yield every example that fails: a `yes` must get its rule's reply, a `no` must get none from any rule."""
    rules = tuple(rules)
    detector = RedFlagRules(replies, rules)
    for rule in rules:
        for expected, examples in ((rule.reply, rule.yes), (None, rule.no)):
            for example in examples:
                flag = detector.detect(example)
                got = flag.reply.id if flag else None
                if got != expected:
                    yield FailedExample(rule.id, example, expected, got)
