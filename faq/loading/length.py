"""Checks that entries and urgent replies fit a message when rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from faq.answer_card import entry_words, reply_words
from faq.card import Card, plain
from faq.helplines import Helplines
from faq.loading.build import Shapes, build_article, build_entry, build_sources
from faq.loading.build_safety import build_helplines, build_reply
from faq.loading.place import Place
from faq.loading.references import ContentDocuments
from faq.loading.schema import EntryShape, RepliesFile
from faq.loading.yaml_document import Fault
from faq.models import Source, UrgentReply
from faq.text import MAX_LENGTH


def too_long(shapes: Shapes, content: ContentDocuments) -> Iterator[Fault]:
    """Yield a fault for each card that does not fit a message, at the part to shorten.

    Skips cards with an invalid article or source, because their length is not known yet.
    """
    if not shapes.faq:
        return
    article, disclaimer = build_article(shapes.faq.article), shapes.faq.disclaimer
    sources = build_sources(shapes.sources)
    for topic, file in zip((shapes.faq, *shapes.topics), (content.faq, *content.topics), strict=True):
        for entry, place in zip(topic.entries if topic else (), file.at("entries").each(), strict=bool(topic)):
            if sources.keys() >= _sources(entry) and not (entry.cites and not article):
                card = entry_words(build_entry(entry, "", sources, article), article, disclaimer)
                yield from _check(card, place.at("answer"))
    if shapes.replies:
        yield from _replies(shapes.replies, build_helplines(shapes.helplines), sources, content.replies)


def _replies(file: RepliesFile, helplines: Helplines, sources: Mapping[str, Source], content: Place) -> Iterator[Fault]:
    """Check both forms of each reply, with the longest lines that it may show."""
    for shape, place in zip(file.replies, content.at("replies").each(), strict=True):
        if not sources.keys() >= set(shape.sources) or not (shape.you or shape.them):
            continue
        reply = build_reply(shape, file.end, sources)
        for key in ("you", "them"):
            form = place.at(key)
            if form.value is not None:
                yield from _check(_longest(reply, helplines, them=key == "them"), form.at("paragraphs"))


def _longest(reply: UrgentReply, helplines: Helplines, *, them: bool) -> Card:
    countries = (None, *helplines.countries)
    cards = (reply_words(reply, helplines, them=them, country=country) for country in countries)
    return max(cards, key=lambda card: len(plain(card)))


def _sources(entry: EntryShape) -> set[str]:
    return {*(entry.refer or ()), *(entry.note.sources if entry.note else ())}


def _check(card: Card, place: Place) -> Iterator[Fault]:
    length = len(plain(card).encode("utf-16-le")) // 2
    if length > MAX_LENGTH:
        problem = f"has {length:,} characters when rendered, but a message has at most {MAX_LENGTH:,}"
        yield place.fault(problem, "shorten it")
