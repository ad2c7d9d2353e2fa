"""Builds the values of `faq.models` from validated shapes.

Checks nothing: `build` needs content without faults, its parts need names that exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from faq.lab_values import LabRange, LabTest
from faq.loading.build_safety import (
    build_calm,
    build_emergencies,
    build_helplines,
    build_red_flags,
    build_replies,
    build_support,
)
from faq.loading.languages import build_language
from faq.loading.schema import (
    ArticleShape,
    ChatterFile,
    EmergenciesFile,
    EntryShape,
    FaqFile,
    FigureShape,
    HelplinesFile,
    LanguageFile,
    MatchingFile,
    PassageShape,
    RepliesFile,
    ReviewShape,
    SafetyFile,
    SourcesFile,
    SupportFile,
    TalkFile,
    ThresholdsShape,
    TopicFile,
    WordsFile,
)
from faq.models import (
    Article,
    Basis,
    Citation,
    Entry,
    Faq,
    Figure,
    FollowUps,
    Note,
    Pages,
    Referral,
    Review,
    Section,
    SmallTalk,
    Source,
    Thresholds,
    ThresholdSets,
    Unlike,
)
from faq.words import Passage, Words

STARTERS = 3
"""Entries that a greeting offers if none are named."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """The validated files; None for a file that is missing or has a fault."""

    faq: FaqFile | None
    words: WordsFile | None
    sources: SourcesFile | None
    matching: MatchingFile | None
    chatter: ChatterFile | None
    talk: TalkFile | None
    safety: SafetyFile | None
    replies: RepliesFile | None
    helplines: HelplinesFile | None
    support: SupportFile | None
    emergencies: EmergenciesFile | None
    topics: tuple[TopicFile | None, ...]
    languages: Mapping[str, LanguageFile | None]


def build(shapes: Shapes) -> Faq:
    """Build the FAQ."""
    whole = shapes.faq
    assert whole
    matching, emergencies = shapes.matching or MatchingFile(), shapes.emergencies or EmergenciesFile()
    rules = shapes.safety.rules if shapes.safety else []
    sources, article = build_sources(shapes.sources), build_article(whole.article)
    topics = [(whole.title, whole.entries), *((topic.topic, topic.entries) for topic in shapes.topics if topic)]
    entries = tuple(build_entry(entry, topic, sources, article) for topic, shapes_ in topics for entry in shapes_)
    return Faq(
        title=whole.title,
        article=article,
        disclaimer=whole.disclaimer,
        words=build_words(shapes.words or WordsFile(), whole),
        entries=entries,
        thresholds=ThresholdSets(_thresholds(matching.thresholds.words), _thresholds(matching.thresholds.meaning)),
        synonyms=dict(matching.synonyms),
        lab_tests=tuple(LabTest(id_, tuple(test.names), tuple(test.units)) for id_, test in matching.tests.items()),
        chatter=_chatter(shapes.chatter),
        near=tuple(shapes.chatter.near) if shapes.chatter else (),
        small_talk=build_small_talk(shapes.talk),
        follow_ups=build_follow_ups(shapes.talk),
        starters=_starters(whole, entries),
        urgent_replies=build_replies(shapes.replies, sources),
        red_flags=build_red_flags(shapes.safety),
        emergencies=build_emergencies(rules, shapes.replies, emergencies),
        calm=build_calm(rules, emergencies),
        everyday=tuple(dict.fromkeys(emergencies.everyday)),
        helplines=build_helplines(shapes.helplines),
        support=build_support(shapes.support),
        languages=tuple(build_language(code, file) for code, file in shapes.languages.items() if file),
    )


def build_words(words: WordsFile, faq: FaqFile) -> Words:
    """Build the bot's own texts, with the title and the disclaimer put in where they are named."""

    def text(named: str) -> str:
        return named.replace("{title}", faq.title).replace("{disclaimer}", faq.disclaimer)

    def passage(shape: PassageShape) -> Passage:
        return Passage(text(shape.heading), tuple(map(text, shape.paragraphs)))

    return Words(
        greeting=passage(words.greeting),
        about=passage(words.about),
        disclaimer=passage(words.disclaimer),
        not_found=passage(words.not_found),
        not_ours=text(words.not_ours),
        partial=text(words.partial),
        no_more=text(words.no_more),
        group_greeting=text(words.group_greeting),
        description=text(words.description),
        short_description=text(words.short_description),
        chat=text(words.chat),
        unreviewed=text(words.unreviewed),
        emergency=text(words.emergency),
        file=text(words.file),
    )


def build_small_talk(file: TalkFile | None) -> tuple[SmallTalk, ...]:
    """Build the kinds of small talk; none without a file."""
    kinds = file.small_talk if file else {}
    return tuple(SmallTalk(kind, tuple(shape.messages), shape.reply, shape.reaction) for kind, shape in kinds.items())


def build_follow_ups(file: TalkFile | None) -> FollowUps:
    """Build the messages that lean on the answer before; none without a file."""
    return FollowUps(tuple(file.follow_ups.more), tuple(file.follow_ups.sources)) if file else FollowUps()


def _starters(whole: FaqFile, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries that a greeting offers: those that are named, or else the first of each of three topics."""
    firsts = {entry.topic: entry for entry in reversed(entries)}.values()
    named = {entry.id: entry for entry in entries}
    return tuple(named[id_] for id_ in whole.starters) or tuple(reversed(firsts))[:STARTERS]


def build_sources(file: SourcesFile | None) -> dict[str, Source]:
    """Build the sources by id; none without a file."""
    return {
        name: Source(name, page.title, page.url, page.publisher, page.dated, page.checked, _figures(page.figures))
        for name, page in (file.sources if file else {}).items()
    }


def _figures(figures: Iterable[FigureShape]) -> tuple[Figure, ...]:
    return tuple(Figure(each.value, each.of, each.among, each.under, each.at) for each in figures)


def build_article(article: ArticleShape | None) -> Article | None:
    """Build the article with its sections; none if the FAQ rests on none."""
    if not article:
        return None
    return Article(
        title=article.title,
        url=article.url,
        author=article.author,
        editor=article.editor,
        publisher=article.publisher,
        updated=article.updated,
        sections=tuple(Section(s.name, _figures(s.figures), frozenset(s.references)) for s in article.sections),
    )


def build_entry(entry: EntryShape, topic: str, sources: Mapping[str, Source], article: Article | None) -> Entry:
    """Build an entry; `sources` must have all that it names. Without an article, pages are what it rests on."""
    note = Note(entry.note.text, tuple(sources[name] for name in entry.note.sources)) if entry.note else None
    return Entry(
        id=entry.id,
        topic=topic,
        question=entry.question,
        phrasings=tuple(entry.phrasings),
        answer=entry.answer,
        basis=_basis(entry, sources, article),
        reviewed=_review(entry.reviewed),
        more=entry.more,
        note=note,
        related=tuple(entry.related),
        label=entry.label,
        subject=entry.subject,
        unlike=Unlike(tuple(entry.unlike.near), tuple(entry.unlike.everyday)),
        values=LabRange(entry.values.test, entry.values.start, entry.values.below) if entry.values else None,
    )


def _basis(entry: EntryShape, sources: Mapping[str, Source], article: Article | None) -> Basis:
    if entry.cites:
        return Citation(entry.cites.section, entry.cites.reference, entry.cites.says)
    pages = tuple(sources[name] for name in entry.refer or ())
    return Referral(pages) if article else Pages(pages)


def _review(shape: ReviewShape | None) -> Review | None:
    if shape is None:
        return None
    return Review(shape.on, shape.by.role, shape.by.name) if shape.by else Review(shape.on)


def _thresholds(level: ThresholdsShape) -> Thresholds:
    return Thresholds(level.answer, level.suggest, level.unasked, level.lead, level.urgent)


def _chatter(file: ChatterFile | None) -> dict[str, tuple[str, ...]]:
    return {group: tuple(messages) for group, messages in file.chatter.items()} if file else {}
