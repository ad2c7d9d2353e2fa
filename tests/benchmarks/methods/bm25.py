"""BM25 on Snowball stems. Each entry is one document with all phrasings, which ranks better than one per phrasing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import bm25s
import Stemmer

from tests.benchmarks.contenders import Known, Rank


@dataclass(frozen=True, slots=True)
class Bm25:
    stemmer: Stemmer.Stemmer = field(default_factory=lambda: Stemmer.Stemmer("english"))

    def build(self, known: Known) -> Rank:
        """See `Method.build`."""
        index = bm25s.BM25()
        index.index([self._stems(" ".join(texts)) for texts in known.entries.values()], show_progress=False)

        def rank(question: str) -> list[float]:
            stems = [stem for stem in self._stems(question) if stem in index.vocab_dict]
            return [float(score) for score in index.get_scores(stems)] if stems else [0.0] * len(known.entries)

        return rank

    def _stems(self, text: str) -> list[str]:
        return [str(stem) for stem in self.stemmer.stemWords(re.findall(r"\w+", text.lower()))]


METHOD = Bm25()
