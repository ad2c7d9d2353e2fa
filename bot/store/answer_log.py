"""Which question got which answer, for two days: so that no question is answered twice, an edited one has its
answer edited, and an answer is removed when its time is up. No word of either is kept, only a keyed digest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, and_, delete, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import CryptoError
from bot.models import Answer
from bot.store.crypto import Crypto
from bot.store.sql import Batcher, change, insert, rows, transaction
from bot.store.tables import ANSWERS

KEPT = 48 * 3600
"""Seconds that an answer is known; Telegram lets nobody remove an older message."""
CLAIMED = 10
"""Seconds that a claim holds without an answer; whoever made it is taken for dead then.

Much less than the inbox takes to give a dead process's update to another, which would else find it claimed and be
silent: the clocks of the two may differ.
"""
MOST = 100_000
"""Rows that are kept at most; the oldest go first."""
AT_ONCE = 100
"""Answers that are named as due at once."""
_KEY = (ANSWERS.c.chat, ANSWERS.c.question_id)
_SEALED = (ANSWERS.c.chat, ANSWERS.c.sealed_chat)
_SHOWN = tuple(column for column in ANSWERS.c if column not in {ANSWERS.c.chat, ANSWERS.c.sealed_chat})


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of the last two days."""

    engine: AsyncEngine
    crypto: Crypto
    clock: Callable[[], float] = time.time
    most: int = MOST
    _claims: Batcher[Answer, bool] = field(init=False, repr=False, compare=False)
    _records: Batcher[Answer, None] = field(init=False, repr=False, compare=False)
    _claiming: Executable = field(init=False, repr=False, compare=False)
    _recording: Executable = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_claims", Batcher(self._claim_all))
        object.__setattr__(self, "_records", Batcher(self._record_all))
        # Built once: that takes longer than to run them.
        object.__setattr__(self, "_claiming", _claiming(self.engine))
        object.__setattr__(self, "_recording", _recording(self.engine))

    async def claim(self, chat_id: int, question_id: int, asker: str, digest: str) -> bool:
        """Whether the caller is the first who is to answer this question. A claim without an answer lapses."""
        now = int(self.clock())
        return await self._claims(Answer(chat_id, question_id, None, None, "", asker, digest, True, now, None))

    async def release(self, chat_id: int, question_id: int) -> None:
        """Give a claim up; an answer stays."""
        await change(self.engine, delete(ANSWERS).where(self._question(chat_id, question_id), _claim()))

    async def release_all(self) -> int:
        """Give up every claim there is, for a start that knows that nobody works at them; return how many."""
        return await change(self.engine, delete(ANSWERS).where(_claim()))

    async def record(self, answer: Answer) -> None:
        """Keep what was answered, in place of the claim or of an earlier answer to the question."""
        await self._records(answer)

    async def of_question(self, chat_id: int, question_id: int) -> Answer | None:
        """The answer to a question, or the claim to it."""
        return await self._latest(chat_id, ANSWERS.c.question_id == question_id)

    async def of_message(self, chat_id: int, message_id: int) -> Answer | None:
        """The answer that a message of ours is."""
        return await self._latest(chat_id, ANSWERS.c.message_id == message_id)

    async def recent(self, chat_id: int, thread_id: int | None, entry: str, within: int) -> Answer | None:
        """The latest answer that tells the entry in that thread, if it is no older than `within` seconds."""
        return await self._latest(
            chat_id,
            ANSWERS.c.thread_id.is_not_distinct_from(thread_id),
            ANSWERS.c.entry == entry,
            ANSWERS.c.at >= int(self.clock()) - within,
            ~_claim(),
        )

    async def last_unasked(self, chat_id: int) -> int | None:
        """When the chat last got an answer that nobody had asked for outright."""
        last = await self._latest(chat_id, ANSWERS.c.asked.is_(False), ~_claim())
        return last.at if last else None

    async def removed(self, chat_id: int, message_id: int) -> None:
        """Forget an answer that is no longer there."""
        gone = and_(ANSWERS.c.chat == self.crypto.chat(chat_id), ANSWERS.c.message_id == message_id)
        await change(self.engine, delete(ANSWERS).where(gone))

    async def due(self, now: float) -> tuple[Answer, ...]:
        """The answers whose time is up, the longest overdue first; at most `AT_ONCE`."""
        passed = and_(ANSWERS.c.remove_at <= int(now), ~_claim())
        query = select(*_SEALED, *_SHOWN).where(passed).order_by(ANSWERS.c.remove_at).limit(AT_ONCE)
        found = [(self._chat_id(row), row) for row in await rows(self.engine, query)]
        return tuple(Answer(chat_id, *row[len(_SEALED) :]) for chat_id, row in found if chat_id is not None)

    async def tidy(self) -> None:
        """Drop what is older than `KEPT`, and the oldest of what is too many."""
        beyond = select(*_KEY).order_by(ANSWERS.c.at.desc(), *_KEY).offset(self.most)
        await change(
            self.engine,
            delete(ANSWERS).where(ANSWERS.c.at < int(self.clock()) - KEPT),
            delete(ANSWERS).where(tuple_(*_KEY).in_(beyond)),
        )

    async def forget(self, asker: str) -> int:
        """Delete what was answered to a person, by alias; return how many answers it was."""
        return await change(self.engine, delete(ANSWERS).where(or_(ANSWERS.c.asker == asker, ANSWERS.c.chat == asker)))

    async def _claim_all(self, claims: Sequence[Answer]) -> Sequence[bool]:
        told = {_of(claim): self._row(claim) for claim in reversed(claims)}
        async with transaction(self.engine) as connection:
            won = {tuple(row) for row in await connection.execute(self._claiming, sorted(told.values(), key=_place))}
        first = {_of(claim): claim for claim in reversed(claims)}
        return [first[_of(claim)] is claim and (told[_of(claim)]["chat"], claim.question_id) in won for claim in claims]

    async def _record_all(self, answers: Sequence[Answer]) -> Sequence[None]:
        told = {_of(answer): self._row(answer) for answer in answers}
        async with transaction(self.engine) as connection:
            await connection.execute(self._recording, sorted(told.values(), key=_place))
        return [None] * len(answers)

    async def _latest(self, chat_id: int, *which: ColumnElement[bool]) -> Answer | None:
        query = select(*_SHOWN).where(ANSWERS.c.chat == self.crypto.chat(chat_id), *which)
        found = await rows(self.engine, query.order_by(ANSWERS.c.at.desc(), ANSWERS.c.question_id.desc()).limit(1))
        return Answer(chat_id, *found[0]) if found else None

    def _question(self, chat_id: int, question_id: int) -> ColumnElement[bool]:
        return and_(ANSWERS.c.chat == self.crypto.chat(chat_id), ANSWERS.c.question_id == question_id)

    def _row(self, answer: Answer) -> dict[str, Any]:
        # Only what is to be removed needs its chat's id back, and a private chat's id is its person's.
        hidden = answer.remove_at is not None and answer.chat_id >= 0
        return {column.name: getattr(answer, column.name) for column in _SHOWN} | {
            "chat": self.crypto.chat(answer.chat_id),
            "sealed_chat": self.crypto.encrypt(str(answer.chat_id)) if hidden else None,
        }

    def _chat_id(self, row: Row[*tuple[Any, ...]]) -> int | None:
        """The chat's id; None if another key sealed it."""
        try:
            return int(self.crypto.decrypt(row.sealed_chat) if row.sealed_chat else row.chat)
        except CryptoError:
            return None


def _claiming(engine: AsyncEngine) -> Executable:
    add = insert(engine, ANSWERS)
    # A claim from the future was made by a clock that goes ahead, or that was put back since.
    at, now = ANSWERS.c.at, add.excluded.at
    lapsed = and_(ANSWERS.c.message_id.is_(None), or_(at <= now - CLAIMED, at >= now + CLAIMED))
    again = {name: add.excluded[name] for name in ("asker", "digest", "at")}
    return add.on_conflict_do_update(index_elements=_KEY, set_=again, where=lapsed).returning(*_KEY)


def _recording(engine: AsyncEngine) -> Executable:
    add = insert(engine, ANSWERS)
    set_ = {column.name: add.excluded[column.name] for column in ANSWERS.c if column not in set(_KEY)}
    return add.on_conflict_do_update(index_elements=_KEY, set_=set_)


def _of(answer: Answer) -> tuple[int, int]:
    return answer.chat_id, answer.question_id


def _place(row: Mapping[str, Any]) -> tuple[str, int]:
    """The order in which rows are locked, the same in every process, so that none wait for each other."""
    return row["chat"], row["question_id"]


def _claim() -> ColumnElement[bool]:
    return ANSWERS.c.message_id.is_(None)
