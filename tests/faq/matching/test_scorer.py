"""The interface that all scorers share."""

from __future__ import annotations

import numpy as np
import pytest

from faq.matching.cache import ArrayCache
from faq.matching.embedding import EmbeddingScorer
from faq.matching.scorer import Scorer, ScorerConfig
from faq.matching.spelling import Lexicon
from faq.matching.tfidf import TfidfScorer
from tests.faq.letter_encoder import Letters

PHRASINGS = ("what is ferritin", "coffee in the evening", "a walk after dinner")
LEXICON = Lexicon.of(PHRASINGS, {})
SCORERS = (
    TfidfScorer.of(PHRASINGS, (0, 1, 2), LEXICON),
    EmbeddingScorer.of(PHRASINGS, LEXICON, Letters(), ArrayCache()),
)


@pytest.mark.parametrize("scorer", SCORERS, ids=["words", "letters"])
def test_a_scorer_returns_one_cosine_per_phrasing_and_new_arrays_each_time(scorer: Scorer) -> None:
    cosines = scorer.similarity(LEXICON.tokenize("coffee"))
    assert (cosines.shape, cosines.dtype, int(cosines.argmax())) == ((3,), np.dtype(np.float32), 1)
    scorer.similarity_of(1)[:] = 7
    assert scorer.similarity_of(1)[1] == pytest.approx(1, abs=1e-5)
    square = scorer.among(np.array([0, 2]))
    assert (square.shape, square.dtype) == ((2, 2), np.dtype(np.float32))
    assert scorer.lengths(np.arange(3)).tolist() == pytest.approx([1, 1, 1], abs=1e-5)


def test_a_share_changes_only_the_weight() -> None:
    config = ScorerConfig("words", weight=2.0, sharpness=3.0, nearest=0.5)
    assert config.share_of(8.0) == ScorerConfig("words", weight=0.25, sharpness=3.0, nearest=0.5)
