"""What `legwise check` finds beyond loading: red flags that fail their own examples, phrasings that go astray."""

from __future__ import annotations

from collections.abc import Iterator

from faq.assistant import Assistant
from faq.entry import Entry, Faq, Referral
from faq.safety import prove


def faults(assistant: Assistant) -> Iterator[str]:
    """Every fault that shows only when the content is used: what, and the cure."""
    yield from _examples(assistant.faq)
    for entry in assistant.faq.entries:
        for phrasing in (entry.question, *entry.phrasings):
            yield from _phrasing(assistant, entry, phrasing)


def _examples(faq: Faq) -> Iterator[str]:
    for fault in prove(faq.urgent_replies, faq.red_flags):
        got = fault.got or "no reply"
        yield (
            f"safety.yaml: rule {fault.rule}: {fault.example!r} gets {got}, not {fault.expected or 'no reply'}; "
            "change the rule's words, or move the example"
        )


def _phrasing(assistant: Assistant, entry: Entry, phrasing: str) -> Iterator[str]:
    """What a phrasing finds, synonyms and all: nobody who types it may get anything but its entry."""
    if reply := assistant.red_flags.look(phrasing):
        yield f"{entry.id}: {phrasing!r} raises the red flag {reply.id}; change the phrasing, or the rule"
    if (found := assistant.matcher.weigh(phrasing).matches[0].entry) is not entry:
        yield f"{entry.id}: {phrasing!r} finds {found.id}; change the phrasing, or the synonyms in matching.yaml"


def summary(faq: Faq) -> str:
    """One line on what was checked."""
    referrals = sum(isinstance(entry.basis, Referral) for entry in faq.entries)
    phrasings = sum(len(entry.phrasings) for entry in faq.entries)
    return (
        f"{len(faq.entries) - referrals} entries and {referrals} referrals with {phrasings:,} phrasings, "
        f"{len(faq.red_flags)} red flag rules: checked"
    )
