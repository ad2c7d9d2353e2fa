"""aiogram, teremok and python-telegram-bot agree with the simulator and with the sample updates."""

from __future__ import annotations

import json

import pytest

from bot.simulator import BOT, ApiError, BotApi, serve
from tests.bot.api_validators import aiogram_validator
from tests.bot.conftest import Chat
from tests.bot.sample_updates import (
    ANONYMOUS,
    DATE,
    FORUM,
    GROUP,
    OTHER,
    PRIVATE,
    as_guest,
    bot_status,
    by_admin,
    by_bot,
    channel_post,
    chose,
    edited,
    in_topic,
    inaccessible,
    message,
    migrated,
    pictured,
    pressed,
    pressed_inline,
    said,
    typed,
)  # fmt: skip
from tests.bot.simulator.calls import ARTICLE, call, make_api

ORIGIN = {"type": "user", "date": DATE, "sender_user": OTHER}
STATUSES = ("member", "administrator", "restricted", "left", "kicked")
UPDATES = {
    "private": said("hi"), "group": said("/ask@legwise_bot hi", GROUP), "topic": in_topic(5, "hi"),
    "general": said("hi", FORUM), "anonymous admin": by_admin("hi"), "linked channel": channel_post("hi"),
    "edit": edited(said("a"), "b"), "reply": said("hi", GROUP, reply_to_message=by_bot()),
    "press": pressed("t"), "press in a group": pressed("t", by_bot("x", GROUP, reply_to_message=message("hi", GROUP))),
    "press on an old message": pressed("t", inaccessible()), "press inline": pressed_inline("t", "i"),
    "inline": typed("fer"), "chosen": chose("a", "fer"), "chosen with a keyboard": chose("a", "fer", "i"),
    "guest": as_guest("@legwise_bot hi"), "blocked": bot_status("kicked", PRIVATE),
    "muted": bot_status("restricted", writes=False), **{status: bot_status(status) for status in STATUSES},
    "moved to": migrated()[0], "moved from": migrated()[1],
    "added": said(None, GROUP, new_chat_members=[BOT]), "gone": said(None, GROUP, left_chat_member=BOT),
    "topic made": in_topic(5, forum_topic_created={"name": "Legs", "icon_color": 1}),
    "a quote": said("/ask", GROUP, reply_to_message=message("a b", GROUP), quote={"text": "b", "position": 2}),
    "a quote from another chat": said("/ask", external_reply={"origin": ORIGIN}, quote={"text": "b", "position": 2}),
    "picture": pictured("/ask@legwise_bot hi", GROUP), "album": pictured(media_group_id="7"),
    "caption": edited(pictured(), caption="hi"), "boost": said(None, GROUP, boost_added={"boost_count": 1}),
    "topic closed": in_topic(5, forum_topic_closed={}), "topic opened": in_topic(5, forum_topic_reopened={}),
}  # fmt: skip


@pytest.fixture
def api() -> BotApi:
    """An API whose calls and results are validated."""
    api = make_api()
    api.validator = aiogram_validator()
    return api


@pytest.mark.parametrize("kind", UPDATES)
def test_validators_accept_every_sample_update(kind: str) -> None:
    aiogram_validator().update(UPDATES[kind])


@pytest.mark.parametrize("missing", ["message_id", "date", "chat"])
def test_validators_reject_an_update_that_lacks_a_field(missing: str) -> None:
    incomplete = {name: value for name, value in message("hi").items() if name != missing}
    with pytest.raises(AssertionError, match=f"message.{missing}"):
        aiogram_validator().update({"update_id": 1, "message": incomplete})


async def test_a_simulator_with_a_validator_queues_no_such_update() -> None:
    async with serve(aiogram_validator()) as server:
        with pytest.raises(AssertionError):
            await server.queue({"update_id": 1, "message": {}})
        await server.queue({"update_id": 1, "message": {}}, broken=True)
        assert len(server.updates) == 1


CALLS: list[tuple[str, dict[str, str], str]] = [
    ("sendMessage", {"chat_id": "77", "text": "x", "colour": "red"}, "no parameter ['colour']"),
    ("sendMessage", {"chat_id": "77"}, "cannot read sendMessage"),
    ("sendMessage", {"chat_id": "77", "text": "x", "message_thread_id": '"five"'}, "cannot read sendMessage"),
    ("sendMessage", {"chat_id": "77", "text": "x", "reply_parameters": "[]"}, "cannot read sendMessage"),
    ("sendMessage", {"chat_id": "77", "text": "x", "reply_parameters": '{"message_id": 1, "x": 1}'}, "no field"),
    ("sendMessage", {"chat_id": "77", "text": "x" * 4097}, "teremok: Bad Request: message is too long"),
    ("sendMessage", {"chat_id": "77", "text": "<b>x", "parse_mode": "HTML"}, "teremok: Bad Request: can't parse"),
    ("answerCallbackQuery", {"callback_query_id": "4711", "text": "x" * 201}, "teremok: Bad Request: MESSAGE_TOO_LONG"),
    ("sendTelepathy", {}, "knows no method"),
]


@pytest.mark.parametrize(("method", "raw", "description"), CALLS)
def test_validators_refuse_what_the_official_server_refuses(method: str, raw: dict[str, str], description: str) -> None:
    with pytest.raises(ApiError) as error:
        aiogram_validator().call(method, raw)
    assert description in error.value.description


def test_validators_count_length_after_the_markup_too(api: BotApi) -> None:
    text = f"<b>{'&lt;' * 4096}</b>"
    assert call(api, "sendMessage", chat_id=77, text=text, parse_mode="HTML")["text"] == "<" * 4096


def test_validators_accept_the_results_of_the_simulator(api: BotApi) -> None:
    api.promote(ANONYMOUS, GROUP, "creator")
    api.promote(BOT, GROUP)
    keys = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}
    sent = call(api, "sendMessage", chat_id=77, text="<i>x</i>", parse_mode="HTML", reply_markup=keys)
    call(api, "editMessageText", chat_id=77, message_id=sent["message_id"], text="y")
    call(api, "deleteMessage", chat_id=77, message_id=sent["message_id"])
    call(api, "answerInlineQuery", inline_query_id="9", results=[ARTICLE], cache_time=300, next_offset="8")
    guest = api.record(as_guest("hi"))["guest_message"]["guest_query_id"]
    call(api, "answerGuestQuery", guest_query_id=guest, result=ARTICLE)
    for method in ("getMe", "getMyCommands"):
        call(api, method)
    for method in ("getChat", "getChatAdministrators", "leaveChat"):
        call(api, method, chat_id=GROUP["id"])
    assert api.refused == []


@pytest.mark.parametrize("kind", ["private", "group", "press", "press in a group", "topic"])
async def test_validators_accept_the_calls_of_a_conversation(validated_chat: Chat, kind: str) -> None:
    assert await validated_chat(json.loads(json.dumps(UPDATES[kind]))) is not None
