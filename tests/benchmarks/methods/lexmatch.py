"""lexmatch, the nearest peer: BM25 and phrases with typo correction, as it comes."""

from __future__ import annotations

from dataclasses import dataclass

from lexmatch import Entry, Index

from tests.benchmarks.contenders import Known, Rank


@dataclass(frozen=True, slots=True)
class Lexmatch:
    def build(self, known: Known) -> Rank:
        """See `Method.build`. Answers are not told to any method, so a dot stands for each."""
        entries = [Entry(first, ".", aliases=list(others)) for first, *others in known.entries.values()]
        index, numbers = Index(entries), {id(entry): number for number, entry in enumerate(entries)}

        def rank(question: str) -> list[float]:
            scores = [0.0] * len(entries)
            for score, entry in index.score(question):
                scores[numbers[id(entry)]] = score
            return scores

        return rank


METHOD = Lexmatch()
