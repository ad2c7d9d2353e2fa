"""Rows of words with stems, numbers and named groups: one trie for all of them, which `pattern_matcher` finds in texts.

A group is a key of the trie and is matched by a trie of its own, so phrases that name several groups cost the sum of
their words and not the product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
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
    """The rows, and the groups that they name, while they are collected. A group is defined before it is named."""

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
        self.nodes = 1
        """The number of nodes, which are numbered from 0."""
        self.count = 0
        """The number of rows, likewise, without those of groups."""
        self._firsts: dict[Key, set[Key]] = defaultdict(set)

    def add(self, keys: Keys) -> int:
        """Add a row and return its number; the same row has the same number."""
        self.keys.update(keys)
        node = self._below(self.root, keys)
        if node not in self.rows:
            self.rows[node], self.count = self.count, self.count + 1
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
        node, self.nodes = self.nodes, self.nodes + 1
        return node
