"""Notes in Markdown are read; what cannot be is told with its line."""

from __future__ import annotations

from datetime import date

import pytest

from faq.exchange.entries import Drafts
from faq.exchange.markdown import read_markdown
from faq.exchange.text_file import MAX_TEXT
from tests.faq.exchange.formats import refusal

NOTES = """\
# Ferritin

## What is ferritin?

A protein that
stores iron.

It has two uses:
- to store
- to release

Source: https://example.org/ferritin
Source: [The Clinic](https://example.org/clinic "on legs")
**Reviewed:** 2026-11-22

Phrasings:

- ferritin meaning
* ferritin, never heard of it

# Other ##

## And <b>this</b>? ##
### A heading below
<p>One.</p><p>Two &amp; three.</p>
```
## no heading
```
"""


def read(content: str) -> Drafts:
    return read_markdown(content, "faq.md", "Topic")


def refused(content: str) -> list[str]:
    return refusal(read_markdown, content, "faq.md")


def test_notes_are_read() -> None:
    drafts = read(NOTES)
    first, second = drafts.entries
    assert (first.where, first.topic) == ("faq.md:3", "Ferritin")
    assert first.fields == {
        "question": "What is ferritin?",
        "phrasings": ["ferritin meaning", "ferritin, never heard of it"],
        "answer": "A protein that stores iron.\nIt has two uses:\n• to store\n• to release",
        "refer": ["example-org-ferritin", "the-clinic"],
        "reviewed": {"on": date(2026, 11, 22)},
    }
    assert drafts.sources["the-clinic"] == {"title": "The Clinic", "url": "https://example.org/clinic"}
    assert (second.where, second.topic, second.fields["question"]) == ("faq.md:23", "Other", "And this?")
    assert str(second.fields["answer"]).startswith("A heading below")
    assert "One.\nTwo & three." in str(second.fields["answer"])
    assert "## no heading" in str(second.fields["answer"])


def test_line_ends_of_windows_are_read_alike() -> None:
    assert read(NOTES.replace("\n", "\r\n")) == read(NOTES)


def test_text_below_the_phrasings_belongs_to_the_answer() -> None:
    [entry] = read("## Q?\nPhrasings:\n- one\n\nAnswer.\n- item\n").entries
    assert (entry.topic, entry.fields["phrasings"], entry.fields["answer"]) == ("Topic", ["one"], "Answer.\n• item")


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("", ["faq.md: has no question; begin one with `## `"]),
        ("## Q?\n", ["faq.md:1: the question has no answer; write it below, or delete the question"]),
        ("##\nA.\n", ["faq.md:1: the heading is empty; write the question behind `## `"]),
        (
            "Hello.\n## Q?\nA.\n",
            ["faq.md:1: this text belongs to no question; put it below a `## question`, or delete it"],
        ),
        (
            "## Q?\nA.\nSource: the clinic\n",
            ["faq.md:1: the source 'the clinic' has no web address; write one that begins with https://"],
        ),
        (
            "## Q?\nA.\n```\n## R?\nB.\n",
            ["faq.md: the code that begins with ``` has no end; write ``` below its last line"],
        ),
        (
            f"## Q?\n{'x' * (MAX_TEXT + 1)}\n",
            ["faq.md:1: the answer has more than 50,000 characters; shorten it"],
        ),
    ],
    ids=range(7),
)
def test_what_cannot_be_taken_is_told(content: str, faults: list[str]) -> None:
    assert refused(content) == faults
