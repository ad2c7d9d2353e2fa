"""The shape of each content file, as pydantic models. Knows shapes and types; nothing across two entries.

Validation is strict: the values come typed from `document`, so a `no` that YAML reads as False is a fault
where a text is wanted, and is never turned into one.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
LONGEST_ID = 40
"""Characters of an id, so that callback data and deep links (64 bytes) always have room for it."""


def _web_address(url: str) -> str:
    if not url.startswith(("https://", "http://")) or any(char.isspace() for char in url):
        raise ValueError("is no web address")
    return url


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=LONGEST_ID)]
Url = Annotated[Text, AfterValidator(_web_address)]
Share = Annotated[float, Field(ge=0, le=1)]


class Shape(BaseModel):
    """What all shapes share: strict types, no unknown key."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SectionShape(Shape):
    name: Text
    figures: list[Text] = []
    references: list[int] = []


class ArticleShape(Shape):
    title: Text
    url: Url
    author: Text
    editor: Text
    publisher: Text
    updated: date
    sections: Annotated[list[SectionShape], Field(min_length=1)]


class ArticleFile(Shape):
    """article.yaml"""

    article: ArticleShape
    disclaimer: Text
    topics: Annotated[list[Slug], Field(min_length=1)]


class SourceShape(Shape):
    title: Text
    url: Url
    figures: list[Text] = []


class SourcesFile(Shape):
    """sources.yaml"""

    sources: dict[Slug, SourceShape]


class CitationShape(Shape):
    section: Text
    reference: int | None = None


class NoteShape(Shape):
    text: Text
    sources: Annotated[list[Slug], Field(min_length=1)]


class EntryShape(Shape):
    id: Slug
    question: Annotated[Text, StringConstraints(max_length=120)]
    phrasings: Annotated[list[Text], Field(min_length=1)]
    answer: Text
    cites: CitationShape | None = None
    refer: Annotated[list[Slug], Field(min_length=1)] | None = None
    note: NoteShape | None = None
    related: list[Slug] = []
    reviewed: date


class TopicFile(Shape):
    """One file a topic: every other *.yaml of the folder."""

    topic: Text
    entries: Annotated[list[EntryShape], Field(min_length=1)]


class ThresholdsShape(Shape):
    answer: Share
    suggest: Share


class MatchingFile(Shape):
    """matching.yaml"""

    thresholds: ThresholdsShape
    synonyms: dict[Text, Text] = {}


class ChatterFile(Shape):
    """chatter.yaml"""

    chatter: dict[Text, list[Text]]


class ReplyShape(Shape):
    id: Slug
    heading: Text
    paragraphs: Annotated[list[Text], Field(min_length=1)]
    sources: list[Slug] = []


class RuleShape(Shape):
    id: Slug
    reply: Slug
    when: Annotated[list[Text | list[Text]], Field(min_length=1)]
    unless: list[Text] = []
    within: Annotated[int, Field(ge=1, le=100)] = 8
    negatable: bool = True
    present: bool = True
    yes: Annotated[list[Text], Field(min_length=1)]
    no: list[Text] = []


class SafetyFile(Shape):
    """safety.yaml"""

    replies: Annotated[list[ReplyShape], Field(min_length=1)]
    concepts: dict[Text, list[Text]] = {}
    rules: Annotated[list[RuleShape], Field(min_length=1)]


def known_keys() -> frozenset[str]:
    """Every key that some content file knows: what a mistyped one may have meant."""
    return frozenset(name for shape in Shape.__subclasses__() for name in shape.model_fields)
