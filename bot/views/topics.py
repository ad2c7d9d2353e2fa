"""The list of topics and their questions, page by page."""

from __future__ import annotations

from collections.abc import Callable

from telegram import InlineKeyboardButton

from bot.views import callback_data, html
from bot.views.reply import Reply, Row, button, reply, rows
from faq.card import Card
from faq.models import Faq

PAGE = 8
"""Buttons on a page: as many as a phone shows without scrolling."""


def topics(faq: Faq, page: int = 0) -> Reply:
    """Return a page of the topics."""
    buttons = tuple(button(title, callback_data.Topic(number)) for number, title in enumerate(faq.topics))
    card = Card("Topics", ("Choose a topic to see its questions, or just write your question.",))
    return reply(card, *_page(buttons, page), _page_buttons(len(buttons), page, callback_data.Topics))


def topic(faq: Faq, number: int, page: int = 0) -> Reply | None:
    """Return a page of the questions of a topic; None if the topic no longer exists."""
    if number >= len(faq.topics):
        return None
    title, entries = tuple(faq.topics.items())[number]
    buttons = tuple(button(entry.question, callback_data.Show(entry.id)) for entry in entries)
    turn = _page_buttons(len(buttons), page, lambda other: callback_data.Topic(number, other))
    back = (button("« All topics", callback_data.Topics()),)
    return reply(Card(title, ("Choose a question.",)), *_page(buttons, page), turn, back)


def gone(faq: Faq) -> Reply:
    """Return the topics in place of an entry or topic that no longer exists."""
    text = "That question is no longer here: the content has changed since. These are the topics now."
    return Reply(html.html(Card("", (text,))), topics(faq).keyboard)


def _page(buttons: tuple[InlineKeyboardButton, ...], page: int) -> tuple[Row, ...]:
    first = min(page, _last_page(len(buttons))) * PAGE
    return rows(buttons[first : first + PAGE])


def _page_buttons(count: int, page: int, data: Callable[[int], callback_data.CallbackData]) -> Row:
    last = _last_page(count)
    current = min(page, last)
    back = (button("« Previous page", data(current - 1)),) if current > 0 else ()
    forth = (button("Next page »", data(current + 1)),) if current < last else ()
    return back + forth


def _last_page(count: int) -> int:
    return max(count - 1, 0) // PAGE
