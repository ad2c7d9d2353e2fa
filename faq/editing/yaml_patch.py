"""Changes values of a YAML file in place: `patched`. Every other byte stays, comments and the order of keys too.

The old and the new value of the file are compared along its node tree, and only the spans that differ are replaced.
(A round trip through ruamel.yaml would wrap long lines anew and drop the quotes that it finds needless.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from textwrap import indent

import yaml

from faq.editing.yaml_style import block_text, flow_text
from faq.loading.yaml_document import FAST_LOADER, Value

_Mapping = dict[str, Value]
_HEADER = re.compile(r":(?: [|>][-+1-9]*)?$")
"""The end of the line above a block, which may have a comment; one within a text would be part of it."""
_Pair = tuple[yaml.Node, yaml.Node]


@dataclass(frozen=True, slots=True, order=True)
class _Splice:
    """A replacement of a span of the text."""

    start: int
    end: int
    text: str


def patched(text: str, old: _Mapping, new: _Mapping) -> str:
    """Return the text of a file with its value changed.

    YAML can be written in ways that are not foreseen here, so the caller reads the result to see the new value in it.
    """
    text = text if text.endswith("\n") or not text else f"{text}\n"
    root = yaml.compose(text, Loader=FAST_LOADER)
    if root is None:
        return text + block_text(new)
    newline = "\r\n" if "\r\n" in text else "\n"
    result = text
    for splice in sorted(_Patch(text).in_mapping(root, old, new), reverse=True):
        result = result[: splice.start] + splice.text.replace("\n", newline) + result[splice.end :]
    return result


class _Patch:
    """Finds the splices that change the values of one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def in_mapping(self, node: yaml.Node, old: _Mapping, new: _Mapping) -> Iterator[_Splice]:
        """Yield the splices that make one mapping of another."""
        assert isinstance(node, yaml.MappingNode), "the value of the node is a mapping"
        pairs: dict[str, _Pair] = {key.value: (key, value) for key, value in node.value}
        for name, pair in pairs.items():
            if name not in new:
                yield self._without(node, pair)
            elif old[name] != new[name]:
                yield from self._changed(node, pair, old[name], new[name])
        for anchor, added in _added(old, new):
            yield self._with_pairs(node, pairs.get(anchor), added)

    def _changed(self, parent: yaml.MappingNode, pair: _Pair, old: Value, new: Value) -> Iterator[_Splice]:
        key, node = pair
        if isinstance(old, dict) and isinstance(new, dict) and old and new:
            yield from self.in_mapping(node, old, new)
        elif isinstance(node, yaml.CollectionNode) and node.flow_style:
            yield self._in_brackets(node, old, new)
        elif isinstance(old, list) and isinstance(new, list) and new:
            yield from self._in_list(node, old, new)
        elif parent.flow_style:
            yield _Splice(node.start_mark.index, node.end_mark.index, flow_text(new))
        else:
            yield self._replaced(key, node, new)

    def _replaced(self, key: yaml.Node, node: yaml.Node, new: Value) -> _Splice:
        """Replace a key and its value; a comment behind them moves behind the key, because a text may have none."""
        end = self._end(node)
        is_block = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
        header = node.start_mark.index if is_block else end
        _, sign, comment = self._text[header : self._end_of_line(header)].partition("#")
        lines = _indented(block_text({key.value: new}), key.start_mark.column).strip().split("\n")
        if sign:
            commented = 0 if _HEADER.search(lines[0]) else -1
            lines[commented] += f"  {sign}{comment.rstrip()}"
        stop = end if is_block or not sign else self._end_of_line(end) - 1
        return _Splice(key.start_mark.index, stop, "\n".join(lines))

    def _in_brackets(self, node: yaml.CollectionNode, old: Value, new: Value) -> _Splice:
        if isinstance(old, list) and isinstance(new, list) and old and new[: len(old)] == old:
            end = node.value[-1].end_mark.index
            return _Splice(end, end, "".join(f", {flow_text(item)}" for item in new[len(old) :]))
        return _Splice(node.start_mark.index, node.end_mark.index, flow_text(new))

    def _in_list(self, node: yaml.Node, old: Sequence[Value], new: Sequence[Value]) -> Iterator[_Splice]:
        """Yield the splices that make one list of another, an item a line or more."""
        opcodes = SequenceMatcher(None, [*map(repr, old)], [*map(repr, new)], autojunk=False).get_opcodes()
        for kind, first, last, new_first, new_last in opcodes:
            pairs = [*zip(node.value[first:last], old[first:last], new[new_first:new_last], strict=False)]
            mappings = [(item, was, is_) for item, was, is_ in pairs if isinstance(was, dict) and isinstance(is_, dict)]
            if kind == "replace" and len(mappings) == last - first == new_last - new_first:
                for item, was, is_ in mappings:
                    yield from self.in_mapping(item, was, is_)
            elif kind != "equal":
                start = self._line_of(node.value[first]) if first < last or not first else self._below(node, first)
                end = self._below(node, last) if first < last else start
                lines = block_text(list(new[new_first:new_last])) if new_first < new_last else ""
                yield _Splice(start, end, _indented(lines, node.start_mark.column))

    def _with_pairs(self, node: yaml.MappingNode, anchor: _Pair | None, added: _Mapping) -> _Splice:
        """Add keys behind a pair, or behind the last."""
        _, value = anchor or (node.value[-1] if node.value else (None, None))
        if node.flow_style:
            at = value.end_mark.index if value else node.start_mark.index + 1
            return _Splice(at, at, (", " if value else "") + flow_text(added)[1:-1])
        at = self._end_of_line(self._end(value)) if value else len(self._text)
        return _Splice(at, at, _indented(block_text(added), node.start_mark.column))

    def _without(self, node: yaml.MappingNode, pair: _Pair) -> _Splice:
        key, value = pair
        position = next(index for index, (other, _) in enumerate(node.value) if other is key)
        behind = node.value[position + 1][0].start_mark.index if position + 1 < len(node.value) else None
        start = self._line_of(key)
        if node.flow_style or self._text[start : key.start_mark.index].strip():  # the line has more before the key
            if behind is not None:
                return _Splice(key.start_mark.index, behind, "")
            before = node.value[position - 1][1].end_mark.index if position else key.start_mark.index
            return _Splice(before, value.end_mark.index, "")
        return _Splice(start, self._end_of_line(self._end(value)), "")

    def _below(self, node: yaml.Node, count: int) -> int:
        """Return the start of the line below that many items of a list."""
        return self._end_of_line(self._end(node.value[count - 1]))

    def _line_of(self, node: yaml.Node) -> int:
        return self._text.rfind("\n", 0, node.start_mark.index) + 1

    def _end_of_line(self, index: int) -> int:
        return self._text.find("\n", index) + 1 or len(self._text)

    def _end(self, node: yaml.Node) -> int:
        """Return where a value ends: with its last value, not with the comments and blank lines below it."""
        while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self._text[start:end].rstrip())


def _added(old: _Mapping, new: _Mapping) -> Iterator[tuple[str, _Mapping]]:
    """Yield the new keys, each run of them with the old key before it."""
    runs: dict[str, _Mapping] = {}
    anchor = ""
    for name, value in new.items():
        if name in old:
            anchor = name
        else:
            runs.setdefault(anchor, {})[name] = value
    yield from runs.items()


def _indented(lines: str, column: int) -> str:
    return indent(lines, " " * column)
