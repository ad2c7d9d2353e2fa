"""What `legwise check` finds beyond loading: red flags that fail their own examples, phrasings that go astray."""

from __future__ import annotations

from collections.abc import Iterator

from faq.matching import Matcher
from faq.models import Entry, Faq, Referral
from faq.safety import RedFlagRules, prove


def faults(matcher: Matcher) -> Iterator[str]:
    """Every fault of a matcher's FAQ that shows only when the content is used: what, and the cure."""
    faq = matcher.faq
    yield from _examples(faq)
    red_flags = RedFlagRules(faq.urgent_replies, faq.red_flags)
    for entry in faq.entries:
        for phrasing in (entry.question, *entry.phrasings):
            yield from _phrasing(matcher, red_flags, entry, phrasing)


def _examples(faq: Faq) -> Iterator[str]:
    for fault in prove(faq.urgent_replies, faq.red_flags):
        got = fault.got or "no reply"
        yield (
            f"safety.yaml: rule {fault.rule}: {fault.example!r} gets {got}, not {fault.expected or 'no reply'}; "
            "change the rule's words, or move the example"
        )


def _phrasing(matcher: Matcher, red_flags: RedFlagRules, entry: Entry, phrasing: str) -> Iterator[str]:
    """What a phrasing finds, synonyms and all: nobody who types it may get anything but its entry."""
    if reply := red_flags.detect(phrasing):
        yield f"{entry.id}: {phrasing!r} raises the red flag {reply.id}; change the phrasing, or the rule"
    if (found := matcher.rank(phrasing).matches[0].entry) is not entry:
        yield f"{entry.id}: {phrasing!r} finds {found.id}; change the phrasing, or the synonyms in matching.yaml"


def summary(faq: Faq) -> str:
    """One line on what was checked."""
    referrals = sum(isinstance(entry.basis, Referral) for entry in faq.entries)
    phrasings = sum(len(entry.phrasings) for entry in faq.entries)
    return (
        f"{_counted(len(faq.entries) - referrals, 'entry', 'entries')} and {_counted(referrals, 'referral')} "
        f"with {_counted(phrasings, 'phrasing')}, {_counted(len(faq.red_flags), 'red flag rule')}: checked"
    )


def _counted(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"
