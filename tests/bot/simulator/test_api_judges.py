"""The judges: what counts as broken markup, and what those say who are not ours, of calls and of updates."""

from __future__ import annotations

import json

import pytest

from bot.simulator import Judge, serving
from bot.simulator.formatting import parsed
from tests.bot.api_judges import aiogram_judge
from tests.bot.conftest import Chat
from tests.bot.judge import BOT, Refusal, visible
from tests.bot.sample_updates import (
    ANONYMOUS,
    FORUM,
    GROUP,
    PRIVATE,
    as_guest,
    by_admin,
    by_bot,
    channel_post,
    chose,
    edited,
    in_topic,
    inaccessible,
    message,
    migrated,
    pressed,
    pressed_inline,
    said,
    standing,
    typed,
)  # fmt: skip
from tests.bot.simulator.test_judge import ARTICLE, call, made

STATUSES = ("member", "administrator", "restricted", "left", "kicked")
MADE = {
    "private": said("hi"), "group": said("/ask@legwise_bot hi", GROUP), "topic": in_topic(5, "hi"),
    "general": said("hi", FORUM), "anonymous admin": by_admin("hi"), "linked channel": channel_post("hi"),
    "edit": edited(said("a"), "b"), "reply": said("hi", GROUP, reply_to_message=by_bot()),
    "press": pressed("t"), "press in a group": pressed("t", by_bot("x", GROUP, reply_to_message=message("hi", GROUP))),
    "press on an old message": pressed("t", inaccessible()), "press inline": pressed_inline("t", "i"),
    "inline": typed("fer"), "chosen": chose("a", "fer"), "chosen with a keyboard": chose("a", "fer", "i"),
    "guest": as_guest("@legwise_bot hi"), "blocked": standing("kicked", PRIVATE),
    "muted": standing("restricted", writes=False), **{status: standing(status) for status in STATUSES},
    "moved to": migrated()[0], "moved from": migrated()[1],
    "added": said(None, GROUP, new_chat_members=[BOT]), "gone": said(None, GROUP, left_chat_member=BOT),
    "topic made": in_topic(5, forum_topic_created={"name": "Legs", "icon_color": 1}),
    "topic closed": in_topic(5, forum_topic_closed={}), "topic opened": in_topic(5, forum_topic_reopened={}),
}  # fmt: skip


@pytest.fixture
def judge() -> Judge:
    """A judge with others beside it."""
    judge = made()
    judge.outside = aiogram_judge()
    return judge


@pytest.mark.parametrize(
    "html",
    ["<b>x", "x</b>", "<b><i>x</b></i>", "a < b", "a & b", "<h1>x</h1>", "<a>x</a>", "<br>", "<b class='x'>x</b>",
     "<code><b>x</b></code>", "<blockquote expanded>x</blockquote>", "<span>x</span>"],
)  # fmt: skip
def test_broken_markup_is_refused(html: str) -> None:
    with pytest.raises(Refusal):
        visible(html)


def test_entities_lie_where_telegram_puts_them() -> None:
    text, entities = parsed('🦵 <b>bold <i>both</i></b> <a href="https://e.org/?a=1&amp;b=2">link</a> <u></u>')
    assert text == "🦵 bold both link "
    assert entities == [
        {"type": "bold", "offset": 3, "length": 9}, {"type": "italic", "offset": 8, "length": 4},
        {"type": "text_link", "url": "https://e.org/?a=1&b=2", "offset": 13, "length": 4},
    ]  # fmt: skip


@pytest.mark.parametrize("kind", MADE)
def test_others_can_read_every_update_that_the_makers_make(kind: str) -> None:
    aiogram_judge().update(MADE[kind])


@pytest.mark.parametrize("missing", ["message_id", "date", "chat"])
def test_others_do_not_read_an_update_that_lacks_something(missing: str) -> None:
    lacking = {name: value for name, value in message("hi").items() if name != missing}
    with pytest.raises(AssertionError, match=f"message.{missing}"):
        aiogram_judge().update({"update_id": 1, "message": lacking})


async def test_a_counterpart_with_judges_sends_out_no_such_update() -> None:
    async with serving(aiogram_judge()) as server:
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


@pytest.mark.parametrize(("method", "raw", "why"), CALLS)
def test_others_refuse_what_production_refuses(method: str, raw: dict[str, str], why: str) -> None:
    with pytest.raises(Refusal) as refusal:
        aiogram_judge().call(method, raw)
    assert why in refusal.value.description


def test_length_is_counted_after_the_markup_by_others_too(judge: Judge) -> None:
    text = f"<b>{'&lt;' * 4096}</b>"
    assert call(judge, "sendMessage", chat_id=77, text=text, parse_mode="HTML")["text"] == "<" * 4096


def test_others_can_read_what_the_counterpart_answers(judge: Judge) -> None:
    judge.promote(ANONYMOUS, GROUP, "creator")
    judge.promote(BOT, GROUP)
    keys = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}
    sent = call(judge, "sendMessage", chat_id=77, text="<i>x</i>", parse_mode="HTML", reply_markup=keys)
    call(judge, "editMessageText", chat_id=77, message_id=sent["message_id"], text="y")
    call(judge, "deleteMessage", chat_id=77, message_id=sent["message_id"])
    call(judge, "answerInlineQuery", inline_query_id="9", results=[ARTICLE], cache_time=300, next_offset="8")
    guest = judge.see(as_guest("hi"))["guest_message"]["guest_query_id"]
    call(judge, "answerGuestQuery", guest_query_id=guest, result=ARTICLE)
    for method in ("getMe", "getMyCommands"):
        call(judge, method)
    for method in ("getChat", "getChatAdministrators", "leaveChat"):
        call(judge, method, chat_id=GROUP["id"])
    assert judge.refused == []


@pytest.mark.parametrize("arriving", ["private", "group", "press", "press in a group", "topic"])
async def test_others_find_no_fault_with_the_conversation(judged_chat: Chat, arriving: str) -> None:
    assert await judged_chat(json.loads(json.dumps(MADE[arriving]))) is not None
