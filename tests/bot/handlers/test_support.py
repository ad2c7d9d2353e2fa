"""The line of support is told once in an hour to a person in a chat, and never in place of an emergency."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from telegram import Chat as TelegramChat
from telegram import Message, User

from bot.handlers.recent_keys import MOST
from bot.handlers.support import SupportOnce
from bot.store.retention import SUPPORT_TOLD
from faq.models import RedFlag, Support
from faq.outcome import Foreign, Found, NotFound, Outcome, Referred, Unsure, Urgent
from tests.bot.conftest import Chat, ChatFactory, Clock
from tests.bot.sample_updates import GROUP, OTHER, said
from tests.bot.small_faq import ENTRIES, FAQ, URGENT, assistant

HOUR = SUPPORT_TOLD.total_seconds()
ANN, BO, PRIVATE, OTHER_GROUP = 77, 88, 77, -1002
DISTRESS = NotFound(0.0, (), support=True)
CALM = NotFound(0.0, ())
TALKING = replace(
    FAQ, support=Support("That sounds hard.", RedFlag("support", "support", (("hopeless", "at my wits end"),)))
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def support(clock: Clock) -> SupportOnce:
    return SupportOnce(clock)


def message(user: int | None = ANN, chat: int = PRIVATE) -> Message:
    """Return a message of a user, or of a channel that has no user."""
    author = None if user is None else User(user, "Ann", is_bot=False)
    kind = TelegramChat.PRIVATE if chat == PRIVATE else TelegramChat.SUPERGROUP
    return Message(1, datetime(2026, 11, 22, tzinfo=UTC), TelegramChat(chat, kind), from_user=author)


def told(support: SupportOnce, user: int | None = ANN, chat: int = PRIVATE) -> bool:
    """Whether a message of distress is told the line."""
    return support.once(message(user, chat), DISTRESS).support


def test_a_person_is_told_once(support: SupportOnce) -> None:
    assert [told(support) for _ in range(3)] == [True, False, False]


def test_a_person_is_told_again_after_an_hour(support: SupportOnce, clock: Clock) -> None:
    assert told(support)
    clock.now += HOUR - 1
    assert not told(support)
    clock.now += 1
    assert told(support)
    assert not told(support)


def test_who_writes_again_and_again_still_waits_no_longer_than_an_hour(support: SupportOnce, clock: Clock) -> None:
    heard = []
    for _ in range(7):
        heard.append(told(support))
        clock.now += HOUR / 3
    assert heard == [True, False, False, True, False, False, True]


def test_each_person_and_each_chat_is_told_on_its_own(support: SupportOnce) -> None:
    talks = [(ANN, PRIVATE), (ANN, GROUP["id"]), (BO, GROUP["id"]), (ANN, OTHER_GROUP), (None, OTHER_GROUP)]
    assert [told(support, user, chat) for user, chat in talks] == [True] * 5
    assert [told(support, user, chat) for user, chat in talks] == [False] * 5


@pytest.mark.parametrize(
    "outcome",
    [
        Found(ENTRIES[0], 1.0, (), support=True),
        Referred(ENTRIES[-1], 1.0, (), support=True),
        Unsure((), 0.5, (), support=True),
        Foreign("es", 0.0, (), support=True),
        DISTRESS,
    ],
    ids=lambda outcome: outcome.kind,
)
def test_the_second_answer_of_any_kind_is_the_same_without_the_line(support: SupportOnce, outcome: Outcome) -> None:
    assert support.once(message(), outcome) is outcome
    assert support.once(message(), outcome) == replace(outcome, support=False)


def test_a_calm_message_is_left_as_it_is_and_does_not_count(support: SupportOnce) -> None:
    assert support.once(message(), CALM) is CALM
    assert told(support)
    assert support.once(message(), CALM) is CALM


def test_an_emergency_is_left_as_it_is_and_does_not_count(support: SupportOnce) -> None:
    urgent = Urgent(URGENT, (), support=True)
    assert [support.once(message(), urgent) for _ in range(2)] == [urgent, urgent]
    assert told(support)
    assert support.once(message(), urgent) is urgent


def test_of_more_talks_than_are_remembered_the_oldest_is_forgotten(support: SupportOnce) -> None:
    for user in range(1, MOST + 1):
        assert told(support, user, OTHER_GROUP)
    assert told(support, MOST + 1, OTHER_GROUP)
    assert not told(support, 3, OTHER_GROUP)
    assert told(support, 1, OTHER_GROUP)


async def test_in_a_chat_the_line_stands_under_the_first_answer_alone(make_chat: ChatFactory) -> None:
    async with make_chat(assistant(TALKING)) as chat:
        assert [await _lines(chat, "I feel hopeless") for _ in range(2)] == [1, 0]
        assert await _lines(chat, "What stores iron?") == 0


async def test_in_a_group_each_member_is_told(make_chat: ChatFactory) -> None:
    async with make_chat(assistant(TALKING)) as chat:
        [ann] = await chat(said("/ask I feel hopeless", GROUP))
        [bo] = await chat(said("/ask I am at my wits end", GROUP, from_=OTHER))
        [again] = await chat(said("/ask hopeless, all of it", GROUP))
    assert ["That sounds hard." in call.text for call in (ann, bo, again)] == [True, True, False]


async def _lines(chat: Chat, text: str) -> int:
    """Return how often the answer to a text has the line."""
    [call] = await chat(said(text))
    return call.text.count("That sounds hard.")
