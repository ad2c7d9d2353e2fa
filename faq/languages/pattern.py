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


Node = int
"""A prefix of rows."""


class Patterns:
    """The rows, and the groups that they name. A group is defined before it is named.

    The trie is a few flat mappings and no objects: there are eighty thousand nodes, and a start reads them all.
    """

    def __init__(self) -> None:
        self.root: Node = 0
        self.rows: dict[Node, int] = {}
        """The number of the row that ends at a node."""
        self.words: dict[Node, dict[Key, Node]] = {}
        """The longer prefixes by word."""
        self.groups: dict[Node, dict[Key, Node]] = {}
        """The longer prefixes by group."""
        self.members: dict[Key, Node] = {}
        """The root of the rows of each group."""
        self.starts: dict[Key, set[Key]] = defaultdict(set)
        """The groups that can begin with a word."""
        self.keys: set[Key] = set()
        """The keys of all rows."""
        self._firsts: dict[Key, set[Key]] = defaultdict(set)
        self._count, self._nodes = 0, 1

    def add(self, keys: Keys) -> int:
        """Add a row and return its number; the same row has the same number."""
        self.keys.update(keys)
        node = self._below(self.root, keys)
        if node not in self.rows:
            self.rows[node], self._count = self._count, self._count + 1
        return self.rows[node]

    def define(self, group: Key, keys: Keys) -> None:
        """Add a row to a group."""
        if not keys:
            return
        self.keys.update(keys)
        if group not in self.members:
            self.members[group] = self._made()
        self.rows[self._below(self.members[group], keys)] = _IN_GROUP
        firsts = self._firsts[keys[0]] if keys[0].startswith("{") else {keys[0]}
        self._firsts[group] |= firsts
        for first in firsts:
            self.starts[first].add(group)

    def _below(self, node: Node, keys: Keys) -> Node:
        """Return the node of a row below another, made if there is none."""
        for key in keys:
            below = self.groups if key[0] == "{" else self.words
            children = below.get(node)
            if children is None:
                children = below[node] = {}
            child = children.get(key)
            if child is None:
                child = children[key] = self._made()
            node = child
        return node

    def _made(self) -> Node:
        node, self._nodes = self._nodes, self._nodes + 1
        return node


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
        self._patterns, self._keys = patterns, keys
        starts = patterns.starts
        self._begun = [frozenset[Key]().union(*(starts[key] for key in each if key in starts)) for each in keys]
        self._ends: dict[tuple[Key, int], tuple[int, ...]] = {}

    def ends(self, node: Node, index: int) -> Iterator[tuple[int, int]]:
        """Yield each row below a node that begins at a word, with its end."""
        rows, words, groups = self._patterns.rows, self._patterns.words, self._patterns.groups
        pending = [(node, index)]
        while pending:
            node, index = pending.pop()
            for child, end in self._following(node, index):
                if child in rows:
                    yield rows[child], end
                if end < len(self._keys) and (child in words or child in groups):
                    pending.append((child, end))

    def _following(self, node: Node, index: int) -> Iterator[tuple[Node, int]]:
        if words := self._patterns.words.get(node):
            for key in self._keys[index]:
                if key in words:
                    yield words[key], index + 1
        if groups := self._patterns.groups.get(node):
            for group in groups.keys() & self._begun[index]:
                for end in self._group_ends(group, index):
                    yield groups[group], end

    def _group_ends(self, group: Key, index: int) -> tuple[int, ...]:
        if (group, index) not in self._ends:
            root = self._patterns.members.get(group)
            found = () if root is None else self.ends(root, index)
            self._ends[group, index] = tuple({end for _, end in found})
        return self._ends[group, index]
