"""The second half of the object graph: everything that answers, built on a `Runtime` and the loaded content.

It is imported by the loader thread, because importing it takes a second.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.error import TelegramError

from bot.concurrency import LOADER, in_daemon_thread
from bot.config.settings import Settings
from bot.handlers import commands
from bot.handlers.digest import Digest, sending_digest
from bot.handlers.error_handler import ErrorHandler
from bot.handlers.gaps import Curation
from bot.handlers.phrasings import REVIEW, Phrasings
from bot.handlers.removal import Removal, removing_expired
from bot.handlers.state import HandlerState
from bot.handlers.throttle import Throttle
from bot.instrumented import InstrumentedAssistant
from bot.log import describe
from bot.models import Silence
from bot.reload.admins import Admins
from bot.reload.current import CurrentApplication
from bot.reload.watcher import Fingerprint, fingerprint
from bot.routes import Telegram, build_application
from bot.runtime import Runtime
from bot.store.daily_counts import DailyCounts, storing_counts
from bot.store.paths import default_database_file
from bot.store.store import open_store
from bot.updates.flag_cache import with_cached_flags
from bot.updates.processor import Answer, Processor
from bot.updates.result import Done, Result
from bot.updates.worker import Workers
from faq.assistant import Assistant
from faq.engine import Engine
from faq.models import Faq
from faq.startup import Stage, open_in_stages
from faq.words import Words

SHUTDOWN_TIMEOUT = 8.0
"""Seconds for updates in progress to finish after SIGTERM; container runtimes kill after ten."""

Swap = Callable[[Assistant], Awaitable[None]]
Task = asyncio.Task[None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LoadedContent:
    """The content at the start of a run.

    Attributes:
        assistant: knows red flags alone.
        stages: the assistants to use after that one.
        folder: watched for edits; None for the packaged content.
        fingerprint: of the folder, taken before it was read, so that no edit is missed.

    """

    assistant: Assistant
    stages: Iterator[Stage]
    folder: Path | None
    fingerprint: Fingerprint

    @classmethod
    def load(cls, settings: Settings) -> Self:
        """Load the content that the settings name. Raises FaqError and EncoderError."""
        folder = settings.content
        before = fingerprint(folder) if folder else frozenset()
        stages = open_in_stages(folder, settings.model)
        return cls(with_cached_flags(next(stages).assistant), stages, folder, before)


@asynccontextmanager
async def started(runtime: Runtime, content: LoadedContent) -> AsyncIterator[Awaitable[None]]:
    """Build everything that answers, and answer until the end: red flags at once, questions as soon as they can be.

    Yields an awaitable that ends once the last stage is in use, or raises EncoderError. Raises CryptoError.
    """
    async with open_store(runtime.engine, runtime.settings.crypto(), runtime.clock) as store:
        errors, throttle = ErrorHandler(runtime.metrics, store.crypto), Throttle(coordinator=runtime.coordinator)
        state = HandlerState(throttle, runtime.metrics, admins=runtime.settings.admins)

        phrasings = _phrasings(runtime.settings)

        def build(assistant: Assistant) -> Telegram:
            instrumented = InstrumentedAssistant(assistant, runtime.metrics)
            curation = Curation(assistant, phrasings)
            return build_application(runtime.bot, instrumented, errors, store, throttle, state, curation)

        async def answer(update: Update) -> Result:
            await current.process_update(update)
            return errors.result(update)

        async def answer_once(update: Update) -> Result:
            return Done() if await runtime.intake.has_answered(update.update_id) else await answer(update)

        async def swap(edited: Assistant) -> None:
            assistant = with_cached_flags(edited)
            await current.swap(assistant)
            runtime.triage.use(assistant.red_flags)
            runtime.in_use.assistant = edited

        current = CurrentApplication(build, content.assistant)
        workers = Workers(runtime.inbox, _processor(runtime, answer_once), urgent_only=True)
        await current.application.initialize()  # the bot is ready, so nothing is asked of Telegram
        async with (
            storing_counts(runtime.metrics.tally, store.daily_counts),
            removing_expired(Removal(store), runtime.bot),
            _sending_digest(runtime, store.daily_counts, lambda: current.faq),
            _working(workers),
            _triaging(runtime, content.assistant, _processor(runtime, answer)),
            _completing(runtime, content, swap, workers) as completed,
        ):
            yield completed


@asynccontextmanager
async def _completing(runtime: Runtime, content: LoadedContent, swap: Swap, workers: Workers) -> AsyncIterator[Task]:
    """Put each further stage to use in the background, then follow the content."""
    async with AsyncExitStack() as following:
        task = asyncio.create_task(_complete(runtime, content, swap, workers, following))
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _complete(
    runtime: Runtime, content: LoadedContent, swap: Swap, workers: Workers, following: AsyncExitStack
) -> None:
    log.info("answering emergencies as @%s", runtime.bot.username)
    while stage := await in_daemon_thread(LOADER, lambda: _next(content)):
        await swap(stage.assistant)
        if not runtime.answering.is_set():
            workers.process_all()
            runtime.answering.set()
            log.info("answering as @%s", runtime.bot.username)
            faq = stage.assistant.faq
            await following.enter_async_context(commands.translating_menus(runtime.bot, faq.languages))
            await _set_commands(runtime, faq.words)
        if stage.engine:
            await following.enter_async_context(_reloading(runtime, content, stage.engine, swap))
    log.info("all of the content is in use")


def _processor(runtime: Runtime, answer: Answer) -> Processor:
    parse, is_urgent = lambda body: Update.de_json(body, runtime.bot), runtime.triage.is_urgent
    on_expired = partial(runtime.metrics.silent, Silence.EXPIRED)
    return Processor(parse, answer, runtime.clock, is_urgent=is_urgent, on_expired=on_expired)


@asynccontextmanager
async def _triaging(runtime: Runtime, assistant: Assistant, processor: Processor) -> AsyncIterator[None]:
    """Look for emergencies in all updates as they arrive, and once in those that have arrived."""
    runtime.triage.use(assistant.red_flags)
    runtime.intake.answer_with(processor.process)
    ranking = asyncio.create_task(_rank_stored(runtime))
    try:
        yield
    finally:
        ranking.cancel()
        await asyncio.gather(ranking, return_exceptions=True)
        await runtime.intake.stop()


async def _rank_stored(runtime: Runtime) -> None:
    try:
        await runtime.inbox.mark_urgent(runtime.triage.is_urgent)
    except SQLAlchemyError as fault:
        log.warning("the updates of the last run could not be ranked: %s", describe(fault))


def _next(content: LoadedContent) -> Stage | None:
    """Return the next stage; before the last, import what follows it, which takes a tenth of a second."""
    stage = next(content.stages, None)
    if stage and stage.engine and content.folder:
        import bot.reload.reloader  # noqa: F401, PLC0415
    return stage


def _reloading(
    runtime: Runtime, content: LoadedContent, engine: Engine, swap: Swap
) -> AbstractAsyncContextManager[None]:
    if content.folder is None:
        return nullcontext()
    from bot.reload.reloader import Reloader, reloading  # noqa: PLC0415 - was imported in the loader thread

    notify = _admins(runtime).notify
    reloader = Reloader(content.folder, runtime.settings.model, engine, content.assistant.faq, swap, notify)
    return reloading(reloader, content.fingerprint)


def _phrasings(settings: Settings) -> Phrasings:
    """Return where accepted phrasings go: the content folder, or a file beside the database."""
    data = settings.location().file or default_database_file()
    return Phrasings(settings.content, data.absolute().with_name(REVIEW))


def _sending_digest(runtime: Runtime, counts: DailyCounts, faq: Callable[[], Faq]) -> AbstractAsyncContextManager[None]:
    if not runtime.settings.admins:
        return nullcontext()
    return sending_digest(Digest(counts, faq, _admins(runtime).notify), runtime.clock)


def _admins(runtime: Runtime) -> Admins:
    return Admins(runtime.bot, runtime.settings.admins, runtime.coordinator)


@asynccontextmanager
async def _working(workers: Workers) -> AsyncIterator[None]:
    workers.start()
    try:
        yield
    finally:
        await workers.stop(SHUTDOWN_TIMEOUT)


async def _set_commands(runtime: Runtime, words: Words) -> None:
    try:
        await commands.set_menus(runtime.bot, words)
    except TelegramError as fault:
        log.warning("the command menus could not be set: %s", fault.message)
