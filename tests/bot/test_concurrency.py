"""Semaphore slots that are released early, and once; work in the background and in a thread."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.concurrency import in_background, in_daemon_thread, release, slot


async def test_a_slot_is_held_until_the_end() -> None:
    semaphore = asyncio.Semaphore(1)
    async with slot(semaphore):
        assert semaphore.locked()
    assert not semaphore.locked()


async def test_a_slot_that_is_released_early_is_not_released_again_at_the_end() -> None:
    semaphore = asyncio.Semaphore(1)
    async with slot(semaphore):
        release()
        release()
        async with asyncio.timeout(1):
            await semaphore.acquire()
    assert semaphore.locked(), "by the other holder"


async def test_a_task_releases_the_slot_of_the_task_that_started_it() -> None:
    semaphore = asyncio.Semaphore(1)

    async def child() -> None:
        release()

    async with slot(semaphore):
        await asyncio.create_task(child())
        assert not semaphore.locked()
    assert semaphore._value == 1


async def test_without_a_slot_release_does_nothing() -> None:
    release()


async def test_an_error_releases_the_slot() -> None:
    semaphore = asyncio.Semaphore(1)
    with pytest.raises(OSError, match="disk full"):
        async with slot(semaphore):
            raise OSError("disk full")
    assert not semaphore.locked()


async def test_work_in_the_background_ends_with_its_context() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with in_background(work()):
        await asyncio.sleep(0)
        assert not ended.is_set()
    assert ended.is_set()


async def test_a_fault_of_work_in_the_background_is_raised_at_the_end() -> None:
    async def work() -> None:
        raise ValueError("at work")

    with pytest.raises(ValueError, match="at work"):
        async with in_background(work()):
            await asyncio.sleep(0)


async def test_a_thread_returns_its_result_or_raises_its_fault() -> None:
    assert await in_daemon_thread("test", lambda: 1) == 1
    with pytest.raises(ZeroDivisionError):
        await in_daemon_thread("test", lambda: 1 // 0)


async def test_a_caller_that_stops_waiting_before_the_thread_runs_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    may_run, run = threading.Event(), threading.Thread.run

    def late(self: threading.Thread) -> None:
        may_run.wait(5)
        run(self)

    monkeypatch.setattr(threading.Thread, "run", late)
    waiting = asyncio.create_task(in_daemon_thread("late", list[int]))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    [thread] = (each for each in threading.enumerate() if each.name == "late")
    may_run.set()
    thread.join(5)  # a fault in the thread would fail this test
