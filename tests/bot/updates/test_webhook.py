"""The webhook: pushes are checked, and stored before they are acknowledged, and the registration is repaired."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from pydantic import SecretStr
from telegram.error import InvalidToken

from bot.sending.client import Bot, make_bot
from bot.sending.http_request import AiohttpRequest
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.simulator import TOKEN, ApiError, BotApiSimulator
from bot.simulator import serve as simulate
from bot.updates.webhook import CHECK_INTERVAL, HEADER, MAX_BODY, MAX_REJECTIONS, WebhookError, WebhookRegistration
from tests.bot.sample_updates import said
from tests.bot.updates.inbox_helpers import depth
from tests.bot.web import SECRET, WebServer

URL = "https://bot.example.org/hook"
REMOVED = "another process with this token removed the webhook"


async def test_an_update_is_answered_once_however_often_it_is_pushed(web: WebServer) -> None:
    update = said("What stores iron?")
    assert [await web.push(update) for _ in range(3)] == [200, 200, 200]
    await web.wait_for_answers(1)
    assert web.answered == [update["update_id"]]


async def test_fifty_concurrent_pushes_are_all_accepted(web: WebServer) -> None:
    updates = [said("What stores iron?") for _ in range(50)]
    assert set(await asyncio.gather(*map(web.push, updates))) == {200}
    await web.wait_for_answers(50)
    assert sorted(web.answered) == sorted(update["update_id"] for update in updates)


@pytest.mark.parametrize("secret", ["", "another", SECRET[:-1], SECRET + "x", SECRET.upper(), "ä"])
async def test_a_push_with_a_wrong_secret_is_rejected(web: WebServer, secret: str) -> None:
    assert await web.push(said("x"), **{HEADER: secret}) == 403
    assert await depth(web.inbox) == 0


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("Application/JSON;charset=UTF-8", 200),
        ("text/plain", 415),
        ("application/jsonp", 415),
        ("application/x-www-form-urlencoded", 415),
    ],
)
async def test_the_content_type_is_compared_without_charset_and_case(
    web: WebServer, content_type: str, status: int
) -> None:
    assert await web.push(said("x"), **{"Content-Type": content_type}) == status


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"\xff\xfe", b"[]", b"null", b'"x"', b"{}", b'{"update_id": "1"}', b'{"update_id": true}'),
        *(b'{"update_id": 1.0}', b'{"update_id": -1}', b'{"update_id": 99999999999999999999}', b"[" * 100_000),
    ],
)
async def test_a_body_that_is_not_an_update_is_rejected(web: WebServer, body: bytes) -> None:
    assert await web.push(body) == 400


@pytest.mark.parametrize("deep", [b"[" * 200 + b"]" * 200, b"[" * 3000 + b"]" * 3000, b"NaN", b"-Infinity", b"1e999"])
async def test_an_update_that_cannot_be_stored_is_accepted_by_its_number_so_that_it_is_not_repeated(
    web: WebServer, deep: bytes
) -> None:
    assert await web.push(b'{"update_id": 7, "message": {"update_id": 1, "x": ' + deep + b"}}") == 200
    await web.wait_for_answers(1)
    assert web.answered == [7]


async def test_a_body_that_is_too_long_is_rejected_with_and_without_its_length(web: WebServer) -> None:
    body = b" " * (MAX_BODY + 1)
    assert await web.push(body) == 413

    async def chunks() -> AsyncIterator[bytes]:
        yield body

    assert await web.push(chunks()) == 413


async def test_only_posts_to_the_path_are_accepted(web: WebServer) -> None:
    assert (await web.get("/hook"))[0] == 405
    assert (await web.get("/elsewhere"))[0] == 404


async def test_an_update_that_handlers_cannot_read_is_accepted_so_that_it_is_not_repeated(web: WebServer) -> None:
    assert await web.push({"update_id": 7, "callback_query": {"id": "1"}}) == 200


async def test_while_the_database_is_away_telegram_is_asked_to_retry(web: WebServer) -> None:
    async with (
        web.without_database(),
        web.session.post(f"{web.url}/hook", json=said("x"), headers={HEADER: SECRET}) as response,
    ):
        assert (response.status, response.headers["Retry-After"]) == (503, "1")
    assert await web.push(said("x")) == 200
    await web.wait_for_answers(1)


class OverError(Exception):
    """Ends the watch of a registration."""


@dataclass
class Pauses:
    """Counts down the checks of a registration."""

    left: int = 0

    async def __call__(self, seconds: float) -> None:
        assert seconds == CHECK_INTERVAL
        if self.left == 0:
            raise OverError
        self.left -= 1
        await asyncio.sleep(0)


@dataclass
class Registered:
    """A registration at a simulator."""

    server: BotApiSimulator
    bot: Bot
    pauses: Pauses = field(default_factory=Pauses)

    def __post_init__(self) -> None:
        self.registration = WebhookRegistration(self.bot, URL, SecretStr(SECRET), ("message",), self.pauses)

    async def check(self, times: int) -> None:
        """Watch for so many checks."""
        self.pauses.left = times
        with suppress(OverError):
            await self.registration.watch()


@pytest_asyncio.fixture
async def registered() -> AsyncIterator[Registered]:
    async with simulate() as server:
        bot = make_bot(TOKEN, server.url, AiohttpRequest(), RetryingRateLimiter(delays=(0.01,)))
        await bot.initialize()
        yield Registered(server, bot)
        await bot.shutdown()


async def test_a_registration_is_set_once_and_not_again_while_it_lasts(registered: Registered) -> None:
    registration = registered.registration
    assert not registration.is_set
    await registration.register()
    await registered.check(3)
    assert registration.is_set
    assert len(registered.server.api.calls_of("setWebhook")) == 1


async def test_a_webhook_that_another_process_removed_is_set_again_and_logged(
    registered: Registered, caplog: pytest.LogCaptureFixture
) -> None:
    await registered.registration.register()
    await registered.bot.delete_webhook()
    await registered.check(2)
    assert (registered.registration.is_set, registered.server.webhook.url) == (True, URL)
    assert caplog.text.count(REMOVED) == 1


async def test_a_webhook_that_telegram_rejects_is_not_set_and_retried_at_the_next_check(
    registered: Registered, caplog: pytest.LogCaptureFixture
) -> None:
    registration = registered.registration
    refusal = ApiError(400, "Bad Request: bad webhook: failed to resolve host")
    registered.server.api.fail("setWebhook", refusal)
    with pytest.raises(WebhookError, match="failed to resolve host"):
        await registration.register()
    assert not registration.is_set
    registered.server.api.fail("setWebhook", refusal)
    await registered.check(1)
    assert not registration.is_set
    assert "cannot verify the webhook: " in caplog.text
    await registered.check(1)
    assert registration.is_set


async def test_an_error_of_telegrams_pushes_is_logged_once_and_the_pending_updates_are_counted(
    registered: Registered, caplog: pytest.LogCaptureFixture
) -> None:
    await registered.registration.register()
    registered.server.webhook.last_error = (1_700_000_000, "Wrong response from the webhook: 502 Bad Gateway")
    with caplog.at_level(logging.WARNING):
        await registered.check(3)
    assert caplog.text.count("Telegram could not push an update: Wrong response from the webhook: 502") == 1
    assert registered.registration.pending_count == 0


async def test_network_errors_do_not_end_the_watch_and_a_revoked_token_does(registered: Registered) -> None:
    await registered.registration.register()
    registered.server.api.fail("getWebhookInfo", ApiError(502, "Bad Gateway"), times=2)
    await registered.check(2)
    registered.server.api.fail("getWebhookInfo", ApiError(401, "Unauthorized"), times=2 * MAX_REJECTIONS + 1)
    await registered.check(MAX_REJECTIONS)
    with pytest.raises(InvalidToken):
        await registered.check(MAX_REJECTIONS + 1)
