"""Privacy, read from the disk: what is in the files of a SQLite database after each path, byte by byte."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import ChatSettings, Forgotten, Vote
from bot.store.answer_log import KEPT as ANSWERS_KEPT
from bot.store.crypto import Crypto
from bot.store.database import opened
from bot.store.shared_questions import KEPT as SHARED_KEPT
from bot.store.store import Store
from tests.bot.database_fixtures import NOON, Clock
from tests.bot.store.test_answer_log import given

ANN = 6_123_456_789
GROUP = -1_002_123_456_789
SECRET = "my secret restlessness 18"
SEALED = b"gAAAAA"
"""What every sealed text begins with."""


@pytest_asyncio.fixture
async def engine(sqlite: str) -> AsyncIterator[AsyncEngine]:
    async with opened(sqlite) as ready:
        yield ready


def on_disk(folder: Path) -> bytes:
    """All bytes of the database, its write-ahead log and what else is beside it."""
    files = list(folder.iterdir())
    assert len(files) >= 3, "the database, its log and its lock"
    return b"".join(file.read_bytes() for file in files)


def forms(number: int) -> list[bytes]:
    """The ways in which a number can be written: as text, and as bytes from either end."""
    size = (number.bit_length() + 7) // 8
    return [str(number).encode(), number.to_bytes(size, "big"), number.to_bytes(size, "little")]


async def used(store: Store) -> str:
    """Walk every path of the store as one person; return the id of the question that they shared."""
    ann = store.crypto.pseudonym(ANN)
    digest = store.crypto.digest(SECRET)
    for chat in (ANN, GROUP):
        await store.answers.claim(chat, 1, ann, digest)
        await store.answers.record(given(chat_id=chat, asker=ann, digest=digest, remove_at=NOON + 10))
        await store.chats.change(chat, ChatSettings(listen=True))
    await store.votes.cast(ann, store.crypto.digest(f"{ANN}:101"), "low", Vote.HELPFUL)
    return await store.shared.add(SECRET)


def assert_tells_nobody(folder: Path) -> None:
    left = on_disk(folder)
    assert not [form for form in forms(ANN) if form in left]
    assert b"secret" not in left


async def test_after_every_path_no_user_id_and_no_text_is_on_the_disk(store: Store, tmp_path: Path) -> None:
    await used(store)
    assert_tells_nobody(tmp_path)
    await store.tidy()
    assert_tells_nobody(tmp_path)
    assert store.crypto.pseudonym(ANN).encode() in on_disk(tmp_path), "the search would have found what is there"


async def test_a_person_who_is_forgotten_is_gone_from_the_disk_at_once(store: Store, tmp_path: Path) -> None:
    await used(store)
    assert await store.forget(ANN) == Forgotten(votes=1, answers=2)
    left = on_disk(tmp_path)
    assert store.crypto.pseudonym(ANN).encode() not in left
    assert store.crypto.digest(SECRET).encode() not in left
    assert await store.forget(ANN) == Forgotten(votes=0, answers=0)
    assert await store.chats.settings(GROUP) == ChatSettings(listen=True), "the group's settings are nobody's"


async def test_a_question_that_is_withdrawn_is_gone_from_the_disk_at_once_even_sealed(
    store: Store, tmp_path: Path
) -> None:
    id_ = await store.shared.add(SECRET)
    assert SEALED in on_disk(tmp_path)
    await store.shared.withdraw(id_)
    assert SEALED not in on_disk(tmp_path)
    assert id_.encode() not in on_disk(tmp_path)


async def test_what_is_too_old_is_gone_from_the_disk(store: Store, clock: Clock, tmp_path: Path) -> None:
    id_ = await used(store)
    clock.now += max(ANSWERS_KEPT, SHARED_KEPT.total_seconds() + 86400) + 1
    await store.tidy()
    left = on_disk(tmp_path)
    assert id_.encode() not in left
    assert SEALED not in left


async def test_a_shared_question_is_tied_to_nobody(store: Store, crypto: Crypto, tmp_path: Path) -> None:
    await store.shared.add(SECRET)
    assert crypto.pseudonym(ANN).encode() not in on_disk(tmp_path)
