"""Fixtures of the Telegram side's tests: a chat that runs a real Application over the fake wire."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest_asyncio
from hypothesis import settings
from telegram import Update

from bot.application import Bot, Telegram, connected, routed
from bot.delivery.ending import Ending
from bot.delivery.sending import Patience
from bot.handlers.failure import Failures
from faq.assistant import Assistant
from tests.bot.judge import TOKEN, Call, Judge
from tests.bot.tiny import assistant
from tests.bot.wire import Wire

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@dataclass
class Chat:
    """Takes updates as JSON; hands out the calls that they lead to."""

    judge: Judge
    bot: Bot
    application: Telegram
    failures: Failures

    async def ending(self, update: dict[str, Any]) -> Ending:
        """What comes of an update in the end."""
        read = Update.de_json(update, self.bot)
        await self.application.process_update(read)
        return self.failures.ending(read)

    async def __call__(self, update: dict[str, Any]) -> list[Call]:
        """The calls that an update leads to."""
        before = len(self.judge.calls)
        await self.ending(update)
        return self.judge.calls[before:]


async def chatting(answering: Assistant) -> AsyncIterator[Chat]:
    """A chat with an assistant."""
    judge, failures = Judge(), Failures()
    bot = connected(TOKEN, "https://api.example.org", Wire(judge), Patience(pauses=(0.0, 0.0)))
    application = routed(bot, answering, failures)
    async with application:
        yield Chat(judge, bot, application, failures)


@pytest_asyncio.fixture
async def chat() -> AsyncIterator[Chat]:
    """A chat with the assistant of the tiny FAQ."""
    async for ready in chatting(assistant()):
        yield ready
        assert not ready.judge.refused
