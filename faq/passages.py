"""The cards of the bot's texts about itself, the same in the terminal and in Telegram."""

from __future__ import annotations

from faq.card import Card, Link
from faq.models import Faq


def about(faq: Faq) -> Card:
    """Return the card that says where the answers come from."""
    passage, article = faq.words.about, faq.article
    sources = (Link(f"{article.publisher}, “{article.title}”", article.url),) if article else ()
    return Card(
        passage.heading, passage.paragraphs, sources=sources, disclaimer=faq.disclaimer, sources_listed=bool(sources)
    )


def disclaimer(faq: Faq) -> Card:
    """Return the card of the whole disclaimer."""
    return Card(faq.words.disclaimer.heading, faq.words.disclaimer.paragraphs)
