"""The whole routing table: which update goes to which handler. Knows no words, no HTML and no network.

Read from the top. Of each group, the first line that fits takes the update; a red flag ends the matter before
the second group is asked. What fits no line is let go: edited messages, channel posts, business and guest
messages (UpdateType.MESSAGE is new messages alone), other bots, and talk in groups that is not for the bot.
"""

from __future__ import annotations

from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    ExtBot,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.addressing import FromPerson, ToBot
from bot.delivery.sending import Patience
from bot.handlers.buttons import Buttons
from bot.handlers.commands import Commands
from bot.handlers.failure import Failures
from bot.handlers.group import Group
from bot.handlers.private import Private
from bot.handlers.urgent import RedFlags
from faq.assistant import Assistant

WANTED = ("message", "callback_query")
"""The kinds of update that the table has lines for; Telegram sends no others."""

Bot = ExtBot[int]
Context = ContextTypes.DEFAULT_TYPE
Telegram = Application[Bot, Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]

MESSAGE = filters.UpdateType.MESSAGE & FromPerson()
PRIVATE = MESSAGE & filters.ChatType.PRIVATE
GROUP = MESSAGE & filters.ChatType.GROUPS
WORDS = filters.TEXT | filters.CAPTION


def routed(bot: Bot, assistant: Assistant, failures: Failures) -> Telegram:
    """The application: every way in, and the handler that answers it."""
    red_flags, private, group = RedFlags(assistant), Private(assistant), Group(assistant)
    commands, buttons = Commands(assistant.faq), Buttons(assistant.faq)
    application: Telegram = Application.builder().bot(bot).updater(None).job_queue(None).build()
    application.add_handlers(
        {
            0: [MessageHandler(MESSAGE & WORDS, red_flags.watch)],
            1: [
                CommandHandler("start", commands.start, MESSAGE),
                CommandHandler("help", commands.help, MESSAGE),
                CommandHandler("topics", commands.topics, MESSAGE),
                CommandHandler("about", commands.about, MESSAGE),
                CommandHandler("privacy", commands.privacy, MESSAGE),
                CommandHandler("disclaimer", commands.disclaimer, MESSAGE),
                CommandHandler(["ask", "faq"], private.ask, PRIVATE),
                CommandHandler(["ask", "faq"], group.ask, GROUP),
                MessageHandler(PRIVATE & filters.COMMAND, commands.unknown),
                MessageHandler(PRIVATE & WORDS, private.question),
                MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, private.not_text),
                MessageHandler(GROUP & WORDS & ~filters.COMMAND & ToBot(), group.addressed),
                CallbackQueryHandler(buttons.pressed),
            ],
        }
    )
    application.add_error_handler(failures.failed)
    return application


def connected(token: str, api_url: str, request: BaseRequest, patience: Patience) -> Bot:
    """The bot that the handlers answer through: HTML, and no previews of links."""
    return ExtBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request,
        get_updates_request=request,
        defaults=Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        rate_limiter=patience,
    )
