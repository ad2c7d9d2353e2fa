"""What Telegram lets the bot see and do in a group. Telegram is asked each time, so the answer is never out of date."""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot, ChatFullInfo, ChatMember, ChatMemberAdministrator, ChatMemberRestricted
from telegram.error import TelegramError

from bot.models import BotRights

log = logging.getLogger(__name__)


async def bot_rights(bot: Bot, chat_id: int) -> BotRights | None:
    """Return the bot's rights in a group; None if Telegram does not tell."""
    try:
        me, member, chat = await asyncio.gather(
            bot.get_me(), bot.get_chat_member(chat_id, bot.id), bot.get_chat(chat_id)
        )
    except TelegramError as fault:
        log.info("the bot's rights in a group could not be read: %s", type(fault).__name__)
        return None
    return BotRights(
        is_admin=isinstance(member, ChatMemberAdministrator),
        without_privacy=bool(me.can_read_all_group_messages),
        may_write=_may_write(member, chat),
        may_delete=isinstance(member, ChatMemberAdministrator) and member.can_delete_messages,
    )


def _may_write(member: ChatMember, chat: ChatFullInfo) -> bool:
    match member:
        case ChatMemberAdministrator():
            return True
        case ChatMemberRestricted():
            return member.can_send_messages
        case _:
            return chat.permissions is None or chat.permissions.can_send_messages is not False
