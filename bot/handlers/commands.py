"""The commands that every chat has, and the menus that offer them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import (
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    Update,
)
from telegram.constants import ChatType
from telegram.ext import ContextTypes, ExtBot

from bot.handlers import filters
from bot.handlers.chat_settings import ChatSettingsHandler
from bot.handlers.messages import post
from bot.views import about, answers, topics
from bot.views.answers import WHOLE, Form
from bot.views.reply import Reply
from faq.models import Faq

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
DESCRIPTION = (
    "Ask me about iron, ferritin and restless legs, in your own words. I answer from one article that people have put "
    "into questions and answers, and every answer names its sources. If I have no answer, I say so. "
    "No medical advice; in an emergency, call your local emergency number."
)
SHORT_DESCRIPTION = "Sourced answers about iron, ferritin and restless legs. No medical advice."
_SETTINGS = re.compile(r"settings_(-[0-9]{1,16})", re.ASCII)
_GREETED = {"start", "inline", "guest"}
"""Deep links that only bring somebody here."""


async def offer(bot: ExtBot[int]) -> None:
    """Set the menus of commands where they apply, and what people read before they start."""
    await bot.set_my_commands(IN_PRIVATE, scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(IN_GROUPS, scope=BotCommandScopeAllGroupChats())
    await bot.set_my_commands(FOR_ADMINS, scope=BotCommandScopeAllChatAdministrators())
    await bot.set_my_description(DESCRIPTION)
    await bot.set_my_short_description(SHORT_DESCRIPTION)


@dataclass(frozen=True, slots=True)
class Commands:
    """Answers commands."""

    faq: Faq
    settings: ChatSettingsHandler

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet, or show what a deep link (t.me/bot?start=LINK) names: an entry, or the settings of a group."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        link = filters.after_command(message)
        if chat := _SETTINGS.fullmatch(link):
            await self.settings.opened(message, int(chat[1]))
        else:
            form = WHOLE if message.chat.type == ChatType.PRIVATE else Form(short=True)
            await post(message, self._greeting(link, form))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell how the bot is used."""
        await _post(update, about.help_(context.bot.username))

    async def topics(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the topics."""
        await _post(update, topics.topics(self.faq))

    async def about(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell where the answers come from."""
        await _post(update, about.about(self.faq))

    async def disclaimer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell what the answers are not."""
        await _post(update, about.disclaimer(self.faq))

    async def unknown(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Help with a command that is none."""
        await _post(update, about.unknown_command())

    def _greeting(self, link: str, form: Form) -> Reply:
        if not link or link in _GREETED:
            return about.start(self.faq)
        chosen = self.faq.by_id.get(link)
        return answers.entry(chosen, self.faq, form) if chosen else about.unknown_link(self.faq)


async def _post(update: Update, reply: Reply) -> None:
    assert update.message is not None, "the filter lets only new messages in"
    await post(update.message, reply)
