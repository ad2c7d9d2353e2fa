"""Writes values as YAML that `faq.loading` reads back as the same values, but for characters that nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from faq.loading.invisible import curly, visible
from faq.loading.yaml_document import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDTH = 120
_ESCAPED = frozenset("\x85\u2028\u2029\ufeff")
"""Characters that are line breaks or nothing to YAML unless they are escaped."""


class Dumper(yaml.SafeDumper):
    """Indents lists, writes text of several lines as a block, and never an alias: the loader rejects them."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001
        super().increase_indent(flow, indentless=False)


def represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Return a text with the quotes that the loader wants to see."""
    text = visible(text)
    quoted = curly(text) or not _ESCAPED.isdisjoint(text) or not text[:1].isalnum()
    style = '"' if quoted else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, represent_text)


def yaml_text(value: Mapping[str, Value]) -> str:
    """Return a mapping as YAML."""
    text: str = yaml.dump(dict(value), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text
