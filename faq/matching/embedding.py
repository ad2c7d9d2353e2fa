"""Semantic evidence: how near a question's meaning is to each phrasing's, by a sentence encoder.

Sees what paraphrase hides from words; sees little in a rare abbreviation or a slip, which is why it reads the
repaired question and is never asked alone. Knows phrasings by number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from faq.matching.cache import ArrayCache
from faq.matching.embedding_cache import vectors_of
from faq.matching.encoder import Encoder
from faq.matching.scorer import Floats, ScorerConfig
from faq.matching.spelling import Lexicon, Token

CONFIG = ScorerConfig("meaning", weight=0.6, sharpness=3.0, nearest=0.5)


@dataclass(frozen=True, slots=True)
class EmbeddingScorer:
    """The phrasings' vectors, and the encoder for questions."""

    encoder: Encoder
    vectors: Floats
    """One row of length one for each phrasing."""
    kind: ScorerConfig = CONFIG

    @classmethod
    def of(cls, phrasings: Sequence[str], lexicon: Lexicon, encoder: Encoder, cache: ArrayCache) -> EmbeddingScorer:
        """Encode some phrasings, in the same canonical words in which questions are read."""
        texts = [" ".join(lexicon.canonical(text)) for text in phrasings]
        return cls(encoder, vectors_of(texts, encoder, cache.beside("vectors")))

    @property
    def made_of(self) -> str:
        """See `Scorer.made_of`."""
        return f"{self.kind} {self.encoder.name}"

    def similarity(self, reads: tuple[Token, ...]) -> Floats:
        """See `Scorer.near`."""
        near: Floats = self.vectors @ self.encoder.encode([self.text(reads)])[0]
        return near

    def pairwise(self, rows: slice) -> Floats:
        """See `Scorer.pairwise`."""
        among: Floats = self.vectors[rows] @ self.vectors.T
        return among

    def text(self, reads: tuple[Token, ...]) -> str:
        """What the encoder is given: a word that it knows stays as typed, another is given as it was read."""
        return " ".join(_spelt(read, self.encoder.words) for read in reads)


def _spelt(read: Token, known: frozenset[str]) -> str:
    return read.typed if read.word is None or read.typed in known else read.word
