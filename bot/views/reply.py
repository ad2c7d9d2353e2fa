"""What every view is made of: a reply, its buttons and rows. Pure; knows no chat, no update and no network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup

from bot.views import callback_data, html
from faq.card import Card

Row = tuple[InlineKeyboardButton, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to send: its text in Telegram's HTML, and what stands beneath."""

    text: str
    keyboard: InlineKeyboardMarkup | ForceReply | None = None


def reply(words: Card, *rows: Row) -> Reply:
    """The reply that a card makes, with rows of buttons beneath; an empty row is left out."""
    return Reply(html.html(words), keyboard(*rows))


def say(*sentences: str) -> Reply:
    """A reply of plain sentences, a paragraph each."""
    return Reply(html.html(Card("", sentences)))


def keyboard(*rows: Row) -> InlineKeyboardMarkup | None:
    """Rows of buttons; an empty row is left out."""
    beneath = tuple(row for row in rows if row)
    return InlineKeyboardMarkup(beneath) if beneath else None


def button(label: str, pressed: callback_data.CallbackData) -> InlineKeyboardButton:
    """A button that says something to the bot when it is pressed."""
    return InlineKeyboardButton(label, callback_data=callback_data.pack(pressed))


def rows(buttons: Iterable[InlineKeyboardButton]) -> tuple[Row, ...]:
    """One button a row: questions are long."""
    return tuple((each,) for each in buttons)


ALL_TOPICS: Row = (button("All topics", callback_data.AllTopics()),)
