"""RapidFuzz's sentence scorers. The score of an entry is that of its best phrasing, as in the usual recipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from tests.benchmarks.contenders import Known, Rank


@dataclass(frozen=True, slots=True)
class FuzzyScorer:
    scorer: Callable[..., float]

    def build(self, known: Known) -> Rank:
        """See `Method.build`. Phrasings are preprocessed once."""
        texts, entries = known.phrasings()
        choices = [utils.default_process(text) for text in texts]

        def rank(question: str) -> list[float]:
            best = [0.0] * len(known.entries)
            for _, score, at in process.extract_iter(utils.default_process(question), choices, scorer=self.scorer):
                best[entries[at]] = max(best[entries[at]], score)
            return best

        return rank


WRATIO = FuzzyScorer(fuzz.WRatio)
TOKEN_SET = FuzzyScorer(fuzz.token_set_ratio)
TOKEN_SORT = FuzzyScorer(fuzz.token_sort_ratio)
