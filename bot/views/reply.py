"""A reply, its buttons and its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup

from bot.views import callback_data, html
from faq.card import Card

Row = tuple[InlineKeyboardButton, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to send: its text in Telegram's HTML, and its keyboard."""

    text: str
    keyboard: InlineKeyboardMarkup | ForceReply | None = None


def reply(card: Card, *rows: Row) -> Reply:
    """Return a card as a reply with rows of buttons; empty rows are left out."""
    return Reply(html.html(card), keyboard(*rows))


def say(*paragraphs: str) -> Reply:
    """Return a reply of plain paragraphs."""
    return Reply(html.html(Card("", paragraphs)))


def keyboard(*rows: Row) -> InlineKeyboardMarkup | None:
    """Return a keyboard without the empty rows; None if all are empty."""
    filled = tuple(row for row in rows if row)
    return InlineKeyboardMarkup(filled) if filled else None


def button(label: str, data: callback_data.CallbackData) -> InlineKeyboardButton:
    """Return a button with callback data."""
    return InlineKeyboardButton(label, callback_data=callback_data.pack(data))


def rows(buttons: Iterable[InlineKeyboardButton]) -> tuple[Row, ...]:
    """Return one row for each button, because questions are long."""
    return tuple((each,) for each in buttons)


def rating(entry: str) -> Row:
    """Return the buttons that rate an answer; without an entry, the lack of one."""
    helpful, unhelpful = callback_data.Rate(entry, helpful=True), callback_data.Rate(entry, helpful=False)
    return button("Helpful", helpful), button("Not helpful", unhelpful)


ALL_TOPICS: Row = (button("All topics", callback_data.AllTopics()),)
