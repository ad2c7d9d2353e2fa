"""What the counterpart remembers of chats, messages and queries, and what it refuses because of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import Judge
from tests.bot.judge import BOT, Refusal
from tests.bot.sample_updates import (
    ASKER,
    BASIC,
    FORUM,
    GROUP,
    OTHER,
    PRIVATE,
    as_guest,
    by_bot,
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
from tests.bot.simulator.test_judge import ARTICLE, KEYS, TOO_OLD, call, made, refused


@pytest.fixture
def judge() -> Judge:
    return made()


@pytest.mark.parametrize(
    ("arriving", "chat", "code", "why"),
    [
        (standing("kicked", PRIVATE), PRIVATE, 403, "bot was blocked by the user"),
        (standing("kicked"), GROUP, 403, "bot was kicked from the supergroup chat"),
        (standing("kicked", BASIC), BASIC, 403, "bot was kicked from the group chat"),
        (standing("left"), GROUP, 403, "bot is not a member of the supergroup chat"),
        (standing("restricted", writes=False), GROUP, 400, "not enough rights to send text messages to the chat"),
        (migrated()[0], BASIC, 400, "group chat was upgraded to a supergroup chat"),
    ],
)
def test_where_the_bot_may_not_write_it_is_told_so(
    judge: Judge, arriving: dict[str, Any], chat: dict[str, Any], code: int, why: str
) -> None:
    judge.see(arriving)
    with pytest.raises(Refusal, match=why) as refusal:
        call(judge, "sendMessage", chat_id=chat["id"], text="x")
    assert refusal.value.code == code
    assert refusal.value.parameters == ({"migrate_to_chat_id": -1051} if "upgraded" in why else {})


def test_a_bot_that_comes_back_may_write_again(judge: Judge) -> None:
    judge.see(standing("kicked"))
    judge.see(standing("member", before="kicked"))
    call(judge, "sendMessage", chat_id=GROUP["id"], text="x")


def test_a_closed_topic_takes_the_words_of_admins_alone(judge: Judge) -> None:
    forum = FORUM | {"id": -1002}
    judge.see(in_topic(5, None, forum, forum_topic_closed={}))
    assert "TOPIC_CLOSED" in refused(judge, "sendMessage", chat_id=-1002, text="x", message_thread_id=5)
    judge.promote(BOT, forum)
    assert call(judge, "sendMessage", chat_id=-1002, text="x", message_thread_id=5)["is_topic_message"] is True


def test_an_edit_must_change_something_and_be_of_ones_own(judge: Judge) -> None:
    sent = call(judge, "sendMessage", chat_id=77, text="x", reply_markup=KEYS)
    there = {"chat_id": 77, "message_id": sent["message_id"]}
    assert "message is not modified" in refused(judge, "editMessageText", **there, text="<b></b>x", parse_mode="HTML",
                                                reply_markup=KEYS)  # fmt: skip
    assert "reply_markup" not in call(judge, "editMessageText", **there, text="x")
    judge.see(said("hi", PRIVATE, message_id=3))
    assert "message can't be edited" in refused(judge, "editMessageText", chat_id=77, message_id=3, text="x")


def test_a_message_can_be_deleted_for_two_days_and_others_only_by_admins(judge: Judge) -> None:
    sent = call(judge, "sendMessage", chat_id=GROUP["id"], text="x")
    theirs = judge.see(said("hi", GROUP))["message"]["message_id"]
    there = {"chat_id": GROUP["id"], "message_id": theirs}
    assert "message can't be deleted" in refused(judge, "deleteMessage", **there)
    judge.promote(BOT, GROUP)
    assert call(judge, "deleteMessage", **there) is True
    judge.clock.advance(48 * 3600 + 1)
    there = {"chat_id": GROUP["id"], "message_id": sent["message_id"]}
    assert "can't be deleted for everyone" in refused(judge, "deleteMessage", **there)


def test_a_press_on_a_sent_message_carries_what_it_replies_to(judge: Judge) -> None:
    question = judge.see(said("/ask iron", GROUP, reply_to_message=message("iron", GROUP, from_=OTHER)))["message"]
    call(judge, "sendMessage", chat_id=GROUP["id"], text="x", reply_parameters={"message_id": question["message_id"]})
    under = pressed("t", judge.posted[-1])["callback_query"]["message"]
    assert under["reply_to_message"]["from"] == ASKER
    assert "reply_to_message" not in under["reply_to_message"]


def test_only_a_result_with_a_keyboard_can_be_edited_once_it_is_posted(judge: Judge) -> None:
    asked = judge.see(typed("fer"))
    results = [ARTICLE, ARTICLE | {"id": "b", "reply_markup": KEYS}]
    call(judge, "answerInlineQuery", inline_query_id=asked["inline_query"]["id"], results=results)
    assert "inline_message_id" not in judge.choose(asked, "a")
    posted = judge.choose(asked, "b")["inline_message_id"]
    assert call(judge, "editMessageText", inline_message_id=posted, text="other words") is True


def test_a_guest_message_is_answered_once(judge: Judge) -> None:
    query = judge.see(as_guest("@legwise_bot iron", GROUP))["guest_message"]["guest_query_id"]
    assert call(judge, "answerGuestQuery", guest_query_id=query, result=ARTICLE).keys() == {"inline_message_id"}
    assert TOO_OLD in refused(judge, "answerGuestQuery", guest_query_id=query, result=ARTICLE)


@pytest.mark.parametrize(("kind", "lives"), [("inline_query", 30), ("callback_query", 150), ("guest_message", 150)])
def test_a_query_can_be_answered_only_for_a_while(judge: Judge, kind: str, lives: int) -> None:
    ways: dict[str, tuple[str, dict[str, Any]]] = {
        "inline_query": ("answerInlineQuery", {"inline_query_id": "9", "results": []}),
        "callback_query": ("answerCallbackQuery", {"callback_query_id": "4711"}),
        "guest_message": ("answerGuestQuery", {"guest_query_id": "8", "result": ARTICLE}),
    }
    judge.see(as_guest("iron", guest_query_id="8"))
    method, values = ways[kind]
    judge.clock.advance(lives + 1)
    assert TOO_OLD in refused(judge, method, **values)


def test_who_is_in_a_chat_can_be_asked_about(judge: Judge) -> None:
    judge.promote(OTHER, GROUP, "creator")
    judge.promote(BOT, GROUP)
    rulers = call(judge, "getChatAdministrators", chat_id=GROUP["id"])
    assert [(one["user"]["id"], one["status"]) for one in rulers] == [
        (OTHER["id"], "creator"), (BOT["id"], "administrator"),
    ]  # fmt: skip
    assert call(judge, "getChatMember", chat_id=GROUP["id"], user_id=ASKER["id"])["status"] == "member"
    assert call(judge, "getChat", chat_id=GROUP["id"])["title"] == GROUP["title"]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"message": {}},
        {"message": {"message_id": 1, "chat": {}}},
        {"callback_query": {}},
        {"callback_query": {"message": {}}},
        {"my_chat_member": {"new_chat_member": {}}},
        {"message": "x"},
    ],
)
def test_an_update_with_missing_fields_is_passed_on_all_the_same(judge: Judge, broken: dict[str, Any]) -> None:
    assert judge.see(broken) == broken


def test_every_update_of_the_makers_is_understood(judge: Judge) -> None:
    for arriving in (edited(said("a"), "b"), pressed("t", inaccessible()), pressed_inline("t", "i"), chose("a", "fer"),
                     said(None, GROUP, left_chat_member=BOT), pressed("t", by_bot())):  # fmt: skip
        judge.see(arriving)
    assert judge.world.inline.keys() == {"i"}
