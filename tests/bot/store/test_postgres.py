"""PostgreSQL behind PgBouncer in transaction mode. Most tests of the store, the inbox and rate limits run there too."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from sqlalchemy import func, literal, select

from bot.simulator import serve
from bot.store.database import open_database
from tests.bot.process import QUESTION, Runner, wait_for_exit
from tests.bot.sample_updates import ASKER, PRIVATE, said

QUESTIONS = 180


async def test_statements_of_many_transactions_are_never_confused(pgbouncer: str) -> None:
    async def echo(number: int) -> str:
        """Return the name of a column that only this statement has."""
        async with engine.begin() as connection:
            statement = select(func.pg_sleep(0.001), literal(number).label(f"n{number}"))
            _, name = (await connection.execute(statement)).keys()
        return str(name)

    async with open_database(pgbouncer) as engine:
        assert await asyncio.gather(*map(echo, range(200))) == [f"n{number}" for number in range(200)]


async def test_a_run_answers_every_question_once_and_without_an_apology(pgbouncer: str, tmp_path: Path) -> None:
    async with serve() as server:
        runner = Runner(tmp_path, server)
        async with runner.run(LEGWISE_DATABASE_URL=pgbouncer, LEGWISE_MODEL="off") as process:
            people = [{"id": 1_000 + number} for number in range(QUESTIONS)]
            await server.queue(*(said(QUESTION, PRIVATE | person, from_=ASKER | person) for person in people))
            calls = await server.sent(QUESTIONS)
            code, errors = await wait_for_exit(process, signal.SIGTERM)
    assert code == 0, errors
    assert {call.text.splitlines()[0] for call in calls} == {QUESTION}
    assert "[error" not in errors
