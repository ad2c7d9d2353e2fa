"""Daily counts: added up over runs and replicas, written together, deleted after 180 days."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import Count, DailyCount
from bot.simulator import serve
from bot.store import retention
from bot.store.daily_counts import DailyCounts, storing_counts
from bot.store.database import open_beside, open_database
from bot.store.store import Store
from bot.store.tally import Tally
from tests.bot.database_fixtures import Clock
from tests.bot.process import QUESTION, Runner, WebhookSettings, wait_for_exit
from tests.bot.sample_updates import ASKER, PRIVATE, said

DAY = date(2026, 11, 22)
EVER = date.min, date.max


async def test_counts_of_the_same_day_and_label_add_up(store: Store) -> None:
    low, high = (DAY, Count.ANSWER, "low"), (DAY, Count.ANSWER, "high")
    await store.daily_counts.add({low: 2, high: 1})
    await store.daily_counts.add({low: 3})
    await store.daily_counts.add({})
    assert await store.daily_counts.between(*EVER) == (
        DailyCount(DAY, Count.ANSWER, "high", 1),
        DailyCount(DAY, Count.ANSWER, "low", 5),
    )


async def test_both_ends_of_a_period_belong_to_it(store: Store) -> None:
    days = [DAY + timedelta(days=number) for number in range(4)]
    await store.daily_counts.add({(day, Count.SHARE, ""): 1 for day in days})
    assert [count.day for count in await store.daily_counts.between(days[1], days[2])] == days[1:3]


async def test_processes_that_write_at_once_add_up(database_url: str) -> None:
    counts = {(DAY, name, label): 1 for name in Count for label in ("a", "b", "c")}
    async with open_database(database_url) as one, open_beside(database_url) as other:
        await asyncio.gather(*(DailyCounts(engine).add(counts) for engine in (one, other) * 10))
        assert {count.count for count in await DailyCounts(one).between(*EVER)} == {20}


async def test_a_count_is_deleted_after_180_days(store: Store, clock: Clock) -> None:
    await store.daily_counts.add({(DAY, Count.SHARE, ""): 1})
    clock.now += retention.DAILY_COUNTS.total_seconds()
    await store.delete_expired()
    assert await store.daily_counts.between(*EVER)
    clock.now += 86_400
    await store.delete_expired()
    assert await store.daily_counts.between(*EVER) == ()


async def test_a_run_writes_its_counts_regularly_and_at_its_end(store: Store, clock: Clock) -> None:
    tally = Tally(clock)
    async with storing_counts(tally, store.daily_counts, interval=0.01):
        tally.add(Count.SHARE)
        async with asyncio.timeout(10):
            while not await store.daily_counts.between(*EVER):  # noqa: ASYNC110 - a write sets no event
                await asyncio.sleep(0.01)
    async with storing_counts(tally, store.daily_counts):
        for _ in range(1000):
            tally.add(Count.SHARE)
        await asyncio.sleep(0)
        assert [count.count for count in await store.daily_counts.between(*EVER)] == [1], "none costs a transaction"
    assert [count.count for count in await store.daily_counts.between(*EVER)] == [1001]


async def test_counts_that_cannot_be_written_are_kept_and_the_log_says_so(
    engine: AsyncEngine, store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    tally = Tally(clock)
    tally.add(Count.SHARE)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE daily_counts RENAME TO elsewhere")
    async with storing_counts(tally, store.daily_counts):
        pass
    assert "the daily counts could not be stored: " in caplog.text
    assert tally.take() == {(DAY, Count.SHARE, ""): 1}


async def _ask(runner: Runner, database_url: str, people: range) -> None:
    """Run a replica that answers each person a question, and stop it."""
    hooked = WebhookSettings.on_free_port()
    settings = hooked.settings | {"LEGWISE_DATABASE_URL": database_url, "LEGWISE_MODEL": "off"}
    async with AsyncExitStack() as stack:
        run = await stack.enter_async_context(runner.run(**settings))
        await runner.server.until(lambda: runner.server.webhook.url.startswith(hooked.url))
        before = len(runner.server.api.calls_of("sendMessage"))
        await runner.server.queue(
            *(said(QUESTION, PRIVATE | {"id": person}, from_=ASKER | {"id": person}) for person in people)
        )
        await runner.server.sent(before + len(people))
        code, errors = await wait_for_exit(run, signal.SIGTERM)
        assert code == 0, errors


async def test_two_runs_leave_the_sum_of_their_answers(database_url: str, tmp_path: Path) -> None:
    async with serve() as server:
        runner = Runner(tmp_path, server)
        await _ask(runner, database_url, range(1, 6))
        await _ask(runner, database_url, range(6, 9))
    async with open_beside(database_url) as engine:
        today = datetime.now(UTC).date()
        counts = await DailyCounts(engine).between(today - timedelta(days=1), today)
    answers = [count for count in counts if count.name is Count.ANSWER]
    assert (sum(count.count for count in answers), {count.label for count in answers}) == (8, {"store"})
