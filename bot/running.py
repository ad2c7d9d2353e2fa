"""One run of the bot, from the first contact with Telegram to the last answer before it stops.

Everything comes in as an argument: settings are read and content is loaded before.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot.application import WANTED, Bot, Telegram, connected, routed
from bot.delivery.ending import Ending
from bot.delivery.inbox import Inbox
from bot.delivery.polling import Polling
from bot.delivery.sending import Patience
from bot.delivery.transport import Transport
from bot.delivery.worker import Workers
from bot.fairness import Fairness
from bot.handlers import commands
from bot.handlers.failure import Failures
from bot.handlers.removal import Removal, clearing
from bot.settings import Settings
from bot.store.database import opened
from bot.store.store import Store, at_work
from faq.assistant import Assistant

LAST_WORDS = 8.0
"""Seconds for what is in work to end after SIGTERM; container runtimes kill after ten."""

log = logging.getLogger(__name__)


class StartError(Exception):
    """Telegram cannot be reached or knows no such bot. Its text is for the operator: where, what and the cure."""


async def run(settings: Settings, assistant: Assistant) -> None:
    """Answer until SIGTERM or SIGINT. Raises StartError, DatabaseError and KeysError."""
    token = settings.token.get_secret_value()
    keys, database = settings.keys(), settings.database_url.get_secret_value()
    async with opened(database) as engine, at_work(Store.of(engine, keys)) as store:
        inbox = Inbox(engine)
        failures = Failures()
        bot = connected(token, settings.api_url, Transport(), Patience())
        application = routed(bot, assistant, failures, store, Fairness())
        try:
            with _stop_signals() as stop:
                await _greet(bot, application, settings.api_url)
                async with clearing(Removal(store), bot):
                    await _serve(application, failures, inbox, stop)
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
        await bot.delete_webhook()
        await commands.offer(bot)
    except TelegramError as fault:
        log.warning("the menus of commands are not set: %s", fault.message)
    log.info("answering as @%s", bot.username)


async def _serve(application: Telegram, failures: Failures, inbox: Inbox, stop: asyncio.Event) -> None:
    bot = application.bot

    async def answer(update: Update) -> Ending:
        await application.process_update(update)
        return failures.ending(update)

    workers = Workers(inbox, lambda body: Update.de_json(body, bot), answer)
    polling = Polling(bot.request, bot.base_url, WANTED, inbox, workers)
    await workers.take(await inbox.pending())
    polled, stopped = asyncio.create_task(polling.run()), asyncio.create_task(stop.wait())
    await asyncio.wait({polled, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    polled.cancel()
    await workers.finish(LAST_WORDS)
    with suppress(asyncio.CancelledError):
        await polled
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
