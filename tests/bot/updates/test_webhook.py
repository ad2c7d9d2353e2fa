"""The webhook: what is taken, what is turned away, and that nothing is taken before it is on disk."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from telegram import Update

from bot.config.urls import Address
from bot.errors import ListenError
from bot.http.health import Health
from bot.http.server import listening
from bot.metrics import Metrics
from bot.store.database import opened
from bot.updates.inbox import Inbox
from bot.updates.result import Done, Result
from bot.updates.webhook import HEADER, LONGEST, Webhook
from tests.bot.sample_updates import said
from tests.bot.workers import working

SECRET = "a-secret-of-the-tests"
JSON = {"Content-Type": "application/json", HEADER: SECRET}
PATIENCE = 10.0


@dataclass
class Hook:
    """A webhook at an address, and what was answered."""

    engine: AsyncEngine
    inbox: Inbox
    session: aiohttp.ClientSession
    heard: bool = True
    answering: bool = True
    url: str = ""
    answered: list[int] = field(default_factory=list)

    async def push(self, body: Any, **headers: str) -> int:
        """Push a body, with these headers in place of the right ones; return the status."""
        sent = body if isinstance(body, bytes | str) else json.dumps(body)
        async with self.session.post(f"{self.url}/hook", data=sent, headers=JSON | headers) as response:
            return response.status

    async def get(self, path: str) -> tuple[int, str]:
        """Look at a page; return status and text."""
        async with self.session.get(self.url + path) as response:
            return response.status, await response.text()

    async def answer(self, update: Update) -> Result:
        """Note that an update was answered."""
        self.answered.append(update.update_id)
        return Done()

    async def until(self, count: int) -> None:
        """Wait until so many updates were answered."""
        async with asyncio.timeout(PATIENCE):
            while len(self.answered) < count:  # noqa: ASYNC110 - an answer sets no event
                await asyncio.sleep(0.01)


@asynccontextmanager
async def _hooked(engine: AsyncEngine) -> AsyncIterator[Hook]:
    async with aiohttp.ClientSession() as session:
        hook = Hook(engine, Inbox(engine), session)
        workers = working(hook.inbox, hook.answer)
        workers.begin()
        routes = [
            Webhook(SecretStr(SECRET), hook.inbox).route("/hook"),
            *Health(engine, Metrics.fresh(), lambda: hook.heard, lambda: hook.answering).routes(),
        ]
        async with listening(Address("127.0.0.1", 0), routes) as where:
            hook.url = f"http://{where}"
            yield hook
        await workers.finish(PATIENCE)


@pytest_asyncio.fixture
async def hook(tmp_path: Path) -> AsyncIterator[Hook]:
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'inbox'}") as engine, _hooked(engine) as ready:
        yield ready


async def test_an_update_is_taken_and_answered_once_however_often_it_is_pushed(hook: Hook) -> None:
    update = said("What stores iron?")
    assert [await hook.push(update) for _ in range(3)] == [200, 200, 200]
    await hook.until(1)
    assert hook.answered == [update["update_id"]]


async def test_fifty_at_once_are_all_taken(hook: Hook) -> None:
    updates = [said("What stores iron?") for _ in range(50)]
    assert set(await asyncio.gather(*map(hook.push, updates))) == {200}
    await hook.until(50)
    assert sorted(hook.answered) == sorted(update["update_id"] for update in updates)


@pytest.mark.parametrize("shown", ["", "another", SECRET[:-1], SECRET + "x", SECRET.upper(), "ä"])
async def test_who_does_not_know_the_secret_is_turned_away(hook: Hook, shown: str) -> None:
    assert await hook.push(said("x"), **{HEADER: shown}) == 403
    assert await hook.inbox.depth() == 0


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("application/json", 200), ("application/json; charset=utf-8", 200), ("Application/JSON;charset=UTF-8", 200),
        ("text/plain", 415), ("application/jsonp", 415), ("application/x-www-form-urlencoded", 415),
    ],
)  # fmt: skip
async def test_the_content_type_counts_without_its_charset_and_case(hook: Hook, written: str, status: int) -> None:
    assert await hook.push(said("x"), **{"Content-Type": written}) == status


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff\xfe", b"[]", b"null", b'"x"', b"{}", b'{"update_id": "1"}', b'{"update_id": true}',
        b'{"update_id": 1.0}', b'{"update_id": 99999999999999999999}', b"[" * 100_000,
    ],
)  # fmt: skip
async def test_what_is_no_update_is_turned_away(hook: Hook, body: bytes) -> None:
    assert await hook.push(body) == 400


async def test_what_is_too_long_is_turned_away_whether_or_not_it_tells_its_length(hook: Hook) -> None:
    long = b" " * (LONGEST + 1)
    assert await hook.push(long) == 413

    async def untold() -> AsyncIterator[bytes]:
        yield long

    async with hook.session.post(f"{hook.url}/hook", data=untold(), headers=JSON) as response:
        assert response.status == 413


async def test_only_posts_are_taken_and_only_there(hook: Hook) -> None:
    assert (await hook.get("/hook"))[0] == 405
    assert (await hook.get("/elsewhere"))[0] == 404


async def test_an_update_that_the_handlers_cannot_read_is_taken_so_that_it_does_not_come_again(hook: Hook) -> None:
    assert await hook.push({"update_id": 7, "callback_query": {"id": "1"}}) == 200


async def test_while_the_database_is_away_telegram_is_told_to_come_again(hook: Hook) -> None:
    async with hook.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO away")
    async with hook.session.post(f"{hook.url}/hook", json=said("x"), headers={HEADER: SECRET}) as response:
        assert (response.status, response.headers["Retry-After"]) == (503, "1")
    status, told = await hook.get("/readyz")
    assert (status, json.loads(told)) == (503, {"database": "failing", "telegram": "ok", "assistant": "ok"})
    assert await hook.get("/healthz") == (200, "alive\n")
    assert "legwise_database_up 0.0" in (await hook.get("/metrics"))[1]
    async with hook.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO inbox")
    assert await hook.push(said("x")) == 200
    await hook.until(1)


async def test_it_is_ready_as_long_as_updates_can_come_in_be_kept_and_be_answered(hook: Hook) -> None:
    status, told = await hook.get("/readyz")
    assert (status, json.loads(told)) == (200, {"database": "ok", "telegram": "ok", "assistant": "ok"})
    hook.heard = False
    status, told = await hook.get("/readyz")
    assert (status, json.loads(told)) == (503, {"database": "ok", "telegram": "failing", "assistant": "ok"})
    hook.heard, hook.answering = True, False
    status, told = await hook.get("/readyz")
    assert (status, json.loads(told)) == (503, {"database": "ok", "telegram": "ok", "assistant": "failing"})


async def test_what_is_under_way_at_the_end_is_finished_and_nothing_more_is_taken(tmp_path: Path) -> None:
    """Its body arrives in two parts, the end comes between them."""
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'inbox'}") as engine:
        body, ending = json.dumps(said("x")).encode(), asyncio.Event()

        async def halves() -> AsyncIterator[bytes]:
            yield body[:10]
            await ending.wait()
            await asyncio.sleep(0.2)
            yield body[10:]

        async with _hooked(engine) as hook:
            push = asyncio.create_task(_posted(hook, halves()))
            await asyncio.sleep(0.1)
            ending.set()
        assert await push == 200
        assert await Inbox(engine).depth() + len(hook.answered) == 1


async def _posted(hook: Hook, parts: AsyncIterator[bytes]) -> int:
    url = f"{hook.url}/hook"
    async with aiohttp.ClientSession() as session, session.post(url, data=parts, headers=JSON) as response:
        return response.status


async def test_where_another_listens_already_the_operator_is_told(hook: Hook) -> None:
    where = Address.read(hook.url.removeprefix("http://"))
    with pytest.raises(ListenError, match=r"^LEGWISE_LISTEN: cannot listen on 127\.0\.0\.1:\d+: .*; stop what uses it"):
        async with listening(where, []):
            pass
