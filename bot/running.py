"""One run of the bot, from the first contact with Telegram to the last answer before it stops.

Everything comes in as an argument: settings are read and content is loaded before.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot.application import Bot, Telegram, connected, routed
from bot.coming import Coming, StartError, coming
from bot.delivery.ending import Ending
from bot.delivery.measuring import MeasuredAssistant, MeasuredInbox, MeasuredTransport
from bot.delivery.metrics import Metrics
from bot.delivery.pacing import Limits
from bot.delivery.sending import Patience
from bot.delivery.worker import Workers
from bot.fairness import Fairness
from bot.handlers import commands
from bot.handlers.failure import Failures
from bot.handlers.removal import Removal, clearing
from bot.log import about_update
from bot.reloading import Admins, Newest, Reloading, reloaded
from bot.settings import Settings
from bot.store.database import opened
from bot.store.store import Store, at_work
from bot.watching import Stamp, stamp
from faq.assistant import Assistant
from faq.loading import PACKAGED, load
from faq.opening import Engine, open_engine

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
        """Read a content, or the packaged one. Raises FaqError and EncoderError."""
        engine, seen = open_engine(model), stamp(folder) if folder else frozenset()
        return cls(engine, engine.assistant(load(folder or PACKAGED)), folder, seen)


async def run(settings: Settings, content: Content) -> None:
    """Answer until SIGTERM or SIGINT. Raises StartError, DatabaseError and KeysError."""
    token = settings.token.get_secret_value()
    keys, database, metrics = settings.keys(), settings.database_url.get_secret_value(), Metrics.fresh()
    async with opened(database) as engine, at_work(Store.of(engine, keys)) as store:
        inbox, failures = MeasuredInbox(engine, metrics=metrics), Failures()
        patience = Patience(limits=Limits() if settings.rate_limit else None, watch=metrics)
        bot = connected(token, settings.api_url, MeasuredTransport(metrics), patience)
        fairness = Fairness()
        newest = Newest.of(
            lambda assistant: routed(bot, MeasuredAssistant.of(assistant, metrics), failures, store, fairness),
            content.assistant,
        )
        workers = _workers(newest, bot, failures, inbox)
        try:
            with _stop_signals() as stop:
                await _greet(bot, newest.application, settings.api_url)
                async with clearing(Removal(store), bot), _followed(content, settings, newest, bot):
                    await _serve(Coming(settings, bot, inbox, workers, metrics), stop)
        except InvalidToken:
            raise StartError(
                "TELEGRAM_BOT_TOKEN is wrong: Telegram knows no bot by it; talk to @BotFather and copy the token anew."
            ) from None
        finally:
            await bot.shutdown()


async def _greet(bot: Bot, application: Telegram, api_url: str) -> None:
    try:
        await application.initialize()
    except InvalidToken:
        raise
    except TelegramError as fault:
        raise StartError(
            f"TELEGRAM_API_URL: {api_url} does not answer as a Bot API: {fault.message}; "
            "look to the network and the address, then start again."
        ) from None
    try:
        await commands.offer(bot)
    except TelegramError as fault:
        log.warning("the menus of commands are not set: %s", fault.message)
    log.info("answering as @%s", bot.username)


def _followed(content: Content, settings: Settings, newest: Newest, bot: Bot) -> AbstractAsyncContextManager[None]:
    if content.folder is None:
        return nullcontext()
    admins, faq = Admins(bot, settings.admins), content.assistant.faq
    following = Reloading(content.folder, settings.model or None, content.engine, faq, newest.swap, admins.tell)
    return reloaded(following, content.seen)


def _workers(newest: Newest, bot: Bot, failures: Failures, inbox: MeasuredInbox) -> Workers:
    async def answer(update: Update) -> Ending:
        with about_update(update.update_id):
            await newest.process_update(update)
            return failures.ending(update)

    return Workers(inbox, lambda body: Update.de_json(body, bot), answer)


async def _serve(ways: Coming, stop: asyncio.Event) -> None:
    stopped = asyncio.create_task(stop.wait())
    try:
        async with coming(ways) as came:
            await ways.workers.take(())
            await asyncio.wait({came, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if came.done():
                await came
    finally:
        stopped.cancel()
        await ways.workers.finish(LAST_WORDS)
    log.info("stopped; what is not answered yet stays in the inbox")


@contextmanager
def _stop_signals() -> Iterator[asyncio.Event]:
    """An event that SIGTERM and SIGINT set. A second signal changes nothing, so it loses nothing."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no signal handlers in the loop
            loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            with suppress(NotImplementedError):
                loop.remove_signal_handler(number)
