"""Looks for the red flags of one message once: its rank, the handlers and the assistant ask for the same."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faq.assistant import Assistant, RedFlagDetector
    from faq.models import Flag

MAX_CACHED = 1000
"""Messages whose flags are remembered; more than are ever in progress."""


class CachedDetector:
    """Remembers what was found in the latest texts, by digests in place of their words."""

    def __init__(self, detector: RedFlagDetector) -> None:
        self._detector = detector
        self._flags: dict[bytes, Flag | None] = {}

    def detect(self, question: str) -> Flag | None:
        """Return a red flag. Any thread may call this."""
        key = blake2b(question.encode(errors="surrogatepass"), digest_size=16).digest()
        flags = self._flags  # other threads may replace it
        if key not in flags:
            if len(flags) >= MAX_CACHED:
                flags = self._flags = {}
            flags[key] = self._detector.detect(question)
        return flags[key]


def with_cached_flags(assistant: Assistant) -> Assistant:
    """Return the same assistant, which looks for the red flags of a message once."""
    return replace(assistant, red_flags=CachedDetector(assistant.red_flags))
