"""Finds the rows of `Patterns` in a text."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from faq.languages.pattern import ANY, NUMBER, Key, Node, Patterns

Numbers = tuple[int, ...]
"""The keys that a word has, by number."""

_NONE = -1


class PatternMatcher:
    """The trie of some patterns in flat arrays.

    There are eighty thousand nodes: as mappings they take ten times the memory, and a start takes longer to read them.
    The children of a node stand together, sorted by the number of their key.
    """

    def __init__(self, patterns: Patterns) -> None:
        keys = sorted(key for key in patterns.keys if not key.startswith("{"))
        numbers = {key: number for number, key in enumerate(keys)}
        self.stems = {key.removesuffix(ANY): numbers[key] for key in keys if key.endswith(ANY) and key != ANY}
        self.words = {key: number for key, number in numbers.items() if key == ANY or not key.endswith(ANY)}
        """The numbers of the stems, and of all other keys."""
        self.lengths = range(1, max(map(len, self.stems), default=0) + 1)
        self.root, self.groups, self.members = patterns.root, patterns.groups, patterns.members
        self.rows = array("i", (patterns.rows.get(node, _NONE) for node in range(patterns.nodes)))
        """The number of the row that ends at each node, or none."""
        self.starts, self.keys, self.children = array("I", [0]), array("I"), array("I")
        """Where the children of each node start; the key and the node of each child."""
        for node in range(patterns.nodes):
            for key, child in sorted((numbers[key], child) for key, child in patterns.words.get(node, {}).items()):
                self.keys.append(key)
                self.children.append(child)
            self.starts.append(len(self.keys))
        distinct: dict[frozenset[Key], int] = {}
        begun = (frozenset(patterns.starts.get(key, ())) for key in keys)
        self.begins = array("I", (distinct.setdefault(groups, len(distinct)) for groups in begun))
        self.begun = tuple(distinct)
        """The sets of groups that can begin with a key, and which of these sets each key has."""

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Yield the number of a row, its first word, and the word after its last."""
        text = _Text(self, [tuple(self._keys(word)) for word in words])
        for start in range(len(words)):
            for row, end in text.ends(self.root, start):
                yield row, start, end

    def _keys(self, word: str) -> Iterator[int]:
        """Yield the numbers of the keys that a word has."""
        for key in (word, NUMBER, ANY) if word.isdecimal() else (word, ANY):
            if key in self.words:
                yield self.words[key]
        for end in self.lengths[: len(word)]:
            if word[:end] in self.stems:
                yield self.stems[word[:end]]


class _Text:
    """The keys of each word of a text, and the ends of the groups that begin there, found when first needed."""

    def __init__(self, patterns: PatternMatcher, keys: list[Numbers]) -> None:
        self._patterns, self._keys = patterns, keys
        self._begun = [frozenset[Key]().union(*(patterns.begun[patterns.begins[key]] for key in each)) for each in keys]
        self._ends: dict[tuple[Key, int], tuple[int, ...]] = {}

    def ends(self, node: Node, index: int) -> Iterator[tuple[int, int]]:
        """Yield each row below a node that begins at a word, with its end."""
        rows, starts, groups = self._patterns.rows, self._patterns.starts, self._patterns.groups
        pending = [(node, index)]
        while pending:
            node, index = pending.pop()
            for child, end in self._following(node, index):
                if rows[child] != _NONE:
                    yield rows[child], end
                if end < len(self._keys) and (starts[child] < starts[child + 1] or child in groups):
                    pending.append((child, end))

    def _following(self, node: Node, index: int) -> Iterator[tuple[Node, int]]:
        first, last = self._patterns.starts[node], self._patterns.starts[node + 1]
        if first < last:
            for key in self._keys[index]:
                at = bisect_left(self._patterns.keys, key, first, last)
                if at < last and self._patterns.keys[at] == key:
                    yield self._patterns.children[at], index + 1
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
