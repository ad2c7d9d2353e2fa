"""Opens the assistant: a content folder -> Assistant. Wiring of the faq package, for the terminal and the bot alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from faq.assistant import Assistant
from faq.entry import Citation, Entry, Faq
from faq.loading import PACKAGED, load
from faq.matching import Matcher
from faq.safety import RedFlags


def open_assistant(content: Path | None = None) -> Assistant:
    """The assistant on a content folder, or on the packaged content.

    Raises:
        FaqError: with every fault of the content.

    """
    return assistant_of(load(content or PACKAGED))


def assistant_of(faq: Faq) -> Assistant:
    """The assistant on a FAQ that is loaded already."""
    return Assistant(faq, Matcher.of(faq), RedFlags(faq.urgent_replies, faq.red_flags))


def stranger(entries: Mapping[str, tuple[str, ...]], faq: Faq) -> Assistant:
    """The same engine and thresholds on another FAQ's phrasings: nothing that our curators added helps it."""
    article = Citation(faq.article.sections[0].name)
    others = tuple(
        Entry(name, "", phrasings[0], phrasings, "", article, faq.article.updated)
        for name, phrasings in entries.items()
    )
    return assistant_of(replace(faq, entries=others, synonyms={}, chatter={}, red_flags=()))
