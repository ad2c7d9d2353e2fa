"""Posting, editing and deleting, also where the message or the chat has changed meanwhile."""

from __future__ import annotations

from typing import Any

from telegram import Message

from bot.handlers.messages import delete, edit, post
from bot.simulator import ApiError
from bot.views.reply import say
from tests.bot.conftest import Chat
from tests.bot.sample_updates import GROUP, PRIVATE, said

UNCHANGED = "Bad Request: message is not modified: new message content and reply markup are the same"


def parse(chat: Chat, update: dict[str, Any]) -> Message:
    chat.api.record(update)
    return Message.de_json(update["message"], chat.bot)


async def test_in_a_group_the_message_is_quoted_and_in_private_only_a_named_one(chat: Chat) -> None:
    in_group, in_private = parse(chat, said("hello", GROUP)), parse(chat, said("hello", PRIVATE))
    await post(in_group, say("a"))
    await post(in_private, say("b"))
    await post(in_private, say("c"), to=in_private.message_id)
    quotes = [
        call.parameters.get("reply_parameters", {}).get("message_id") for call in chat.api.calls_of("sendMessage")
    ]
    assert quotes == [in_group.message_id, None, in_private.message_id]


async def test_an_unchanged_message_counts_as_edited_and_a_deleted_one_does_not(chat: Chat) -> None:
    posted = await post(parse(chat, said("hello", GROUP)), say("a"))
    assert await edit(chat.bot, posted.chat_id, posted.message_id, say("b"))
    chat.api.fail("editMessageText", ApiError(400, UNCHANGED))
    assert await edit(chat.bot, posted.chat_id, posted.message_id, say("b"))
    chat.api.fail("editMessageText", ApiError(400, "Bad Request: message to edit not found"))
    assert not await edit(chat.bot, posted.chat_id, posted.message_id, say("c"))


async def test_a_refused_deletion_is_reported(chat: Chat) -> None:
    posted = await post(parse(chat, said("hello", GROUP)), say("a"))
    chat.api.fail("deleteMessage", ApiError(400, "Bad Request: message can't be deleted for everyone"))
    assert not await delete(chat.bot, posted.chat_id, posted.message_id)
    assert await delete(chat.bot, posted.chat_id, posted.message_id)
