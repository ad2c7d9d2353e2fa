"""Polling: updates are stored before they are acknowledged, and failed polls are retried and logged."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy.exc import OperationalError
from telegram.error import InvalidToken
from telegram.request import BaseRequest

from bot.sending.http_request import AiohttpRequest, FloodError
from bot.updates.inbox import Inbox, StoredUpdate
from bot.updates.intake import Intake
from bot.updates.polling import MAX_REJECTIONS, MAX_SILENCE, Polling
from bot.updates.triage import Triage
from tests.bot.sample_updates import PRIVATE, said, update
from tests.bot.updates.inbox_helpers import depth, pending

GOOD: dict[str, Any] = {"ok": True, "result": []}


@dataclass
class Server(BaseRequest):
    """Gives one reply to each poll, then none. Records the polls, and how many updates were stored at each."""

    inbox: Inbox
    replies: list[tuple[int, Any]]
    polls: list[dict[str, str]] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    is_done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def read_timeout(self) -> float | None:
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        self.polls.append({name: value for name, [value] in parse_qs(urlsplit(url).query).items()})
        self.depths.append(await depth(self.inbox))
        if not self.replies:
            self.is_done.set()
            await asyncio.Event().wait()
        code, envelope = self.replies.pop(0)
        if code == 429:
            raise FloodError(envelope["parameters"]["retry_after"])
        return code, envelope if isinstance(envelope, bytes) else json.dumps(envelope).encode()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        return AiohttpRequest.parse_json_payload(payload)

    async def pause(self, seconds: float) -> None:
        """Record a pause without waiting."""
        self.pauses.append(seconds)
        await asyncio.sleep(0)


def received(*updates: Any) -> tuple[int, dict[str, Any]]:
    """Return a successful reply to a poll."""
    return 200, {"ok": True, "result": list(updates)}


def refused(code: int, description: str, **parameters: int) -> tuple[int, dict[str, Any]]:
    """Return a refusal."""
    return code, {"ok": False, "error_code": code, "description": description, "parameters": parameters}


@asynccontextmanager
async def polled(inbox: Inbox, *replies: tuple[int, Any]) -> AsyncIterator[tuple[Server, Polling]]:
    """Run the loop until it got all replies."""
    server = Server(inbox, list(replies))
    loop = Polling(server, "http://api/bot1:token", ("message",), Intake(inbox, Triage()), server.pause)
    task = asyncio.create_task(loop.run())
    done = asyncio.create_task(server.is_done.wait())
    try:
        await asyncio.wait({task, done}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        yield server, loop
    finally:
        for one in (task, done):
            one.cancel()
        await asyncio.gather(task, done, return_exceptions=True)


async def test_an_update_is_acknowledged_only_after_it_is_stored(inbox: Inbox) -> None:
    questions = [said("a question", PRIVATE | {"id": number}) for number in (1, 2)]
    async with polled(inbox, received(*questions)) as (server, _):
        last = questions[-1]["update_id"]
        assert [poll["offset"] for poll in server.polls] == ["0", str(last + 1)]
        assert server.depths == [0, 2]


async def test_updates_that_cannot_be_stored_are_not_acknowledged(inbox: Inbox) -> None:
    attempts: list[int] = []

    class Full(Inbox):
        async def add(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
            attempts.append(1)
            if len(attempts) < 4:
                raise OperationalError(None, None, OSError("disk full"))
            return await super().add(updates)

    question = said("a question")
    async with polled(Full(inbox.engine), *[received(question)] * 4) as (server, _):
        assert [poll["offset"] for poll in server.polls] == ["0"] * 4 + [str(question["update_id"] + 1)]
        assert len(server.pauses) == 3
        assert max(server.pauses) <= 1, "an emergency may be among the next"


async def test_while_updates_are_being_stored_those_behind_them_are_looked_at_and_not_acknowledged(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.polling.PEEK_INTERVAL", 0.1)
    looked, question, emergency = list[Sequence[StoredUpdate]](), said("a question"), said("chest pain")

    class Locked(Intake):
        async def add(self, updates: Sequence[StoredUpdate]) -> tuple[StoredUpdate, ...]:
            while not looked:  # noqa: ASYNC110 - a look sets no event
                await asyncio.sleep(0.005)
            return await super().add(updates)

        async def look(self, updates: Sequence[StoredUpdate]) -> None:
            looked.append(updates)

    server = Server(inbox, [received(question), received(question, emergency)])
    loop = Polling(server, "http://api/bot1:token", ("message",), Locked(inbox, Triage()), server.pause)
    task = asyncio.create_task(loop.run())
    await asyncio.wait_for(server.is_done.wait(), 10)
    task.cancel()
    assert [[one.body for one in updates] for updates in looked] == [[question, emergency]]
    assert [poll["offset"] for poll in server.polls] == ["0", "0", str(question["update_id"] + 1)]


async def test_updates_without_a_valid_number_are_skipped_and_the_others_are_stored(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    question = said("a question")
    invalid: list[Any] = [{"no": "secret"}, "secret", {"update_id": "7"}, {"update_id": 2**70}, {"update_id": -1}]
    async with polled(inbox, received(*invalid, question)):
        assert [one.update_id for one in await pending(inbox)] == [question["update_id"]]
    assert "skipped 5 updates without a valid number" in caplog.text
    assert "secret" not in caplog.text


async def test_an_unreadable_update_is_stored_and_acknowledged_like_any_other(inbox: Inbox) -> None:
    broken = update("callback_query", id="1")
    async with polled(inbox, received(broken)) as (server, _):
        assert server.polls[-1]["offset"] == str(broken["update_id"] + 1)
        assert [one.update_id for one in await pending(inbox)] == [broken["update_id"]]


async def test_pauses_grow_with_each_fault_and_are_random(inbox: Inbox) -> None:
    async with polled(inbox, *[refused(502, "Bad Gateway")] * 10) as (server, _):
        pauses = server.pauses
    assert len(pauses) == 10
    assert pauses[0] < 1 < pauses[5]
    assert 5 <= pauses[-1] <= 10, "after any outage updates are fetched soon"
    assert len(set(pauses[6:])) == 4, "bots that lost the same server do not all return at the same moment"


async def test_a_successful_poll_resets_the_pauses(inbox: Inbox) -> None:
    async with polled(inbox, *[refused(502, "Bad Gateway")] * 6, (200, GOOD), refused(502, "Bad Gateway")) as (
        server,
        _,
    ):
        assert server.pauses[-1] < 1 < server.pauses[-2]


async def test_a_flood_pause_is_as_long_as_telegram_asks_for(inbox: Inbox) -> None:
    async with polled(inbox, refused(429, "Too Many Requests: retry after 7", retry_after=7)) as (server, _):
        assert server.pauses == [7]


@pytest.mark.parametrize(
    ("description", "line"),
    [
        ("Conflict: terminated by other getUpdates request", "another process polls with this token; stop the other"),
        ("Conflict: can't use getUpdates method while webhook is active", "cannot poll: this bot has a webhook"),
    ],
)
async def test_a_conflict_is_logged_and_retried(
    inbox: Inbox, caplog: pytest.LogCaptureFixture, description: str, line: str
) -> None:
    caplog.set_level(logging.ERROR)
    async with polled(inbox, refused(409, description)) as (server, _):
        assert server.pauses == [5]
    assert line in caplog.text


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_is_rejected_for_minutes_ends_the_loop(
    inbox: Inbox, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(InvalidToken):
        async with polled(inbox, *[refused(code, "Unauthorized")] * (MAX_REJECTIONS + 1)):
            pass
    assert "Telegram rejects the token; retrying in 10 s" in caplog.text


async def test_a_token_that_is_rejected_for_a_while_is_tried_again(inbox: Inbox) -> None:
    rejected = [refused(401, "Unauthorized")] * MAX_REJECTIONS
    async with polled(inbox, *rejected, refused(502, "Bad Gateway"), *rejected, received(said("x"))) as (server, _):
        assert sum(server.pauses[:MAX_REJECTIONS]) == 300
        assert server.depths[-1] == 1


def nested(update_id: int, levels: int) -> dict[str, Any]:
    """Return an update that is nested so deep."""
    body: Any = "deep"
    for _ in range(levels):
        body = [body]
    return {"update_id": update_id, "message": body}


@pytest.mark.parametrize("bad", [nested(8, 100), nested(8, 900), {"update_id": 8, "message": {"n": float("nan")}}])
async def test_an_update_that_cannot_be_stored_holds_up_no_other(inbox: Inbox, bad: dict[str, Any]) -> None:
    before, after = said("before") | {"update_id": 7}, said("after") | {"update_id": 9}
    async with polled(inbox, received(before, bad, after)) as (server, _):
        assert server.polls[-1]["offset"] == "10"
    assert [one.body for one in await pending(inbox)] == [before, {"update_id": 8}, after]


async def test_an_update_that_cannot_even_be_parsed_is_fetched_alone_and_skipped_by_its_number(inbox: Inbox) -> None:
    before, after = said("before") | {"update_id": 7}, said("after") | {"update_id": 9}
    deep = json.dumps(before)[:-1].encode() + b', "x": ' + b"[" * 3000 + b"]" * 3000 + b"}"
    bad = deep.replace(b'"update_id": 7', b'"update_id": 8')
    batch = b'{"ok": true, "result": [' + b", ".join([json.dumps(before).encode(), bad]) + b"]}"
    alone = b'{"ok": true, "result": [' + bad + b"]}"
    async with polled(inbox, (200, batch), received(before), (200, alone), received(after)) as (server, _):
        assert [poll.get("limit") for poll in server.polls] == [None, "1", "1", None, None]
        assert [poll["offset"] for poll in server.polls] == ["0", "0", "8", "9", "10"]
    assert [one.update_id for one in await pending(inbox)] == [7, 8, 9]


async def test_only_a_successful_poll_ends_the_silence(inbox: Inbox) -> None:
    async with polled(inbox, refused(502, "Bad Gateway")) as (_, failing):
        await asyncio.sleep(0.1)
        assert failing.silent_for > 0.1
    async with polled(inbox, (200, GOOD)) as (_, succeeding):
        assert succeeding.silent_for < failing.silent_for < MAX_SILENCE


async def test_the_token_is_not_in_the_loops_repr(inbox: Inbox) -> None:
    async with polled(inbox) as (_, loop):
        assert "token" not in repr(loop)
