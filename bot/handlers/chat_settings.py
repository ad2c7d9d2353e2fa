"""The settings of a group: shown to its admins, in the group or in private, and changed by them with buttons.

Whoever presses is looked up anew at each press, since a button outlasts an office. Knows no setting by name.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.handlers.messages import edit, post
from bot.handlers.permissions import is_admin, speaks_as_admin
from bot.store.store import Store
from bot.views import callback_data, chat_settings
from bot.views.reply import Reply


@dataclass(frozen=True, slots=True)
class ChatSettingsHandler:
    """Shows and changes settings."""

    store: Store

    async def asked(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /settings: with the settings for an admin in a group, with the way there in private."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        if message.chat.type == ChatType.PRIVATE:
            await post(message, chat_settings.how())
        elif await speaks_as_admin(message):
            await post(message, await self._in_group(context.bot, message.chat_id))
        else:
            await post(message, chat_settings.not_yours())

    async def opened(self, message: Message, chat_id: int) -> None:
        """Show a group's settings to whoever came by its deep link, if they are an admin there."""
        bot, person = message.get_bot(), message.from_user
        admin = message.chat.type == ChatType.PRIVATE and person and await is_admin(bot, chat_id, person.id)
        await post(message, await self._in_private(bot, chat_id) if admin else chat_settings.not_yours())

    async def shown(self, query: CallbackQuery, meant: callback_data.ShowSettings) -> str | None:
        """Bring what is shown up to date; return what the presser is told."""
        chat_id = _chat_id(query, meant.chat)
        if not await is_admin(query.get_bot(), chat_id, query.from_user.id):
            return chat_settings.NOT_YOURS
        await self._show(query, chat_id)
        return None

    async def change(self, query: CallbackQuery, meant: callback_data.Change) -> str | None:
        """Let what a button names hold from now on, and show it; return what the presser is told."""
        chat_id, option = _chat_id(query, meant.chat), chat_settings.option(meant)
        if not await is_admin(query.get_bot(), chat_id, query.from_user.id):
            return chat_settings.NOT_YOURS
        before = await self.store.chats.settings(chat_id)
        if option is not None and chat_settings.holds(option, before):
            return chat_settings.SO_ALREADY
        if option is not None:
            await self.store.chats.change(chat_id, option.into(before))
        await self._show(query, chat_id)
        return chat_settings.CHANGED.format(told=option.told) if option is not None else chat_settings.UNKNOWN

    async def _show(self, query: CallbackQuery, chat_id: int) -> None:
        """Put what holds now in place of what is shown, if that is any different."""
        message, bot = query.message, query.get_bot()
        if message is None:  # pressed under an inline message: it has no chat, and is none of ours
            return
        private = message.chat.type == ChatType.PRIVATE
        reply = await (self._in_private(bot, chat_id) if private else self._in_group(bot, chat_id))
        if isinstance(message, Message) and message.reply_markup == reply.keyboard:
            return
        if not await edit(bot, message.chat.id, message.message_id, reply) and isinstance(message, Message):
            await post(message, reply)

    async def _in_group(self, bot: Bot, chat_id: int) -> Reply:
        return chat_settings.in_group(chat_id, await self.store.chats.settings(chat_id), bot.username)

    async def _in_private(self, bot: Bot, chat_id: int) -> Reply:
        return chat_settings.in_private(chat_id, await self.store.chats.settings(chat_id), await _title(bot, chat_id))


def _chat_id(query: CallbackQuery, named: int) -> int:
    """The group that a press is about: in a group, that one. A button from before it became a supergroup names its
    old id, and one that names another group is not ours.
    """
    here = query.message.chat if query.message else None
    return here.id if here is not None and here.type != ChatType.PRIVATE else named


async def _title(bot: Bot, chat_id: int) -> str:
    """The group's name; empty if Telegram does not tell it."""
    try:
        return (await bot.get_chat(chat_id)).title or ""
    except TelegramError:
        return ""
