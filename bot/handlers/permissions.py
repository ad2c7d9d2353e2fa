"""Who is an admin of a chat, asked of Telegram at the time: nothing is remembered, so nothing is out of date."""

from __future__ import annotations

import logging

from telegram import Bot, Message
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

_RULING = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)

log = logging.getLogger(__name__)


async def is_admin(bot: Bot, chat_id: int, user_id: int) -> bool:
    """Whether somebody is an admin of a chat right now. Where Telegram does not say so, they are none."""
    try:
        return (await bot.get_chat_member(chat_id, user_id)).status in _RULING
    except TelegramError as fault:
        log.info("who is an admin cannot be asked: %s", type(fault).__name__)
        return False


async def speaks_as_admin(message: Message) -> bool:
    """Whether a message is an admin's: by name, or as the group itself. In private everybody is their own.

    Who speaks as a channel, the linked one too, is no admin: anybody may have a channel.
    """
    if message.chat.type == ChatType.PRIVATE:
        return True
    if message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id
    author = message.from_user
    return author is not None and await is_admin(message.get_bot(), message.chat.id, author.id)
