"""Finds the gaps among questions that were asked in vain: `GapFinder`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from faq.assistant import Assistant
from faq.gaps.linkage import average_linkage
from faq.gaps.models import FEWEST_ASKERS, Asked, Gap
from faq.gaps.suggestion import suggest
from faq.gaps.vectors import MeaningVectors, meaning_of, with_meaning, word_vectors
from faq.matching import Matcher
from faq.matching.embedding_cache import Progress, unseen
from faq.matching.scorer import Floats
from faq.outcome import NotFound, Unsure
from faq.text import words

ALIKE = 0.26
"""Mean cosine, by words and meaning, from which two clusters are one. Measured as `vectors.MEANING`: from .24 to .28 it
matters little; below, subjects run together, and above, they fall apart."""
ALIKE_IN_WORDS = 0.08
"""The same without an encoder. It finds half as many of the pairs."""
CLUSTERED = 2_000
"""Different questions that are encoded and clustered, those of most askers first, then the newest: five seconds'
work. The others join the cluster of the question that is most like them in words."""
JOINS = 0.5
"""Cosine by words from which they do."""
MOST = 200
"""Gaps that are returned; those below them come up once these are dealt with."""
PROBED = 5
"""Questions of a gap that are asked again, nearest its middle first. If most are answered by now, so is the gap."""
ASKED_AGAIN = 200
"""The same of all gaps together, for as long as each gets one."""
NEAREST = 3


class GapFinder:
    """Finds gaps, again and again: it remembers the vectors of the questions that were there the last time."""

    def __init__(self) -> None:
        self._meaning = MeaningVectors()

    def find(self, asked: Iterable[Asked], assistant: Assistant, progress: Progress = unseen) -> tuple[Gap, ...]:
        """Return the questions of at least three people that the content does not answer, the most frequent first."""
        clusters = self.clusters(asked, assistant, progress)
        shown = [cluster for cluster in clusters if _askers(cluster) >= FEWEST_ASKERS][:MOST]
        probes = max(1, min(PROBED, ASKED_AGAIN // max(len(shown), 1)))
        gaps = (_gap(cluster, assistant, probes) for cluster in shown)
        return tuple(gap for gap in gaps if gap)

    def clusters(
        self, asked: Iterable[Asked], assistant: Assistant, progress: Progress = unseen
    ) -> list[tuple[Asked, ...]]:
        """Return the questions that the content does not have word for word, in clusters of one meaning."""
        matcher = assistant.matcher
        assert isinstance(matcher, Matcher), "the assistant is complete"
        texts = _by_words(each for each in asked if matcher.exact_class(each.text) is None)
        return sorted(self._clusters(texts, matcher, progress), key=_rank) if texts else []

    def _clusters(
        self, texts: list[tuple[Asked, ...]], matcher: Matcher, progress: Progress
    ) -> Iterator[tuple[Asked, ...]]:
        by_words = word_vectors([same[0].text for same in texts], matcher)
        scorer, vectors = meaning_of(matcher), by_words[:CLUSTERED]
        if scorer:
            meaning = self._meaning.of([same[0].text for same in texts[:CLUSTERED]], scorer.encoder, progress)
            vectors = with_meaning(vectors, meaning, scorer)
        clusters = average_linkage(vectors @ vectors.T, ALIKE if scorer else ALIKE_IN_WORDS)
        joined = _joined(by_words)
        for cluster in clusters:
            nearest = [cluster[index] for index in _from_the_middle(vectors[cluster])]
            others = (index for member in nearest for index in joined.get(member, ()))
            yield tuple(each for index in (*nearest, *others) for each in texts[index])


def _by_words(asked: Iterable[Asked]) -> list[tuple[Asked, ...]]:
    """Return the questions of the same words together, those of most askers first, then the newest."""
    same: dict[frozenset[str], list[Asked]] = {}
    for each in asked:
        if key := frozenset(words(each.text)):
            same.setdefault(key, []).append(each)
    return sorted(map(tuple, same.values()), key=_rank)


def _rank(asked: Sequence[Asked]) -> tuple[int, int, int, str]:
    """Return the order of questions: the most askers, the most questions, the newest."""
    newest = max(each.day for each in asked)
    return -_askers(asked), -len(asked), -newest.toordinal(), min(each.id for each in asked)


def _askers(asked: Iterable[Asked]) -> int:
    return len({each.asker for each in asked} - {None})


def _joined(by_words: Floats) -> dict[int, list[int]]:
    """Return the questions beyond those that are clustered, by the clustered one that is most like them in words."""
    joined: dict[int, list[int]] = {}
    others = by_words[CLUSTERED:]
    for start in range(0, len(others), 1000):
        cosines = others[start : start + 1000] @ by_words[:CLUSTERED].T
        for row, nearest in enumerate(cosines.argmax(axis=1)):
            if cosines[row, nearest] >= JOINS:
                joined.setdefault(int(nearest), []).append(CLUSTERED + start + row)
    return joined


def _from_the_middle(vectors: Floats) -> list[int]:
    """Return the indices of vectors from the medoid outwards: the one whose mean cosine with all is highest."""
    order: list[int] = np.argsort(-(vectors @ vectors.sum(axis=0)), kind="stable").tolist()
    return order


def _gap(cluster: tuple[Asked, ...], assistant: Assistant, probes: int) -> Gap | None:
    """Return the gap of a cluster; None if the content answers it by now."""
    probed = {text: assistant.ask(text) for text in list(dict.fromkeys(each.text for each in cluster))[:probes]}
    open_ = {text: outcome for text, outcome in probed.items() if isinstance(outcome, NotFound | Unsure)}
    if 2 * len(open_) <= len(probed):
        return None
    text = next(iter(open_))
    representative = next(each for each in cluster if each.text == text)
    nearest = open_[text].candidates[:NEAREST]
    suggestion = suggest(nearest, assistant.matcher.rank(text), assistant.thresholds)
    return Gap(representative, cluster, nearest, suggestion)
