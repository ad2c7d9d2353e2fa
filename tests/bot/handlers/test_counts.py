"""What is counted by day of what people press: votes, suggestions and shares, each once."""

from __future__ import annotations

from bot.models import REFUSED, TAKEN, Count
from tests.bot.conftest import Chat
from tests.bot.handlers.test_feedback import button, confirmed, last, previewed
from tests.bot.sample_updates import GROUP, OTHER, pressed, said

PRESSES = {Count.ANSWER, Count.OFFER, Count.HELPFUL, Count.UNHELPFUL, Count.NONE_OF_THESE, Count.SHARE}


def counted(chat: Chat) -> dict[tuple[Count, str], int]:
    """Return what presses have counted since the last time."""
    return {(name, label): count for (_, name, label), count in chat.metrics.tally.take().items() if name in PRESSES}


async def test_a_vote_counts_once_and_a_changed_one_as_another(chat: Chat) -> None:
    await chat(said("What stores iron?"))
    for label in ("Helpful", "Helpful", "Not helpful"):
        await chat(pressed(button(last(chat), label), last(chat)))
    assert counted(chat) == {(Count.HELPFUL, "store"): 1, (Count.UNHELPFUL, "store"): 1}


async def test_a_suggestion_that_is_taken_counts_with_its_entry(chat: Chat) -> None:
    await chat(said("ferritin"))
    await chat(pressed("d:low", last(chat)))
    assert counted(chat) == {(Count.OFFER, TAKEN): 1, (Count.ANSWER, "low"): 1}


async def test_another_users_press_in_a_group_shows_the_entry_but_takes_nothing(chat: Chat) -> None:
    await chat(said("/ask ferritin", GROUP))
    await chat(pressed("d:low", last(chat), from_=OTHER))
    assert counted(chat) == {(Count.ANSWER, "low"): 1}


async def test_none_of_these_refuses_all_suggestions_at_once(chat: Chat) -> None:
    await chat(said("ferritin"))
    await chat(pressed("n", last(chat)))
    counts = counted(chat)
    assert counts.pop((Count.OFFER, REFUSED)) == 1
    assert {name for name, _ in counts} == {Count.NONE_OF_THESE}


async def test_a_question_counts_as_shared_when_it_is_and_not_when_it_is_shown(chat: Chat) -> None:
    await previewed(chat)
    assert counted(chat) == {}
    chat.clock.now += 3600
    await confirmed(chat)
    assert counted(chat) == {(Count.SHARE, ""): 1}
