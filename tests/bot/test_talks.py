"""Two talks with the packaged content, turn by turn and word for word."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from faq.assistant import Assistant
from faq.engine import open_assistant
from tests.bot.talks.deed import fault
from tests.bot.talks.script import HERE, NAMES, read
from tests.bot.talks.stage import Played, play
from tests.bot.talks.transcript import transcript


@pytest.fixture(scope="module")
def packaged(packaged_cache: Path) -> Assistant:
    """The assistant of the packaged content."""
    return open_assistant(cache=packaged_cache)


@pytest.fixture(scope="module")
def talks(packaged: Assistant) -> dict[str, tuple[Played, ...]]:
    """Each talk, played."""
    return {name: asyncio.run(play(read(name), name, packaged)) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_the_bot_does_at_each_turn_what_an_attentive_person_would(
    name: str, talks: dict[str, tuple[Played, ...]], packaged: Assistant
) -> None:
    faults = [wrong for played in talks[name] if (wrong := fault(played, packaged.faq))]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", NAMES)
def test_a_talk_reads_as_it_is_checked_in(name: str, talks: dict[str, tuple[Played, ...]]) -> None:
    golden = (HERE / f"{name}.golden.txt").read_text("utf-8")
    assert transcript(talks[name]) == golden, f"{name} reads otherwise now: run python -m tests.bot.talks"
