"""The desk's view of the store: a second process reads and decides while the bot runs on the same database."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.errors import DatabaseError
from bot.models import Decision
from bot.simulator import serve
from bot.store.crypto import Crypto
from bot.store.database import open_beside, open_database
from bot.store.shared_questions import SharedQuestions
from tests.bot.database_fixtures import KEY
from tests.bot.process import QUESTION, Runner, wait_for_exit
from tests.bot.sample_updates import ASKER, PRIVATE, pressed, said
from tests.bot.store.old_database import create_old_database

UNKNOWN = "does my cat need a passport?"
PEOPLE = 3


@pytest_asyncio.fixture
async def runner(tmp_path: Path) -> AsyncIterator[Runner]:
    async with serve() as server:
        yield Runner(tmp_path, server)
        assert server.refused == []


async def share(runner: Runner, person: int) -> None:
    """Ask a question that has no answer, and share it with the curators."""
    user, chat = ASKER | {"id": person}, PRIVATE | {"id": person}
    await runner.server.queue(said(UNKNOWN, chat, from_=user))
    for data in ("q", "qs"):
        message = await posted(runner, person, f'"{data}"')
        await runner.server.queue(pressed(data, message, id=f"{data}-{person}", from_=user))
    await posted(runner, person, "Shared with the curators")


async def ask(runner: Runner, person: int) -> None:
    """Ask a question, and wait for its answer."""
    await runner.server.queue(said(QUESTION, PRIVATE | {"id": person}, from_=ASKER | {"id": person}))
    await posted(runner, person, "Ferritin")


async def posted(runner: Runner, chat_id: int, content: str) -> dict[str, Any]:
    """Wait for the message in a chat whose text or buttons have some content; return it."""

    def found() -> list[dict[str, Any]]:
        messages = [message for message in runner.server.api.posted if message["chat"]["id"] == chat_id]
        return [message for message in messages if content in json.dumps(message)]

    await runner.server.until(found)
    return found()[-1]


async def test_three_people_share_and_the_desk_counts_and_decides_while_the_bot_goes_on(
    runner: Runner, database_url: str
) -> None:
    async with runner.run(LEGWISE_DATABASE_URL=database_url, LEGWISE_MODEL="off") as bot:
        for person in range(1, PEOPLE + 1):
            await share(runner, person)
        async with open_beside(database_url) as engine:
            shared = SharedQuestions(engine, Crypto(KEY))
            questions = await shared.for_curators()
            assert [question.text for question in questions] == [UNKNOWN] * PEOPLE
            assert len({question.asker for question in questions}) == PEOPLE
            answering = asyncio.gather(*(ask(runner, person) for person in range(100, 130)))
            for number in range(30):
                decision = Decision.DISMISSED if number % 2 else None
                await shared.decide({question.id for question in questions}, decision)
            await answering
            assert {question.decision for question in await shared.for_curators()} == {Decision.DISMISSED}
        code, errors = await wait_for_exit(bot, signal.SIGTERM)
    assert code == 0, errors
    assert "locked" not in errors


async def test_a_missing_or_unmigrated_database_is_refused_with_its_cure(sqlite: str) -> None:
    with pytest.raises(DatabaseError, match="there is no such file; start `legwise run` once"):
        await open_beside(sqlite).__aenter__()
    create_old_database(sqlite)
    cure = "its tables are not of this version; start `legwise run` on it once with this version"
    with pytest.raises(DatabaseError, match=cure):
        await open_beside(sqlite).__aenter__()


async def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    async with open_database(database_url) as engine, engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="was written by a newer legwise"):
        await open_beside(database_url).__aenter__()
