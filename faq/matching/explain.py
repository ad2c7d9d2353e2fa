"""Explains a ranking to a curator: the nearest phrasing by each scorer, and the shared words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from faq.matching.matcher import Matcher
from faq.matching.scorer import Floats
from faq.matching.spelling import Token


@dataclass(frozen=True, slots=True)
class Nearest:
    """An entry's nearest phrasing by one scorer, with the scorer's share in the total similarity."""

    scorer: str
    phrasing: str
    cosine: float
    share: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one entry ranks where it does."""

    entry: str
    score: float
    nearest: tuple[Nearest, ...]
    words: tuple[tuple[str, float], ...]
    """The stems shared with the nearest phrasing by words and their part of the cosine, largest first."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The tokens of a question, its probability of being an emergency, and the reasons for the first entries."""

    tokens: tuple[Token, ...]
    urgent: float
    taken: str
    """The class that the question most likely belongs to, be it an entry or not."""
    reasons: tuple[Reason, ...]


def explain(matcher: Matcher, question: str, entries: int = 3) -> Explanation:
    """Explain the ranking of a question, for the first few entries."""
    tokens, ranking = matcher.lexicon.tokenize(question), matcher.rank(question)
    similarities = [scorer.similarity(tokens) for scorer in matcher.scorers] if tokens else []
    labels = np.asarray(matcher.classes.labels)
    reasons = []
    for match in ranking.matches[:entries]:
        own = np.flatnonzero(labels == matcher.faq.entries.index(match.entry))
        best = [int(own[cosines[own].argmax()]) for cosines in similarities]
        nearest = tuple(_nearest(matcher, similarities, best)) if similarities else ()
        shared = matcher.tfidf.shared(tokens, best[0]) if best else {}
        words = tuple(sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])))
        reasons.append(Reason(match.entry.id, match.score, nearest, words))
    return Explanation(tokens, ranking.urgent, ranking.taken, tuple(reasons))


def _nearest(matcher: Matcher, similarities: list[Floats], best: list[int]) -> Iterator[Nearest]:
    weighted = [
        scorer.config.weight * max(float(cosines[phrasing]), 0.0)
        for scorer, cosines, phrasing in zip(matcher.scorers, similarities, best, strict=True)
    ]
    total = sum(weighted) or 1.0
    for scorer, cosines, phrasing, part in zip(matcher.scorers, similarities, best, weighted, strict=True):
        text = matcher.classes.texts[phrasing]
        yield Nearest(scorer.config.name, text, float(cosines[phrasing]), part / total)
