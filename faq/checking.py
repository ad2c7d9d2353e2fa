"""What `legwise check` finds beyond loading: red flags that fail their own examples, phrasings that go astray."""

from __future__ import annotations

from collections.abc import Iterator

from faq.assistant import Assistant
from faq.entry import Faq, Referral
from faq.safety import prove


def faults(assistant: Assistant) -> Iterator[str]:
    """Every fault that shows only when the content is used: what, and the cure."""
    faq = assistant.faq
    for fault in prove(faq.urgent_replies, faq.red_flags):
        got = fault.got or "no reply"
        yield (
            f"safety.yaml: rule {fault.rule}: {fault.example!r} gets {got}, not {fault.expected or 'no reply'}; "
            "change the rule's words, or move the example"
        )
    for entry in faq.entries:
        for phrasing in (entry.question, *entry.phrasings):
            if reply := assistant.red_flags.look(phrasing):
                yield f"{entry.id}: {phrasing!r} raises the red flag {reply.id}; change the phrasing, or the rule"


def summary(faq: Faq) -> str:
    """One line on what was checked."""
    referrals = sum(isinstance(entry.basis, Referral) for entry in faq.entries)
    phrasings = sum(len(entry.phrasings) for entry in faq.entries)
    return (
        f"{len(faq.entries) - referrals} entries and {referrals} referrals with {phrasings:,} phrasings, "
        f"{len(faq.red_flags)} red flag rules: checked"
    )
