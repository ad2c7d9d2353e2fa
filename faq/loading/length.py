"""What would not fit a message: entries and urgent replies, measured as they would be sent.

Measures whatever is whole on its own, whatever other entries are at fault. Where the article, the sources or a name
of a source was refused, it is silent: nobody knows yet how long the card will be.
"""

from __future__ import annotations

from collections.abc import Iterator

from faq.card import Card, entry_words, plain, reply_words
from faq.loading.build import Shapes, build_article, build_entry, build_reply, build_sources
from faq.loading.place import Place
from faq.loading.references import ContentDocuments
from faq.loading.schema import EntryShape
from faq.loading.yaml_document import Fault

LONGEST_MESSAGE = 4096
"""UTF-16 code units of a Telegram message, counted after its markup is taken out."""


def too_long(shapes: Shapes, content: ContentDocuments) -> Iterator[Fault]:
    """A fault for each card that would not fit a message, at what can be shortened."""
    if not shapes.article or not shapes.sources:
        return
    article, disclaimer = build_article(shapes.article.article), shapes.article.disclaimer
    sources = build_sources(shapes.sources)
    for topic, file in zip(shapes.topics, content.topics, strict=True):
        for entry, place in zip(topic.entries if topic else (), file.at("entries").each(), strict=bool(topic)):
            if sources.keys() >= _named(entry):
                told = entry_words(build_entry(entry, "", sources), article, disclaimer)
                yield from _measured(told, place.at("answer"))
    replies = shapes.safety.replies if shapes.safety else ()
    for reply, place in zip(replies, content.safety.at("replies").each(), strict=bool(replies)):
        if sources.keys() >= set(reply.sources):
            yield from _measured(reply_words(build_reply(reply, sources)), place.at("paragraphs"))


def _named(entry: EntryShape) -> set[str]:
    return {*(entry.refer or ()), *(entry.note.sources if entry.note else ())}


def _measured(told: Card, place: Place) -> Iterator[Fault]:
    length = len(plain(told).encode("utf-16-le")) // 2
    if length > LONGEST_MESSAGE:
        yield place.fault(f"rendered it has {length:,} characters, a message {LONGEST_MESSAGE:,}", "shorten it")
