"""This engine, opened as in the product, with the ranking that its answers use."""

from __future__ import annotations

from dataclasses import dataclass

from faq.engine import OFF, open_engine
from faq.loading import load
from tests.benchmarks.contenders import Known, Rank


@dataclass(frozen=True, slots=True)
class OurEngine:
    model: str | None

    def build(self, known: Known) -> Rank:
        """See `Method.build`. On another FAQ it uses none of the curated content."""
        engine, faq = open_engine(self.model, known.cache), load()
        matcher = engine.assistant(faq).matcher if known.packaged else engine.on_other_faq(known.entries, faq).matcher
        numbers = {name: number for number, name in enumerate(known.entries)}

        def rank(question: str) -> list[float]:
            scores = [0.0] * len(numbers)
            for match in matcher.rank(question).matches:
                scores[numbers[match.entry.id]] = match.score
            return scores

        return rank


WORDS = OurEngine(OFF)
MEANING = OurEngine(None)
