"""Rows of words with stems, numbers and named groups, and where they stand in a text: one trie for all of them.

A group is a key of the trie and is matched by a trie of its own, so phrases that name several groups cost the sum of
their words and not the product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from faq.languages.folding import folded_words

Key = str
Keys = tuple[Key, ...]
"""A row of keys: a word, a stem with an asterisk, any word, a number, or a group in braces."""

ANY = "*"
NUMBER = "#"
_DIGITS = "{number}"
_IN_GROUP = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """Compiles the curated rows of one language; two languages may have groups of the same name."""

    language: str
    _slots: dict[str, Keys] = field(default_factory=dict, repr=False, compare=False)
    """The keys of each slot that was read: of five slots four repeat an earlier one."""

    def group(self, name: str) -> Key:
        """Return the key of a group."""
        return f"{{{self.language}:{name}}}"

    def keys(self, text: str) -> Keys:
        """Return the keys of a row of words."""
        keys: list[Key] = []
        for slot in text.split():
            if slot not in self._slots:
                self._slots[slot] = tuple(self._slot(slot))
            keys += self._slots[slot]
        return tuple(keys)

    def _slot(self, slot: str) -> Iterator[Key]:
        if slot == ANY:
            yield ANY
        elif slot == _DIGITS:
            yield NUMBER
        elif slot.startswith("{"):
            yield self.group(slot[1:-1])
        elif folded := folded_words(slot):
            *firsts, last = folded
            yield from firsts
            yield f"{last}{ANY}" if slot.endswith(ANY) else last


@dataclass(slots=True)
class _Node:
    """A prefix of rows: the number of the row that ends here, and the longer prefixes by word and by group."""

    row: int | None = None
    words: dict[Key, _Node] = field(default_factory=dict)
    groups: dict[Key, _Node] = field(default_factory=dict)

    def below(self, keys: Keys) -> _Node:
        """Return the node of a row, made if there is none."""
        node = self
        for key in keys:
            children = node.groups if key[0] == "{" else node.words
            child = children.get(key)
            if child is None:
                child = children[key] = _Node()
            node = child
        return node


class Patterns:
    """The rows, and the groups that they name. A group is defined before it is named."""

    def __init__(self) -> None:
        self.rows = 0
        self.root = _Node()
        self.groups: dict[Key, _Node] = defaultdict(_Node)
        self.starts: dict[Key, set[Key]] = defaultdict(set)
        """The groups that can begin with a word."""
        self.keys: set[Key] = set()
        """The keys of all rows."""
        self._firsts: dict[Key, set[Key]] = defaultdict(set)

    def add(self, keys: Keys) -> int:
        """Add a row and return its number; the same row has the same number."""
        self.keys.update(keys)
        node = self.root.below(keys)
        if node.row is None:
            node.row, self.rows = self.rows, self.rows + 1
        return node.row

    def define(self, group: Key, keys: Keys) -> None:
        """Add a row to a group."""
        if not keys:
            return
        self.keys.update(keys)
        self.groups[group].below(keys).row = _IN_GROUP
        firsts = self._firsts[keys[0]] if keys[0].startswith("{") else {keys[0]}
        self._firsts[group] |= firsts
        for first in firsts:
            self.starts[first].add(group)


class PatternMatcher:
    """Finds the rows in a text."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        stems = {key.removesuffix(ANY) for key in patterns.keys if key.endswith(ANY) and key != ANY}
        self._stems, self._longest = frozenset(stems), max(map(len, stems), default=0)

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Yield the number of a row, its first word, and the word after its last."""
        text = _Text(self._patterns, [self._keys(word) for word in words])
        for start in range(len(words)):
            for row, end in text.ends(self._patterns.root, start):
                yield row, start, end

    def _keys(self, word: str) -> Keys:
        starts = (word[:end] for end in range(1, min(len(word), self._longest) + 1))
        number = (NUMBER,) if word.isdecimal() else ()
        return (word, *(f"{start}{ANY}" for start in starts if start in self._stems), *number, ANY)


class _Text:
    """The keys of each word of a text, and the ends of the groups that begin there, found when first needed."""

    def __init__(self, patterns: Patterns, keys: list[Keys]) -> None:
        self._groups, self._keys = patterns.groups, keys
        starts = patterns.starts
        self._begun = [frozenset[Key]().union(*(starts[key] for key in each if key in starts)) for each in keys]
        self._ends: dict[tuple[Key, int], tuple[int, ...]] = {}

    def ends(self, node: _Node, index: int) -> Iterator[tuple[int, int]]:
        """Yield each row below a node that begins at a word, with its end."""
        pending = [(node, index)]
        while pending:
            node, index = pending.pop()
            for child, end in self._following(node, index):
                if child.row is not None:
                    yield child.row, end
                if end < len(self._keys) and (child.words or child.groups):
                    pending.append((child, end))

    def _following(self, node: _Node, index: int) -> Iterator[tuple[_Node, int]]:
        for key in self._keys[index]:
            if key in node.words:
                yield node.words[key], index + 1
        if node.groups:
            for group in node.groups.keys() & self._begun[index]:
                for end in self._group_ends(group, index):
                    yield node.groups[group], end

    def _group_ends(self, group: Key, index: int) -> tuple[int, ...]:
        if (group, index) not in self._ends:
            self._ends[group, index] = tuple({end for _, end in self.ends(self._groups[group], index)})
        return self._ends[group, index]
