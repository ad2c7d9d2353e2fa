"""The settings of a group, and what the bot can do there: shown to its admins, and changed with buttons.

The user is looked up at each press, because a button can outlast an admin's rights.
"""

from __future__ import annotations

import asyncio

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.handlers.bot_rights import bot_rights
from bot.handlers.messages import edit, post
from bot.handlers.permissions import is_admin, speaks_as_admin
from bot.handlers.updates import new_message
from bot.store.chats import Chats
from bot.views import callback_data, chat_settings, html
from bot.views.reply import Reply


class ChatSettingsHandler:
    """Shows and changes settings."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats

    async def asked(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /settings: show them to an admin in a group; explain the command in private."""
        message = new_message(update)
        if message.chat.type == ChatType.PRIVATE:
            await post(message, chat_settings.how())
        elif await speaks_as_admin(message):
            await post(message, await self._in_group(context.bot, message.chat_id))
        else:
            await post(message, chat_settings.not_yours())

    async def opened(self, message: Message, chat_id: int) -> None:
        """Answer the deep link to a group's settings, in private and for its admins only."""
        bot, user = message.get_bot(), message.from_user
        admin = message.chat.type == ChatType.PRIVATE and user and await is_admin(bot, chat_id, user.id)
        await post(message, await self._in_private(bot, chat_id) if admin else chat_settings.not_yours())

    async def refresh(self, query: CallbackQuery, data: callback_data.ShowSettings) -> str | None:
        """Show the current settings; return the notice on the press."""
        chat_id = _chat_id(query, data.chat)
        if not await is_admin(query.get_bot(), chat_id, query.from_user.id):
            return chat_settings.NOT_YOURS
        await self._show(query, chat_id)
        return None

    async def change(self, query: CallbackQuery, data: callback_data.Change) -> str | None:
        """Change a setting and show it; return the notice on the press."""
        chat_id, option = _chat_id(query, data.chat), chat_settings.option(data)
        if not await is_admin(query.get_bot(), chat_id, query.from_user.id):
            return chat_settings.NOT_YOURS
        before = await self._chats.settings(chat_id)
        if option is not None and chat_settings.is_set(option, before):
            return chat_settings.SO_ALREADY
        if option is not None:
            await self._chats.change(chat_id, option.apply(before))
        await self._show(query, chat_id)
        return chat_settings.CHANGED.format(text=option.text) if option is not None else chat_settings.UNKNOWN

    async def _show(self, query: CallbackQuery, chat_id: int) -> None:
        """Replace the message pressed, unless it is up to date."""
        message, bot = query.message, query.get_bot()
        if message is None:  # a forged press under an inline message
            return
        private = message.chat.type == ChatType.PRIVATE
        reply = await (self._in_private(bot, chat_id) if private else self._in_group(bot, chat_id))
        if isinstance(message, Message) and _is_shown(message, reply):
            return
        if not await edit(bot, message.chat.id, message.message_id, reply) and isinstance(message, Message):
            await post(message, reply)

    async def _in_group(self, bot: Bot, chat_id: int) -> Reply:
        settings, rights = await self._chats.settings(chat_id), await bot_rights(bot, chat_id)
        return chat_settings.in_group(chat_id, settings, rights, bot.username)

    async def _in_private(self, bot: Bot, chat_id: int) -> Reply:
        settings = await self._chats.settings(chat_id)
        rights, title = await asyncio.gather(bot_rights(bot, chat_id), _title(bot, chat_id))
        return chat_settings.in_private(chat_id, settings, rights, title)


def _chat_id(query: CallbackQuery, named: int) -> int:
    """Return the group that a press is about; in a group, always that one.

    A button from before the group became a supergroup names its old id; one that names another group is forged.
    """
    chat = query.message.chat if query.message else None
    return chat.id if chat is not None and chat.type != ChatType.PRIVATE else named


def _is_shown(message: Message, reply: Reply) -> bool:
    return message.reply_markup == reply.keyboard and html.is_same(message.text_html, reply.text)


async def _title(bot: Bot, chat_id: int) -> str:
    try:
        return (await bot.get_chat(chat_id)).title or ""
    except TelegramError:
        return ""
