"""Opens the assistant: a content folder -> Assistant. Wiring of the faq package, for the terminal and the bot alike."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from platformdirs import user_cache_path
from threadpoolctl import threadpool_limits

from faq.assistant import Assistant
from faq.loading import PACKAGED, load
from faq.malloc import give_back
from faq.matching import Matcher
from faq.matching.cache import ArrayCache
from faq.matching.encoder import Encoder, EncoderError, encoder_of, packaged_encoder
from faq.models import Citation, Entry, Faq
from faq.safety import RedFlagRules

OFF = "off"
"""The model's name for answering from words alone."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Engine:
    """What answers are found with: a sentence encoder, or none, and where costly things are kept."""

    encoder: Encoder | None = None
    cache: ArrayCache = field(default_factory=ArrayCache)

    def assistant(self, faq: Faq) -> Assistant:
        """The assistant on a FAQ. Words alone have thresholds of their own: their scores mean less."""
        thresholds = faq.thresholds.meaning if self.encoder else faq.thresholds.words
        return Assistant(faq, self.matcher(faq), RedFlagRules(faq.urgent_replies, faq.red_flags), thresholds)

    def matcher(self, faq: Faq) -> Matcher:
        """The matcher on a FAQ. From then on algebra keeps to one core, in the whole process.

        That of a question is too small to be shared out: threads wait for each other by spinning, and take as much of
        the processor again.
        """
        matcher = Matcher.of(faq, self.encoder, self.cache)
        give_back()
        threadpool_limits(1, "blas")
        return matcher

    def on_other_faq(self, entries: Mapping[str, tuple[str, ...]], faq: Faq) -> Assistant:
        """The same engine and thresholds on another FAQ's phrasings: nothing that our curators added helps it."""
        article = Citation(faq.article.sections[0].name)
        others = tuple(
            Entry(name, "", phrasings[0], phrasings, "", article, faq.article.updated)
            for name, phrasings in entries.items()
        )
        return self.assistant(
            replace(faq, entries=others, synonyms={}, chatter={}, red_flags=(), emergencies={}, calm=())
        )


def open_engine(model: str | None = None, cache: Path | None = None) -> Engine:
    """The engine with the packaged model, with that of a folder, or with none (`off`).

    Where the packaged model is not installed, that is said once, and answers come from words alone.

    Raises:
        EncoderError: if `model` names a folder that holds no encoder.

    """
    arrays = ArrayCache(cache or user_cache_path("legwise"))
    if model == OFF:
        return Engine(None, arrays)
    if model:
        return Engine(encoder_of(Path(model)), arrays)
    try:
        return Engine(packaged_encoder(), arrays)
    except EncoderError as missing:
        log.warning("answers come from words alone: %s", missing)
        return Engine(None, arrays)


def open_assistant(content: Path | None = None, model: str | None = None, cache: Path | None = None) -> Assistant:
    """The assistant on a content folder, or on the packaged content.

    Raises:
        FaqError: with every fault of the content.
        EncoderError: if `model` names a folder that holds no encoder.

    """
    return open_engine(model, cache).assistant(load(content or PACKAGED))
