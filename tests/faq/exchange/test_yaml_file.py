"""What is written as YAML is read back by the loader as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faq.exchange.yaml_file import yaml_text
from faq.loading.invisible import visible
from faq.loading.yaml_document import Value, read_document

TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["no", "1:30", "0123", "2026-01-02", "~", "- a", "a: b", "#", "{", "*a", "&a", "!tag", "a\x85b", "\u2028", "\ufeff"]
)


def read(path: Path, value: dict[str, Value]) -> Value:
    path.write_bytes(yaml_text(value).encode("utf-8"))
    document = read_document(path, path.name)
    assert document.faults == []
    return document.value


@given(text=TEXT, lines=st.lists(TEXT), name=TEXT.filter(visible))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_is_read_back_but_for_what_nobody_sees(
    tmp_path: Path, text: str, lines: list[str], name: str
) -> None:
    value: dict[str, Value] = {name: text, f"{name}-lines": "\n".join(lines), f"{name}-list": list(lines)}
    seen: list[Value] = [visible(line) for line in lines]
    name = visible(name)
    expected = {name: visible(text), f"{name}-lines": "\n".join(map(str, seen)), f"{name}-list": seen}
    assert read(tmp_path / "text.yaml", value) == expected


@pytest.mark.parametrize("value", [1, 2.5, True, date(2026, 11, 22), [], ["a", ["b"]], {"a": {"b": 1}}])
def test_every_other_value_too(tmp_path: Path, value: Value) -> None:
    assert read(tmp_path / "value.yaml", {"key": value}) == {"key": value}


def test_a_value_that_occurs_twice_is_written_twice(tmp_path: Path) -> None:
    same: Value = ["one"]
    assert read(tmp_path / "twice.yaml", {"a": same, "b": same}) == {"a": ["one"], "b": ["one"]}


def test_paragraphs_are_written_as_a_block_and_lists_are_indented() -> None:
    assert yaml_text({"answer": "One.\nTwo.", "list": ["a"]}) == "answer: |-\n  One.\n  Two.\nlist:\n  - a\n"
