"""The commands of every chat, and the menus that list them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import ContextTypes, ExtBot

from bot.concurrency import in_background
from bot.handlers.chat_settings import ChatSettingsHandler
from bot.handlers.locale import unread_language
from bot.handlers.message_text import text_after_command
from bot.handlers.messages import post
from bot.handlers.updates import new_message
from bot.views import about, answers, deep_links, topics
from bot.views.reply import Reply
from faq.models import OTHER_LANGUAGES, Faq, Language
from faq.words import Words

IN_GROUPS = (
    ("ask", "Ask a question, or answer the message you reply to"),
    ("topics", "Everything I can answer"),
    ("help", "How to use me"),
    ("privacy", "What is kept, and for how long"),
)
FOR_ADMINS = (*IN_GROUPS, ("settings", "How I behave in this group"))
IN_PRIVATE = (
    ("topics", "Everything I can answer"),
    ("help", "How to use me"),
    ("about", "Where the answers come from"),
    ("privacy", "What is kept, and for how long"),
    ("forgetme", "Delete what is kept of you"),
    ("disclaimer", "What my answers are not"),
)
TRANSLATE_AFTER = 15.0
"""Seconds after the start before the texts in other languages are compared: waiting questions come first."""

log = logging.getLogger(__name__)


async def set_menus(bot: ExtBot[int], words: Words) -> None:
    """Set the command menus of each kind of chat, and the bot's descriptions, all in English."""
    await bot.set_my_commands(IN_PRIVATE, scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(IN_GROUPS, scope=BotCommandScopeAllGroupChats())
    await bot.set_my_commands(FOR_ADMINS, scope=BotCommandScopeAllChatAdministrators())
    await bot.set_my_description(words.description)
    await bot.set_my_short_description(words.short_description)


@asynccontextmanager
async def translating_menus(
    bot: ExtBot[int], languages: tuple[Language, ...], delay: float = TRANSLATE_AFTER
) -> AsyncIterator[None]:
    """Set the menus and descriptions for users of other languages, in the background."""
    async with in_background(_translate_menus(bot, languages, delay)):
        yield


async def _translate_menus(bot: ExtBot[int], languages: tuple[Language, ...], delay: float) -> None:
    await asyncio.sleep(delay)
    try:
        for language in languages:
            if language.code == language.bare_code and language.code != OTHER_LANGUAGES:  # Telegram knows no scripts
                await _translate(bot, language)
    except TelegramError as fault:
        log.warning("the command menus could not be set in other languages: %s", fault.message)


async def _translate(bot: ExtBot[int], language: Language) -> None:
    """Set the texts of a language that differ from those that Telegram has.

    Telegram allows few changes and many reads, so a start without an edit must change nothing. To remember what was
    set last would not do: another process, or BotFather, may have changed it since.
    """
    code, scope = language.code, BotCommandScopeAllPrivateChats()
    menu = tuple(BotCommand(name, text) for name, text in in_language(language))
    if await bot.get_my_commands(scope, language_code=code) != menu:
        await bot.set_my_commands(menu, scope, language_code=code)
    if (await bot.get_my_description(code)).description != language.description:
        await bot.set_my_description(language.description, code)
    if (await bot.get_my_short_description(code)).short_description != language.card.only_english:
        await bot.set_my_short_description(language.card.only_english, code)


def in_language(language: Language) -> tuple[tuple[str, str], ...]:
    """Return the menu of a private chat, of which the line on /help says in a language that only English is read."""
    return tuple((name, language.card.only_english if name == "help" else text) for name, text in IN_PRIVATE)


class Commands:
    """Answers commands."""

    def __init__(self, faq: Faq, settings: ChatSettingsHandler) -> None:
        self._faq, self._settings = faq, settings

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet, or show the target of a deep link: an entry, the topics, or the settings of a group."""
        message = new_message(update)
        payload = text_after_command(message)
        if (chat_id := deep_links.settings_chat_id(payload)) is not None:
            await self._settings.opened(message, chat_id)
        elif payload == deep_links.TOPICS:
            await post(message, topics.topics(self._faq))
        else:
            greeting, language = self._greeting(payload), unread_language(message, self._faq)
            await post(message, about.with_line(language.start, greeting) if language else greeting)

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Explain how to use the bot."""
        message, help_ = new_message(update), about.help_(context.bot.username)
        language = unread_language(message, self._faq)
        await post(message, about.with_line(language.help, help_) if language else help_)

    async def topics(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List the topics."""
        await post(new_message(update), topics.topics(self._faq))

    async def about(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Describe the bot and the source of its answers."""
        await post(new_message(update), about.about(self._faq))

    async def disclaimer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the medical disclaimer."""
        await post(new_message(update), about.disclaimer(self._faq))

    async def unknown(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer an unknown command."""
        await post(new_message(update), about.unknown_command())

    def _greeting(self, payload: str) -> Reply:
        """Return the entry of a deep link. Any other payload only says which link a user came by."""
        chosen = self._faq.by_id.get(payload)
        return answers.entry(chosen, self._faq) if chosen else about.start(self._faq)
