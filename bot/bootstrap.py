"""The half of a run that answers: content, store and routing table, and the workers that bring updates to it.

It is imported and opened while updates already come in, since that takes seconds, and a minute where the content was
edited since it was last used. Until then they wait in the inbox. Knows no way in which they come.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from telegram import Update
from telegram.error import TelegramError

from bot.config.settings import Settings
from bot.errors import CryptoError, StartError
from bot.handlers import commands
from bot.handlers.error_handler import Failures
from bot.handlers.removal import Removal, clearing
from bot.handlers.state import HandlerState
from bot.handlers.throttle import Throttle
from bot.instrumented import InstrumentedAssistant
from bot.reload.reloader import Admins, CurrentApplication, Reloader, reloaded
from bot.reload.watcher import Fingerprint, stamp
from bot.routes import Telegram, build_application
from bot.runtime import Runtime
from bot.sending.coordinator import Coordinator
from bot.sending.postgres_coordinator import coordinator
from bot.store.crypto import Crypto
from bot.store.store import Store, at_work
from bot.updates.processor import Processor
from bot.updates.result import Result
from bot.updates.worker import Workers
from faq.assistant import Assistant
from faq.engine import Engine, open_engine
from faq.loading import PACKAGED, FaqError, load
from faq.matching.encoder import EncoderError

LAST_WORDS = 8.0
"""Seconds for what is in work to end after SIGTERM; container runtimes kill after ten."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Content:
    """What a run answers from: the content as it is at the start, and what makes an edited one ready.

    Attributes:
        folder: the content's, if edits to it are to take effect; None for the packaged one, which no one edits.
        seen: the folder's stamp from before it was read.

    """

    engine: Engine
    assistant: Assistant
    folder: Path | None
    seen: Fingerprint

    @classmethod
    def opened(cls, folder: Path | None, model: str | None) -> Self:
        """Read a content, or the packaged one. Raises StartError."""
        seen = stamp(folder) if folder else frozenset()
        try:
            engine = open_engine(model)
            return cls(engine, engine.assistant(load(folder or PACKAGED)), folder, seen)
        except FaqError as faults:
            raise StartError(str(faults), exit_code=1) from None
        except EncoderError as fault:
            raise StartError(str(fault)) from None


@asynccontextmanager
async def answering(desk: Runtime, content: Content) -> AsyncIterator[None]:
    """Answer, meanwhile, what is in the inbox; in the end, what is in work is finished. Raises StartError."""
    engine, crypto = desk.inbox.engine, _keys(desk.settings)
    async with at_work(Store.of(engine, crypto, desk.inbox.clock)) as store, coordinator(engine, crypto) as others:
        desk.pace.join(others)
        failures, throttle = Failures(), Throttle(others=others)
        newest = _newest(desk, store, failures, throttle, content.assistant)
        await newest.application.initialize()  # the bot is ready, so nothing is asked of Telegram
        async with (
            clearing(Removal(store), desk.bot),
            _followed(desk, content, newest, others),
            _at_work(_workers(desk, newest, failures)),
        ):
            desk.answering.set()
            await _offer_commands(desk)
            yield


def _keys(settings: Settings) -> Crypto:
    try:
        return settings.crypto()
    except CryptoError as fault:
        raise StartError(str(fault)) from None


def _newest(
    desk: Runtime, store: Store, failures: Failures, throttle: Throttle, assistant: Assistant
) -> CurrentApplication:
    state = HandlerState.of(throttle)

    def table(content: Assistant) -> Telegram:
        return build_application(
            desk.bot, InstrumentedAssistant.of(content, desk.metrics), failures, store, throttle, state
        )

    return CurrentApplication.of(table, assistant)


def _followed(
    desk: Runtime, content: Content, newest: CurrentApplication, others: Coordinator
) -> AbstractAsyncContextManager[None]:
    if content.folder is None:
        return nullcontext()
    admins, model = Admins(desk.bot, desk.settings.admins, others), desk.settings.model or None
    following = Reloader(
        content.folder, model, content.engine, content.assistant.faq, newest.swap, admins.tell
    )  # fmt: skip
    return reloaded(following, content.seen)


def _workers(desk: Runtime, newest: CurrentApplication, failures: Failures) -> Workers:
    async def answer(update: Update) -> Result:
        await newest.process_update(update)
        return failures.ending(update)

    return Workers(desk.inbox, Processor(lambda body: Update.de_json(body, desk.bot), answer, desk.inbox.clock))


@asynccontextmanager
async def _at_work(workers: Workers) -> AsyncIterator[None]:
    workers.begin()
    try:
        yield
    finally:
        await workers.finish(LAST_WORDS)


async def _offer_commands(desk: Runtime) -> None:
    try:
        await commands.offer(desk.bot)
    except TelegramError as fault:
        log.warning("the menus of commands are not set: %s", fault.message)
