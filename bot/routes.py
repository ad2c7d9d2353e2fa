"""The routing table: which handler takes which update.

In each group, the first matching line takes the update. A red flag stops before the next group; so does a command in a
group chat that is over its limit. Messages that no other line takes are counted and ignored, such as those of other
bots; updates that match no line are ignored: channel posts and business messages.
"""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.handlers.answer_recorder import AnswerRecorder
from bot.handlers.buttons import Buttons
from bot.handlers.chat_settings import ChatSettingsHandler
from bot.handlers.commands import Commands
from bot.handlers.edits import Edits
from bot.handlers.error_handler import ErrorHandler
from bot.handlers.feedback import Feedback
from bot.handlers.filters import FROM_PERSON, Command, Media, Question
from bot.handlers.gaps import Curation, Gaps
from bot.handlers.group import Group
from bot.handlers.guest import Guest
from bot.handlers.inline import Inline
from bot.handlers.media import MediaHandler
from bot.handlers.membership import Membership
from bot.handlers.navigation import Navigation
from bot.handlers.privacy import Privacy
from bot.handlers.private import Private
from bot.handlers.question import QuestionFinder
from bot.handlers.red_flags import RedFlagHandler
from bot.handlers.removal import Removal
from bot.handlers.responder import Responder
from bot.handlers.state import HandlerState
from bot.handlers.statistics import StatisticsHandler
from bot.handlers.throttle import Throttle
from bot.metrics import Metrics
from bot.sending.client import Bot
from bot.store.store import Store
from faq.assistant import Answering
from faq.content_version import version

Context = ContextTypes.DEFAULT_TYPE
Telegram = Application[Bot, Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]

MESSAGE = filters.UpdateType.MESSAGE & FROM_PERSON
EDITED = filters.UpdateType.EDITED_MESSAGE & FROM_PERSON
PRIVATE = MESSAGE & filters.ChatType.PRIVATE
GROUP = MESSAGE & filters.ChatType.GROUPS
TEXT = filters.TEXT | filters.CAPTION
OTHERS = ("start", "help", "topics", "about", "disclaimer", "privacy", "forgetme", "settings")


def build_application(
    bot: Bot,
    assistant: Answering,
    error_handler: ErrorHandler,
    store: Store,
    throttle: Throttle,
    state: HandlerState | None = None,
    curation: Curation | None = None,
) -> Telegram:
    """Return the application with a handler for each kind of update.

    Each content reload builds a new one; `state` survives. Without curation, the admins have no /gaps.
    """
    faq, content, state = assistant.faq, version(assistant.faq), state or HandlerState(throttle, Metrics())
    recorder = AnswerRecorder(store.answers, store.crypto)
    responder = Responder(assistant, store, recorder, throttle, state)
    red_flags, finder = RedFlagHandler(assistant, recorder), QuestionFinder(assistant)
    private, group = Private(responder, finder), Group(responder, finder, state.metrics)
    edits, media = Edits(assistant, responder, recorder, finder, state.metrics), MediaHandler(faq.words, state.albums)
    guest = Guest(assistant, recorder, throttle, content, state.metrics)
    inline = Inline(assistant, state.inline_throttle, content)
    settings, privacy = ChatSettingsHandler(store.chats), Privacy(store)
    commands, membership = Commands(faq, settings), Membership(store.chats, faq.words, state.migrated_groups)
    navigation, feedback = Navigation(faq, store, responder, recorder, state.metrics.tally), Feedback(faq, store, state)
    gaps = Gaps(store.shared, curation, state) if curation else None
    buttons = Buttons(navigation, feedback, Removal(store), settings, throttle, gaps)
    by_admin, statistics = PRIVATE & filters.User(state.admins), StatisticsHandler(faq, store.daily_counts)
    application: Telegram = Application.builder().bot(bot).updater(None).job_queue(None).build()
    application.add_handlers(
        {
            -1: [MessageHandler(PRIVATE & filters.CAPTION, media.note_caption)],
            0: [MessageHandler(MESSAGE | EDITED, red_flags.watch)],  # without TEXT: a sticker may quote one
            1: [
                MessageHandler(GROUP & Command(*OTHERS), group.command),
                MessageHandler(PRIVATE & filters.CAPTION, media.withdraw_notice),
            ],
            2: [
                MessageHandler(MESSAGE & Command("start"), commands.start),
                MessageHandler(MESSAGE & Command("help"), commands.help),
                MessageHandler(MESSAGE & Command("topics"), commands.topics),
                MessageHandler(MESSAGE & Command("about"), commands.about),
                MessageHandler(MESSAGE & Command("disclaimer"), commands.disclaimer),
                MessageHandler(MESSAGE & Command("privacy"), privacy.explain),
                MessageHandler(MESSAGE & Command("forgetme"), privacy.forget),
                MessageHandler(MESSAGE & Command("settings"), settings.asked),
                MessageHandler(by_admin & Command("stats"), statistics.asked),
                *((MessageHandler(by_admin & Command("gaps"), gaps.asked),) if gaps else ()),
                MessageHandler(PRIVATE & TEXT & Question(), private.ask),
                MessageHandler(PRIVATE & TEXT, commands.unknown),
                MessageHandler(PRIVATE & Media(), media.not_text),
                MessageHandler(GROUP & TEXT & Question(), group.ask),
                MessageHandler(GROUP & TEXT & ~Command(), group.overheard),
                MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, membership.migrated),
                MessageHandler(filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, group.ignored),
                MessageHandler(EDITED & TEXT, edits.edited),
                MessageHandler(filters.UpdateType.GUEST_MESSAGE & FROM_PERSON, guest.asked),
                InlineQueryHandler(inline.queried),
                ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
                CallbackQueryHandler(buttons.pressed),
            ],
        }
    )
    application.add_error_handler(error_handler.handle)
    return application
