"""Why an entry ranks where it does: which phrasing is nearest by each kind of evidence, and by which words.

For curators. Reads what the matcher has; changes and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from faq.matching.matcher import Matcher
from faq.matching.scorer import Floats
from faq.matching.spelling import Token


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest phrasing by one kind of evidence, its cosine, and the kind's share in what speaks for the entry."""

    kind: str
    phrasing: str
    cosine: float
    share: float


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for one entry."""

    entry: str
    score: float
    nearest: tuple[Nearest, ...]
    words: tuple[tuple[str, float], ...]
    """The stems shared with the lexically nearest phrasing, with what each adds to the cosine; the weightiest first."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a question was read, how urgent it looked, and what speaks for the entries that it may mean."""

    reads: tuple[Token, ...]
    urgent: float
    reasons: tuple[Reason, ...]


def explain(matcher: Matcher, question: str, entries: int = 3) -> Explanation:
    """Explain the ranking of a question, for the first few entries."""
    reads, ranking = matcher.lexicon.read(question), matcher.rank(question)
    nears = [each.similarity(reads) for each in matcher.evidence] if reads else []
    labels = np.asarray(matcher.phrasings.labels)
    reasons = []
    for match in ranking.matches[:entries]:
        own = np.flatnonzero(labels == matcher.faq.entries.index(match.entry))
        best = [int(own[near[own].argmax()]) for near in nears]
        nearest = tuple(_nearest(matcher, nears, best)) if nears else ()
        shared = matcher.lexical.shared(reads, best[0]) if best else {}
        words = tuple(sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])))
        reasons.append(Reason(match.entry.id, match.score, nearest, words))
    return Explanation(reads, ranking.urgent, tuple(reasons))


def _nearest(matcher: Matcher, nears: list[Floats], best: list[int]) -> Iterator[Nearest]:
    spoken = [
        each.kind.weight * max(float(near[at]), 0.0)
        for each, near, at in zip(matcher.evidence, nears, best, strict=True)
    ]
    whole = sum(spoken) or 1.0
    for each, near, at, part in zip(matcher.evidence, nears, best, spoken, strict=True):
        yield Nearest(each.kind.name, matcher.phrasings.texts[at], float(near[at]), part / whole)
