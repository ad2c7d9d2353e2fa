"""Edits to the content take effect while the bot runs: seen, made ready beside it, then swapped in at once.

A content that cannot be used changes nothing: the last good one stays, and the admins are told. Making ready
happens in another process (`faq.reload_worker`), so that nobody waits for it here. Knows no handler; logs ids and counts,
never what people wrote.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.log import where
from bot.reload.watcher import Fingerprint, changes
from bot.routes import Telegram
from bot.sending.coordinator import Coordinator, NoCoordinator
from bot.views import admin_notices
from bot.views.reply import Reply
from faq.assistant import Assistant
from faq.engine import Engine
from faq.models import Faq
from faq.reload_worker import COMMAND, Invalid, Job, JobResult, Ready, Unchanged
from faq.tools.diff import Difference

_TOLD = 8
"""Moves that a log line tells."""
_ONE_CORE = {"OPENBLAS_NUM_THREADS": "1"}
"""What keeps numpy's algebra to one core: it would have them all, and its threads wait for each other by spinning."""
MEANWHILE = 120.0
"""Seconds within which the same message of another process is about the same edit."""

log = logging.getLogger(__name__)


class PreparingError(Exception):
    """The process that makes content ready ended without doing so. Its text says how."""


@dataclass(slots=True)
class CurrentApplication:
    """The application of the newest content. An update ends with the one it began with, so no answer is half new."""

    table: Callable[[Assistant], Telegram]
    """Builds the application of one content; see `bot.routes.build_application`."""
    application: Telegram

    @classmethod
    def of(cls, table: Callable[[Assistant], Telegram], assistant: Assistant) -> CurrentApplication:
        """The application of the content at the start; it is not initialised yet."""
        return cls(table, table(assistant))

    async def swap(self, assistant: Assistant) -> None:
        """Let every update from now on be answered by this assistant."""
        application = self.table(assistant)
        await application.initialize()  # the bot is ready, so nothing is asked of Telegram
        self.application = application

    async def process_update(self, update: Update) -> None:
        """Hand an update to the newest application."""
        await self.application.process_update(update)


@dataclass(frozen=True, slots=True)
class Admins:
    """Whoever is told how the bot fares, by their ids; of several processes that have the same to tell, by one."""

    bot: Bot
    ids: tuple[int, ...]
    others: Coordinator = field(default_factory=NoCoordinator)

    async def tell(self, reply: Reply) -> None:
        """Send each of them a message. Who never spoke to the bot cannot be told."""
        if await self.others.acquire(f"told {reply.text}", 1, MEANWHILE) is False:
            log.info("another process has told the admins")
            return
        for admin in self.ids:
            try:
                await self.bot.send_message(admin, reply.text)
            except TelegramError as fault:
                log.warning("an admin could not be told of the content: %s", fault.message)


@dataclass(slots=True)
class Reloader:
    """Follows a content folder.

    Attributes:
        folder: the content's.
        model: the model's name for `open_engine`, as at the start.
        engine: the one that answers.
        faq: the content in use.
        swap: puts another assistant to use.
        tell: tells the admins.

    """

    folder: Path
    model: str | None
    engine: Engine
    faq: Faq
    swap: Callable[[Assistant], Awaitable[None]]
    tell: Callable[[Reply], Awaitable[None]]
    _told: tuple[str, ...] = ()
    """The faults that the admins were told last; none after all is well."""

    async def follow(self, seen: Fingerprint) -> None:
        """Take over every edit since `seen`, for ever. A newer edit ends the work on an older one."""
        work: asyncio.Task[None] | None = None
        try:
            async with aclosing(changes(self.folder, seen)) as edits:
                async for _ in edits:
                    await _ended(work)
                    work = asyncio.create_task(self._reload())
        finally:
            await _ended(work)

    async def _reload(self) -> None:
        log.info("the content was edited; it is being made ready")
        try:
            await self._take(await _made(Job(self.folder, self.model, self.engine.cache.folder, self.faq)))
        except Exception as fault:  # whatever went wrong, answers go on and the next edit is tried
            reason = str(fault) if isinstance(fault, PreparingError) else where(fault)
            log.error("the content could not be made ready: %s; the last good one stays", reason)
            await self._report((reason,), admin_notices.failed())

    async def _take(self, made: JobResult) -> None:
        match made:
            case Invalid(faults):
                log.error("the content cannot be used, the last good one stays: %s", "\n".join(faults))
                await self._report(faults, admin_notices.refused(faults))
            case Unchanged():
                log.info("the content says what it said before")
                await self._well()
            case Ready(faq, difference, faults):
                await self.swap(await asyncio.to_thread(self.engine.assistant, faq))
                self.faq = faq
                log.info("the edited content is in use: %s", told(difference))
                await self._checked(faults)
            case _:
                assert_never(made)

    async def _checked(self, faults: tuple[str, ...]) -> None:
        if not faults:
            await self._well()
            return
        log.warning("legwise check finds %d faults in it, the first: %s", len(faults), faults[0])
        await self._report(faults, admin_notices.faulty(faults))

    async def _report(self, faults: tuple[str, ...], reply: Reply) -> None:
        if faults != self._told:
            await self.tell(reply)
            self._told = faults

    async def _well(self) -> None:
        if self._told:
            await self.tell(admin_notices.mended())
            self._told = ()


@asynccontextmanager
async def reloaded(reloading: Reloader, seen: Fingerprint) -> AsyncIterator[None]:
    """Follow the content meanwhile. `seen` is the stamp from before the content in use was loaded."""
    task = asyncio.create_task(reloading.follow(seen))
    try:
        yield
    finally:
        await _ended(task)


def told(difference: Difference) -> str:
    """A difference in one line: ids, counts and measures."""
    edits = [
        f"{word} {len(names)} ({', '.join(names[:_TOLD])}{', …' if len(names) > _TOLD else ''})"
        for word, names in (("added", difference.added), ("removed", difference.removed), ("edited", difference.edited))
        if names
    ]
    moves = [f"{move.before} -> {move.after} {move.questions}" for move in difference.moves[:_TOLD]]
    gone = f"{difference.moved:,} of {difference.asked:,} questions go elsewhere"
    return "; ".join([*edits, gone + (f" ({', '.join(moves)})" if moves else ""), *_measures(difference)])


def _measures(difference: Difference) -> list[str]:
    before, after = difference.before, difference.after
    return [f"{name} {before[name]:.3f} -> {after[name]:.3f}" for name in after if name in before]


async def _made(order: Job) -> JobResult:
    """What another process makes of an order. Raises PreparingError; the process never outlives this call."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", COMMAND, *sys.path,
        stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True, env=os.environ | _ONE_CORE,
    )  # fmt: skip
    try:
        made, errors = await process.communicate(pickle.dumps(order))
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
    if process.returncode:
        last = errors.decode(errors="replace").strip().rpartition("\n")[2]
        raise PreparingError(f"its process ended with {process.returncode}: {last[:200]}")
    ready: JobResult = pickle.loads(made)  # noqa: S301 - from our own child
    return ready


async def _ended(task: asyncio.Task[None] | None) -> None:
    """End a task and wait for it."""
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
