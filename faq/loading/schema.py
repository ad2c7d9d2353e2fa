"""The shape of each content file, as pydantic models; `faq/content/README.md` documents every field.

Validation is strict: the values arrive typed from `yaml_document`, so a `no` that YAML reads as False is a fault where
text is expected, and is never converted. An id is checked where it is defined; where it is only named, any text will
do, because `references` checks whether it exists.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Annotated, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from faq.helplines import Number
from faq.models import ID_PATTERN, TalkKind
from faq.words import DEFAULT_WORDS, Passage

MAX_ID_LENGTH = 40
"""So that an id always fits callback data and deep links (64 bytes)."""
MAX_LABEL = 32
"""Characters of a button that a phone shows whole, beside nothing else in its row."""


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and parts.hostname and not any(char.isspace() for char in url)
    except ValueError:  # a host in half a bracket
        valid = False
    if not valid:
        raise ValueError("is not a web address")
    return url


def _form(group: object) -> str:
    return "list" if isinstance(group, list) else "text"


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=rf"^{ID_PATTERN}$", max_length=MAX_ID_LENGTH)]
PartOfDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}){0,2}$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Url = Annotated[Text, AfterValidator(_web_address)]
Share = Annotated[float, Field(ge=0, le=1)]
Texts = Annotated[list[Text], Field(min_length=1)]
Group = Annotated[Annotated[Text, Tag("text")] | Annotated[Texts, Tag("list")], Discriminator(_form)]
"""A concept's name, or phrases; the tag keeps pydantic from reporting a fault in a list as a missing text too."""


class Shape(BaseModel):
    """Base of all shapes: strict types, no unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class FigureShape(Shape):
    value: Text
    of: Text
    among: Text = ""
    under: Text = ""
    at: Text


class SectionShape(Shape):
    name: Text
    figures: list[FigureShape] = []
    references: list[int] = []


class ArticleShape(Shape):
    title: Text
    url: Url
    author: Text
    editor: Text
    publisher: Text
    updated: date
    sections: Annotated[list[SectionShape], Field(min_length=1)]


class SourceShape(Shape):
    title: Text
    url: Url
    publisher: Annotated[Text, StringConstraints(max_length=24)] = ""
    dated: PartOfDate = ""
    checked: date | None = None
    figures: list[FigureShape] = []


class SourcesFile(Shape):
    """sources.yaml, which may be missing"""

    sources: Annotated[dict[Slug, SourceShape], Field(min_length=1)]


class CitationShape(Shape):
    section: Text
    reference: int | None = None
    says: Text = ""


class NoteShape(Shape):
    text: Text
    sources: Texts


class LabRangeShape(Shape):
    test: Text
    start: float = 0.0
    below: float = math.inf


class ReviewerShape(Shape):
    role: Text
    name: Text


class ReviewShape(Shape):
    on: date
    by: ReviewerShape | None = None


class UnlikeShape(Shape):
    near: list[Text] = []
    everyday: list[Text] = []


class EntryShape(Shape):
    id: Slug
    label: Annotated[Text, StringConstraints(max_length=MAX_LABEL)] = ""
    question: Annotated[Text, StringConstraints(max_length=120)]
    subject: Annotated[Text, StringConstraints(max_length=MAX_LABEL)] = ""
    phrasings: list[Text] = []
    answer: Text
    more: Text = ""
    cites: CitationShape | None = None
    refer: Texts | None = None
    note: NoteShape | None = None
    values: LabRangeShape | None = None
    related: list[Text] = []
    unlike: UnlikeShape = UnlikeShape()
    reviewed: ReviewShape | None = None


class FaqFile(Shape):
    """faq.yaml, the only file that a FAQ must have"""

    title: Text
    disclaimer: Text
    article: ArticleShape | None = None
    starters: list[Text] = []
    topics: list[Text] = []
    entries: list[EntryShape] = []


class TopicFile(Shape):
    """<topic>.yaml: every other *.yaml of the folder."""

    topic: Text
    entries: Annotated[list[EntryShape], Field(min_length=1)]


class ThresholdsShape(Shape):
    answer: Share
    suggest: Share
    unasked: Share
    lead: Share = 0.5
    urgent: Share = 0.5


class ThresholdSetsShape(Shape):
    words: ThresholdsShape = ThresholdsShape(answer=0.5, suggest=0.05, unasked=0.9)
    meaning: ThresholdsShape = ThresholdsShape(answer=0.45, suggest=0.04, unasked=0.9)


class LabTestShape(Shape):
    names: Texts
    units: list[Text] = []


class MatchingFile(Shape):
    """matching.yaml, which may be missing"""

    thresholds: ThresholdSetsShape = ThresholdSetsShape()
    synonyms: dict[Text, Text] = {}
    tests: dict[Slug, LabTestShape] = {}


class PassageShape(Shape):
    heading: Text
    paragraphs: list[Text] = []


def _passage(default: Passage) -> PassageShape:
    return PassageShape(heading=default.heading, paragraphs=list(default.paragraphs))


class WordsFile(Shape):
    """words.yaml, which may be missing"""

    greeting: PassageShape = _passage(DEFAULT_WORDS.greeting)
    about: PassageShape = _passage(DEFAULT_WORDS.about)
    disclaimer: PassageShape = _passage(DEFAULT_WORDS.disclaimer)
    not_found: PassageShape = _passage(DEFAULT_WORDS.not_found)
    not_ours: Text = DEFAULT_WORDS.not_ours
    partial: Text = DEFAULT_WORDS.partial
    no_more: Text = DEFAULT_WORDS.no_more
    group_greeting: Text = DEFAULT_WORDS.group_greeting
    description: Annotated[Text, StringConstraints(max_length=400)] = DEFAULT_WORDS.description
    short_description: Annotated[Text, StringConstraints(max_length=100)] = DEFAULT_WORDS.short_description
    chat: Text = DEFAULT_WORDS.chat
    unreviewed: Text = DEFAULT_WORDS.unreviewed
    emergency: Text = DEFAULT_WORDS.emergency
    file: Text = DEFAULT_WORDS.file


class ChatterFile(Shape):
    """chatter.yaml; if it is missing, or its `chatter` is, the packaged one serves"""

    chatter: dict[Text, list[Text]] = {}
    near: list[Text] = []


class SmallTalkShape(Shape):
    reply: Text = ""
    reaction: Text = ""
    messages: Texts


class FollowUpsShape(Shape):
    more: list[Text] = []
    sources: list[Text] = []


class TalkFile(Shape):
    """talk.yaml; if it is missing, the packaged one serves"""

    small_talk: dict[TalkKind, SmallTalkShape]
    follow_ups: FollowUpsShape = FollowUpsShape()


class EmergenciesFile(Shape):
    """emergencies.yaml, which may be missing"""

    like: dict[Text, list[Text]] = {}
    calm: list[Text] = []
    everyday: list[Text] = []


class ReplyFormShape(Shape):
    heading: Text
    paragraphs: Texts


class ReplyShape(Shape):
    id: Slug
    you: ReplyFormShape | None = None
    them: ReplyFormShape | None = None
    firm: bool = False
    replaces: bool = True
    numbers: list[Number] = []
    sources: list[Text] = []


class RepliesFile(Shape):
    """replies.yaml, which may be missing where safety.yaml has no rules"""

    end: Text
    replies: Annotated[list[ReplyShape], Field(min_length=1)]


class CountryShape(Shape):
    name: Text
    languages: list[Text] = []
    emergency: Text
    police: Text = ""
    poison: Text = ""
    talk: Text = ""
    violence: Text = ""
    advice: Text = ""
    sources: Annotated[list[Url], Field(min_length=1)]
    reviewed: date


class HelplinesFile(Shape):
    """helplines.yaml, which may be missing"""

    countries: Annotated[dict[CountryCode, CountryShape], Field(min_length=1)]


class SupportFile(Shape):
    """support.yaml, which may be missing"""

    sentence: Text
    phrases: Texts
    unless: list[Text] = []
    yes: Texts
    no: list[Text] = []


class LanguageCardShape(Shape):
    only_english: Text
    emergency: Text
    talk: Text
    poison: Text
    likely: Text
    urgent: Text
    crisis: Text


class LanguageFile(Shape):
    """languages/<code>.yaml, of which there may be none"""

    name: Text
    reviewed: Text
    card: LanguageCardShape
    start: Text
    help: Text
    description: Annotated[Text, StringConstraints(max_length=512)]
    countries: dict[CountryCode, Text] = {}
    common: list[Text] = []
    words: dict[Slug, Texts] = {}
    phrases: dict[Text, Texts] = {}
    calm: list[Text] = []
    negations: list[Text] = []
    emergencies: dict[Text, list[Text]] = {}
    ordinary: list[Text] = []


class RuleShape(Shape):
    id: Slug
    reply: Text
    when: Annotated[list[Group], Field(min_length=1)]
    unless: list[Text] = []
    within: Annotated[int, Field(ge=1, le=100)] = 8
    negatable: bool = True
    present: bool = True
    yes: Texts
    no: list[Text] = []


class SafetyFile(Shape):
    """safety.yaml; if it is missing, the packaged rules on self-harm serve"""

    concepts: dict[Text, list[Text]] = {}
    rules: Annotated[list[RuleShape], Field(min_length=1)]


def known_keys(shape: type[BaseModel], location: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that are allowed at a location of a file of that shape."""
    for step in location:
        if field := shape.model_fields.get(str(step)):
            shape = next(_shapes(field.annotation), shape)
    return tuple(shape.model_fields)


def _shapes(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _shapes(inner)
