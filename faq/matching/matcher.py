"""Joins the configs of evidence: Matcher.rank(question) -> every entry, the best first. Decides nothing.

A question is read once (`lexicon`), held against the phrasings by each kind of evidence, and scored by the
head. Emergencies, calm messages that look like them and chatter compete in classes of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from faq.matching.cache import ArrayCache
from faq.matching.classifier import Classifier, fit
from faq.matching.embedding import EmbeddingScorer
from faq.matching.encoder import Encoder
from faq.matching.scorer import Floats, Scorer
from faq.matching.spelling import Lexicon, Token, stem
from faq.matching.tfidf import TfidfScorer
from faq.models import Faq
from faq.outcome import Match, Ranking

NOWHERE = ArrayCache()
LONE_WORD = 0.4
"""How likely an entry can be at most that is asked for by one word of many entries: "iron" asks nothing yet."""


@dataclass(frozen=True, slots=True)
class Phrasings:
    """All phrasings of a FAQ in a row, with the class of each: entries, emergencies, calm talk and chatter."""

    texts: tuple[str, ...]
    labels: tuple[int, ...]

    @classmethod
    def of(cls, faq: Faq) -> Phrasings:
        """An entry's own question is one of its phrasings."""
        groups = [dict.fromkeys((entry.question, *entry.phrasings)) for entry in faq.entries]
        groups += [dict.fromkeys(messages) for messages in faq.emergencies.values()]
        groups += [dict.fromkeys(messages) for messages in (faq.calm, *faq.chatter.values()) if messages]
        pairs = [(text, label) for label, group in enumerate(groups) for text in group]
        return cls(tuple(text for text, _ in pairs), tuple(label for _, label in pairs))


@dataclass(frozen=True, slots=True)
class Matcher:
    """Ranks the entries of one FAQ."""

    faq: Faq
    phrasings: Phrasings
    lexicon: Lexicon
    lexical: TfidfScorer
    evidence: tuple[Scorer, ...]
    head: Classifier
    verbatim: dict[tuple[str, ...], int]

    @classmethod
    def of(cls, faq: Faq, encoder: Encoder | None = None, cache: ArrayCache = NOWHERE) -> Matcher:
        """A matcher on words alone, or on words and what `encoder` makes of the phrasings."""
        phrasings = Phrasings.of(faq)
        lexicon = Lexicon.of(phrasings.texts, faq.synonyms)
        lexical = TfidfScorer.of(phrasings.texts, phrasings.labels, lexicon)
        evidence: tuple[Scorer, ...] = (lexical,)
        if encoder:
            evidence += (EmbeddingScorer.of(phrasings.texts, lexicon, encoder, cache),)
        head = _head(evidence, phrasings, lexicon, len(faq.entries), cache)
        verbatim = _verbatim(phrasings, lexicon)
        return cls(faq, phrasings, lexicon.without_readings(), lexical, evidence, head, verbatim)

    def rank(self, question: str) -> Ranking:
        """The ranking, and how likely the question is an emergency, in one go."""
        reads = self.lexicon.read(question)
        likely = self._likelihoods(reads)
        entries = self.faq.entries
        order = sorted(range(len(entries)), key=lambda index: (-likely[index], index))
        matches = tuple(Match(entries[index], round(float(likely[index]), 4)) for index in order)
        urgent = likely[len(entries) : len(entries) + len(self.faq.emergencies)]
        if not urgent.size or _guessed(reads):
            return Ranking(matches)
        return Ranking(matches, round(float(urgent.sum()), 4), tuple(self.faq.emergencies)[int(urgent.argmax())])

    def _likelihoods(self, reads: tuple[Token, ...]) -> Floats:
        classes = self.phrasings.labels[-1] + 1
        if not reads:
            return np.zeros(classes, np.float32)
        said = self._said(reads)
        if said is not None:
            return np.asarray(np.arange(classes) == said, np.float32)
        likely = self.head.likelihoods(self.head.scores([each.similarity(reads) for each in self.evidence]))
        return np.minimum(likely, LONE_WORD) if self._lone(reads) else likely

    def _lone(self, reads: tuple[Token, ...]) -> bool:
        """Whether all that a question says is one word which many entries use."""
        stems = {read.stem for read in reads}
        return len(stems) == 1 and not self.lexical.telling(stems)

    def _said(self, reads: tuple[Token, ...]) -> int | None:
        """The class of the phrasing that a question is, word for word; a word that was guessed is not the word."""
        if any(read.confidence < 1.0 for read in reads):
            return None
        return self.verbatim.get(tuple(stem(read.typed) for read in reads))


def _head(
    evidence: tuple[Scorer, ...], phrasings: Phrasings, lexicon: Lexicon, answerable: int, cache: ArrayCache
) -> Classifier:
    """The fitted head, kept under all that it depends on: how each phrasing is read, its class, the evidence."""
    configs = [each.kind for each in evidence]
    read = [" ".join(lexicon.canonical(text)) for text in phrasings.texts]
    parts = [*(each.made_of for each in evidence), str(answerable), str(phrasings.labels), *read]

    def fitted() -> dict[str, npt.NDArray[Any]]:
        return fit(configs, (each.pairwise for each in evidence), phrasings.labels, answerable).arrays()

    return Classifier.kept(configs, phrasings.labels, cache.arrays(parts, fitted))


def _guessed(reads: tuple[Token, ...]) -> bool:
    """Whether a question is one word that was repaired: what somebody half typed is no emergency."""
    return len({read.typed for read in reads}) == 1 and reads[0].confidence < 1.0


def _verbatim(phrasings: Phrasings, lexicon: Lexicon) -> dict[tuple[str, ...], int]:
    """The phrasings by their stems, for questions that are one of them word for word; claimed twice, by none."""
    claims: dict[tuple[str, ...], set[int]] = {}
    for text, label in zip(phrasings.texts, phrasings.labels, strict=True):
        claims.setdefault(tuple(stem(word) for word in lexicon.canonical(text)), set()).add(label)
    return {said: labels.pop() for said, labels in claims.items() if len(labels) == 1}
