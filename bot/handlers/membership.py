"""What happens to the chats themselves: the bot comes, goes, and groups become supergroups."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, field

from telegram import Chat, ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.store.store import Store
from bot.views import about

_INSIDE = {ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER, ChatMember.RESTRICTED}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Membership:
    """Follows the bot's own coming and going."""

    store: Store
    _moved: deque[int] = field(default_factory=lambda: deque(maxlen=64))
    """The supergroups that were groups a moment ago: Telegram lets the bot join them, and they know it already."""

    async def migrated(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Let settings and answers follow a group to its new id. Telegram tells it in both chats."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        self._moved.append(message.migrate_to_chat_id or message.chat_id)
        if message.migrate_to_chat_id:
            await self.store.chats.move(message.chat_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self.store.chats.move(message.migrate_from_chat_id, message.chat_id)

    async def changed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say hello where the bot was added and may write; forget the chat where it was removed."""
        change = update.my_chat_member
        assert change is not None, "the handler takes only the bot's own membership"
        was, now = change.old_chat_member.status in _INSIDE, change.new_chat_member
        if was and now.status not in _INSIDE:
            await self.store.chats.forget(change.chat.id)
        elif not was and self._is_news(change.chat) and _may_write(now):
            reply = about.hello(context.bot.username)
            try:
                await context.bot.send_message(change.chat.id, reply.text)
            except TelegramError as refusal:  # who cannot be greeted can still be answered
                log.info("a group could not be greeted: %s", refusal.message)

    def _is_news(self, chat: Chat) -> bool:
        return chat.type in {ChatType.GROUP, ChatType.SUPERGROUP} and chat.id not in self._moved


def _may_write(member: ChatMember) -> bool:
    return not isinstance(member, ChatMemberRestricted) or bool(member.can_send_messages)
