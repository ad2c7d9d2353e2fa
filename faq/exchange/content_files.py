"""The names and the layout of a content folder's files. No other module here knows any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from faq.exchange.entries import Draft, Fields
from faq.loading.yaml_document import Value

WHOLE = "article.yaml"
"""The file of the FAQ as a whole, which lists the topics."""
SOURCES = "sources.yaml"
TOPICS_KEY = "topics"
SOURCES_KEY = "sources"
_DISCLAIMER = "General information, not advice."
_TAKEN = ("article", "faq", "words", "sources", "matching", "chatter", "safety", "replies", "emergencies")
RESERVED = (*_TAKEN, "helplines", "support")
"""Names that no topic file can have."""

STARTER: Mapping[str, str] = {
    "matching.yaml": """\
thresholds:
  words: {answer: 0.5, suggest: 0.05, unasked: 0.9, urgent: 0.25}
  meaning: {answer: 0.45, suggest: 0.04, unasked: 0.9, urgent: 0.2}
""",
    "chatter.yaml": """\
chatter:
  greetings: [hello there, good morning all, thank you so much]
""",
    "safety.yaml": """\
rules:
  - id: chest-pain
    reply: emergency
    when: [[chest], [pain, hurts]]
    yes: [my chest hurts]
    no: [my leg hurts]
  - id: suicidal
    reply: crisis
    when: [[kill myself, end my life, want to die]]
    yes: [I want to kill myself]
    no: [my phone died]
""",
    "replies.yaml": """\
end: Nobody reads this chat live.
replies:
  - id: emergency
    you:
      heading: This can be an emergency. Call the emergency number now.
      paragraphs: [Tell somebody near you.]
  - id: crisis
    you:
      heading: Please talk to somebody now. Call the emergency number or a crisis line.
      paragraphs: [Stay near other people.]
""",
}
"""The files besides the entries that a content folder must have, as short as they can be."""


def is_content(path: Path) -> bool:
    """Return whether the loader reads a file of the folder, or of a folder in it."""
    return path.suffix == ".yaml"


def topic_file(name: str) -> str:
    """Return the file of a topic."""
    return f"{name}.yaml"


def topic_fields(title: str, entries: Iterable[Draft]) -> Fields:
    """Return a topic with its entries."""
    return {"topic": title, "entries": [entry.fields for entry in entries]}


def whole_fields(article: Fields | None, disclaimer: str, topics: Iterable[str]) -> Fields:
    """Return the FAQ as a whole."""
    named: list[Value] = list(topics)
    fields: Fields = {"article": article} if article else {}
    return {**fields, "disclaimer": disclaimer or _DISCLAIMER, TOPICS_KEY: named}
