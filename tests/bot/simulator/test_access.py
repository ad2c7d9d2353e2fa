"""Chats and topics that the bot may not write in."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import BOT, ApiError, BotApi
from tests.bot.sample_updates import BASIC, FORUM, GROUP, PRIVATE, bot_status, in_topic, migrated, said
from tests.bot.simulator.calls import call, refusal


@pytest.mark.parametrize(
    ("update", "chat", "code", "description"),
    [
        (bot_status("kicked", PRIVATE), PRIVATE, 403, "bot was blocked by the user"),
        (bot_status("kicked"), GROUP, 403, "bot was kicked from the supergroup chat"),
        (bot_status("kicked", BASIC), BASIC, 403, "bot was kicked from the group chat"),
        (bot_status("left"), GROUP, 403, "bot is not a member of the supergroup chat"),
        (bot_status("restricted", writes=False), GROUP, 400, "not enough rights to send text messages to the chat"),
        (migrated()[0], BASIC, 400, "group chat was upgraded to a supergroup chat"),
    ],
)
def test_a_message_is_refused_where_the_bot_may_not_write(
    api: BotApi, update: dict[str, Any], chat: dict[str, Any], code: int, description: str
) -> None:
    api.record(update)
    with pytest.raises(ApiError, match=description) as error:
        call(api, "sendMessage", chat_id=chat["id"], text="x")
    assert error.value.code == code
    assert error.value.parameters == ({"migrate_to_chat_id": -1051} if "upgraded" in description else {})


def test_a_bot_that_is_added_again_may_write_again(api: BotApi) -> None:
    api.record(bot_status("kicked"))
    api.record(bot_status("member", before="kicked"))
    call(api, "sendMessage", chat_id=GROUP["id"], text="x")


def test_only_admins_may_write_in_a_closed_topic(api: BotApi) -> None:
    forum = FORUM | {"id": -1002}
    api.record(in_topic(5, None, forum, forum_topic_closed={}))
    assert "TOPIC_CLOSED" in refusal(api, "sendMessage", chat_id=-1002, text="x", message_thread_id=5)
    api.promote(BOT, forum)
    assert call(api, "sendMessage", chat_id=-1002, text="x", message_thread_id=5)["is_topic_message"] is True


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"reply_parameters": {"message_id": 999_999}}, "message to be replied not found"),
        ({"message_thread_id": 6, "chat_id": -1002}, "message thread not found"),
        ({"message_thread_id": 1, "chat_id": -1002}, "message thread not found"),
        ({"chat_id": 12345}, "chat not found"),
        ({"chat_id": "nobody"}, "chat not found"),
    ],
)
def test_a_message_to_an_unknown_chat_topic_or_message_is_refused(
    api: BotApi, values: dict[str, Any], description: str
) -> None:
    assert description in refusal(api, "sendMessage", **{"chat_id": PRIVATE["id"], "text": "x"} | values)


def test_a_bot_edits_only_its_own_messages(api: BotApi) -> None:
    api.record(said("hi", PRIVATE, message_id=3))
    assert "message can't be edited" in refusal(api, "editMessageText", chat_id=77, message_id=3, text="x")
    assert "message to edit not found" in refusal(api, "editMessageText", chat_id=77, message_id=999_999, text="x")
