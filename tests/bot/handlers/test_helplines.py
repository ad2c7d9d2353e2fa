"""The buttons of an urgent reply: its sources, and the numbers of another country."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import pytest_asyncio

from bot.simulator import ApiError
from faq.helplines import Country, Helplines
from tests.bot.conftest import Chat, ChatFactory
from tests.bot.sample_updates import GROUP, PRIVATE, by_bot, inaccessible, pressed, pressed_inline, said
from tests.bot.small_faq import FAQ, LIKE, URGENT, assistant

REVIEWED = date(2026, 11, 28)
FAQ_WITH_NUMBERS = replace(
    FAQ,
    urgent_replies=(replace(URGENT, numbers=("emergency", "talk")),),
    helplines=Helplines(
        (
            Country("FR", "France", ("fr-FR",), "112", (), REVIEWED, talk="3114"),
            Country("GR", "Greece", ("el",), "166", (), REVIEWED),
        )
    ),
)


@pytest_asyncio.fixture
async def chat(make_chat: ChatFactory) -> AsyncIterator[Chat]:
    """A chat about a FAQ with numbers of two countries."""
    async with make_chat(assistant(FAQ_WITH_NUMBERS)) as ready:
        yield ready


async def test_another_country_is_chosen_from_a_list_and_its_numbers_replace_the_list(chat: Chat) -> None:
    _, listed = await chat(pressed("c:heart"))
    assert listed.method == "sendMessage"
    assert listed.text == (
        "Which country are you in?\n\nI show the numbers to call there. If yours is not here, call your local "
        "emergency number. Your choice is not stored."
    )
    assert listed.buttons == [("France", "h:heart:FR"), ("Greece", "h:heart:GR")]
    _, numbers = await chat(pressed("h:heart:FR", chat.api.posted[-1]))
    assert numbers.method == "editMessageText"
    assert numbers.text.startswith("Numbers to call: France")
    assert "112" in numbers.text
    assert "3114" in numbers.text
    assert numbers.buttons == [("Another country", "c:heart:0")]
    _, again = await chat(pressed("c:heart:0", chat.api.posted[-1]))
    assert (again.method, again.text) == ("editMessageText", listed.text)


async def test_the_sources_of_an_urgent_reply_are_behind_a_button(chat: Chat) -> None:
    _, sources = await chat(pressed("u:heart"))
    assert sources.text == "What this advice rests on\n\nSources:\n• Clinic <of> legs"


async def test_in_a_group_the_list_replies_to_the_urgent_reply(chat: Chat) -> None:
    under = by_bot(chat=GROUP)
    _, listed = await chat(pressed("c:heart", under))
    assert listed["reply_parameters"]["message_id"] == under["message_id"]


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
async def test_numbers_are_shown_while_the_database_is_away(chat: Chat, place: dict[str, Any]) -> None:
    async with chat.store.engine.begin() as connection:
        for table in ("answers", "chats"):
            await connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_away")
    under = by_bot(chat=place)
    for data in ("u:heart", "c:heart", "c:heart:0", "h:heart:GR"):
        assert len(await chat(pressed(data, under))) == 2


async def test_nothing_about_the_country_is_stored(chat: Chat) -> None:
    for data in ("c:heart", "h:heart:FR", "c:heart:0"):
        await chat(pressed(data, by_bot(chat=GROUP)))
    async with chat.store.engine.begin() as connection:
        for table in ("answers", "chats", "votes", "shared"):
            rows = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
            assert rows.scalar() == 0


async def test_a_country_that_is_gone_gives_the_list_and_says_whom_to_call(chat: Chat) -> None:
    press, listed = await chat(pressed("h:heart:ZZ"))
    assert press["text"] == (
        "I no longer have numbers of that country. In an emergency, call your local emergency number."
    )
    assert listed.text.startswith("Which country are you in?")


async def test_of_a_reply_that_is_gone_the_emergency_number_is_shown(chat: Chat) -> None:
    _, numbers = await chat(pressed("h:gone:FR"))
    assert "112" in numbers.text
    assert "3114" not in numbers.text


async def test_the_sources_of_a_reply_that_is_gone_give_the_topics(chat: Chat) -> None:
    press, shown = await chat(pressed("u:gone"))
    assert press["text"] == "That question is no longer here. These are the topics now."
    assert shown.method == "sendMessage"


async def test_under_a_message_that_cannot_be_edited_the_numbers_get_a_message_of_their_own(chat: Chat) -> None:
    chat.api.fail("editMessageText", ApiError(400, "Bad Request: message can't be edited"))
    _, numbers = await chat(pressed("h:heart:FR"))
    assert numbers.method == "sendMessage"


async def test_an_old_button_still_shows_the_numbers(chat: Chat) -> None:
    _, numbers = await chat(pressed("h:heart:FR", inaccessible()))
    assert (numbers["chat_id"], numbers.text.partition("\n")[0]) == (GROUP["id"], "Numbers to call: France")


async def test_under_an_inline_message_the_press_is_answered(chat: Chat) -> None:
    assert [call.method for call in await chat(pressed_inline("c:heart", "i"))] == ["answerCallbackQuery"]


async def test_the_urgent_reply_itself_has_both_buttons(chat: Chat) -> None:
    [urgent] = await chat(said(LIKE))
    assert urgent.buttons == [("Sources", "u:heart"), ("Another country", "c:heart")]
