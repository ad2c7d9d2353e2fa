"""The contenders, each with its name and its method.

This module imports no library: a worker imports only the one it measures, so that memory is counted separately.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import Protocol

Rank = Callable[[str], Sequence[float]]
"""Maps a question to a score for each entry, in the order of `Known.entries`; higher is better, on any scale."""


@dataclass(frozen=True, slots=True)
class Known:
    """The entries that a method is built from."""

    entries: Mapping[str, tuple[str, ...]]
    """The phrasings of each entry."""
    packaged: bool
    """Whether they are the packaged FAQ's: our engine then also uses its synonyms and other curated content."""
    cache: Path

    def phrasings(self) -> tuple[list[str], list[int]]:
        """Return all phrasings, and the index of the entry of each."""
        numbered = [(text, number) for number, texts in enumerate(self.entries.values()) for text in texts]
        return [text for text, _ in numbered], [number for _, number in numbered]


class Method(Protocol):
    """A method of matching questions with entries."""

    def build(self, known: Known) -> Rank:
        """Prepare for questions on the given entries."""
        ...


@dataclass(frozen=True, slots=True)
class Contender:
    """A method, with its name on the command line, its title in the table, and its import path (module:object)."""

    name: str
    title: str
    path: str
    caches: bool = False
    """Whether it has a cache, which is filled before it is measured."""

    def method(self) -> Method:
        """Import the method.

        Raises:
            ImportError: if a library that it needs is not installed.

        """
        method: Method = resolve_name(f"tests.benchmarks.methods.{self.path}")
        return method


CONTENDERS = (
    Contender("wratio", "RapidFuzz WRatio", "scorers:WRATIO"),
    Contender("token_set", "RapidFuzz token_set_ratio", "scorers:TOKEN_SET"),
    Contender("token_sort", "RapidFuzz token_sort_ratio", "scorers:TOKEN_SORT"),
    Contender("bm25", "BM25 on stems (bm25s)", "bm25:METHOD"),
    Contender("lexmatch", "lexmatch", "lexmatch:METHOD"),
    Contender("encoder", "encoder, nearest + centroid", "sentences:METHOD", caches=True),
    Contender("words", "this engine, words alone", "engine:WORDS", caches=True),
    Contender("meaning", "this engine, words and meaning", "engine:MEANING", caches=True),
)
