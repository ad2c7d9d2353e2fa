"""Whether a user is an admin of a chat, or the one who asked for an answer there.

Telegram is asked each time for the admins, so they are never out of date.
"""

from __future__ import annotations

import logging

from telegram import Bot, CallbackQuery, Message
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.store.store import Store

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


async def owns_message(query: CallbackQuery, store: Store) -> bool:
    """Return whether a press is by the user who asked for the message pressed, or by an admin. In private: always."""
    message, user_id = query.message, query.from_user.id
    if message is None:
        return False
    if message.chat.type == ChatType.PRIVATE:
        return True
    row = await store.answers.of_message(message.chat.id, message.message_id)
    is_asker = row is not None and row.asker == store.crypto.pseudonym(user_id)
    return is_asker or await is_admin(query.get_bot(), message.chat.id, user_id)
