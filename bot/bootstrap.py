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
from bot.handlers import commands
from bot.handlers.error_handler import Failures
from bot.handlers.removal import Removal, clearing
from bot.handlers.state import Lately
from bot.handlers.throttle import Fairness
from bot.instrumented import MeasuredAssistant
from bot.reload.reloader import Admins, Newest, Reloading, reloaded
from bot.reload.watcher import Stamp, stamp
from bot.routes import Telegram, routed
from bot.runtime import Desk, StartError
from bot.sending.coordinator import Others
from bot.sending.postgres_coordinator import beside
from bot.store.crypto import Keys, KeysError
from bot.store.store import Store, at_work
from bot.updates.processor import Attempts
from bot.updates.result import Ending
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
    seen: Stamp

    @classmethod
    def opened(cls, folder: Path | None, model: str | None) -> Self:
        """Read a content, or the packaged one. Raises StartError."""
        seen = stamp(folder) if folder else frozenset()
        try:
            engine = open_engine(model)
            return cls(engine, engine.assistant(load(folder or PACKAGED)), folder, seen)
        except FaqError as faults:
            raise StartError(str(faults), code=1) from None
        except EncoderError as fault:
            raise StartError(str(fault)) from None


@asynccontextmanager
async def answering(desk: Desk, content: Content) -> AsyncIterator[None]:
    """Answer, meanwhile, what is in the inbox; in the end, what is in work is finished. Raises StartError."""
    engine, keys = desk.inbox.engine, _keys(desk.settings)
    async with at_work(Store.of(engine, keys, desk.inbox.clock)) as store, beside(engine, keys) as others:
        desk.pace.join(others)
        failures, fairness = Failures(), Fairness(others=others)
        newest = _newest(desk, store, failures, fairness, content.assistant)
        await newest.application.initialize()  # the bot is ready, so nothing is asked of Telegram
        async with (
            clearing(Removal(store), desk.bot),
            _followed(desk, content, newest, others),
            _at_work(_workers(desk, newest, failures)),
        ):
            desk.answering.set()
            await _offer_commands(desk)
            yield


def _keys(settings: Settings) -> Keys:
    try:
        return settings.keys()
    except KeysError as fault:
        raise StartError(str(fault)) from None


def _newest(desk: Desk, store: Store, failures: Failures, fairness: Fairness, assistant: Assistant) -> Newest:
    lately = Lately.of(fairness)

    def table(content: Assistant) -> Telegram:
        return routed(desk.bot, MeasuredAssistant.of(content, desk.metrics), failures, store, fairness, lately)

    return Newest.of(table, assistant)


def _followed(desk: Desk, content: Content, newest: Newest, others: Others) -> AbstractAsyncContextManager[None]:
    if content.folder is None:
        return nullcontext()
    admins, model = Admins(desk.bot, desk.settings.admins, others), desk.settings.model or None
    following = Reloading(
        content.folder, model, content.engine, content.assistant.faq, newest.swap, admins.tell
    )  # fmt: skip
    return reloaded(following, content.seen)


def _workers(desk: Desk, newest: Newest, failures: Failures) -> Workers:
    async def answer(update: Update) -> Ending:
        await newest.process_update(update)
        return failures.ending(update)

    return Workers(desk.inbox, Attempts(lambda body: Update.de_json(body, desk.bot), answer, desk.inbox.clock))


@asynccontextmanager
async def _at_work(workers: Workers) -> AsyncIterator[None]:
    workers.begin()
    try:
        yield
    finally:
        await workers.finish(LAST_WORDS)


async def _offer_commands(desk: Desk) -> None:
    try:
        await commands.offer(desk.bot)
    except TelegramError as fault:
        log.warning("the menus of commands are not set: %s", fault.message)
