"""Checks what Telegram says of the bot: its token, what it sees in groups, its webhook and the clock.

Nothing is changed there, and no update is fetched, because that would end the poll of a bot that runs.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from urllib.parse import urlsplit

from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.config.settings import Settings
from bot.config.urls import same_url
from bot.health.finding import Finding
from bot.sending.http_request import AiohttpRequest

MAX_SKEW = 30.0
"""Seconds that the clock may differ: an inline query expires in as many."""
RECENT = timedelta(hours=1)
"""How long a failed push counts."""
MANY_HELD = 100
"""Updates that Telegram holds back, from which on the webhook counts as failing."""
_REJECTED = {"Unauthorized", "Not Found"}
"""Telegram's words for an unknown token, and for one that is malformed. Other servers have others for the same code."""


async def check_telegram(settings: Settings, clock: Callable[[], float] = time.time) -> AsyncIterator[Finding]:
    """Yield a finding for each part; only the first if Telegram cannot be asked."""
    skews: list[float] = []
    async with AiohttpRequest(lambda now: skews.append(clock() - now)) as request:
        bot = Bot(settings.token.get_secret_value(), f"{settings.api_url}/bot", request=request)
        try:
            me = await bot.get_me()
            webhook = await bot.get_webhook_info()
        except TelegramError as fault:
            yield _unreached(settings.api_url, fault)
            return
    yield Finding("token", f"@{me.username}, by {settings.api_url}")
    yield _groups(me)
    yield _webhook(settings.webhook_url, webhook, clock())
    yield _clock(skews[-1] if skews else 0.0)


def _unreached(api_url: str, fault: TelegramError) -> Finding:
    if isinstance(fault, InvalidToken) and fault.message in _REJECTED:
        return Finding("token", f"{api_url} knows no bot by it", "talk to @BotFather and copy the token anew")
    reason = "it is no Bot API" if isinstance(fault, InvalidToken) else fault.message
    cure = "check the network, the proxy and TELEGRAM_API_URL"
    return Finding("telegram", f"{api_url} does not answer as a Bot API: {reason}", cure)


def _groups(me: User) -> Finding:
    if not me.can_join_groups:
        return Finding("groups", "the bot cannot be added to groups; @BotFather allows it by /setjoingroups")
    if me.can_read_all_group_messages:
        return Finding("groups", "privacy mode is off: the bot sees every message")
    seen = "commands, mentions and replies to it"
    return Finding("groups", f"privacy mode is on: the bot sees {seen}; to let it listen, @BotFather has /setprivacy")


def _webhook(wanted: str | None, info: WebhookInfo, now: float) -> Finding:
    held = f"{info.pending_update_count} updates wait at Telegram"
    if not wanted:
        return _polling(info, held)
    if not info.url:
        return Finding("webhook", f"not set yet; `legwise run` sets it; {held}")
    if not same_url(info.url, wanted):
        cure = "stop the other program with this token; `legwise run` sets the webhook again"
        return Finding("webhook", f"Telegram pushes to {_host(info.url)}, not to {_host(wanted)}", cure)
    failed = info.last_error_date is not None and info.last_error_date.timestamp() > now - RECENT.total_seconds()
    if (failed and info.pending_update_count) or info.pending_update_count > MANY_HELD:
        reason = f": {info.last_error_message}" if info.last_error_message else ""
        cure = "check the proxy, its certificate and the host name, and that legwise runs"
        return Finding("webhook", f"Telegram cannot push to {_host(wanted)}{reason}; {held}", cure)
    return Finding("webhook", f"Telegram pushes to {_host(wanted)}; {held}")


def _polling(info: WebhookInfo, held: str) -> Finding:
    if not info.url:
        return Finding("webhook", f"none, as polling needs; {held}")
    cure = "stop the other program with this token; `legwise run` removes the webhook at its start"
    return Finding("webhook", f"Telegram pushes to {_host(info.url)}, so polling gets nothing; {held}", cure)


def _clock(skew: float) -> Finding:
    if abs(skew) <= MAX_SKEW:
        return Finding("clock", f"differs from Telegram's by {abs(skew):.0f} s")
    direction = "ahead of" if skew > 0 else "behind"
    cure = "set it, and let it be synchronised (timedatectl set-ntp true)"
    return Finding("clock", f"is {abs(skew):.0f} s {direction} Telegram's", cure)


def _host(url: str) -> str:
    """Return a URL without its path, which may be a secret, or hold one."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}"
