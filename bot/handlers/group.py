"""Groups: answers whoever asks the bot outright, by command, mention or reply, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot import addressing, views
from bot.handlers.posting import post
from faq.assistant import Assistant
from faq.outcome import NotFound


@dataclass(frozen=True, slots=True)
class Group:
    """Answers in groups."""

    assistant: Assistant

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /ask: what follows it, or else the message that it replies to."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        await self._answer(message, addressing.after_command(message))

    async def addressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a mention, or a reply to one of the bot's messages, in the same way."""
        message = update.message
        assert message is not None, "the filter lets only new messages in"
        await self._answer(message, addressing.words(message))

    async def _answer(self, message: Message, asked: str) -> None:
        other = addressing.quoted(message)
        if asked:
            await self._reply(message, asked, to=message)
        elif other is not None:
            await self._reply(message, addressing.words(other), to=other)
        else:
            await post(message, views.which_question())

    async def _reply(self, message: Message, asked: str, to: Message) -> None:
        outcome = self.assistant.ask(asked)
        # Who did not ask is not told that there is no answer.
        target = message if isinstance(outcome, NotFound) else to
        await post(message, views.answer(outcome, self.assistant.faq), to=target)
