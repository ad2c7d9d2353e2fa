"""Writes values as the packaged files have them: long texts folded, and a paragraph for each line of a text."""

from __future__ import annotations

import sys

import yaml

from faq.exchange.yaml_file import Dumper, represent_text
from faq.loading.yaml_document import Value

_WIDTH = 106
"""Columns, as in the packaged files."""


class _Folding(Dumper):
    """Folds long texts and those of several paragraphs."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    node = represent_text(dumper, text)
    if node.style != '"' and ("\n" in text or len(text) > _WIDTH):
        node.style = ">"
    return node


_Folding.add_representer(str, _text)


def block_text(value: Value) -> str:
    """Return a list or a mapping as lines of YAML."""
    text: str = yaml.dump(value, Dumper=_Folding, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text


def flow_text(value: Value) -> str:
    """Return a value as YAML in one line, valid within braces or brackets."""
    text: str = yaml.dump(
        [value], Dumper=Dumper, allow_unicode=True, sort_keys=False, width=sys.maxsize, default_flow_style=True
    )
    return text.strip()[1:-1]
