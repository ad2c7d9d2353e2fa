"""The version of the content: a hash of all text that users can read.

The same on every machine. Phrasings, synonyms and thresholds are not shown to users, so they are not hashed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from faq import provenance
from faq.answer_card import entry_words, reply_words
from faq.card import Card, plain
from faq.models import Faq


def version(faq: Faq) -> str:
    """Return eight hexadecimal digits of the ids, texts and link addresses of all answers and urgent replies."""
    return sha256(json.dumps(list(_cards(faq))).encode()).hexdigest()[:8]


def _cards(faq: Faq) -> Iterator[list[str]]:
    yield [faq.support.sentence] if faq.support else []
    for entry in faq.entries:
        yield _texts(entry.id, entry_words(entry, faq.article, faq.disclaimer))
        yield _texts(entry.id, provenance.card(entry, faq))
    for reply in faq.urgent_replies:
        for country in (None, *faq.helplines.countries):
            for them in (False, True):
                yield _texts(reply.id, reply_words(reply, faq.helplines, them=them, country=country))


def _texts(id_: str, card: Card) -> list[str]:
    return [id_, plain(card), *(link.url for link in card.sources)]
