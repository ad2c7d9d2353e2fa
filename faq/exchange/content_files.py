"""The names and the layout of a content folder's files. No other module here knows any."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from faq.exchange.entries import Draft, Drafts, Fields
from faq.loading.yaml_document import Value

WHOLE = "faq.yaml"
"""The file of the FAQ as a whole, which lists the topics."""
SOURCES = "sources.yaml"
MATCHING = "matching.yaml"
TOPICS_KEY = "topics"
SOURCES_KEY = "sources"
TESTS_KEY = "tests"
_DISCLAIMER = "General information, not advice."
_TITLE = "Frequently asked questions"
_TAKEN = ("faq", "words", "sources", "matching", "chatter", "talk", "safety", "replies", "emergencies")
RESERVED = (*_TAKEN, "helplines", "support")
"""Names that no topic file can have."""


def is_content(path: Path) -> bool:
    """Return whether the loader reads a file of the folder, or of a folder in it."""
    return path.suffix == ".yaml"


def topic_file(name: str) -> str:
    """Return the file of a topic."""
    return f"{name}.yaml"


def topic_fields(title: str, entries: Iterable[Draft]) -> Fields:
    """Return a topic with its entries."""
    return {"topic": title, "entries": [entry.fields for entry in entries]}


def whole_fields(drafts: Drafts, topics: Iterable[str]) -> Fields:
    """Return the FAQ as a whole, with its topics."""
    named: list[Value] = list(topics)
    fields: Fields = {"title": drafts.title or _TITLE, "disclaimer": drafts.disclaimer or _DISCLAIMER}
    return {**fields, **({"article": drafts.article} if drafts.article else {}), TOPICS_KEY: named}
