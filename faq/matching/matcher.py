"""Ranks all entries for a question: `Matcher.rank`.

Emergencies, calm messages that resemble them and chatter are classes of their own beside the entries.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from faq.lab_values import LabValue, LabValues, is_about
from faq.matching.cache import ArrayCache
from faq.matching.classifier import Classifier, fit
from faq.matching.embedding import EmbeddingScorer
from faq.matching.encoder import Encoder
from faq.matching.scorer import Floats, Scorer
from faq.matching.spelling import Lexicon, Token, stem
from faq.matching.tfidf import TfidfScorer
from faq.models import Faq
from faq.outcome import Match, Ranking

NO_CACHE = ArrayCache()
SINGLE_WORD_LIMIT = 0.4
"""Highest probability of an entry for a single word that many entries use: "iron" is no question yet."""
_LEAST = 1e-3
"""Probability left to entries and chatter below which it says nothing about them."""
CALM_MARGIN = 0.1
"""How much more a message must resemble emergencies than calm and everyday messages to count as one, by ridge scores.

Measured on messages written without sight of the content: up to here the false alarms in the illness's own words fall;
beyond, emergencies in unusual words are lost.
"""


@dataclass(frozen=True, slots=True)
class Phrasings:
    """All phrasings of a FAQ with the class of each: entries, emergencies, calm and everyday messages, chatter."""

    texts: tuple[str, ...]
    labels: tuple[int, ...]

    @classmethod
    def of(cls, faq: Faq) -> Phrasings:
        """Collect the phrasings; an entry's own question is one of them."""
        groups = [dict.fromkeys((entry.question, *entry.phrasings)) for entry in faq.entries]
        groups += [dict.fromkeys(messages) for messages in faq.emergencies.values()]
        groups += [dict.fromkeys(messages) for messages in (faq.calm, faq.everyday, *faq.chatter.values()) if messages]
        pairs = [(text, label) for label, group in enumerate(groups) for text in group]
        return cls(tuple(text for text, _ in pairs), tuple(label for _, label in pairs))


@dataclass(frozen=True, slots=True)
class Matcher:
    """Ranks the entries of one FAQ."""

    faq: Faq
    phrasings: Phrasings
    lexicon: Lexicon
    tfidf: TfidfScorer
    scorers: tuple[Scorer, ...]
    classifier: Classifier
    lab_values: LabValues
    exact: dict[tuple[str, ...], int]
    """The class of each phrasing by its stems."""

    @classmethod
    def of(cls, faq: Faq, encoder: Encoder | None = None, cache: ArrayCache = NO_CACHE) -> Matcher:
        """Fit a matcher by words, and by meaning if there is an encoder."""
        phrasings = Phrasings.of(faq)
        lexicon = Lexicon.of(phrasings.texts, faq.synonyms)
        tfidf = TfidfScorer.of(phrasings.texts, phrasings.labels, lexicon)
        scorers: tuple[Scorer, ...] = (tfidf,)
        if encoder:
            scorers += (EmbeddingScorer.of(phrasings.texts, lexicon, encoder, cache),)
        classifier = _classifier(scorers, phrasings, lexicon, len(faq.entries), cache)
        exact = _exact(phrasings, lexicon)
        if faq.calm:  # a message that is calm may ask an entry's question all the same
            exact = {stems: label for stems, label in exact.items() if label != len(faq.entries) + len(faq.emergencies)}
        values = LabValues(faq.lab_tests)
        return cls(faq, phrasings, lexicon.without_phrasings(), tfidf, scorers, classifier, values, exact)

    def rank(self, question: str) -> Ranking:
        """Rank the entries and estimate the probability of an emergency."""
        tokens = self.lexicon.tokenize(question)
        exact = self._exact_match(tokens)
        similarities = [scorer.similarity(tokens) for scorer in self.scorers] if tokens and exact is None else []
        probabilities = self._probabilities(tokens, similarities, exact)
        matches = self._matches(probabilities, self.lab_values.read(question))
        urgent = probabilities[self._emergencies]
        margin = self._margin(similarities)
        if not urgent.size or _is_one_corrected_word(tokens) or margin < CALM_MARGIN:
            return Ranking(matches, margin=margin)
        reply = tuple(self.faq.emergencies)[int(urgent.argmax())]
        return Ranking(matches, round(float(urgent.sum()), 4), reply, round(float(urgent.max()), 4), margin)

    def _matches(self, probabilities: Floats, values: tuple[LabValue, ...]) -> tuple[Match, ...]:
        """Return the entries, the likeliest first.

        What emergencies and calm messages took is given back: if there is no alarm, this is a question after all. So
        is what the entries took that are about other laboratory values than the question.
        """
        entries, emergencies = self.faq.entries, self._emergencies
        taken = float(probabilities[emergencies.start : emergencies.stop + bool(self.faq.calm)].sum())
        others = np.array([bool(entry.values and not is_about(values, entry.values)) for entry in entries])
        shares = np.where(others, 0.0, probabilities[: len(entries)])
        shares /= max(1 - taken - float(probabilities[: len(entries)][others].sum()), _LEAST)
        order = sorted(range(len(entries)), key=lambda index: (-shares[index], index))
        return tuple(Match(entries[index], round(float(shares[index]), 4)) for index in order)

    @property
    def _emergencies(self) -> slice:
        """The classes of the emergencies; those of the calm and the everyday messages follow."""
        start = len(self.faq.entries)
        return slice(start, start + len(self.faq.emergencies))

    def _margin(self, similarities: list[Floats]) -> float:
        """Return how much more a message resembles emergencies than calm messages; infinite if that can't be told."""
        calm = bool(self.faq.calm) + bool(self.faq.everyday)
        if not similarities or not calm or self.classifier.dual is None:
            return math.inf
        ridge, emergencies = self.classifier.ridge(similarities), self._emergencies
        return float(ridge[emergencies].sum() - ridge[emergencies.stop : emergencies.stop + calm].sum())

    def _probabilities(self, tokens: tuple[Token, ...], similarities: list[Floats], exact: int | None) -> Floats:
        classes = self.phrasings.labels[-1] + 1
        if not tokens:
            return np.zeros(classes, np.float32)
        if exact is not None:
            return np.asarray(np.arange(classes) == exact, np.float32)
        probabilities = self.classifier.probabilities(self.classifier.scores(similarities))
        return np.minimum(probabilities, SINGLE_WORD_LIMIT) if self._is_one_common_word(tokens) else probabilities

    def _is_one_common_word(self, tokens: tuple[Token, ...]) -> bool:
        stems = {token.stem for token in tokens}
        return len(stems) == 1 and not self.tfidf.has_rare_word(stems)

    def _exact_match(self, tokens: tuple[Token, ...]) -> int | None:
        """Return the class of the phrasing that equals the question word for word; corrected words don't count."""
        if any(token.confidence < 1.0 for token in tokens):
            return None
        return self.exact.get(tuple(stem(token.typed) for token in tokens))


def _classifier(
    scorers: tuple[Scorer, ...], phrasings: Phrasings, lexicon: Lexicon, entries: int, cache: ArrayCache
) -> Classifier:
    """Return the fitted classifier, cached under all it depends on: the scorers, labels and canonical phrasings."""
    configs = [scorer.config for scorer in scorers]
    canonical = [" ".join(lexicon.canonical(text)) for text in phrasings.texts]
    parts = [*(scorer.cache_key for scorer in scorers), str(entries), str(phrasings.labels), *canonical]

    def fitted() -> dict[str, npt.NDArray[Any]]:
        return fit(configs, (scorer.pairwise for scorer in scorers), phrasings.labels, entries).arrays()

    return Classifier.from_arrays(configs, phrasings.labels, cache.arrays(parts, fitted))


def _is_one_corrected_word(tokens: tuple[Token, ...]) -> bool:
    """Whether a question is one corrected word: half-typed text is no emergency."""
    return len({token.typed for token in tokens}) == 1 and tokens[0].confidence < 1.0


def _exact(phrasings: Phrasings, lexicon: Lexicon) -> dict[tuple[str, ...], int]:
    """Return the class of each phrasing by its stems, without the phrasings that two classes share."""
    classes: dict[tuple[str, ...], set[int]] = {}
    for text, label in zip(phrasings.texts, phrasings.labels, strict=True):
        classes.setdefault(tuple(stem(word) for word in lexicon.canonical(text)), set()).add(label)
    return {stems: labels.pop() for stems, labels in classes.items() if len(labels) == 1}
