"""Scorer by meaning: the cosine of a question's embedding with each phrasing's.

It recognises paraphrases, but not rare abbreviations or typos; so it embeds the corrected question and complements the
scorer by words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faq.matching.byte_vectors import ByteVectors
from faq.matching.cache import ArrayCache
from faq.matching.embedding_cache import Progress, embed, unseen
from faq.matching.encoder import Encoder
from faq.matching.scorer import Floats, Labels, ScorerConfig, class_starts
from faq.matching.spelling import Lexicon, Token

CONFIG = ScorerConfig("meaning", weight=0.6, sharpness=3.0, nearest=0.5)


@dataclass(frozen=True, slots=True)
class NoEncoder:
    """Stands for an encoder that a stored matcher is given later."""

    name: str = ""
    words: frozenset[str] = frozenset()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Raise RuntimeError."""
        raise RuntimeError(f"no encoder for {len(texts)} texts")


@dataclass(frozen=True, slots=True)
class EmbeddingScorer:
    """The phrasings' embeddings, and the encoder for questions."""

    encoder: Encoder
    vectors: ByteVectors
    """One per phrasing."""
    config: ScorerConfig = CONFIG

    @classmethod
    def of(
        cls,
        phrasings: Sequence[str],
        lexicon: Lexicon,
        encoder: Encoder,
        cache: ArrayCache,
        progress: Progress = unseen,
    ) -> EmbeddingScorer:
        """Embed phrasings in canonical words, like questions."""
        texts = [" ".join(lexicon.canonical(text)) for text in phrasings]
        return cls(encoder, embed(texts, encoder, cache.subcache("vectors"), progress))

    def similarity(self, tokens: tuple[Token, ...]) -> Floats:
        """See `Scorer.similarity`."""
        return self.vectors.cosines(self.encoder.encode([self.text(tokens)])[0])

    def similarity_of(self, phrasing: int) -> Floats:
        """See `Scorer.similarity_of`."""
        return self.vectors.cosines(self.vectors.unit(np.array([phrasing]))[0])

    def among(self, phrasings: Labels) -> Floats:
        """See `Scorer.among`."""
        vectors = self.vectors.unit(phrasings)
        cosines: Floats = vectors @ vectors.T
        return cosines

    def lengths(self, labels: Labels) -> Floats:
        """See `Scorer.lengths`."""
        sums = np.add.reduceat(self.vectors.unit(), class_starts(labels))
        return np.asarray(np.linalg.norm(sums, axis=1), np.float32)

    def text(self, tokens: tuple[Token, ...]) -> str:
        """Return the text to embed: words in the encoder's vocabulary as typed, others as corrected."""
        return " ".join(_spelling(token, self.encoder.words) for token in tokens)


def _spelling(token: Token, vocabulary: frozenset[str]) -> str:
    return token.typed if token.word is None or token.typed in vocabulary else token.word
