"""`legwise run` over HTTP, once against each of two Bot APIs: ours, watched by judges that are not, and others'."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.counterpart import Counterpart, serving
from tests.bot.counterpart.judging import Call
from tests.bot.counterpart.outside import aiogram_judge
from tests.bot.emulator import Server, emulating
from tests.bot.test_run import QUESTION, House, ended
from tests.bot.updates import GROUP, PRIVATE, by_bot, in_topic, pressed, said

ANSWER = "What stores iron?"


@dataclass(frozen=True, slots=True)
class Trial:
    """A place to run in, and the server to run against."""

    house: House
    server: Server

    async def sent(self, count: int, method: str = "sendMessage") -> list[Call]:
        """Run until so many calls of a method were carried out; they are returned."""
        async with self.house.running() as process:
            await self.server.until(lambda: process.returncode is not None or len(self.server.calls(method)) >= count)
            code, errors = await ended(process, signal.SIGTERM if process.returncode is None else None)
        assert code == 0, errors
        return self.server.calls(method)


@asynccontextmanager
async def _ours(_: Path) -> AsyncIterator[Server]:
    async with serving(aiogram_judge()) as server:
        yield server


@asynccontextmanager
async def _theirs(folder: Path) -> AsyncIterator[Server]:
    async with emulating(folder / "journal") as server:
        yield server
        told = server.verdict()
        assert told["ok"], told


@pytest_asyncio.fixture(params=[_ours, _theirs], ids=["ours", "theirs"])
async def trial(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Trial]:
    """A trial against each server in turn, in which no call may be refused."""
    async with request.param(tmp_path) as server:
        yield Trial(House(tmp_path, Counterpart(url=server.url)), server)
        assert server.refused == []


async def test_a_private_question_is_answered(trial: Trial) -> None:
    await trial.server.queue(said(QUESTION))
    [call] = await trial.sent(1)
    assert call["chat_id"] == PRIVATE["id"]
    assert call.text.startswith(ANSWER)


async def test_ask_in_a_group_is_answered_in_a_reply(trial: Trial) -> None:
    asked = said(f"/ask {QUESTION}", GROUP)
    await trial.server.queue(asked)
    [call] = await trial.sent(1)
    assert call["chat_id"] == GROUP["id"]
    assert call["reply_parameters"]["message_id"] == asked["message"]["message_id"]
    assert call.text.startswith(ANSWER)


async def test_ask_in_a_topic_is_answered_there(trial: Trial) -> None:
    await trial.server.queue(in_topic(5, f"/ask {QUESTION}"))
    [call] = await trial.sent(1)
    assert call["message_thread_id"] == 5


async def test_ask_alone_asks_for_the_question(trial: Trial) -> None:
    await trial.server.queue(said("/ask", GROUP))
    [call] = await trial.sent(1)
    assert call["reply_markup"]["force_reply"] is True


async def test_a_press_of_a_button_is_answered_and_does_what_it_says(trial: Trial) -> None:
    await trial.server.queue(pressed("e:store", by_bot("Did you mean", GROUP)))
    [call] = await trial.sent(1)
    assert call.text.startswith(ANSWER)
    assert [press["callback_query_id"] for press in trial.server.calls("answerCallbackQuery")] == ["4711"]


async def test_the_menus_of_commands_are_set(trial: Trial) -> None:
    await trial.server.queue(said("/help"))
    await trial.sent(1)
    scopes = {call["scope"]["type"] for call in trial.server.calls("setMyCommands")}
    assert {"all_private_chats", "all_group_chats"} <= scopes
