"""Adds to a YAML file that people keep: everything that is in it stays as it is, comments too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import indent
from typing import TypeGuard

import yaml

from faq.exchange.yaml_file import yaml_text
from faq.loading.yaml_document import Value


def with_items(text: str, key: str, items: Sequence[str]) -> str:
    """Return the text with items added to the list under a key of the file, which has some already."""
    listed = _value(text, key)
    assert isinstance(listed, yaml.SequenceNode)
    if listed.flow_style:
        return _inserted(text, listed.value[-1].end_mark.index, "".join(f", {item}" for item in items))
    return _below(text, listed, "".join(f"- {item}\n" for item in items))


def with_values(text: str, key: str, values: Mapping[str, Value]) -> str | None:
    """Return the text with values added to the mapping under a key; None if it is written in braces."""
    mapping = _value(text, key)
    if mapping is None:
        added = yaml_text({key: dict(values)})
        return f"{text.rstrip()}\n{added}" if text.strip() else added
    return _below(text, mapping, yaml_text(values)) if _is_block(mapping) else None


def _value(text: str, key: str) -> yaml.Node | None:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _is_block(node: yaml.Node) -> TypeGuard[yaml.MappingNode]:
    return isinstance(node, yaml.MappingNode) and not node.flow_style


def _below(text: str, node: yaml.CollectionNode, added: str) -> str:
    """Return the text with lines below the last line of a block, indented as it is."""
    end = _end(node)
    if text[end - 1 : end] != "\n":
        end = text.find("\n", end) + 1 or len(text)
    before = "" if text[end - 1 : end] == "\n" else "\n"
    return _inserted(text, end, before + indent(added, " " * node.start_mark.column))


def _end(node: yaml.Node) -> int:
    """Return where a value ends: a block ends with its last value, not with the comments below it."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _inserted(text: str, index: int, added: str) -> str:
    return text[:index] + added + text[index:]
