"""Sending, editing and deleting messages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import BOT, BotApi
from tests.bot.sample_updates import ASKER, GROUP, OTHER, message, pressed, said
from tests.bot.simulator.calls import KEYS, call, refusal


def test_an_edit_must_change_something(api: BotApi) -> None:
    sent = call(api, "sendMessage", chat_id=77, text="x", reply_markup=KEYS)
    target = {"chat_id": 77, "message_id": sent["message_id"]}
    same = {"text": "<b></b>x", "parse_mode": "HTML", "reply_markup": KEYS}
    assert "message is not modified" in refusal(api, "editMessageText", **target, **same)
    assert "reply_markup" not in call(api, "editMessageText", **target, text="x")


def test_a_message_can_be_deleted_for_two_days_and_those_of_others_only_by_admins(api: BotApi) -> None:
    sent = call(api, "sendMessage", chat_id=GROUP["id"], text="x")
    other = api.record(said("hi", GROUP))["message"]["message_id"]
    assert "message can't be deleted" in refusal(api, "deleteMessage", chat_id=GROUP["id"], message_id=other)
    api.promote(BOT, GROUP)
    assert call(api, "deleteMessage", chat_id=GROUP["id"], message_id=other) is True
    api.clock.advance(48 * 3600 + 1)
    target = {"chat_id": GROUP["id"], "message_id": sent["message_id"]}
    assert "can't be deleted for everyone" in refusal(api, "deleteMessage", **target)


def test_a_press_on_a_sent_message_contains_the_message_it_replies_to(api: BotApi) -> None:
    question = api.record(said("/ask iron", GROUP, reply_to_message=message("iron", GROUP, from_=OTHER)))["message"]
    call(api, "sendMessage", chat_id=GROUP["id"], text="x", reply_parameters={"message_id": question["message_id"]})
    under = pressed("t", api.posted[-1])["callback_query"]["message"]
    assert under["reply_to_message"]["from"] == ASKER
    assert "reply_to_message" not in under["reply_to_message"]


@pytest.mark.parametrize(
    ("method", "values", "description"),
    [
        ("sendChatAction", {"chat_id": 77, "action": "dancing"}, "wrong parameter action"),
        ("editMessageText", {"chat_id": 77, "message_id": 999_999, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"inline_message_id": "nobody", "text": "x"}, "MESSAGE_ID_INVALID"),
        ("deleteMessage", {"chat_id": 77, "message_id": 999_999}, "message to delete not found"),
        ("setMessageReaction", {"chat_id": 77, "message_id": 999_999}, "message to react not found"),
    ],
)
def test_a_call_on_an_unknown_message_or_with_an_unknown_action_is_refused(
    api: BotApi, method: str, values: dict[str, Any], description: str
) -> None:
    assert description in refusal(api, method, **values)


def test_a_bot_may_set_one_reaction(api: BotApi) -> None:
    said_to_it = api.record(said("ok"))["message"]
    thumb, heart = ({"type": "emoji", "emoji": emoji} for emoji in ("👍", "❤"))
    target = {"chat_id": 77, "message_id": said_to_it["message_id"]}
    assert call(api, "setMessageReaction", **target, reaction=[thumb]) is True
    assert "REACTIONS_TOO_MANY" in refusal(api, "setMessageReaction", **target, reaction=[thumb, heart])
