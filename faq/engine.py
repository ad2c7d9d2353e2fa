"""Builds the assistant from a content folder, for the terminal and the bot alike."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from platformdirs import user_cache_path
from threadpoolctl import threadpool_limits

from faq.assistant import Assistant
from faq.errors import NotReadyError
from faq.languages.detector import LanguageDetector
from faq.matching import Matcher
from faq.matching.cache import ArrayCache
from faq.matching.embedding_cache import Progress, unseen
from faq.matching.encoder import Encoder, EncoderError, load_encoder, packaged_encoder
from faq.memory import trim, uncollected
from faq.models import Entry, Faq, FollowUps, Pages
from faq.outcome import Ranking
from faq.paths import PACKAGED
from faq.progress import EncodingProgress
from faq.safety.detector import RedFlags
from faq.safety.support import SupportDetector
from faq.small_talk import SmallTalkWords
from faq.snapshot import Snapshots

OFF = "off"
"""The model name that disables the sentence encoder."""
GUARD = "red flags"
"""Name of the snapshot of `Engine.guard`; those of matchers have the names of their models."""

log = logging.getLogger(__name__)


class NotReady:
    """Takes the place of the matcher until it is built."""

    def rank(self, question: str) -> Ranking:
        """Raise NotReadyError."""
        raise NotReadyError(f"a question of {len(question)} characters came before the matcher")


@dataclass(frozen=True, slots=True)
class ReadContent:
    """A content folder that was read and validated.

    Attributes:
        state: of the folder, if it was not edited meanwhile.
        guard: see `Engine.guard`.
        is_stored: whether the guard was loaded, not built.

    """

    state: str | None
    guard: Assistant
    is_stored: bool = False


@dataclass(frozen=True, slots=True)
class Engine:
    """The sentence encoder, if any, the cache of its vectors, and the snapshots of whole assistants."""

    encoder: Encoder | None = None
    cache: ArrayCache = field(default_factory=ArrayCache)
    snapshots: Snapshots = field(default_factory=Snapshots)
    progress: Progress = unseen
    """Shows how many texts are encoded."""

    @uncollected()
    def open(self, content: Path = PACKAGED) -> Assistant:
        """Open the assistant on a content folder: what is stored, or built anew if anything has changed since.

        Raises:
            FaqError: with every fault of the content.

        """
        read = self.read(content)
        return self.stored(read.state, read.guard) or self.complete(read)

    @uncollected()
    def read(self, content: Path) -> ReadContent:
        """Read a content folder and prepare its red flags, or load what is stored of that. Raises FaqError."""
        state = self.snapshots.state(content)
        if guard := self._stored_guard(state):
            return ReadContent(state, guard, is_stored=True)
        from faq.loading import load  # noqa: PLC0415 - pydantic and the schema, which a snapshot doesn't need

        faq = load(content)
        was_edited = state != self.snapshots.state(content)
        return ReadContent(None if was_edited else state, self.guard(faq))

    def stored(self, state: str | None, guard: Assistant | None = None) -> Assistant | None:
        """Return the assistant that is stored of a state of a content, if there is one; its guard may be in use."""
        known = guard or self._stored_guard(state)
        matcher = self.snapshots.load(state, self.model, known.faq) if known else None
        if known is None or not isinstance(matcher, Matcher):
            return None
        trim()
        limit_blas()
        return self._with_matcher(known, matcher.with_encoder(self.encoder))

    def complete(self, read: ReadContent) -> Assistant:
        """Build the assistant on what was read, and store it: the guard, and the matcher without what they share."""
        matcher = self.matcher(read.guard.faq)
        if not read.is_stored:
            self.snapshots.store(read.state, GUARD, read.guard)
        self.snapshots.store(read.state, self.model, matcher.with_encoder(None), read.guard.faq)
        return self._with_matcher(read.guard, matcher)

    @property
    def model(self) -> str:
        """The name of the model."""
        return self.encoder.name if self.encoder else OFF

    def assistant(self, faq: Faq) -> Assistant:
        """Build the assistant for a FAQ, with the thresholds of the way of matching."""
        return self._with_matcher(self.guard(faq), self.matcher(faq))

    @uncollected()
    def guard(self, faq: Faq) -> Assistant:
        """Build the assistant for a FAQ without the matcher: it knows red flags, and raises NotReadyError otherwise."""
        languages = LanguageDetector.of(faq)
        small_talk = SmallTalkWords(faq.small_talk, faq.follow_ups)
        red_flags, support = RedFlags(faq, languages), SupportDetector(faq)
        return Assistant(faq, NotReady(), red_flags, support, languages, small_talk, faq.thresholds.words)

    @uncollected()
    def matcher(self, faq: Faq) -> Matcher:
        """Make the matcher for a FAQ. Limits BLAS to one thread from then on, in the whole process."""
        limit_blas()
        matcher = Matcher.of(faq, self.encoder, self.cache, self.progress)
        trim()
        return matcher

    def _stored_guard(self, state: str | None) -> Assistant | None:
        found = self.snapshots.load(state, GUARD)
        return found if isinstance(found, Assistant) else None

    def _with_matcher(self, guard: Assistant, matcher: Matcher) -> Assistant:
        thresholds = guard.faq.thresholds.meaning if self.encoder else guard.faq.thresholds.words
        return replace(guard, matcher=matcher, thresholds=thresholds)

    def on_other_faq(self, entries: Mapping[str, tuple[str, ...]], faq: Faq) -> Assistant:
        """Build an assistant for another FAQ's phrasings with the same thresholds, without our synonyms and rules."""
        others = tuple(Entry(name, "", phrases[0], phrases, "", Pages()) for name, phrases in entries.items())
        without_safety = replace(faq, red_flags=(), emergencies={}, calm=(), everyday=(), languages=())
        bare = replace(without_safety, synonyms={}, chatter={}, near=(), small_talk=(), follow_ups=FollowUps())
        return self.assistant(replace(bare, entries=others, starters=()))


def limit_blas() -> None:
    """Limit BLAS to one thread. One question is too little work for several: they busy-wait and double the CPU use."""
    threadpool_limits(1, "blas")


def open_cache(folder: Path | None = None) -> ArrayCache:
    """Open the cache in a folder, or in the user's own."""
    return ArrayCache(folder or user_cache_path("legwise"))


def open_engine(model: str | None = None, cache: Path | None = None) -> Engine:
    """Open the engine with the packaged model, the model in a folder, or none (`off`).

    If the packaged model is not installed, that is logged and the assistant matches words only.

    Raises:
        EncoderError: if `model` names a folder without an encoder.

    """
    arrays = open_cache(cache)
    snapshots = Snapshots(arrays.folder and arrays.folder / "snapshots")
    return Engine(_open_encoder(model), arrays, snapshots, EncodingProgress())


def _open_encoder(model: str | None) -> Encoder | None:
    if model == OFF:
        return None
    if model:
        return load_encoder(Path(model))
    try:
        return packaged_encoder()
    except EncoderError as missing:
        log.warning("matching words only, without the sentence encoder: %s", missing)
        return None


def open_assistant(content: Path | None = None, model: str | None = None, cache: Path | None = None) -> Assistant:
    """Open the assistant on a content folder, or on the packaged content.

    Raises:
        FaqError: with every fault of the content.
        EncoderError: if `model` names a folder without an encoder.

    """
    return open_engine(model, cache).open(content or PACKAGED)
