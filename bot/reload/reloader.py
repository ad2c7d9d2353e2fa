"""Takes up edits to the content while the bot runs. Invalid content changes nothing: the last valid one stays.

The new content is prepared in another process (`faq.reload_worker`), so that answers don't slow down. It is put to use
as soon as it is valid, and checked afterwards. The log gets ids and counts, never user text.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path
from typing import assert_never

from bot.log import describe
from bot.reload.watcher import Fingerprint, changes
from bot.views import admin_notices
from bot.views.reply import Reply
from faq.assistant import Assistant
from faq.engine import Engine
from faq.models import Faq
from faq.reload_worker import COMMAND, LENGTH, Checked, Invalid, Job, JobResult, Ready, Unchanged
from faq.tools.diff import Difference

_LOGGED_MOVES = 8
"""Moves, and ids of each kind of edit, in a log line."""
_ONE_CORE = {"OPENBLAS_NUM_THREADS": "1"}
"""Keeps numpy's algebra to one core: its threads busy-wait for each other, and answers need the other cores."""
_END_WITH_PARENT = "import ctypes, sys; sys.platform == 'linux' and ctypes.CDLL(None).prctl(1, 9)\n"
"""Code by which Linux kills the worker (PR_SET_PDEATHSIG, SIGKILL) when the bot is killed, which cannot do it then."""

log = logging.getLogger(__name__)


class WorkerError(Exception):
    """The worker process ended without a result. The text gives the exit code and its last line."""


class Reloader:
    """Follows a content folder.

    Args:
        folder: the content.
        model: for `open_engine`, as at the start.
        engine: the one in use.
        faq: the content in use.
        swap: replaces the assistant in use.
        notify: sends the admins a message.

    """

    def __init__(
        self, folder: Path, model: str | None, engine: Engine, faq: Faq,
        swap: Callable[[Assistant], Awaitable[None]], notify: Callable[[Reply], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._folder, self._model, self._engine, self._faq = folder, model, engine, faq
        self._swap, self._notify = swap, notify
        self._is_checked = True
        self._reported: tuple[str, ...] = ()

    async def follow(self, before: Fingerprint) -> None:
        """Take up every edit since a fingerprint, forever. A newer edit cancels the work on an older one."""
        work: asyncio.Task[None] | None = None
        try:
            async with aclosing(changes(self._folder, before)) as edits:
                async for _ in edits:
                    await _cancel(work)
                    work = asyncio.create_task(self._reload())
        finally:
            await _cancel(work)

    async def _reload(self) -> None:
        log.info("the content was edited; preparing it")
        before = self._faq
        job = Job(self._folder, self._model, self._engine.cache.folder, before, self._is_checked)
        try:
            async with aclosing(_run_worker(job)) as results:
                async for result in results:
                    await self._take(result)
        except Exception as fault:  # any fault: answers continue and the next edit is tried
            reason = str(fault) if isinstance(fault, WorkerError) else describe(fault)
            if self._faq is not before:
                log.error("the edited content is in use, but could not be checked: %s", reason)
                return
            log.error("the content could not be prepared: %s; the last valid content stays", reason)
            await self._report((reason,), admin_notices.failed())

    async def _take(self, result: JobResult) -> None:
        match result:
            case Invalid(faults):
                log.error("the content is invalid; the last valid content stays: %s", "\n".join(faults))
                await self._report(faults, admin_notices.refused(faults))
            case Unchanged():
                log.info("the content is the same as before")
                await self._report_cured()
            case Ready(faq, state):
                await self._swap(await asyncio.to_thread(self._assistant, faq, state))
                self._faq, self._is_checked = faq, False
                log.info("the edited content is in use")
            case Checked(difference, faults):
                self._is_checked = True
                log.info("the edited content, compared with the one before: %s", summary(difference))
                await self._report_checks(faults)
            case _:
                assert_never(result)

    def _assistant(self, faq: Faq, state: str | None) -> Assistant:
        """Return the assistant that the worker stored, or build it."""
        return self._engine.stored(state) or self._engine.assistant(faq)

    async def _report_checks(self, faults: tuple[str, ...]) -> None:
        if not faults:
            await self._report_cured()
            return
        log.warning("legwise check finds %d faults in it, the first: %s", len(faults), faults[0])
        await self._report(faults, admin_notices.faulty(faults))

    async def _report(self, faults: tuple[str, ...], reply: Reply) -> None:
        if faults != self._reported:
            await self._notify(reply)
            self._reported = faults

    async def _report_cured(self) -> None:
        if self._reported:
            await self._notify(admin_notices.mended())
            self._reported = ()


@asynccontextmanager
async def reloading(reloader: Reloader, before: Fingerprint) -> AsyncIterator[None]:
    """Follow the content in the background. `before` was taken before the content in use was loaded."""
    task = asyncio.create_task(reloader.follow(before))
    try:
        yield
    finally:
        await _cancel(task)


def summary(difference: Difference) -> str:
    """Return a difference in one line: ids, counts and measures."""
    edits = [
        f"{verb} {len(ids)} ({', '.join(ids[:_LOGGED_MOVES])}{', …' if len(ids) > _LOGGED_MOVES else ''})"
        for verb, ids in (("added", difference.added), ("removed", difference.removed), ("edited", difference.edited))
        if ids
    ]
    moves = [f"{move.before} -> {move.after} {move.questions}" for move in difference.moves[:_LOGGED_MOVES]]
    moved = f"{difference.moved:,} of {difference.questions:,} questions get another answer"
    return "; ".join([*edits, moved + (f" ({', '.join(moves)})" if moves else ""), *_measures(difference)])


def _measures(difference: Difference) -> list[str]:
    before, after = difference.before, difference.after
    return [f"{name} {before[name]:.3f} -> {after[name]:.3f}" for name in after if name in before]


async def _run_worker(job: Job) -> AsyncGenerator[JobResult]:
    """Run a job in another process, which never outlives this call; yield its results. Raises WorkerError."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _END_WITH_PARENT + COMMAND, *sys.path,
        stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True, env=os.environ | _ONE_CORE,
    )  # fmt: skip
    assert process.stdin is not None, "it is a pipe"
    assert process.stdout is not None, "it is a pipe"
    assert process.stderr is not None, "it is a pipe"
    errors = asyncio.create_task(process.stderr.read())
    try:
        with suppress(ConnectionError):  # it died at once; its exit code says so
            process.stdin.write(pickle.dumps(job))
            await process.stdin.drain()
        process.stdin.close()
        while (result := await _next_result(process.stdout)) is not None:
            yield result
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        last = (await errors).decode(errors="replace").strip().rpartition("\n")[2]
    if process.returncode:
        raise WorkerError(f"its process ended with {process.returncode}: {last[:200]}")


async def _next_result(output: asyncio.StreamReader) -> JobResult | None:
    """Return the next result of a worker, None at the end."""
    try:
        (length,) = LENGTH.unpack(await output.readexactly(LENGTH.size))
        result: JobResult = pickle.loads(await output.readexactly(length))  # noqa: S301 - from our own child
    except asyncio.IncompleteReadError:
        return None
    return result


async def _cancel(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
