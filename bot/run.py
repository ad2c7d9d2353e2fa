"""One run of the bot, from the first contact with Telegram to the last answer before it stops.

Updates come in from the start; what answers them is opened beside that (see `bot.bootstrap`). Settings come in as an
argument.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from threading import Thread
from typing import TypeVar

from telegram.error import InvalidToken, TelegramError

from bot.config.settings import Settings
from bot.errors import StartError
from bot.measuring import InstrumentedInbox, InstrumentedRequest
from bot.metrics import Metrics
from bot.receiver import coming
from bot.runtime import Runtime
from bot.sending.client import Bot, make_bot
from bot.sending.pacing import Limits
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.store.database import opened
from bot.updates.expiry import ServerClock

_Made = TypeVar("_Made")

HEAD_START = 0.05
"""Seconds that the first poll gets: a thread that opens something takes turns with it that long."""

log = logging.getLogger(__name__)


async def run(settings: Settings) -> None:
    """Answer until SIGTERM or SIGINT. Raises StartError and DatabaseError."""
    async with opened(settings.database_url.get_secret_value()) as engine:
        metrics = Metrics.fresh()
        patience = RetryingRateLimiter(limits=Limits() if settings.rate_limit else None, observer=metrics)
        token, clock = settings.token.get_secret_value(), ServerClock()
        transport = InstrumentedRequest(metrics, clock.hear)
        bot = make_bot(token, settings.api_url, transport, patience)
        try:
            with _stop_signals() as stop:
                await _greet(bot, settings.api_url)
                inbox = InstrumentedInbox(engine, clock, metrics=metrics)
                await _serve(Runtime(settings, bot, inbox, metrics, patience.pace), stop)
        except InvalidToken:
            raise StartError(
                "TELEGRAM_BOT_TOKEN is wrong: Telegram knows no bot by it; talk to @BotFather and copy the token anew."
            ) from None
        finally:
            await bot.shutdown()


async def _greet(bot: Bot, api_url: str) -> None:
    try:
        await bot.initialize()
    except InvalidToken:
        raise
    except TelegramError as fault:
        raise StartError(
            f"TELEGRAM_API_URL: {api_url} does not answer as a Bot API: {fault.message}; "
            "look to the network and the address, then start again."
        ) from None


async def _serve(desk: Runtime, stop: asyncio.Event) -> None:
    """Take updates in and answer them, until the stop or an error in either half."""
    stopped = asyncio.create_task(stop.wait())
    try:
        async with _answered(desk) as answers, coming(desk) as came:
            desk.coming.set()
            await asyncio.wait({answers, came, stopped}, return_when=asyncio.FIRST_COMPLETED)
            for half in (answers, came):
                if half.done():
                    await half
    finally:
        stopped.cancel()
    log.info("stopped; what is not answered yet stays in the inbox")


@asynccontextmanager
async def _answered(desk: Runtime) -> AsyncIterator[asyncio.Task[None]]:
    """Answers are given meanwhile, as soon as all for it is opened; the task ends only with an error."""
    answers = asyncio.create_task(_answer(desk))
    try:
        yield answers
    finally:
        answers.cancel()
        await asyncio.gather(answers, return_exceptions=True)


async def _answer(desk: Runtime) -> None:
    await desk.coming.wait()
    await asyncio.sleep(HEAD_START)
    async with await _beside(lambda: _opened(desk)):
        log.info("answering as @%s", desk.bot.username)
        await asyncio.Event().wait()


def _opened(desk: Runtime) -> AbstractAsyncContextManager[None]:
    from bot.bootstrap import Content, answering  # noqa: PLC0415 - all of faq and of the handlers comes with it

    return answering(desk, Content.opened(desk.settings.content, desk.settings.model or None))


async def _beside(make: Callable[[], _Made]) -> _Made:
    """Make something in a thread of its own. Unlike those of asyncio.to_thread, it holds up no end of the process."""
    made: Future[_Made] = Future()

    def work() -> None:
        made.set_running_or_notify_cancel()
        try:
            made.set_result(make())
        except BaseException as fault:
            made.set_exception(fault)

    Thread(target=work, daemon=True).start()
    return await asyncio.wrap_future(made)


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
