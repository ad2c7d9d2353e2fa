"""An entry as Telegram shows it, in a private chat and in a group: `shown`."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot.desk.trial.formatting import to_html
from bot.models import ChatSettings
from bot.simulator.formatting import parse_html
from bot.views import answers
from bot.views.answers import IN_PRIVATE, Form
from bot.views.reply import Reply
from faq.models import Entry, Faq

_IN_GROUP = Form(whole=not ChatSettings().compact, removable=True)
"""The form in a group that has changed no setting."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it is shown: its text, and the labels of its buttons by row."""

    chat: str
    html: Markup
    rows: tuple[tuple[str, ...], ...]


def shown(entry: Entry, faq: Faq) -> tuple[Shown, ...]:
    """Return an entry's answer in a private chat and in a group."""
    return (
        _shown("Private chat", answers.entry(entry, faq, IN_PRIVATE)),
        _shown("Group", answers.entry(entry, faq, _IN_GROUP)),
    )


def _shown(chat: str, reply: Reply) -> Shown:
    text, entities = parse_html(reply.text)
    keyboard = reply.keyboard.inline_keyboard if isinstance(reply.keyboard, InlineKeyboardMarkup) else ()
    return Shown(chat, to_html(text, entities), tuple(tuple(button.text for button in row) for row in keyboard))
