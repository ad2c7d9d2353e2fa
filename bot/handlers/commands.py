"""The commands that every chat has, and the menus that offer them."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, Update
from telegram.ext import ContextTypes, ExtBot

from bot import addressing, views
from bot.handlers.posting import post
from bot.views import Reply
from faq.entry import Faq

IN_GROUPS = (
    ("ask", "Ask a question, or answer the message you reply to"),
    ("topics", "Everything I can answer"),
    ("help", "How to use me"),
)
IN_PRIVATE = (
    ("topics", "Everything I can answer"),
    ("help", "How to use me"),
    ("about", "Where the answers come from"),
    ("privacy", "What happens to what you write"),
    ("disclaimer", "What my answers are not"),
)


async def offer(bot: ExtBot[int]) -> None:
    """Set the menus of commands for private chats and for groups."""
    await bot.set_my_commands(IN_PRIVATE, scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(IN_GROUPS, scope=BotCommandScopeAllGroupChats())


@dataclass(frozen=True, slots=True)
class Commands:
    """Answers commands."""

    faq: Faq

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet, or show the entry that a deep link (t.me/bot?start=ENTRY) names."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        await post(message, self._greeting(addressing.after_command(message)))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell how the bot is used."""
        await _post(update, views.help_(context.bot.username))

    async def topics(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the topics."""
        await _post(update, views.topics(self.faq))

    async def about(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell where the answers come from."""
        await _post(update, views.about(self.faq))

    async def privacy(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell what is kept."""
        await _post(update, views.privacy())

    async def disclaimer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell what the answers are not."""
        await _post(update, views.disclaimer(self.faq))

    async def unknown(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Help with a command that is none."""
        await _post(update, views.unknown_command())

    def _greeting(self, link: str) -> Reply:
        if not link or link == "start":
            return views.start(self.faq)
        chosen = self.faq.by_id.get(link)
        return views.entry(chosen, self.faq) if chosen else views.unknown_link(self.faq)


async def _post(update: Update, reply: Reply) -> None:
    assert update.message is not None, "the filter lets only new messages in"
    await post(update.message, reply)
