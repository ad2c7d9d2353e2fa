"""Privacy, checked byte by byte in the files of a SQLite database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import ChatSettings, Forgotten, Vote
from bot.store import retention
from bot.store.database import open_database
from bot.store.store import Store
from bot.store.tables import ANSWERS, SHARED, VOTES
from tests.bot.database_fixtures import NOON, Clock
from tests.bot.store.test_answer_log import given

ANN = 6_123_456_789
GROUP = -1_002_123_456_789
SECRET = "my secret restlessness 18"
ENCRYPTED = b"gAAAAA"
"""The first bytes of every encrypted text."""


@pytest_asyncio.fixture
async def engine(sqlite: str) -> AsyncIterator[AsyncEngine]:
    async with open_database(sqlite) as ready:
        yield ready


def on_disk(folder: Path) -> bytes:
    """Return all bytes of the database, its write-ahead log and the files beside it."""
    files = list(folder.iterdir())
    assert len(files) >= 3, "the database, its log and its lock"
    return b"".join(file.read_bytes() for file in files)


def forms(number: int) -> list[bytes]:
    """Return a number as text, and as bytes in both orders."""
    size = (number.bit_length() + 7) // 8
    return [str(number).encode(), number.to_bytes(size, "big"), number.to_bytes(size, "little")]


async def store_all(store: Store) -> str:
    """Store all kinds of data of one user; return the id of the shared question."""
    ann = store.crypto.pseudonym(ANN)
    digest = store.crypto.digest(SECRET)
    for chat in (ANN, GROUP):
        await store.answers.claim(chat, 1, ann, digest)
        await store.answers.record(given(chat_id=chat, asker=ann, digest=digest, remove_at=NOON + 10))
        await store.chats.change(chat, ChatSettings(listen=True))
    await store.votes.cast(ann, store.crypto.digest(f"{ANN}:101"), "low", Vote.HELPFUL)
    return await store.shared.add(SECRET, store.crypto.asker(ANN))


def assert_is_anonymous(folder: Path) -> None:
    data = on_disk(folder)
    assert not [form for form in forms(ANN) if form in data]
    assert b"secret" not in data


async def test_no_user_id_and_no_text_is_ever_on_the_disk(store: Store, tmp_path: Path) -> None:
    await store_all(store)
    assert_is_anonymous(tmp_path)
    await store.delete_expired()
    assert_is_anonymous(tmp_path)
    assert store.crypto.pseudonym(ANN).encode() in on_disk(tmp_path), "the search finds stored data"


async def test_a_forgotten_user_is_gone_from_the_disk_at_once(store: Store, tmp_path: Path) -> None:
    await store_all(store)
    assert await store.forget(ANN) == Forgotten(votes=1, answers=2, shared=1)
    data = on_disk(tmp_path)
    assert store.crypto.pseudonym(ANN).encode() not in data
    assert store.crypto.digest(SECRET).encode() not in data
    assert store.crypto.asker(ANN).encode() not in data
    assert ENCRYPTED not in data
    assert await store.forget(ANN) == Forgotten(votes=0, answers=0)
    assert await store.chats.settings(GROUP) == ChatSettings(listen=True), "a group's settings belong to no user"


async def test_a_group_still_gets_the_answers_to_a_forgotten_user_removed_in_time(store: Store) -> None:
    await store_all(store)
    await store.forget(ANN)
    [left] = await store.answers.due(NOON + 10)
    assert (left.chat_id, left.asker, left.digest, left.entry) == (GROUP, "", "", "")


async def test_a_withdrawn_question_is_gone_from_the_disk_at_once_even_encrypted(store: Store, tmp_path: Path) -> None:
    id_ = await store.shared.add(SECRET, store.crypto.asker(ANN))
    assert ENCRYPTED in on_disk(tmp_path)
    await store.shared.withdraw(id_)
    assert ENCRYPTED not in on_disk(tmp_path)
    assert id_.encode() not in on_disk(tmp_path)


async def test_expired_data_is_gone_from_the_disk(store: Store, clock: Clock, tmp_path: Path) -> None:
    id_ = await store_all(store)
    clock.now += max(retention.ANSWERS, retention.SHARED_QUESTIONS + timedelta(days=1)).total_seconds() + 1
    await store.delete_expired()
    data = on_disk(tmp_path)
    assert id_.encode() not in data
    assert ENCRYPTED not in data


async def test_a_shared_question_cannot_be_joined_with_the_votes_and_answers_of_its_asker(store: Store) -> None:
    await store_all(store)
    async with store.engine.connect() as connection:
        tables = {
            table: {value for row in await connection.execute(select(table)) for value in row} - {None}
            for table in (SHARED, VOTES, ANSWERS)
        }
    assert not tables[SHARED] & (tables[VOTES] | tables[ANSWERS])
    assert tables[VOTES] & tables[ANSWERS], "these two share a pseudonym"
