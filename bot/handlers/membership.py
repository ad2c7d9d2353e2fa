"""Changes of the chats themselves: the bot is added or removed, and groups become supergroups."""

from __future__ import annotations

import logging
from collections import deque

from telegram import Chat, ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.handlers.updates import membership_change, new_message
from bot.store.chats import Chats
from bot.views import about
from faq.words import Words

_INSIDE = {ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER, ChatMember.RESTRICTED}

log = logging.getLogger(__name__)


class Membership:
    """Follows the bot's own membership.

    Args:
        chats: the settings of the groups.
        migrated: the supergroups that were groups until a moment ago: the bot is added to them, but is no news there.

    """

    def __init__(self, chats: Chats, words: Words, migrated: deque[int]) -> None:
        self._chats, self._words, self._migrated = chats, words, migrated

    async def migrated(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Move a group's settings to its new id. Telegram announces it in both chats."""
        message = new_message(update)
        self._migrated.append(message.migrate_to_chat_id or message.chat_id)
        if message.migrate_to_chat_id:
            await self._chats.move(message.chat_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self._chats.move(message.migrate_from_chat_id, message.chat_id)

    async def changed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet a group that added the bot with the right to write; forget a chat that removed it."""
        change = membership_change(update)
        was_inside, member = change.old_chat_member.status in _INSIDE, change.new_chat_member
        if was_inside and member.status not in _INSIDE:
            await self._chats.forget(change.chat.id)
        elif not was_inside and self._is_new(change.chat) and _may_write(member):
            reply = about.hello(self._words, context.bot.username)
            try:
                await context.bot.send_message(change.chat.id, reply.text)
            except TelegramError as refusal:  # the bot can still be asked there
                log.info("a group could not be greeted: %s", refusal.message)

    def _is_new(self, chat: Chat) -> bool:
        return chat.type in {ChatType.GROUP, ChatType.SUPERGROUP} and chat.id not in self._migrated


def _may_write(member: ChatMember) -> bool:
    return not isinstance(member, ChatMemberRestricted) or bool(member.can_send_messages)
