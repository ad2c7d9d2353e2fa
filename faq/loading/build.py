"""Builds the values of `faq.models` from validated shapes.

Checks nothing: `build` needs content without faults, its parts need names that exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from faq.helplines import Country, Helplines
from faq.loading.languages import build_language
from faq.loading.schema import (
    ArticleFile,
    ArticleShape,
    ChatterFile,
    CountryShape,
    EmergenciesFile,
    EntryShape,
    FigureShape,
    HelplinesFile,
    LanguageFile,
    MatchingFile,
    RepliesFile,
    ReplyFormShape,
    ReplyShape,
    ReviewShape,
    RuleShape,
    SafetyFile,
    SourcesFile,
    SupportFile,
    ThresholdsShape,
    TopicFile,
)
from faq.models import (
    Article,
    Citation,
    Entry,
    Faq,
    Figure,
    Note,
    RedFlag,
    Referral,
    ReplyForm,
    Review,
    Section,
    Source,
    Support,
    Thresholds,
    ThresholdSets,
    UrgentReply,
)


@dataclass(frozen=True, slots=True)
class Shapes:
    """The validated files; None for a file with a fault."""

    article: ArticleFile | None
    sources: SourcesFile | None
    matching: MatchingFile | None
    chatter: ChatterFile | None
    safety: SafetyFile | None
    replies: RepliesFile | None
    helplines: HelplinesFile | None
    support: SupportFile | None
    emergencies: EmergenciesFile | None
    topics: tuple[TopicFile | None, ...]
    languages: Mapping[str, LanguageFile | None]


def build(shapes: Shapes) -> Faq:
    """Build the FAQ."""
    assert shapes.article
    assert shapes.sources
    assert shapes.matching
    assert shapes.chatter
    assert shapes.safety
    assert shapes.emergencies
    sources = build_sources(shapes.sources)
    levels = shapes.matching.thresholds
    concepts = _concepts(shapes.safety)
    return Faq(
        article=build_article(shapes.article.article),
        disclaimer=shapes.article.disclaimer,
        entries=tuple(build_entry(e, topic.topic, sources) for topic in shapes.topics if topic for e in topic.entries),
        thresholds=ThresholdSets(words=_thresholds(levels.words), meaning=_thresholds(levels.meaning)),
        synonyms=dict(shapes.matching.synonyms),
        chatter={group: tuple(messages) for group, messages in shapes.chatter.chatter.items()},
        urgent_replies=_replies(shapes.replies, sources),
        red_flags=tuple(_red_flag(rule, concepts) for rule in shapes.safety.rules),
        emergencies=_emergencies(shapes.safety, shapes.replies, shapes.emergencies),
        calm=_calm(shapes.safety, shapes.emergencies),
        everyday=tuple(dict.fromkeys(shapes.emergencies.everyday)),
        helplines=build_helplines(shapes.helplines),
        support=_support(shapes.support),
        languages=tuple(build_language(code, file) for code, file in shapes.languages.items() if file),
    )


def build_sources(file: SourcesFile) -> dict[str, Source]:
    """Build the sources by id."""
    return {
        name: Source(name, page.title, page.url, page.publisher, page.dated, page.checked, _figures(page.figures))
        for name, page in file.sources.items()
    }


def _figures(figures: Iterable[FigureShape]) -> tuple[Figure, ...]:
    return tuple(Figure(each.value, each.of, each.among, each.under, each.at) for each in figures)


def build_article(article: ArticleShape) -> Article:
    """Build the article with its sections."""
    return Article(
        title=article.title,
        url=article.url,
        author=article.author,
        editor=article.editor,
        publisher=article.publisher,
        updated=article.updated,
        sections=tuple(Section(s.name, _figures(s.figures), frozenset(s.references)) for s in article.sections),
    )


def build_entry(entry: EntryShape, topic: str, sources: Mapping[str, Source]) -> Entry:
    """Build an entry; `sources` must have all that it names."""
    note = Note(entry.note.text, tuple(sources[name] for name in entry.note.sources)) if entry.note else None
    return Entry(
        id=entry.id,
        topic=topic,
        question=entry.question,
        phrasings=tuple(entry.phrasings),
        answer=entry.answer,
        basis=_basis(entry, sources),
        reviewed=_review(entry.reviewed),
        more=entry.more,
        note=note,
        related=tuple(entry.related),
        label=entry.label,
    )


def _basis(entry: EntryShape, sources: Mapping[str, Source]) -> Citation | Referral:
    if entry.cites:
        return Citation(entry.cites.section, entry.cites.reference, entry.cites.says)
    return Referral(tuple(sources[name] for name in entry.refer or ()))


def _review(shape: ReviewShape) -> Review:
    return Review(shape.on, shape.by.role, shape.by.name) if shape.by else Review(shape.on)


def build_reply(reply: ReplyShape, end: str, sources: Mapping[str, Source]) -> UrgentReply:
    """Build an urgent reply; it must have a form, and `sources` all that it names."""
    you, them = reply.you or reply.them, reply.them or reply.you
    assert you
    assert them
    pages = tuple(sources[name] for name in reply.sources)
    forms = _form(you, end), _form(them, end)
    return UrgentReply(reply.id, *forms, tuple(reply.numbers), pages, reply.firm, reply.replaces)


def _replies(file: RepliesFile | None, sources: Mapping[str, Source]) -> tuple[UrgentReply, ...]:
    return tuple(build_reply(reply, file.end, sources) for reply in file.replies) if file else ()


def _form(form: ReplyFormShape, end: str) -> ReplyForm:
    return ReplyForm(form.heading, (*form.paragraphs, end))


def build_helplines(file: HelplinesFile | None) -> Helplines:
    """Build the helplines; none without a file."""
    return Helplines(tuple(_country(code, country) for code, country in file.countries.items()) if file else ())


def _country(code: str, country: CountryShape) -> Country:
    return Country(
        code=code,
        name=country.name,
        languages=tuple(country.languages),
        emergency=country.emergency,
        sources=tuple(country.sources),
        reviewed=country.reviewed,
        police=country.police,
        poison=country.poison,
        talk=country.talk,
        violence=country.violence,
        advice=country.advice,
    )


def _support(file: SupportFile | None) -> Support | None:
    if not file:
        return None
    name = "support"
    yes, no = tuple(file.yes), tuple(file.no)
    rule = RedFlag(name, name, (tuple(file.phrases),), tuple(file.unless), present=False, yes=yes, no=no)
    return Support(file.sentence, rule)


def _thresholds(level: ThresholdsShape) -> Thresholds:
    return Thresholds(level.answer, level.suggest, level.unasked, level.urgent)


def _emergencies(safety: SafetyFile, replies: RepliesFile | None, file: EmergenciesFile) -> dict[str, tuple[str, ...]]:
    """The messages under each reply, with the `yes` examples of its rules."""
    examples = {reply.id: list(file.like.get(reply.id, ())) for reply in (replies.replies if replies else ())}
    for rule in safety.rules:
        examples[rule.reply] += rule.yes
    return {reply: tuple(dict.fromkeys(messages)) for reply, messages in examples.items() if messages}


def _calm(safety: SafetyFile, file: EmergenciesFile) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*file.calm, *(message for rule in safety.rules for message in rule.no)]))


def _concepts(safety: SafetyFile) -> dict[str, tuple[str, ...]]:
    """The phrases of each concept, with the {concepts} in it expanded."""
    known: dict[str, tuple[str, ...]] = {}
    for name, phrases in safety.concepts.items():
        known[name] = _phrases(phrases, known)
    return known


def _phrases(named: Sequence[str], concepts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    expanded = (concepts.get(_name(each), (each,)) if each.startswith("{") else (each,) for each in named)
    return tuple(phrase for phrases in expanded for phrase in phrases)


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
