"""The red flags of a message are looked for once, with the same result as without the cache."""

from __future__ import annotations

import pytest

from bot.updates import flag_cache
from bot.updates.flag_cache import CachedDetector, with_cached_flags
from faq.assistant import Assistant
from faq.models import Flag
from tests.bot.small_faq import assistant as small_assistant


@pytest.fixture
def assistant() -> Assistant:
    return small_assistant()


class _Counting:
    """A detector that counts how often it looks."""

    def __init__(self, assistant: Assistant) -> None:
        self.looks, self._detector = 0, assistant.red_flags

    def detect(self, question: str) -> Flag | None:
        self.looks += 1
        return self._detector.detect(question)


EMERGENCY, CALM = "I have chest pain", "what stores iron"


@pytest.mark.parametrize("text", [EMERGENCY, CALM, "", "\ud83d half a letter"])
def test_a_text_is_looked_at_once_and_found_the_same(text: str, assistant: Assistant) -> None:
    counting = _Counting(assistant)
    cached = CachedDetector(counting)
    assert [cached.detect(text) for _ in range(3)] == [assistant.red_flags.detect(text)] * 3
    assert counting.looks == 1


def test_a_full_cache_forgets_and_finds_anew(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flag_cache, "MAX_CACHED", 2)
    counting = _Counting(assistant)
    cached = CachedDetector(counting)
    for text in (CALM, "and coffee?", EMERGENCY, CALM):
        assert cached.detect(text) == assistant.red_flags.detect(text)
    assert counting.looks == 4


def test_an_assistant_with_the_cache_decides_the_same(assistant: Assistant) -> None:
    cached = with_cached_flags(assistant)
    for text in (EMERGENCY, CALM):
        assert cached.ask(text) == assistant.ask(text)
