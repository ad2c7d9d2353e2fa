"""The bot as Telegram sees it: what it is sent, and the client that it calls through. Knows no handler."""

from __future__ import annotations

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot
from telegram.request import BaseRequest

from bot.sending.rate_limiter import RetryingRateLimiter

ALLOWED_UPDATES = (
    "message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "guest_message",
    "my_chat_member",
)  # fmt: skip
"""The kinds of update that the routing table has lines for; Telegram sends no others."""

Bot = ExtBot[int]


def make_bot(token: str, api_url: str, request: BaseRequest, patience: RetryingRateLimiter) -> Bot:
    """The bot that the handlers answer through: HTML, and no previews of links."""
    return ExtBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request,
        get_updates_request=request,
        defaults=Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        rate_limiter=patience,
    )
