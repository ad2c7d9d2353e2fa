"""Questions of nearby subjects, invented for clustering: `families.tsv` has a family, a subject and a question."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from faq.gaps import Asked

FILE = Path(__file__).parent / "families.tsv"
START = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Family:
    """Questions with the subject of each; a question without one has a subject of its own."""

    name: str
    questions: tuple[str, ...]
    subjects: tuple[str, ...]

    @property
    def asked(self) -> list[Asked]:
        """The questions, each of another person, one a day."""
        return [
            Asked(text, f"person {number}", START + timedelta(number), f"{number:04}")
            for number, text in enumerate(self.questions)
        ]

    def f1(self, clusters: list[set[str]]) -> float:
        """Return the F1 of pairs: of two questions in one cluster, and of two of one subject."""
        subject = dict(zip(self.questions, self.subjects, strict=True))
        same = {pair for pair in combinations(sorted(subject), 2) if subject[pair[0]] == subject[pair[1]]}
        found = {pair for cluster in clusters for pair in combinations(sorted(cluster), 2)}
        return 2 * len(same & found) / (len(same) + len(found))


def families() -> dict[str, Family]:
    """Return the families by name."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = dict.fromkeys(row["family"] for row in rows)
    of = {name: [row for row in rows if row["family"] == name] for name in names}
    return {
        name: Family(
            name,
            tuple(row["question"] for row in members),
            tuple(row["subject"] or row["question"] for row in members),
        )
        for name, members in of.items()
    }
