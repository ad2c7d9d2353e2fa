"""Checks that entries and urgent replies fit a message when rendered."""

from __future__ import annotations

from collections.abc import Iterator

from faq.card import Card, entry_words, plain, reply_words
from faq.loading.build import Shapes, build_article, build_entry, build_reply, build_sources
from faq.loading.place import Place
from faq.loading.references import ContentDocuments
from faq.loading.schema import EntryShape
from faq.loading.yaml_document import Fault
from faq.text import MAX_LENGTH


def too_long(shapes: Shapes, content: ContentDocuments) -> Iterator[Fault]:
    """Yield a fault for each card that does not fit a message, at the part to shorten.

    Skips cards with an invalid article or source, because their length is not known yet.
    """
    if not shapes.article or not shapes.sources:
        return
    article, disclaimer = build_article(shapes.article.article), shapes.article.disclaimer
    sources = build_sources(shapes.sources)
    for topic, file in zip(shapes.topics, content.topics, strict=True):
        for entry, place in zip(topic.entries if topic else (), file.at("entries").each(), strict=bool(topic)):
            if sources.keys() >= _sources(entry):
                card = entry_words(build_entry(entry, "", sources), article, disclaimer)
                yield from _check(card, place.at("answer"))
    replies = shapes.safety.replies if shapes.safety else ()
    for reply, place in zip(replies, content.safety.at("replies").each(), strict=bool(replies)):
        if sources.keys() >= set(reply.sources):
            yield from _check(reply_words(build_reply(reply, sources)), place.at("paragraphs"))


def _sources(entry: EntryShape) -> set[str]:
    return {*(entry.refer or ()), *(entry.note.sources if entry.note else ())}


def _check(card: Card, place: Place) -> Iterator[Fault]:
    length = len(plain(card).encode("utf-16-le")) // 2
    if length > MAX_LENGTH:
        problem = f"has {length:,} characters when rendered, but a message has at most {MAX_LENGTH:,}"
        yield place.fault(problem, "shorten it")
