"""The checks of `legwise check` beyond loading: failed examples and red flags first; with a matcher, wrong matches."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path

from faq.languages.detector import LanguageDetector
from faq.matching import Matcher
from faq.matching.cache import ArrayCache
from faq.matching.matcher import LIKELIER, NO_CACHE
from faq.models import Entry, Faq, Referral
from faq.safety import failed_examples
from faq.safety.detector import RedFlags
from faq.safety.support import SupportDetector
from faq.tools.passed import Passed

_EXAMPLES = ""
"""Stands for the examples of the rules and of the languages among the messages that passed: they change as one."""


def faults(faq: Faq, cache: ArrayCache = NO_CACHE) -> Iterator[str]:
    """Yield the faults that show only in use and without a matcher: problem and cure.

    What passed under the same rules before is not tried again.
    """
    passed = Passed(faq, cache)
    messages = tuple(_phrasings(faq))
    untried = tuple((entry, phrasing) for entry, phrasing in messages if phrasing not in passed)
    proven = _EXAMPLES in passed
    if not untried and proven:
        return
    red_flags = RedFlags(faq, LanguageDetector.of(faq))
    failed = set()
    for entry, phrasing in untried:
        if flag := red_flags.detect(phrasing):
            failed.add(phrasing)
            yield f"{entry.id}: {phrasing!r} raises the red flag {flag.reply.id}; change the phrasing, or the rule"
    for fault in () if proven else _failed_examples(faq, red_flags):
        failed.add(_EXAMPLES)
        yield fault
    passed.store({_EXAMPLES, *(phrasing for _, phrasing in messages)} - failed)


def _failed_examples(faq: Faq, red_flags: RedFlags) -> Iterator[str]:
    return chain(_support(faq), _rules(faq), _languages(faq, red_flags))


def mismatches(matcher: Matcher, of: Collection[str] | None = None) -> Iterator[str]:
    """Yield the messages that get another entry than their own, or the entry that they are unlike: problem and cure.

    Looks at some messages only, if they are given.
    """
    yield from _answered(matcher, of)
    for entry, phrasing in _phrasings(matcher.faq):
        if _is_of(phrasing, of) and (best := matcher.rank(phrasing).matches[0].entry) is not entry:
            yield f"{entry.id}: {phrasing!r} matches {best.id}; change the phrasing, or the synonyms in matching.yaml"


def _answered(matcher: Matcher, of: Collection[str] | None) -> Iterator[str]:
    for entry in matcher.faq.entries:
        for message in filter(lambda message: _is_of(message, of), (*entry.unlike.near, *entry.unlike.everyday)):
            best = matcher.rank(message).matches[0]
            if best.entry is entry and best.score >= LIKELIER:
                yield f"{entry.id}: {message!r} is not meant, and matches it; add messages like it, or remove it"


def _is_of(message: str, of: Collection[str] | None) -> bool:
    return of is None or message in of


def _phrasings(faq: Faq) -> Iterator[tuple[Entry, str]]:
    return ((entry, phrasing) for entry in faq.entries for phrasing in (entry.question, *entry.phrasings))


def _rules(faq: Faq) -> Iterator[str]:
    for failed in failed_examples(faq.urgent_replies, faq.red_flags):
        got, expected = failed.got or "no reply", failed.expected or "no reply"
        cure = "change the rule's words, or move the example"
        yield f"safety.yaml: rule {failed.rule}: {failed.example!r} gets {got}, not {expected}; {cure}"


def _support(faq: Faq) -> Iterator[str]:
    detector, rule = SupportDetector(faq), faq.support.rule if faq.support else None
    examples = [(True, rule.yes), (False, rule.no)] if rule else []
    for expected, messages in examples:
        for message in messages:
            if detector.detect(message) is not expected:
                got = "no sentence" if expected else "the sentence"
                yield f"support.yaml: {message!r} gets {got}; change the phrases, or move the example"


def _languages(faq: Faq, red_flags: RedFlags) -> Iterator[str]:
    for language in faq.languages:
        ordinary = ((None, message) for message in language.ordinary)
        emergencies = ((reply, message) for reply, messages in language.emergencies.items() for message in messages)
        for expected, message in (*ordinary, *emergencies):
            flag = red_flags.detect(message)
            if (got := flag.reply.id if flag else None) != expected:
                wanted = expected or "no reply"
                cure = "change the phrases, or move the example"
                yield f"languages/{language.code}.yaml: {message!r} gets {got or 'no reply'}, not {wanted}; {cure}"


def summary(faq: Faq, folder: Path) -> str:
    """Return the folder, and the counts of checked entries, phrasings and rules in one line."""
    referrals = sum(isinstance(entry.basis, Referral) for entry in faq.entries)
    phrasings = sum(len(entry.phrasings) for entry in faq.entries)
    return (
        f"{folder}: {_count(len(faq.entries) - referrals, 'entry', 'entries')} and {_count(referrals, 'referral')} "
        f"with {_count(phrasings, 'phrasing')}, {_count(len(faq.red_flags), 'red flag rule')}: checked"
    )


def _count(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"
