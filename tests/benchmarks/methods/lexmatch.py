"""lexmatch, the most similar library: BM25 and phrases with typo correction, with its defaults."""

from __future__ import annotations

from dataclasses import dataclass

from lexmatch import Entry, Index

from tests.benchmarks.contenders import Known, Rank


@dataclass(frozen=True, slots=True)
class Lexmatch:
    def build(self, known: Known) -> Rank:
        """See `Method.build`. No method gets the answers, so each answer is a dot."""
        entries = [Entry(first, ".", aliases=list(others)) for first, *others in known.entries.values()]
        index, numbers = Index(entries), {id(entry): number for number, entry in enumerate(entries)}

        def rank(question: str) -> list[float]:
            scores = [0.0] * len(entries)
            for score, entry in index.score(question):
                scores[numbers[id(entry)]] = score
            return scores

        return rank


METHOD = Lexmatch()
