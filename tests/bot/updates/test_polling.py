"""Polling: kept before it is acknowledged, and whatever goes wrong with a poll is waited out or told."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from sqlalchemy.exc import OperationalError
from telegram.error import InvalidToken
from telegram.request import BaseRequest

from bot.sending.http_request import FloodError
from bot.store.database import opened
from bot.updates import polling
from bot.updates.inbox import Inbox, StoredUpdate
from bot.updates.polling import Polling
from tests.bot.sample_updates import PRIVATE, said, update

GOOD: dict[str, Any] = {"ok": True, "result": []}


@dataclass
class Server(BaseRequest):
    """Answers one poll after the other by what it is given; then it is silent. Notes what was acknowledged when."""

    inbox: Inbox
    replies: list[tuple[int, Any]]
    asked: list[dict[str, str]] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def read_timeout(self) -> float | None:
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        self.asked.append({name: value for name, [value] in parse_qs(urlsplit(url).query).items()})
        self.kept.append(await self.inbox.depth())
        if not self.replies:
            self.over.set()
            await asyncio.Event().wait()
        code, envelope = self.replies.pop(0)
        if code == 429:
            raise FloodError(envelope["parameters"]["retry_after"])
        return code, json.dumps(envelope).encode()

    async def pause(self, seconds: float) -> None:
        """Note a pause of the loop's; nobody waits for it."""
        self.pauses.append(seconds)
        await asyncio.sleep(0)


@pytest_asyncio.fixture
async def inbox(tmp_path: Path) -> AsyncIterator[Inbox]:
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'inbox'}") as engine:
        yield Inbox(engine)


def told(*updates: Any) -> tuple[int, dict[str, Any]]:
    """A good answer to a poll."""
    return 200, {"ok": True, "result": list(updates)}


def refused(code: int, description: str, **parameters: int) -> tuple[int, dict[str, Any]]:
    """A bad one."""
    return code, {"ok": False, "error_code": code, "description": description, "parameters": parameters}


@asynccontextmanager
async def polled(inbox: Inbox, *replies: tuple[int, Any]) -> AsyncIterator[tuple[Server, Polling]]:
    """A loop that has met all the replies. Nothing is answered: there are no workers."""
    server = Server(inbox, list(replies))
    loop = Polling(server, "http://api/bot1:token", ("message",), inbox, server.pause)
    task = asyncio.create_task(loop.run())
    over = asyncio.create_task(server.over.wait())
    try:
        await asyncio.wait({task, over}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        yield server, loop
    finally:
        for one in (task, over):
            one.cancel()
        await asyncio.gather(task, over, return_exceptions=True)


async def test_an_update_is_acknowledged_only_when_it_is_kept(inbox: Inbox) -> None:
    questions = [said("a question", PRIVATE | {"id": number}) for number in (1, 2)]
    async with polled(inbox, told(*questions)) as (server, _):
        last = questions[-1]["update_id"]
        assert [asked["offset"] for asked in server.asked] == ["0", str(last + 1)]
        assert server.kept == [0, 2]


async def test_what_the_inbox_cannot_keep_is_not_acknowledged(inbox: Inbox) -> None:
    tries: list[int] = []

    class Full(Inbox):
        async def keep(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
            tries.append(1)
            if len(tries) < 4:
                raise OperationalError(None, None, OSError("disk full"))
            return await super().keep(updates)

    question = said("a question")
    async with polled(Full(inbox.engine), *[told(question)] * 4) as (server, _):
        assert [asked["offset"] for asked in server.asked] == ["0"] * 4 + [str(question["update_id"] + 1)]
        assert len(server.pauses) == 3


async def test_what_has_no_number_is_let_go_and_the_rest_is_kept(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    question = said("a question")
    strange: list[Any] = [{"no": "secret"}, "secret", {"update_id": "7"}, {"update_id": 2**70}, {"update_id": -1}]
    async with polled(inbox, told(*strange, question)):
        assert [kept.update_id for kept in await inbox.pending()] == [question["update_id"]]
    assert "5 updates without a number are let go" in caplog.text
    assert "secret" not in caplog.text


async def test_what_nobody_can_read_is_kept_and_acknowledged_like_any_other(inbox: Inbox) -> None:
    broken = update("callback_query", id="1")
    async with polled(inbox, told(broken)) as (server, _):
        assert server.asked[-1]["offset"] == str(broken["update_id"] + 1)
        assert [kept.update_id for kept in await inbox.pending()] == [broken["update_id"]]


async def test_pauses_grow_with_each_fault_and_are_never_the_same(inbox: Inbox) -> None:
    async with polled(inbox, *[refused(502, "Bad Gateway")] * 10) as (server, _):
        pauses = server.pauses
    assert len(pauses) == 10
    assert pauses[0] < 1 < pauses[5]
    assert 5 <= pauses[-1] <= 10, "however long the server was away, questions come in soon after it is back"
    assert len(set(pauses[6:])) == 4, "many bots that lost the same server do not come back at the same moment"


async def test_a_good_poll_ends_the_growing(inbox: Inbox) -> None:
    async with polled(inbox, *[refused(502, "Bad Gateway")] * 6, (200, GOOD), refused(502, "Bad Gateway")) as (
        server,
        _,
    ):
        assert server.pauses[-1] < 1 < server.pauses[-2]


async def test_a_flood_pause_is_as_long_as_telegram_says(inbox: Inbox) -> None:
    async with polled(inbox, refused(429, "Too Many Requests: retry after 7", retry_after=7)) as (server, _):
        assert server.pauses == [7]


@pytest.mark.parametrize(
    ("description", "line"),
    [
        ("Conflict: terminated by other getUpdates request", "another process polls with this token; stop the other"),
        ("Conflict: can't use getUpdates method while webhook is active", "this bot has a webhook"),
    ],
)
async def test_a_conflict_is_named_and_waited_for(
    inbox: Inbox, caplog: pytest.LogCaptureFixture, description: str, line: str
) -> None:
    caplog.set_level(logging.ERROR)
    async with polled(inbox, refused(409, description)) as (server, _):
        assert server.pauses == [5]
    assert line in caplog.text


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_telegram_does_not_know_ends_it(inbox: Inbox, code: int) -> None:
    with pytest.raises(InvalidToken):
        async with polled(inbox, refused(code, "Unauthorized")):
            pass


async def test_it_tells_how_long_nothing_has_come_in(inbox: Inbox) -> None:
    async with polled(inbox, refused(502, "Bad Gateway")) as (_, loop):
        made = loop.last_good
        assert loop.silent_for >= 0
    async with polled(inbox, (200, GOOD)) as (_, loop):
        assert loop.last_good > made
        assert loop.silent_for < polling.SILENT


async def test_the_token_is_in_no_text_of_the_loop(inbox: Inbox) -> None:
    async with polled(inbox) as (_, loop):
        assert "token" not in repr(loop)
