"""What is compared: each contender by name, and where its method is. Knows no library: a worker process loads the
one it measures, so that the memory of one is never counted for another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import Protocol

Rank = Callable[[str], Sequence[float]]
"""A question to a score for each entry, in the order of `Known.entries`; higher is likelier, the scale its own."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a method is built from."""

    entries: Mapping[str, tuple[str, ...]]
    """The phrasings of each entry."""
    packaged: bool
    """Whether these are the packaged FAQ's: then our engine also has what else curators gave it."""
    cache: Path

    def phrasings(self) -> tuple[list[str], list[int]]:
        """All phrasings in a row, and the number of the entry of each."""
        numbered = [(text, number) for number, texts in enumerate(self.entries.values()) for text in texts]
        return [text for text, _ in numbered], [number for _, number in numbered]


class Method(Protocol):
    """A way to match questions with entries."""

    def build(self, known: Known) -> Rank:
        """Make ready for questions on some entries."""
        ...


@dataclass(frozen=True, slots=True)
class Contender:
    """A method by its name on the command line, its name in the table, and its place (module:object)."""

    name: str
    title: str
    place: str
    keeps: bool = False
    """Whether it keeps in a cache what is costly to make; that is then made before it is measured."""

    def method(self) -> Method:
        """Import the method.

        Raises:
            ImportError: if a library that it stands on is not installed.

        """
        method: Method = resolve_name(f"tests.benchmarks.methods.{self.place}")
        return method


CONTENDERS = (
    Contender("wratio", "RapidFuzz WRatio", "scorers:WRATIO"),
    Contender("token_set", "RapidFuzz token_set_ratio", "scorers:TOKEN_SET"),
    Contender("token_sort", "RapidFuzz token_sort_ratio", "scorers:TOKEN_SORT"),
    Contender("bm25", "BM25 on stems (bm25s)", "bm25:METHOD"),
    Contender("lexmatch", "lexmatch", "lexmatch:METHOD"),
    Contender("encoder", "encoder, nearest + centroid", "sentences:METHOD", keeps=True),
    Contender("words", "this engine, words alone", "engine:WORDS", keeps=True),
    Contender("meaning", "this engine, words and meaning", "engine:MEANING", keeps=True),
)
