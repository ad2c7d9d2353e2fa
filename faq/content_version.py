"""The version of the content: eight letters that change when any word that a person can read changes.

The same on every machine. Phrasings, synonyms and thresholds are not read by anybody, so they have no part in it.
Knows nothing of where the version is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from faq.card import Card, entry_words, plain, reply_words
from faq.models import Faq


def version(faq: Faq) -> str:
    """Eight hexadecimal digits of all answers and urgent replies: their ids, words and link addresses."""
    return sha256(json.dumps(list(_read(faq))).encode()).hexdigest()[:8]


def _read(faq: Faq) -> Iterator[list[str]]:
    for entry in faq.entries:
        yield _told(entry.id, entry_words(entry, faq.article, faq.disclaimer))
    for reply in faq.urgent_replies:
        yield _told(reply.id, reply_words(reply))


def _told(id_: str, card: Card) -> list[str]:
    return [id_, plain(card), *(link.url for link in card.sources)]
