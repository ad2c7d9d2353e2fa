"""Creates the Bot API client that the handlers send through."""

from __future__ import annotations

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot
from telegram.request import BaseRequest

from bot.sending.rate_limiter import RetryingRateLimiter

Bot = ExtBot[int]


def make_bot(token: str, api_url: str, request: BaseRequest, rate_limiter: RetryingRateLimiter) -> Bot:
    """Create a client that sends HTML without link previews."""
    return ExtBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request,
        get_updates_request=request,
        defaults=Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        rate_limiter=rate_limiter,
    )
