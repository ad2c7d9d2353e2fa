"""The whole routing table: which update goes to which handler. Knows no words, no HTML and no network.

Read from the top. Of each group, the first line that fits takes the update; a red flag ends the matter before the
next group is asked, and so does a command in a group that has had enough for now. What fits no line is let go: channel
posts, business messages, and other bots.
"""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.handlers.buttons import Buttons
from bot.handlers.chat_settings import ChatSettingsHandler
from bot.handlers.commands import Commands
from bot.handlers.edits import Edits
from bot.handlers.error_handler import Failures
from bot.handlers.feedback import Feedback
from bot.handlers.filters import FromPerson, ToBot
from bot.handlers.group import Group
from bot.handlers.guest import Guest
from bot.handlers.inline import Inline
from bot.handlers.membership import Membership
from bot.handlers.privacy import Privacy
from bot.handlers.private import Private
from bot.handlers.red_flags import RedFlagHandler
from bot.handlers.removal import Removal
from bot.handlers.responder import Responder
from bot.handlers.state import HandlerState
from bot.handlers.throttle import Throttle
from bot.sending.client import Bot
from bot.store.store import Store
from faq.assistant import Assistant
from faq.content_version import version

Context = ContextTypes.DEFAULT_TYPE
Telegram = Application[Bot, Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]

MESSAGE = filters.UpdateType.MESSAGE & FromPerson()
EDITED = filters.UpdateType.EDITED_MESSAGE & FromPerson()
PRIVATE = MESSAGE & filters.ChatType.PRIVATE
GROUP = MESSAGE & filters.ChatType.GROUPS
WORDS = filters.TEXT | filters.CAPTION
ASK = ["ask", "faq"]
OTHERS = ["start", "help", "topics", "about", "disclaimer", "privacy", "forgetme", "settings"]


def build_application(
    bot: Bot,
    assistant: Assistant,
    failures: Failures,
    store: Store,
    throttle: Throttle,
    state: HandlerState | None = None,
) -> Telegram:
    """The application: every way in, and the handler that answers it.

    It is made anew for each content; what one is to remember of the time of the one before is in `state`.
    """
    state = state or HandlerState.of(throttle)
    responder, content = Responder(assistant, store, throttle), version(assistant.faq)
    red_flags, group, edits = RedFlagHandler(responder), Group(responder), Edits(responder)
    private, inline = Private(responder, state.albums), Inline(assistant, store, state.typing, content)
    guest = Guest(assistant, store, throttle, content)
    settings, feedback, privacy = (
        ChatSettingsHandler(store),
        Feedback(assistant.faq, store, state.shared),
        Privacy(store),
    )
    commands, membership = Commands(assistant.faq, settings), Membership(store, state.moved)
    buttons = Buttons(responder, feedback, Removal(store), settings)
    application: Telegram = Application.builder().bot(bot).updater(None).job_queue(None).build()
    application.add_handlers(
        {
            0: [MessageHandler((MESSAGE | EDITED) & WORDS, red_flags.watch)],
            1: [CommandHandler(OTHERS, group.command, GROUP)],
            2: [
                CommandHandler("start", commands.start, MESSAGE),
                CommandHandler("help", commands.help, MESSAGE),
                CommandHandler("topics", commands.topics, MESSAGE),
                CommandHandler("about", commands.about, MESSAGE),
                CommandHandler("disclaimer", commands.disclaimer, MESSAGE),
                CommandHandler("privacy", privacy.told, MESSAGE),
                CommandHandler("forgetme", privacy.forgotten, MESSAGE),
                CommandHandler("settings", settings.asked, MESSAGE),
                CommandHandler(ASK, private.ask, PRIVATE),
                CommandHandler(ASK, group.ask, GROUP),
                MessageHandler(PRIVATE & filters.COMMAND, commands.unknown),
                MessageHandler(PRIVATE & WORDS, private.ask),
                MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, private.not_text),
                MessageHandler(GROUP & WORDS & ~filters.COMMAND & ToBot(), group.ask),
                MessageHandler(GROUP & WORDS & ~filters.COMMAND, group.overheard),
                MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, membership.migrated),
                MessageHandler(EDITED & WORDS, edits.edited),
                MessageHandler(filters.UpdateType.GUEST_MESSAGE & FromPerson(), guest.asked),
                InlineQueryHandler(inline.queried),
                ChosenInlineResultHandler(inline.chosen),
                ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
                CallbackQueryHandler(buttons.pressed),
            ],
        }
    )
    application.add_error_handler(failures.failed)
    return application
