"""The weekly digest: on Monday morning, once for all runs on a database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.handlers.digest import Digest, sending_digest
from bot.models import Count
from bot.store.daily_counts import DailyCounts
from bot.store.store import Store
from bot.views.reply import Reply
from tests.bot.small_faq import assistant

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FAQ = assistant().faq


class Notified:
    """Collects what the admins get."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def __call__(self, reply: Reply) -> None:
        self.texts.append(reply.text)


def digest(engine: AsyncEngine, notified: Notified) -> Digest:
    """Return the digest of a run."""
    return Digest(DailyCounts(engine), lambda: FAQ, notified)


async def test_on_monday_the_admins_read_the_week_before(store: Store) -> None:
    notified = Notified()
    for days in (0, 1, 7, 8):
        day = MONDAY.date() - timedelta(days=days)
        await store.daily_counts.add({(day, Count.SHARE, ""): 10**days})
    await digest(store.engine, notified).send_if_due(MONDAY)
    [text] = notified.texts
    assert "16 November to 22 November" in text
    assert "Questions shared with the curators: 10,000,010." in text


@pytest.mark.parametrize("hours", [-1, 24, 48, 6 * 24])
async def test_at_other_times_nothing_is_sent(store: Store, hours: int) -> None:
    notified = Notified()
    await digest(store.engine, notified).send_if_due(MONDAY + timedelta(hours=hours))
    assert notified.texts == []


async def test_of_several_runs_one_sends_it_and_a_restart_does_not_repeat_it(store: Store) -> None:
    notified = Notified()
    await asyncio.gather(*(digest(store.engine, notified).send_if_due(MONDAY) for _ in range(5)))
    await digest(store.engine, notified).send_if_due(MONDAY + timedelta(hours=9))
    assert len(notified.texts) == 1
    await digest(store.engine, notified).send_if_due(MONDAY + timedelta(days=7))
    assert len(notified.texts) == 2


async def test_a_run_looks_at_the_clock_and_outlives_a_database_that_is_away(
    engine: AsyncEngine, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    notified = Notified()
    async with engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE daily_counts RENAME TO elsewhere")
    async with sending_digest(digest(store.engine, notified), MONDAY.timestamp, interval=0.01), asyncio.timeout(10):
        while "the weekly digest could not be sent" not in caplog.text:  # noqa: ASYNC110 - a log line sets no event
            await asyncio.sleep(0.01)
        async with engine.begin() as connection:
            await connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO daily_counts")
        while not notified.texts:  # noqa: ASYNC110 - nor does a message
            await asyncio.sleep(0.01)
