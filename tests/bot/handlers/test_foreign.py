"""A message in a language that is not read gets a card in it; where nobody asked, silence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest_asyncio

from faq.helplines import Country, Helplines
from tests.bot.conftest import Chat, ChatFactory
from tests.bot.sample_updates import GROUP, said
from tests.bot.small_faq import FAQ, assistant
from tests.faq.languages import language

SPAIN = Country("ES", "Spain", ("es-ES",), "112", ("https://example.org/es",), date(2026, 11, 22), talk="024")
SPANISH = language("es", common=("hola", "quiero", "saber", "gracias"), countries={"ES": "España"})
ASKED = "hola quiero saber"
CARD = """Only English.

Emergency: España 112
Talk: España 024
Poison: España 112"""


@pytest_asyncio.fixture
async def chat(make_chat: ChatFactory) -> AsyncIterator[Chat]:
    faq = replace(FAQ, languages=(SPANISH,), helplines=Helplines((SPAIN,)))
    async with make_chat(assistant(faq)) as ready:
        yield ready


async def test_a_private_message_gets_the_card_with_the_numbers(chat: Chat) -> None:
    [call] = await chat(said(ASKED))
    assert call.text == CARD


async def test_in_a_group_a_question_to_the_bot_gets_the_card(chat: Chat) -> None:
    [call] = await chat(said(f"/ask@legwise_bot {ASKED}", GROUP))
    assert call.text == CARD


async def test_in_a_group_talk_that_asks_nobody_gets_silence(chat: Chat) -> None:
    assert await chat(said(ASKED, GROUP)) == []
