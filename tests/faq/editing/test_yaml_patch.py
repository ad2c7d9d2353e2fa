"""A value is changed in the text of a file, and every other byte stays."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from faq.editing.edits import AddPhrasing, AddUnlike, Edit, EditEntry, File, NewEntry, applied, entry_ids
from faq.editing.yaml_patch import patched
from faq.loading.yaml_document import parse_document
from faq.paths import PACKAGED


def value(text: str) -> File:
    document = parse_document(text.encode(), "file.yaml")
    assert not document.faults, text
    assert isinstance(document.value, dict)
    return document.value


CHANGES: dict[str, tuple[str, str, str]] = {
    "an item below the last, above a comment": (
        "a:\n  - one # 1\n\n# end\nb: 1\n",
        "{a: [one, two], b: 1}",
        "a:\n  - one # 1\n  - two\n\n# end\nb: 1\n",
    ),
    "an item in a list that is not indented": ("a:\n- one\n", "{a: [one, two]}", "a:\n- one\n- two\n"),
    "an item between others": ("a:\n  - one\n  - two\n", "{a: [one, or, two]}", "a:\n  - one\n  - or\n  - two\n"),
    "the first item": ("a:\n  # the list\n  - two\n", "{a: [one, two]}", "a:\n  # the list\n  - one\n  - two\n"),
    "an item less": ("a:\n  - one\n  - two # 2\n  - three\n", "{a: [one, three]}", "a:\n  - one\n  - three\n"),
    "all items less": ("a: # few\n  - one\nb: 1\n", "{a: [], b: 1}", "a: []\nb: 1\n"),
    "an item in brackets": ("a: [one,\n  two] # 2\n", "{a: [one, two, 'x, y']}", "a: [one,\n  two, 'x, y'] # 2\n"),
    "the first item in brackets": ("a: []\n", "{a: [one]}", "a: [one]\n"),
    "a key in braces": ("a: {b: 1}\n", "{a: {b: 1, c: 'x: {y}'}}", "a: {b: 1, c: 'x: {y}'}\n"),
    "the first key in braces": ("a: {}\n", "{a: {b: 1}}", "a: {b: 1}\n"),
    "a value in braces": ("a: {b: 1, c: 2}\n", "{a: {b: 3, c: 2}}", "a: {b: 3, c: 2}\n"),
    "a key in braces less": ("a: {b: 1, c: 2}\n", "{a: {c: 2}}", "a: {c: 2}\n"),
    "the last key in braces less": ("a: {b: 1, c: 2}\n", "{a: {b: 1}}", "a: {b: 1}\n"),
    "a key behind the one before it": ("a: 1\n# on c\nc: 3\n", "{a: 1, b: 2, c: 3}", "a: 1\nb: 2\n# on c\nc: 3\n"),
    "a value with a comment": ("a: one # why\nb: 1\n", "{a: two, b: 1}", "a: two  # why\nb: 1\n"),
    "a long value with a comment": (
        "a: one # why\nb: 1\n",
        '{a: "one\\ntwo", b: 1}',
        "a: >-  # why\n  one\n\n  two\nb: 1\n",
    ),
    "a folded text with a comment": (
        "a: >- # why\n  one\n  two\n\nb: 1\n",
        "{a: three, b: 1}",
        "a: three  # why\n\nb: 1\n",
    ),
    "an item of a list in a list of mappings": (
        "a:\n  - b: 1\n    c:\n      - x\n  - b: 2\n",
        "{a: [{b: 1, c: [x, y]}, {b: 2}]}",
        "a:\n  - b: 1\n    c:\n      - x\n      - y\n  - b: 2\n",
    ),
    "a mapping more": ("a:\n  - b: 1\n", "{a: [{b: 1}, {b: 2}]}", "a:\n  - b: 1\n  - b: 2\n"),
    "the first key of an item less": ("a:\n  - b: 1\n    c: 2\n", "{a: [{c: 2}]}", "a:\n  - c: 2\n"),
    "a last line that has no end": ("a:\n  - one", "{a: [one, two]}", "a:\n  - one\n  - two\n"),
    "a new file": ("", "{a: [one]}", "a:\n  - one\n"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "new", "after"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_a_value_is_written_in_place(before: str, new: str, after: str) -> None:
    assert patched(before, value(before) if before else {}, value(new)) == after


TEXTS = (
    "plain", "one: two", "it's", 'a "quote"', "# no comment", "- no item", "yes", "50", "2026-11-28", "", " ",
    "“curly”", "[x", "{y}", "*star", "&and", "!tag", "%", "@", "`", "x #y", "x:", "é ☕ 日本", "~", "null", "|", ">",
    "a\nb", "word " * 60 + "end", "\ttab", "\u2028", "a: b\n# c\n- d",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("before", ["a: x # c\nb: [x]\nc:\n  - x\nd: {e: x}\n"])
def test_every_text_is_read_as_it_was_written(before: str, text: str) -> None:
    new: File = {"a": text, "b": ["x", text], "c": ["x", text], "d": {"e": text, "f": text}}
    if "\u2028" in text:  # no content has it, so it is left out
        text, new = "", {"a": "", "b": ["x", ""], "c": ["x", ""], "d": {"e": "", "f": ""}}
    assert value(patched(before, value(before), new)) == new


def test_a_long_text_stays_folded_where_plain_yaml_would_need_quotes() -> None:
    text = f"A clinician can: {'word ' * 30}end"
    result = patched("a: >-\n  one\n", {"a": "one"}, {"a": text})
    assert result.startswith("a: >-\n  A clinician can: word")
    assert value(result) == {"a": text}


def edits(entry: str) -> tuple[Edit, ...]:
    paragraphs = (
        "A first paragraph that is long enough to be folded: it has more than one line of text, I'd say, and so.\nTwo."
    )
    return (
        AddPhrasing(entry, "is this: a phrasing, or isn't it #1"),
        AddUnlike(entry, "nothing of the kind", "everyday"),
        EditEntry(entry, {"answer": paragraphs, "more": "", "reviewed": {"on": date(2026, 1, 2)}}),
        EditEntry(entry, {"note": {"text": "New: guidance.", "sources": ["who"]}, "label": "Label"}),
        NewEntry("new", "topic", {"question": "New?", "answer": paragraphs, "phrasings": ["new", "newer"]}),
    )


@pytest.mark.parametrize("file", sorted(PACKAGED.glob("*.yaml")), ids=lambda file: file.name)
def test_an_edit_of_a_packaged_file_touches_no_other_line(file: Path) -> None:
    text = file.read_bytes().decode()
    before = value(text)
    for edit in (edit for entry in entry_ids(before)[1:3] for edit in edits(entry)):
        after = applied(edit, deepcopy(before))
        result = patched(text, before, after)
        assert value(result) == after
        old, new = text.splitlines(), result.splitlines()
        spans = [op for op in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if op[0] != "equal"]
        assert sum(last - first for _, first, last, *_ in spans) <= touched(edit, before), edit


def touched(edit: Edit, before: File) -> int:
    """Return how many lines of a file an edit may replace: those of the fields that it changes."""
    if not isinstance(edit, EditEntry):
        return 0
    entries = before["entries"]
    assert isinstance(entries, list)
    entry = next(each for each in entries if isinstance(each, dict) and each["id"] == edit.entry)
    texts = (str(entry.get(name, "")) for name in edit.fields)
    return sum(2 + len(text) // 40 + 2 * text.count("\n") for text in texts)
