"""The webhook's registration: it is made, it is looked after, and what goes wrong with it is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
import pytest_asyncio
from pydantic import SecretStr
from telegram.error import InvalidToken

from bot.sending.client import make_bot
from bot.sending.http_request import AiohttpRequest
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.simulator import Counterpart, serving
from bot.updates.registration import EVERY, WebhookError, WebhookRegistration
from tests.bot.judge import TOKEN, Refusal

URL = "https://bot.example.org/hook"
TAKEN = "another process with this token took the webhook away"


class OverError(Exception):
    """A test has seen enough."""


@dataclass
class Hook:
    """A registration at a counterpart of the Bot API."""

    server: Counterpart
    registration: WebhookRegistration

    async def looks(self, times: int) -> None:
        """Let it look so many times."""
        left = iter(range(times))

        async def pause(seconds: float) -> None:
            assert seconds == EVERY
            if next(left, None) is None:
                raise OverError
            await asyncio.sleep(0)

        self.registration.pause = pause
        with suppress(OverError):
            await self.registration.watch()


@pytest_asyncio.fixture
async def hook() -> AsyncIterator[Hook]:
    async with serving() as server:
        bot = make_bot(TOKEN, server.url, AiohttpRequest(), RetryingRateLimiter(pauses=(0.01,)))
        await bot.initialize()
        yield Hook(server, WebhookRegistration(bot, URL, SecretStr("a-secret-of-the-tests"), ("message",)))
        await bot.shutdown()


async def test_it_stands_once_telegram_took_it_and_is_left_alone_as_long_as_it_does(hook: Hook) -> None:
    assert not hook.registration.stands
    await hook.registration.make()
    await hook.looks(3)
    assert hook.registration.stands
    assert len(hook.server.judge.of("setWebhook")) == 1


async def test_what_another_process_took_away_is_set_again_and_told(
    hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    await hook.registration.make()
    await hook.registration.bot.delete_webhook()
    await hook.looks(2)
    assert (hook.registration.stands, hook.server.webhook.url) == (True, URL)
    assert caplog.text.count(TAKEN) == 1


async def test_what_telegram_does_not_take_does_not_stand(hook: Hook, caplog: pytest.LogCaptureFixture) -> None:
    refusal = Refusal(400, "Bad Request: bad webhook: failed to resolve host")
    hook.server.judge.faults.append(("setWebhook", refusal))
    with pytest.raises(WebhookError, match="failed to resolve host"):
        await hook.registration.make()
    assert not hook.registration.stands
    hook.server.judge.faults.append(("setWebhook", refusal))
    await hook.looks(1)
    assert not hook.registration.stands, "it is tried again at the next look"
    assert "it is not sure that updates are still pushed here" in caplog.text
    await hook.looks(1)
    assert hook.registration.stands


async def test_an_error_of_telegrams_is_told_once_and_how_many_updates_it_holds(
    hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    await hook.registration.make()
    hook.server.webhook.last_error = (1_700_000_000, "Wrong response from the webhook: 502 Bad Gateway")
    with caplog.at_level(logging.WARNING):
        await hook.looks(3)
    assert caplog.text.count("Telegram could not push an update: Wrong response from the webhook: 502") == 1
    assert hook.registration.held == 0


async def test_a_fault_of_the_network_ends_no_watch_and_a_token_that_is_revoked_does(hook: Hook) -> None:
    await hook.registration.make()
    hook.server.judge.faults += [("getWebhookInfo", Refusal(502, "Bad Gateway"))] * 2
    await hook.looks(2)
    hook.server.judge.faults.append(("getWebhookInfo", Refusal(401, "Unauthorized")))
    with pytest.raises(InvalidToken):
        await hook.looks(1)
