"""The client sends HTML, without link previews."""

from __future__ import annotations

from bot.models import ALLOWED_UPDATES
from bot.sending.client import make_bot
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.simulator import TOKEN, BotApi
from tests.bot.fake_request import FakeRequest


async def test_messages_are_html_without_link_previews_unless_a_call_says_otherwise() -> None:
    api = BotApi()
    api.record(
        {
            "update_id": 1,
            "message": {
                "message_id": 1,
                "date": 1000,
                "chat": {"id": 300, "type": "private", "first_name": "A"},
                "from": {"id": 300, "is_bot": False, "first_name": "A"},
                "text": "a",
            },
        }
    )
    bot = make_bot(TOKEN, "https://api.example.org", FakeRequest(api), RetryingRateLimiter(delays=()))
    await bot.send_message(300, "<b>hello</b>")
    [call] = api.calls_of("sendMessage")
    assert call["parse_mode"] == "HTML"
    assert call["link_preview_options"] == {"is_disabled": True}


def test_no_kind_of_update_is_asked_for_twice() -> None:
    assert len(set(ALLOWED_UPDATES)) == len(ALLOWED_UPDATES)
