"""The language of a user's app tells the country of the numbers, and in private a language that is not read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from telegram import Chat as TelegramChat
from telegram import Message, User

from bot.handlers.locale import country, unread_language
from faq.helplines import Country, Helplines
from tests.bot.conftest import ChatFactory
from tests.bot.sample_updates import ASKER, GROUP, PRIVATE, said
from tests.bot.small_faq import FAQ, assistant
from tests.faq.languages import language

DAY = date(2026, 11, 22)
ABROAD = replace(
    FAQ,
    languages=(language("de"), language("pt"), language("hi"), language("hi-Latn"), language("mul")),
    helplines=Helplines(
        (
            Country("GB", "UK", ("en-GB",), "999", (), DAY),
            Country("BR", "Brazil", ("pt-BR",), "192", (), DAY),
            Country("DE", "Germany", ("de",), "112", (), DAY),
        )
    ),
)


def message(code: str | None, kind: str = TelegramChat.PRIVATE) -> Message:
    """Return a message of a user whose app is in a language."""
    author = User(77, "Ann", is_bot=False, language_code=code)
    return Message(1, datetime(2026, 11, 22, tzinfo=UTC), TelegramChat(77, kind), from_user=author)


CHANNEL = Message(1, datetime(2026, 11, 22, tzinfo=UTC), TelegramChat(-1009, TelegramChat.CHANNEL))
"""A message without a user."""


@pytest.mark.parametrize(("code", "name"), [("en-GB", "UK"), ("en-gb", "UK"), ("pt-BR", "Brazil"), ("de", "Germany")])
@pytest.mark.parametrize("kind", [TelegramChat.PRIVATE, TelegramChat.GROUP, TelegramChat.SUPERGROUP])
def test_a_language_code_of_one_country_tells_it_in_any_chat(code: str, name: str, kind: str) -> None:
    told = country(message(code, kind), ABROAD)
    assert told
    assert told.name == name


@pytest.mark.parametrize("code", ["en", "pt", "es", "", None])
def test_a_language_of_many_countries_or_none_tells_no_country(code: str | None) -> None:
    assert country(message(code), ABROAD) is None


def test_a_message_of_no_user_tells_neither_country_nor_language() -> None:
    assert country(CHANNEL, ABROAD) is None
    assert unread_language(CHANNEL, ABROAD) is None


@pytest.mark.parametrize(
    ("code", "curated"),
    [("de", "de"), ("DE", "de"), ("de-AT", "de"), ("pt", "pt"), ("pt-BR", "pt"), ("hi", "hi"), ("hi-Latn", "hi")],
)
def test_in_private_the_language_of_the_app_is_told_if_it_is_curated(code: str, curated: str) -> None:
    unread = unread_language(message(code), ABROAD)
    assert unread
    assert unread.code == curated


@pytest.mark.parametrize("code", ["en", "en-GB", "nl", "", None])
def test_english_and_a_language_that_is_not_curated_are_not_told(code: str | None) -> None:
    assert unread_language(message(code), ABROAD) is None


@pytest.mark.parametrize("kind", [TelegramChat.GROUP, TelegramChat.SUPERGROUP, TelegramChat.CHANNEL])
def test_in_groups_no_language_is_told_because_others_read_too(kind: str) -> None:
    assert unread_language(message("de", kind), ABROAD) is None


@pytest.mark.parametrize(("command", "line"), [("/start", "Hello in de."), ("/help", "Help in de.")])
async def test_the_greeting_and_the_help_have_a_line_in_the_language_of_the_app(
    make_chat: ChatFactory, command: str, line: str
) -> None:
    async with make_chat(assistant(ABROAD)) as chat:
        german, english, in_group = [
            await chat(said(command, where, from_=ASKER | {"language_code": code}))
            for code, where in (("de", PRIVATE), ("en", PRIVATE), ("de", GROUP))
        ]
    assert [line in call.text for call in (*german, *english)] == [True, False]
    assert not any(line in call.text for call in in_group)
