"""Whether a user is an admin of a chat. Telegram is asked each time, so the answer is never out of date."""

from __future__ import annotations

import logging

from telegram import Bot, Message
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

_ADMINS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)

log = logging.getLogger(__name__)


async def is_admin(bot: Bot, chat_id: int, user_id: int) -> bool:
    """Return whether a user is an admin of a chat; False if Telegram does not answer."""
    try:
        return (await bot.get_chat_member(chat_id, user_id)).status in _ADMINS
    except TelegramError as fault:
        log.info("a member's status could not be read: %s", type(fault).__name__)
        return False


async def speaks_as_admin(message: Message) -> bool:
    """Return whether a message is by an admin, or by the group itself (an anonymous admin). In private: always.

    A message on behalf of a channel, even the linked one, is not an admin's: every user can have a channel.
    """
    if message.chat.type == ChatType.PRIVATE:
        return True
    if message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id
    author = message.from_user
    return author is not None and await is_admin(message.get_bot(), message.chat.id, author.id)
