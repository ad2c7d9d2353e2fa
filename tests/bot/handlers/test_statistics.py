"""/stats, for the admins alone: a few plain lines on the last seven days."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.models import REFUSED, TAKEN, Count
from tests.bot.conftest import Chat, ChatFactory
from tests.bot.sample_updates import ASKER, GROUP, OTHER, PRIVATE, edited, said
from tests.bot.small_faq import assistant

ADMIN = ASKER
WEEK = """8 November to 14 November

Questions: 13. Answered: 9 (69%). Offered suggestions: 3 (taken: 2, refused: 1). No answer: 1.

Small talk: 4. In other languages: 0.

Emergencies: 3 (heart 2, overdose 1).

Votes: 5 helpful, 3 not helpful.

Voted down most: “What is low ferritin?” 2.

Questions shared with the curators: 2. /gaps shows what several asked alike."""
QUIET = """8 November to 14 November

No questions.

No emergencies.

No votes.

Questions shared with the curators: 0. /gaps shows what several asked alike."""
UNKNOWN = "I don't know that command."


@pytest_asyncio.fixture
async def chat(make_chat: ChatFactory) -> AsyncIterator[Chat]:
    """A chat of which one user is an admin."""
    async with make_chat(assistant(), admins=(ADMIN["id"],)) as ready:
        yield ready


async def _fill(chat: Chat) -> None:
    today = chat.store.daily_counts.today()
    counts = {
        (Count.OUTCOME, "answer"): 8, (Count.OUTCOME, "referral"): 1, (Count.OUTCOME, "suggest"): 3,
        (Count.OUTCOME, "none"): 1, (Count.OUTCOME, "smalltalk"): 4, (Count.OFFER, TAKEN): 2,
        (Count.OFFER, REFUSED): 1, (Count.RED_FLAG, "heart"): 2, (Count.RED_FLAG, "overdose"): 1,
        (Count.HELPFUL, "store"): 5, (Count.UNHELPFUL, "low"): 2, (Count.UNHELPFUL, ""): 1, (Count.SHARE, ""): 2,
    }  # fmt: skip
    oldest, before = today - timedelta(days=6), today - timedelta(days=7)
    await chat.store.daily_counts.add({(oldest, name, label): count for (name, label), count in counts.items()})
    await chat.store.daily_counts.add({(before, name, label): 100 for name, label in counts})


async def test_an_admin_reads_the_figures_of_the_last_seven_days(chat: Chat) -> None:
    await _fill(chat)
    [call] = await chat(said("/stats"))
    assert call.text == WEEK


async def test_a_week_without_events_is_told_in_as_few_words(chat: Chat) -> None:
    [call] = await chat(said("/stats@legwise_bot"))
    assert call.text == QUIET


@pytest.mark.parametrize("where", [PRIVATE | {"id": OTHER["id"]}, GROUP])
async def test_others_get_what_any_unknown_command_gets(chat: Chat, where: dict[str, object]) -> None:
    told = [[call.text for call in await chat(said(text, where, from_=OTHER))] for text in ("/stats", "/nonsense")]
    assert told[0] == told[1]


async def test_an_admin_gets_no_figures_in_a_group_or_by_an_edit(chat: Chat) -> None:
    assert await chat(said("/stats", GROUP)) == await chat(said("/nonsense", GROUP))
    before = said("/nonsense")
    await chat(before)
    assert not [call for call in await chat(edited(before, "/stats")) if "Questions" in call.text]


async def test_without_admins_nobody_gets_the_figures(make_chat: ChatFactory) -> None:
    async with make_chat(assistant()) as chat:
        told = [[call.text for call in await chat(said(text))] for text in ("/stats", "/nonsense")]
    assert told[0] == told[1]
