"""The fields of an entry as its form names them: `LABELS`, and `plain` for a text that names keys of YAML."""

from __future__ import annotations

import re

LABELS = {
    "question": "Question",
    "id": "Id",
    "label": "On buttons",
    "subject": "What “it” stands for",
    "phrasings": "Phrasings",
    "unlike.near": "Not meant: of the same field",
    "unlike.everyday": "Not meant: everyday life",
    "answer": "Short answer",
    "more": "The rest",
    "note.text": "Newer guidance",
    "note.sources": "Sources of the newer guidance",
    "cites.section": "Section of the article",
    "cites.reference": "Its reference number",
    "cites.says": "What the article says there",
    "refer": "Pages",
    "reviewed.on": "Checked against its sources on",
    "reviewed.by.name": "Reviewed by",
    "reviewed.by.role": "Their profession",
    "related": "Related entries",
    "values.test": "Laboratory test",
    "values.start": "Values from",
    "values.below": "Values below",
}
_KEY = re.compile(r"`(\w+):?`")


def plain(told: str) -> str:
    """Return a fault or a cure with the label of a field in place of its key; keys without a field stay."""
    return _KEY.sub(lambda key: f"“{label}”" if (label := _label(key[1])) else key[0], told)


def _label(key: str) -> str | None:
    """Return the label of a field, or of the first one inside it."""
    return next((label for name, label in LABELS.items() if name.split(".")[0] == key), None)
