"""Ranks all entries for a question: `Matcher.rank`.

Emergencies, calm messages that resemble them, small talk and chatter are classes of their own beside the entries.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from faq.lab_values import LabValue, LabValues, is_about
from faq.matching.cache import ArrayCache
from faq.matching.classes import Classes, Group, Sums
from faq.matching.classifier import Classifier, Scores
from faq.matching.embedding import EmbeddingScorer, NoEncoder
from faq.matching.embedding_cache import Progress, unseen
from faq.matching.encoder import Encoder
from faq.matching.scorer import Floats, Scorer
from faq.matching.spelling import Lexicon, Token, stem
from faq.matching.tfidf import TfidfScorer
from faq.models import Faq
from faq.outcome import Depth, Match, Ranking

NO_CACHE = ArrayCache()
SINGLE_WORD_LIMIT = 0.2
"""Highest probability of an entry for a single word that many entries use: "iron" is no question yet."""
RIVALS = 3
"""The likeliest entries, which compete for the answer.

Measured on 1,834 messages: at 1.7 % wrong and 1.8 % false answers 77.1 % are right; by the probability of the first
alone 73.9 % at 2.0 and 1.7 %.
"""
LIKELIER = 0.5
"""From this probability a class is likelier than all others together."""
FOLLOW_UPS: dict[str, Depth] = {"more": "more", "sources": "sources"}
NO_QUESTION: tuple[Group, ...] = ("everyday", "chatter", "near", "unlike", "small talk", "follow-up")
"""What a message may be instead of an entry's question."""
_LEAST = 1e-3
"""Probability left to entries and chatter below which it says nothing about them."""
CALM_MARGIN = 0.05
"""How much more a message must resemble emergencies than calm and everyday messages to count as one, by ridge scores.

Measured on messages written without sight of the content: up to here the false alarms in the illness's own words fall;
beyond, emergencies in unusual words are lost.
"""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Ranks the entries of one FAQ."""

    faq: Faq
    classes: Classes
    lexicon: Lexicon
    tfidf: TfidfScorer
    classifier: Classifier
    lab_values: LabValues
    exact: dict[tuple[str, ...], int]
    """The class of each phrasing by its stems."""
    entry_stems: frozenset[str | None]
    """The stems that entries use."""

    @classmethod
    def of(
        cls, faq: Faq, encoder: Encoder | None = None, cache: ArrayCache = NO_CACHE, progress: Progress = unseen
    ) -> Matcher:
        """Make a matcher by words, and by meaning if there is an encoder."""
        classes = Classes.of(faq)
        lexicon = Lexicon.of(classes.texts, faq.synonyms)
        tfidf = TfidfScorer.of(classes.texts, classes.labels, lexicon)
        scorers: tuple[Scorer, ...] = (tfidf,)
        if encoder:
            scorers += (EmbeddingScorer.of(classes.texts, lexicon, encoder, cache, progress),)
        classifier = Classifier.of(scorers, classes.texts, classes.labels, len(faq.entries))
        # A message that is calm may ask an entry's question all the same.
        calm = classes.span("calm")
        exact = {stems: label for stems, label in _exact(classes, lexicon).items() if label not in _range(calm)}
        values = LabValues(faq.lab_tests)
        of_entries = zip(classes.texts, classes.labels, strict=True)
        used = (lexicon.canonical(text) for text, label in of_entries if label < len(faq.entries))
        stems = frozenset(stem(word) for words in used for word in words)
        return cls(faq, classes, lexicon.without_phrasings(), tfidf, classifier, values, exact, stems)

    def with_encoder(self, encoder: Encoder | None) -> Matcher:
        """Return the matcher with another encoder of the same name; with none it can be stored, but not used."""
        scorers = (
            replace(scorer, encoder=encoder or NoEncoder()) if isinstance(scorer, EmbeddingScorer) else scorer
            for scorer in self.scorers
        )
        return replace(self, classifier=replace(self.classifier, scorers=tuple(scorers)))

    @property
    def scorers(self) -> tuple[Scorer, ...]:
        """Return the scorers, that by words first."""
        return self.classifier.scorers

    def rank(self, question: str) -> Ranking:
        """Rank the entries and estimate the probability of an emergency."""
        tokens = self.lexicon.tokenize(question)
        exact = self._exact_match(tokens)
        similarities = [scorer.similarity(tokens) for scorer in self.scorers] if tokens and exact is None else []
        scores = self.classifier.scores(similarities) if similarities else None
        return self._ranked(question, tokens, scores, exact)

    def exact_class(self, question: str) -> int | None:
        """Return the class of the message of the content that a question equals word for word, if there is one."""
        return self._exact_match(self.lexicon.tokenize(question))

    def rank_left_out(self, message: int) -> Ranking:
        """Rank the entries for a message of the content as if it did not stand there; takes its index."""
        text = self.classes.texts[message]
        return self._ranked(text, self.lexicon.tokenize(text), self.classifier.left_out(message), None)

    def _ranked(self, question: str, tokens: tuple[Token, ...], scores: Scores | None, exact: int | None) -> Ranking:
        probabilities = self._probabilities(tokens, scores, exact)
        sums = self.classes.sums(probabilities)
        matches = self._matches(probabilities, sums, self.lab_values.read(question))
        ranking = self._ranking(probabilities, sums, matches, tokens)
        urgent, margin = probabilities[self.classes.span("emergency")], self._margin(scores)
        if not urgent.size or _is_one_word(tokens) or margin < CALM_MARGIN:
            return replace(ranking, margin=margin)
        reply = tuple(self.faq.emergencies)[int(urgent.argmax())]
        return replace(
            ranking,
            urgent=round(sums["emergency"], 4),
            reply=reply,
            reply_score=round(float(urgent.max()), 4),
            margin=margin,
        )

    def _ranking(
        self, probabilities: Floats, sums: Sums, matches: tuple[Match, ...], tokens: tuple[Token, ...]
    ) -> Ranking:
        """Return the ranking with what else the message may be."""
        talk = probabilities[self.classes.span("small talk")]
        no_question = sum(sums[group] for group in NO_QUESTION)
        return Ranking(
            matches,
            lead=_lead(sums, no_question, matches),
            talk=self.faq.small_talk[int(talk.argmax())].kind if talk.size else None,
            talk_score=round(float(talk.max(initial=0.0)), 4),
            follow_up=self._follow_up(probabilities),
            no_question=round(no_question, 4),
            foreign_words=self._foreign_words(tokens),
            near=round(self._near(probabilities, sums), 4),
            taken=self.classes.described(int(probabilities.argmax())) if probabilities.any() else "",
        )

    def _foreign_words(self, tokens: tuple[Token, ...]) -> int:
        """Return how many words no entry uses; a corrected word is read as what it was corrected to."""
        return sum(token.stem not in self.entry_stems for token in tokens if not token.typed.isdigit())

    def _follow_up(self, probabilities: Floats) -> Depth | None:
        span = self.classes.span("follow-up")
        likely = [label for label in _range(span) if probabilities[label] >= LIKELIER]
        return FOLLOW_UPS[self.classes.names[likely[0]]] if likely else None

    def _near(self, probabilities: Floats, sums: Sums) -> float:
        """Return the probability of a question of the same field that no entry answers."""
        unlike = _range(self.classes.span("unlike"))
        return sums["near"] + sum(float(probabilities[at]) for at in unlike if self.classes.names[at] == "near")

    def _matches(self, probabilities: Floats, sums: Sums, values: tuple[LabValue, ...]) -> tuple[Match, ...]:
        """Return the entries, the likeliest first.

        What emergencies and calm messages took is given back: if there is no alarm, this is a question after all. So
        is what the entries took that are about other laboratory values than the question.
        """
        entries, taken = self.faq.entries, sums["emergency"] + sums["calm"]
        shares = probabilities[: len(entries)].astype(np.float64)
        if values:
            others = [at for at, entry in enumerate(entries) if entry.values and not is_about(values, entry.values)]
            taken += float(shares[others].sum())
            shares[others] = 0.0
        shares /= max(1 - taken, _LEAST)
        order = np.argsort(-shares, kind="stable")
        pairs = zip(order.tolist(), shares[order].tolist(), strict=True)
        return tuple(Match(entries[at], round(score, 4)) for at, score in pairs)

    def _margin(self, scores: Scores | None) -> float:
        """Return how much more a message resembles emergencies than calm messages; infinite if that can't be told."""
        if scores is None or not (self.faq.calm or self.faq.everyday):
            return math.inf
        sums = self.classes.sums(scores.ridge)
        return sums["emergency"] - sums["calm"] - sums["everyday"]

    def _probabilities(self, tokens: tuple[Token, ...], scores: Scores | None, exact: int | None) -> Floats:
        classes = len(self.classes.names)
        if exact is not None:
            return np.asarray(np.arange(classes) == exact, np.float32)
        if scores is None:
            return np.zeros(classes, np.float32)
        probabilities = self.classifier.probabilities(scores.total)
        return np.minimum(probabilities, SINGLE_WORD_LIMIT) if self._is_one_common_word(tokens) else probabilities

    def _is_one_common_word(self, tokens: tuple[Token, ...]) -> bool:
        stems = {token.stem for token in tokens}
        return len(stems) == 1 and not self.tfidf.has_rare_word(stems)

    def _exact_match(self, tokens: tuple[Token, ...]) -> int | None:
        """Return the class of the phrasing that equals the question word for word; corrected words don't count."""
        if any(token.confidence < 1.0 for token in tokens):
            return None
        return self.exact.get(tuple(stem(token.typed) for token in tokens))


def _lead(sums: Sums, no_question: float, matches: tuple[Match, ...]) -> float:
    """Return the share of the likeliest entry among itself, the next two and all that is no question."""
    rivals = sum(match.score for match in matches[:RIVALS])
    others = no_question / max(1 - sums["emergency"] - sums["calm"], _LEAST)
    return round(matches[0].score / max(rivals + others, _LEAST), 4)


def _is_one_word(tokens: tuple[Token, ...]) -> bool:
    """Whether a question is one word: it may be half-typed, or looked up. Rules know the words that are an alarm."""
    return len({token.typed for token in tokens}) == 1


def _range(span: slice) -> range:
    return range(span.start, span.stop)


def _exact(of: Classes, lexicon: Lexicon) -> dict[tuple[str, ...], int]:
    """Return the class of each phrasing by its stems, without the phrasings that two classes share."""
    classes: dict[tuple[str, ...], set[int]] = {}
    for text, label in zip(of.texts, of.labels, strict=True):
        classes.setdefault(tuple(stem(word) for word in lexicon.canonical(text)), set()).add(label)
    return {stems: labels.pop() for stems, labels in classes.items() if len(labels) == 1}
