"""Questions as unit vectors, whose products are their cosines: by words, and by words and meaning."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from faq.general_words import content_words
from faq.matching import Matcher
from faq.matching.embedding import EmbeddingScorer
from faq.matching.embedding_cache import Progress, unseen
from faq.matching.encoder import Encoder
from faq.matching.scorer import Floats
from faq.matching.spelling import stem
from faq.text import normalise, words

MEANING = 0.8
"""Weight of meaning beside words. `python -m tests.benchmarks.gaps` measures it on six families of nearby subjects: the
mean F1 of pairs is .87 by both, .79 by meaning alone and .54 by words alone."""
DIMENSIONS = 512
"""Of a vector by words. Stems share dimensions by hash, which needs no list of them and hardly costs accuracy."""
_COMMONEST = 0.9
"""Nearly the IDF of a word that all entries use, 1, which is to count for next to nothing."""
_STEP = 64


def word_vectors(texts: Sequence[str], matcher: Matcher) -> Floats:
    """Return the texts by stems of what they name, weighted by how few entries use it: "legs" distinguishes little."""
    vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
    tfidf = matcher.tfidf
    rarest = float(tfidf.weights.max(initial=1.0))
    for row, text in enumerate(texts):
        for each in {stem(word) for word in content_words(text) or words(text)}:
            known = tfidf.stems.get(each)
            hash_ = crc32(each.encode("utf-8", "surrogatepass"))
            weight = rarest if known is None else float(tfidf.weights[known]) - _COMMONEST
            vectors[row, hash_ % DIMENSIONS] += weight if hash_ & 0x10000 else -weight
    return _unit(vectors)


def with_meaning(by_words: Floats, by_meaning: Floats, scorer: EmbeddingScorer) -> Floats:
    """Return vectors whose products are the weighted means of two cosines.

    The mean of the content's own vectors is taken off first: it is the field, which all questions share.
    """
    meaning = _unit(by_meaning - scorer.vectors.unit().mean(axis=0))
    return np.hstack([np.sqrt(MEANING, dtype=np.float32) * meaning, np.sqrt(1 - MEANING, dtype=np.float32) * by_words])


class MeaningVectors:
    """Encodes texts, and remembers those of the last call only: a question that was withdrawn leaves no trace."""

    def __init__(self) -> None:
        self._encoder = ""
        self._known: dict[str, Floats] = {}

    def of(self, texts: Sequence[str], encoder: Encoder, progress: Progress = unseen) -> Floats:
        """Return one unit vector per text; shape (texts, dimensions)."""
        known = self._known if self._encoder == encoder.name else {}
        missing = [text for text in texts if text not in known]
        for start in range(0, len(missing), _STEP):
            step = missing[start : start + _STEP]
            known |= zip(step, encoder.encode([normalise(text) for text in step]), strict=True)
            progress(min(start + _STEP, len(missing)), len(missing))
        self._encoder, self._known = encoder.name, {text: known[text] for text in texts}
        return np.stack([known[text] for text in texts])


def meaning_of(matcher: Matcher) -> EmbeddingScorer | None:
    """Return the scorer by meaning of a matcher; None if it matches by words alone."""
    return next((scorer for scorer in matcher.scorers if isinstance(scorer, EmbeddingScorer)), None)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)
