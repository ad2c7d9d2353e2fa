"""The answer given to each question, so that none is answered twice, an edited one has its answer edited, and an
answer is removed in time. Texts are stored as keyed digests only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import CryptoError
from bot.models import NO_MESSAGE, Answer, is_group
from bot.store import retention
from bot.store.crypto import Crypto
from bot.store.sql import Batcher, change, insert, rows, transact
from bot.store.tables import ANSWERS
from faq.outcome import OFFER

CLAIM_TIMEOUT = 10
"""Seconds after which a claimant without an answer counts as crashed.

Must be well below the inbox lease, since clocks differ: the process that takes over would find a live claim and stay
silent.
"""
MAX_ROWS = 100_000
DUE_BATCH = 100
"""Answers that `due` returns at most."""
_KEY = (ANSWERS.c.chat, ANSWERS.c.question_id)
_CHAT = (ANSWERS.c.chat, ANSWERS.c.sealed_chat)
_VALUES = tuple(column for column in ANSWERS.c if column not in {ANSWERS.c.chat, ANSWERS.c.sealed_chat})
_IS_CLAIM = ANSWERS.c.message_id.is_(None)
_Query = Select[*tuple[Any, ...]]


def _latest_where(*conditions: ColumnElement[bool]) -> _Query:
    """Return the query for a chat's latest answer that meets all conditions."""
    query = select(*_VALUES).where(ANSWERS.c.chat == bindparam("in_chat"), *conditions)
    return query.order_by(ANSWERS.c.at.desc(), ANSWERS.c.question_id.desc()).limit(1)


# Built once, because that takes longer than to execute them.
_IN_THREAD = ANSWERS.c.thread_id.is_not_distinct_from(bindparam("thread_id", type_=BigInteger))
_SINCE = ANSWERS.c.at >= bindparam("since")
_OF_QUESTION = _latest_where(ANSWERS.c.question_id == bindparam("question_id"))
_OF_MESSAGE = _latest_where(ANSWERS.c.message_id == bindparam("message_id"))
_TELLS = or_(ANSWERS.c.entry == bindparam("entry"), ANSWERS.c.entry.startswith(bindparam("with_offers")))
_RECENT = _latest_where(_IN_THREAD, _TELLS, _SINCE, ~_IS_CLAIM)
_LAST_TOLD = _latest_where(
    _IN_THREAD, ANSWERS.c.asker == bindparam("asker"), ANSWERS.c.question_id != bindparam("but_for"),
    ANSWERS.c.entry != "", _SINCE, ~_IS_CLAIM,
)  # fmt: skip
_TOLD_BEFORE = _latest_where(
    _IN_THREAD, ANSWERS.c.asker == bindparam("asker"), ANSWERS.c.question_id < bindparam("before"),
    ANSWERS.c.entry != "", _SINCE, ~_IS_CLAIM,
)  # fmt: skip
_LAST_UNASKED = _latest_where(ANSWERS.c.asked.is_(False), ~_IS_CLAIM)
_REMOVED = {
    "message_id": NO_MESSAGE, "entry": "", "asker": "", "digest": "", "asked": True, "sealed_chat": None,
    "remove_at": None, "part_of": None,
}  # fmt: skip
"""The values of an answer that was removed: an edit of its question is not answered as a new one."""


_FORGOTTEN = {"entry": "", "asker": "", "digest": ""}
"""The values of an answer to a user who is forgotten, while it still has to be removed from a group."""


class AnswerLog:
    """The recent answers.

    Args:
        engine: the database.
        crypto: makes the pseudonyms of private chats.
        clock: seconds since 1970.
        max_rows: answers that are stored at most.

    """

    def __init__(
        self, engine: AsyncEngine, crypto: Crypto, clock: Callable[[], float] = time.time, max_rows: int = MAX_ROWS
    ) -> None:
        self.clock = clock
        self._engine, self._crypto, self._max_rows = engine, crypto, max_rows
        self._claims: Batcher[Answer, bool] = Batcher(self._claim_all)
        self._records: Batcher[Answer, None] = Batcher(self._record_all)
        # Built once, because that takes longer than to execute them.
        self._claim_statement, self._record_statement = _claim_statement(engine), _record_statement(engine)

    async def claim(self, chat_id: int, question_id: int, asker: str, digest: str) -> bool:
        """Claim a question, and return whether the caller is the first. Without an answer, the claim expires."""
        now = int(self.clock())
        return await self._claims(Answer(chat_id, question_id, None, None, "", asker, digest, True, now, None))

    async def release(self, chat_id: int, question_id: int) -> None:
        """Delete a claim; an answer stays."""
        await change(self._engine, delete(ANSWERS).where(self._question(chat_id, question_id), _IS_CLAIM))

    async def release_all(self) -> int:
        """Delete all claims, and return their number. Only for a start with no other process at work."""
        return await change(self._engine, delete(ANSWERS).where(_IS_CLAIM))

    async def record(self, answer: Answer) -> None:
        """Store an answer in place of the claim, or of an earlier answer to the question."""
        await self._records(answer)

    async def of_question(self, chat_id: int, question_id: int) -> Answer | None:
        """Return the answer to a question, or the claim."""
        return await self._latest(_OF_QUESTION, chat_id, question_id=question_id)

    async def of_message(self, chat_id: int, message_id: int) -> Answer | None:
        """Return the answer in a message of the bot."""
        return await self._latest(_OF_MESSAGE, chat_id, message_id=message_id)

    async def recent(self, chat_id: int, thread_id: int | None, entry: str, within: int) -> Answer | None:
        """Return the thread's latest answer with the entry, if it is no older than `within` seconds."""
        since = int(self.clock()) - within
        told = {"entry": entry, "with_offers": f"{entry}{OFFER}"}
        return await self._latest(_RECENT, chat_id, thread_id=thread_id, since=since, **told)

    async def last_told(self, chat_id: int, thread_id: int | None, asker: str, but_for: int) -> Answer | None:
        """Return what a user was told or offered last in a thread, other than to one question, within `CONTEXT`."""
        since = int(self.clock() - retention.CONTEXT.total_seconds())
        return await self._latest(_LAST_TOLD, chat_id, thread_id=thread_id, asker=asker, but_for=but_for, since=since)

    async def told_before(
        self, chat_id: int, thread_id: int | None, asker: str, question_id: int, asked_at: float
    ) -> Answer | None:
        """Return what a user had been told or offered last in a thread when a question was asked."""
        since = int(asked_at - retention.CONTEXT.total_seconds())
        return await self._latest(
            _TOLD_BEFORE, chat_id, thread_id=thread_id, asker=asker, before=question_id, since=since
        )

    async def last_unasked(self, chat_id: int) -> int | None:
        """Return the time of the chat's latest unprompted answer."""
        last = await self._latest(_LAST_UNASKED, chat_id)
        return last.at if last else None

    async def removed(self, chat_id: int, message_id: int) -> None:
        """Keep of a message that no longer exists that its question was answered; what belongs to it is now due."""
        here = ANSWERS.c.chat == self._crypto.chat(chat_id)
        await change(
            self._engine,
            update(ANSWERS).where(here, ANSWERS.c.message_id == message_id).values(_REMOVED),
            update(ANSWERS).where(here, ANSWERS.c.part_of == message_id).values(remove_at=int(self.clock())),
        )

    async def due(self, now: float) -> tuple[Answer, ...]:
        """Return the answers to be removed, the longest overdue first; at most `DUE_BATCH`."""
        is_due = and_(ANSWERS.c.remove_at <= int(now), ~_IS_CLAIM)
        query = select(*_CHAT, *_VALUES).where(is_due).order_by(ANSWERS.c.remove_at).limit(DUE_BATCH)
        answers = [(self._chat_id(row), row) for row in await rows(self._engine, query)]
        return tuple(Answer(chat_id, *row[len(_CHAT) :]) for chat_id, row in answers if chat_id is not None)

    async def delete_expired(self) -> None:
        """Delete answers beyond their retention period, and the oldest beyond the number of rows."""
        surplus = select(*_KEY).order_by(ANSWERS.c.at.desc(), *_KEY).offset(self._max_rows)
        await change(
            self._engine,
            delete(ANSWERS).where(ANSWERS.c.at < int(self.clock() - retention.ANSWERS.total_seconds())),
            delete(ANSWERS).where(tuple_(*_KEY).in_(surplus)),
        )

    async def forget(self, asker: str) -> int:
        """Delete the answers to a user, by pseudonym, and return their number.

        Of an answer that its group wants removed in time, only where it is and when that is due stays.
        """
        is_private, is_theirs = ANSWERS.c.chat == asker, ANSWERS.c.asker == asker
        is_timed = ANSWERS.c.remove_at.is_not(None)
        return await change(
            self._engine,
            delete(ANSWERS).where(or_(is_private, and_(is_theirs, ~is_timed))),
            update(ANSWERS).where(is_theirs, is_timed).values(_FORGOTTEN),
        )

    async def _claim_all(self, claims: Sequence[Answer]) -> Sequence[bool]:
        firsts = {_question_key(claim): claim for claim in reversed(claims)}
        rows_ = {key: self._row(claim) for key, claim in firsts.items()}
        ordered = sorted(rows_.values(), key=_lock_order)
        claimed = await transact(
            self._engine, lambda connection: connection.execute(self._claim_statement, ordered).all()
        )
        won = set(map(tuple, claimed))
        return [
            firsts[key := _question_key(claim)] is claim and (rows_[key]["chat"], claim.question_id) in won
            for claim in claims
        ]

    async def _record_all(self, answers: Sequence[Answer]) -> Sequence[None]:
        last = {_question_key(answer): self._row(answer) for answer in answers}
        ordered = sorted(last.values(), key=_lock_order)
        await transact(self._engine, lambda connection: connection.execute(self._record_statement, ordered))
        return [None] * len(answers)

    async def _latest(self, query: _Query, chat_id: int, **values: Any) -> Answer | None:
        found = await rows(self._engine, query, {"in_chat": self._crypto.chat(chat_id)} | values)
        return next((Answer(chat_id, *row) for row in found), None)

    def _question(self, chat_id: int, question_id: int) -> ColumnElement[bool]:
        return and_(ANSWERS.c.chat == self._crypto.chat(chat_id), ANSWERS.c.question_id == question_id)

    def _row(self, answer: Answer) -> dict[str, Any]:
        # Only an answer to be removed needs its chat's id again, and a private chat's id is the user's.
        encrypts = answer.remove_at is not None and not is_group(answer.chat_id)
        return {column.name: getattr(answer, column.name) for column in _VALUES} | {
            "chat": self._crypto.chat(answer.chat_id),
            "sealed_chat": self._crypto.encrypt(str(answer.chat_id)) if encrypts else None,
        }

    def _chat_id(self, row: Row[*tuple[Any, ...]]) -> int | None:
        """Return None if the id was encrypted with another key."""
        try:
            return int(self._crypto.decrypt(row.sealed_chat) if row.sealed_chat else row.chat)
        except CryptoError:
            return None


def _claim_statement(engine: AsyncEngine) -> Executable:
    add = insert(engine, ANSWERS)
    # A claim from the future was made by a clock that is fast, or that was set back since.
    at, now = ANSWERS.c.at, add.excluded.at
    has_expired = and_(_IS_CLAIM, or_(at <= now - CLAIM_TIMEOUT, at >= now + CLAIM_TIMEOUT))
    values = {name: add.excluded[name] for name in ("asker", "digest", "at")}
    return add.on_conflict_do_update(index_elements=_KEY, set_=values, where=has_expired).returning(*_KEY)


def _record_statement(engine: AsyncEngine) -> Executable:
    add = insert(engine, ANSWERS)
    values = {column.name: add.excluded[column.name] for column in ANSWERS.c if column not in set(_KEY)}
    return add.on_conflict_do_update(index_elements=_KEY, set_=values)


def _question_key(answer: Answer) -> tuple[int, int]:
    return answer.chat_id, answer.question_id


def _lock_order(row: Mapping[str, Any]) -> tuple[str, int]:
    """Order rows the same in every process, so that locking them cannot deadlock."""
    return row["chat"], row["question_id"]
