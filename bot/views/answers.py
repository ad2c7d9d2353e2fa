"""Answers as replies: Outcome | Entry -> Reply. Pure; the words that only Telegram has are here.

Knows no chat, no update and no network. An answer's words are the card's; buttons are added beneath.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.views import callback_data, html
from bot.views.reply import ALL_TOPICS, Reply, Row, button, keyboard, reply, rows
from faq.card import Card, Choice, Link, card, entry_card
from faq.models import Entry, Faq
from faq.outcome import NotFound, Outcome, Unsure, Urgent


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is shown: in few lines or whole, and with a button to take it away or without."""

    short: bool = False
    removable: bool = False


WHOLE = Form()
"""The form of a private chat."""
_REMOVE: Row = (button("Remove", callback_data.Remove()),)
_SHARE: Row = (button("Share this question with the curators", callback_data.Share()),)


def answer(outcome: Outcome, faq: Faq, form: Form = WHOLE) -> Reply:
    """The reply to a question."""
    words = card(outcome, faq)
    match outcome:
        case Urgent():
            return reply(words)
        case Unsure():
            meant = (button(choice.question, callback_data.Replace(choice.entry)) for choice in words.choices)
            return reply(words, *rows(meant), (button("None of these", callback_data.NoneOfThese()),), _removal(form))
        case NotFound():
            return reply(words, ALL_TOPICS, _SHARE, _rating(""), _removal(form))
        case _:
            return _told(words, outcome.entry, form)


def entry(chosen: Entry, faq: Faq, form: Form = WHOLE) -> Reply:
    """The reply that shows one entry."""
    return _told(entry_card(chosen, faq), chosen, form)


def sources(chosen: Entry, faq: Faq) -> Reply:
    """What an entry rests on."""
    told = entry_card(chosen, faq)
    article = faq.article
    said = (
        f"“{chosen.question}”",
        f"The article is by {article.author}, edited by {article.editor}, last updated on {article.updated:%d %B %Y}.",
    )
    return reply(Card("What this answer rests on", said, told.sources, told.disclaimer))


def repeated(chosen: Entry, url: str | None) -> Reply:
    """The reply where the same answer stands a little further up: its address, or none where groups have none."""
    if url is None:
        return Reply(html.html(Card("", ("I answered that here, in the message that I reply to.",))), keyboard(_REMOVE))
    return Reply(
        html.pointing("I answered that here a little while ago:", Link(chosen.question, url)), keyboard(_REMOVE)
    )


def none_of_these() -> Reply:
    """The reply to "None of these"."""
    words = Card("None of these, then.", ("Try it in other words, or look through the topics.",))
    return reply(words, ALL_TOPICS, _SHARE)


def slow_down() -> Reply:
    """The one notice to somebody who asks more than is fair."""
    words = Card(
        "",
        (
            (
                "You have asked a lot in a short time, so I pause for a while. "
                "In an emergency, call your local emergency number."
            ),
        ),
    )
    return Reply(html.html(words))


def _told(words: Card, told: Entry, form: Form) -> Reply:
    choices = tuple(choice for choice in words.choices if choice.asked or not form.short)
    beneath = (
        *_related(choices),
        (button("Sources", callback_data.Sources(told.id)), *_rating(told.id)),
        _removal(form),
    )
    return Reply(html.compact(words) if form.short else html.html(words), keyboard(*beneath))


def _rating(told: str) -> Row:
    return button("Helpful", callback_data.Rate(told, helpful=True)), button(
        "Not helpful", callback_data.Rate(told, helpful=False)
    )


def _removal(form: Form) -> Row:
    return _REMOVE if form.removable else ()


def _related(choices: tuple[Choice, ...]) -> tuple[Row, ...]:
    return rows(button(_asked(choice), callback_data.Show(choice.entry)) for choice in choices)


def _asked(choice: Choice) -> str:
    return f"Also asked: {choice.question}" if choice.asked else choice.question
