"""The list of topics and their questions, page by page. Pure."""

from __future__ import annotations

from collections.abc import Callable

from telegram import InlineKeyboardButton

from bot.views import callback_data, html
from bot.views.reply import Reply, Row, button, reply, rows
from faq.card import Card
from faq.models import Faq

PAGE = 8
"""Buttons on a page of topics or questions: as many as a phone shows without scrolling."""


def topics(faq: Faq, page: int = 0) -> Reply:
    """The list of topics, a page of it."""
    buttons = tuple(button(title, callback_data.Topic(place)) for place, title in enumerate(faq.topics))
    words = Card("Topics", ("Choose a topic to see its questions, or just write your question.",))
    return reply(words, *_page(buttons, page), _turn(len(buttons), page, callback_data.Topics))


def topic(faq: Faq, place: int, page: int = 0) -> Reply | None:
    """The questions of a topic, a page of them; None if there is no such topic."""
    if place >= len(faq.topics):
        return None
    title, entries = tuple(faq.topics.items())[place]
    buttons = tuple(button(entry.question, callback_data.Show(entry.id)) for entry in entries)
    turn = _turn(len(buttons), page, lambda other: callback_data.Topic(place, other))
    back = (button("« All topics", callback_data.Topics()),)
    return reply(Card(title, ("Choose a question.",)), *_page(buttons, page), turn, back)


def gone(faq: Faq) -> Reply:
    """The reply where a button or link names something that is no longer there: says so, shows the topics."""
    words = Card("", ("That question is no longer here: the content has changed since. These are the topics now.",))
    return Reply(html.html(words), topics(faq).keyboard)


def _page(buttons: tuple[InlineKeyboardButton, ...], page: int) -> tuple[Row, ...]:
    first = min(page, _last(len(buttons))) * PAGE
    return rows(buttons[first : first + PAGE])


def _turn(count: int, page: int, to: Callable[[int], callback_data.CallbackData]) -> Row:
    last = _last(count)
    here = min(page, last)
    back = (button("« Previous page", to(here - 1)),) if here > 0 else ()
    forth = (button("Next page »", to(here + 1)),) if here < last else ()
    return back + forth


def _last(count: int) -> int:
    return max(count - 1, 0) // PAGE
