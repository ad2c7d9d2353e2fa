"""The lists of topics and questions, page by page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from telegram import InlineKeyboardMarkup

from bot.views import topics
from bot.views.reply import Reply
from tests.bot.small_faq import ENTRIES, FAQ

MANY = replace(FAQ, entries=tuple(replace(ENTRIES[0], id=f"e-{n}", topic=f"Topic {n}") for n in range(17)))
"""Seventeen topics: two pages of eight, and one."""


def buttons(reply: Reply | None) -> list[tuple[str, object]]:
    assert reply is not None
    assert isinstance(reply.keyboard, InlineKeyboardMarkup)
    return [(button.text, button.callback_data) for row in reply.keyboard.inline_keyboard for button in row]


@pytest.mark.parametrize(
    ("page", "first", "turns"),
    [
        (0, "Topic 0", [("Next page »", "t:1")]),
        (1, "Topic 8", [("« Previous page", "t:0"), ("Next page »", "t:2")]),
        (2, "Topic 16", [("« Previous page", "t:1")]),
        (9, "Topic 16", [("« Previous page", "t:1")]),
    ],
)
def test_a_page_has_eight_topics_and_buttons_to_its_neighbours(
    page: int, first: str, turns: list[tuple[str, str]]
) -> None:
    shown = buttons(topics.topics(MANY, page))
    assert shown[0][0] == first
    assert shown[min(8, 17 - 8 * min(page, 2)) :] == turns


def test_a_topic_lists_its_questions_and_leads_back() -> None:
    shown = buttons(topics.topic(FAQ, 1))
    assert shown == [("What about pregnancy?", "e:pregnant"), ("« All topics", "t:0")]


def test_a_topic_that_no_longer_exists_has_no_page() -> None:
    assert topics.topic(FAQ, 2) is None


def test_in_place_of_a_missing_entry_the_topics_are_shown() -> None:
    assert topics.gone(FAQ).keyboard == topics.topics(FAQ).keyboard
