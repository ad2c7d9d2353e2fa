"""The first half of the object graph: everything that takes updates in, built before the content is loaded.

`bot.bootstrap` builds the second half, which answers. Two halves, because updates are taken in from the first second,
while loading the content takes seconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncEngine
from telegram.error import InvalidToken, TelegramError

from bot.config.settings import Settings
from bot.config.version import version
from bot.errors import StartError
from bot.health.database import DatabaseHealth
from bot.instrumented import InstrumentedInbox, InstrumentedRequest
from bot.metrics import Metrics
from bot.sending.client import Bot, make_bot
from bot.sending.coordinator import Coordinator, NoCoordinator
from bot.sending.http_request import ProxyFaultError
from bot.sending.pacing import Limits, SendLimiter
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.store.database import open_database
from bot.store.sql import on_sqlite
from bot.updates.expiry import ServerClock
from bot.updates.inbox import Inbox
from bot.updates.intake import Intake
from bot.updates.triage import Triage

if TYPE_CHECKING:
    from faq.assistant import Assistant  # imports all of faq, which takes a second

log = logging.getLogger(__name__)


@dataclass(slots=True)
class InUse:
    """The assistant that answers questions now; a reload replaces it. None until one can."""

    assistant: Assistant | None = None


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts that a run shares.

    Attributes:
        in_use: holds the assistant that answers.
        receiving: set once updates are taken in.
        answering: set once they are answered; until then they wait in the inbox.

    """

    settings: Settings
    engine: AsyncEngine
    database: DatabaseHealth
    clock: ServerClock
    metrics: Metrics
    coordinator: Coordinator
    limiter: SendLimiter
    http: InstrumentedRequest
    bot: Bot
    inbox: Inbox
    triage: Triage
    intake: Intake
    in_use: InUse = field(default_factory=InUse)
    receiving: asyncio.Event = field(default_factory=asyncio.Event)
    answering: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def open_runtime(settings: Settings) -> AsyncIterator[Runtime]:
    """Open the database, reach the Bot API, and build the parts, each complete before the next is given it.

    Raises StartError, DatabaseError and CryptoError.
    """
    async with (
        open_database(settings.database_url.get_secret_value()) as engine,
        _coordinator(engine, settings) as coordinator,
    ):
        database, clock, metrics = DatabaseHealth(engine), ServerClock(), Metrics()
        metrics.runs(version())
        limiter = SendLimiter(Limits() if settings.rate_limit else None, metrics.dropped, coordinator)
        http = InstrumentedRequest(metrics, clock.synchronise, settings.proxy)
        bot = make_bot(settings.token.get_secret_value(), settings.api_url, http, RetryingRateLimiter(limiter, metrics))
        inbox, triage = InstrumentedInbox(engine, clock, metrics), Triage()
        intake = Intake(inbox, triage)
        try:
            await _log_in(bot, settings)
            yield Runtime(
                settings, engine, database, clock, metrics, coordinator, limiter, http, bot, inbox, triage, intake
            )
        except InvalidToken:
            raise StartError(
                "TELEGRAM_BOT_TOKEN is wrong: Telegram knows no bot by it; talk to @BotFather and copy the token anew."
            ) from None
        finally:
            await bot.shutdown()


@asynccontextmanager
async def _coordinator(engine: AsyncEngine, settings: Settings) -> AsyncIterator[Coordinator]:
    """Share rate limits with the other processes on PostgreSQL; a SQLite file has one process only."""
    if on_sqlite(engine):
        yield NoCoordinator()
        return
    from bot.sending.postgres_coordinator import open_coordinator  # noqa: PLC0415 - not needed on SQLite

    async with open_coordinator(engine, settings.crypto()) as coordinator:
        yield coordinator


async def _log_in(bot: Bot, settings: Settings) -> None:
    # A file .env in the working folder may set another address, which would get the token.
    log.info("legwise %s, with the Bot API at %s", version(), settings.api_url)
    if settings.proxy:
        log.info("calls to Telegram go through %s, the proxy in %s", settings.proxy, settings.proxy.setting)
    try:
        await bot.initialize()
    except InvalidToken:
        raise
    except TelegramError as fault:
        raise StartError(f"{_why_unreachable(fault, settings)}, then start again.") from None


def _why_unreachable(fault: TelegramError, settings: Settings) -> str:
    """Return the setting to look at, the fault and the cure. Behind a proxy, the Bot API's address is rarely wrong."""
    reason = f"{settings.api_url} does not answer as a Bot API: {fault.message}"
    match fault:
        case ProxyFaultError():
            return fault.message
        case _ if settings.proxy:
            cure = f"check the scheme of {settings.proxy}, and that it may connect there"
            return f"{settings.proxy.setting}: through this proxy, {reason}; {cure}"
        case _:
            return f"TELEGRAM_API_URL: {reason}; check the network and the address"
