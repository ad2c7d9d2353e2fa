"""Shapes -> the frozen values of `faq.entry`. Runs only on content without a fault, so it checks nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from faq.entry import (
    Article,
    Citation,
    Entry,
    Faq,
    Note,
    RedFlag,
    Referral,
    Section,
    Source,
    Thresholds,
    UrgentReply,
)
from faq.loading.schema import (
    ArticleFile,
    ArticleShape,
    ChatterFile,
    EntryShape,
    MatchingFile,
    RuleShape,
    SafetyFile,
    SourcesFile,
    TopicFile,
)


@dataclass(frozen=True, slots=True)
class Shapes:
    """The validated files; None where one had a fault."""

    article: ArticleFile | None
    sources: SourcesFile | None
    matching: MatchingFile | None
    chatter: ChatterFile | None
    safety: SafetyFile | None
    topics: tuple[TopicFile | None, ...]


def build(shapes: Shapes) -> Faq:
    """The FAQ of validated files."""
    assert shapes.article
    assert shapes.sources
    assert shapes.matching
    assert shapes.chatter
    assert shapes.safety
    sources = {
        name: Source(name, source.title, source.url, frozenset(source.figures))
        for name, source in shapes.sources.sources.items()
    }
    concepts = _concepts(shapes.safety)
    return Faq(
        article=_article(shapes.article.article),
        disclaimer=shapes.article.disclaimer,
        entries=tuple(_entry(e, topic.topic, sources) for topic in shapes.topics if topic for e in topic.entries),
        thresholds=Thresholds(shapes.matching.thresholds.answer, shapes.matching.thresholds.suggest),
        synonyms=dict(shapes.matching.synonyms),
        chatter={group: tuple(messages) for group, messages in shapes.chatter.chatter.items()},
        urgent_replies=_replies(shapes.safety, sources),
        red_flags=tuple(_red_flag(rule, concepts) for rule in shapes.safety.rules),
    )


def _article(article: ArticleShape) -> Article:
    return Article(
        title=article.title,
        url=article.url,
        author=article.author,
        editor=article.editor,
        publisher=article.publisher,
        updated=article.updated,
        sections=tuple(Section(s.name, frozenset(s.figures), frozenset(s.references)) for s in article.sections),
    )


def _entry(entry: EntryShape, topic: str, sources: dict[str, Source]) -> Entry:
    noted = entry.note
    note = Note(noted.text, tuple(sources[name] for name in noted.sources)) if noted else None
    return Entry(
        id=entry.id,
        topic=topic,
        question=entry.question,
        phrasings=tuple(entry.phrasings),
        answer=entry.answer,
        basis=_basis(entry, sources),
        reviewed=entry.reviewed,
        note=note,
        related=tuple(entry.related),
    )


def _basis(entry: EntryShape, sources: dict[str, Source]) -> Citation | Referral:
    if entry.cites:
        return Citation(entry.cites.section, entry.cites.reference)
    return Referral(tuple(sources[name] for name in entry.refer or ()))


def _replies(safety: SafetyFile, sources: dict[str, Source]) -> tuple[UrgentReply, ...]:
    return tuple(
        UrgentReply(reply.id, reply.heading, tuple(reply.paragraphs), tuple(sources[name] for name in reply.sources))
        for reply in safety.replies
    )


def _concepts(safety: SafetyFile) -> dict[str, tuple[str, ...]]:
    """The concepts with those that they hold, written {name}, put in their place."""
    known: dict[str, tuple[str, ...]] = {}
    for name, phrases in safety.concepts.items():
        known[name] = _phrases(phrases, known)
    return known


def _phrases(named: Sequence[str], concepts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Phrases and names of concepts -> phrases."""
    found = (concepts.get(_name(each) if each.startswith("{") else each, (each,)) for each in named)
    return tuple(phrase for phrases in found for phrase in phrases)


def _group(group: str | Sequence[str], concepts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return concepts[_name(group)] if isinstance(group, str) else _phrases(group, concepts)


def _name(concept: str) -> str:
    return concept.removeprefix("{").removesuffix("}")


def _red_flag(rule: RuleShape, concepts: Mapping[str, tuple[str, ...]]) -> RedFlag:
    return RedFlag(
        id=rule.id,
        reply=rule.reply,
        when=tuple(_group(group, concepts) for group in rule.when),
        unless=_phrases(rule.unless, concepts),
        within=rule.within,
        negatable=rule.negatable,
        present=rule.present,
        yes=tuple(rule.yes),
        no=tuple(rule.no),
    )
