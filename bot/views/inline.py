"""Answers that Telegram posts for a person, where the bot itself may not write: inline results and guest answers. Pure.

The id of a result tells the entry and the version of the content, so a result that was chosen tells what was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import (
    InlineKeyboardButton,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from bot.views import about, answers, callback_data, html
from bot.views.reply import Row, button, keyboard, rows
from faq.card import Card, card, entry_words, reply_words
from faq.models import Entry, Faq, UrgentReply
from faq.outcome import Found, NotFound, Outcome, Referred, Unsure, Urgent

PAGE = 20
"""Results of a page; Telegram takes 50."""
KEPT = 300
"""Seconds that Telegram may give the same answer to the same query, to whoever types it."""
PREVIEW = 100
"""Characters of a preview: what a phone shows in a line or two."""
IN_PRIVATE = InlineQueryResultsButton("Ask me in private", start_parameter="inline")
_NO = Card("I don't have an answer to that.", ("I only know one article about iron, ferritin and restless legs.",))


@dataclass(frozen=True, slots=True)
class Page:
    """What an inline query is answered with.

    Attributes:
        next_offset: what Telegram asks the next page with; None if this is the last.
        cache_time: seconds that Telegram may keep it.
        personal: whether it is for this person alone.
        button: what stands above the results.

    """

    results: tuple[InlineQueryResultArticle, ...] = ()
    next_offset: str | None = None
    cache_time: int = KEPT
    personal: bool = False
    button: InlineQueryResultsButton | None = None


NOT_NOW = Page(cache_time=0, personal=True, button=IN_PRIVATE)
"""For whoever asks too much, and where something went wrong."""


def page(entries: Sequence[Entry], number: int, faq: Faq, version: str, *, browsing: bool) -> Page:
    """A page of entries, counted from 0; the way to a private chat where they answer no question, or are none."""
    first = number * PAGE
    shown = tuple(result(entry, faq, version) for entry in entries[first : first + PAGE])
    more = str(number + 1) if first + PAGE < len(entries) else None
    return Page(shown, more, button=IN_PRIVATE if browsing or not shown else None)


def urgent_page(reply: UrgentReply, version: str) -> Page:
    """The page on a red flag: nothing but what to do now."""
    return Page((_urgent(reply, version),), cache_time=0, personal=True)


def result(entry: Entry, faq: Faq, version: str) -> InlineQueryResultArticle:
    """An entry as a result; chosen, it is the answer with the two buttons that rate it."""
    told = entry_words(entry, faq.article, faq.disclaimer)
    text = html.compact(told)
    return _article(f"{entry.id}.{version}", entry.question, text, _rating(entry.id), preview=preview(told.paragraphs))


def entry_of(result_id: str) -> str:
    """The id of the entry that a result told, whatever the version; empty for the id of no result."""
    return result_id.rpartition(".")[0]


def guest(outcome: Outcome, faq: Faq, version: str, username: str) -> InlineQueryResultArticle:
    """The answer to a guest question. Suggestions lead to the private chat: the bot may not write where it is guest."""
    match outcome:
        case Urgent(reply):
            return _urgent(reply, version)
        case Found(entry) | Referred(entry):
            return result(entry, faq, version)
        case Unsure(suggestions):
            words = card(outcome, faq)
            meant = (InlineKeyboardButton(entry.question, _link(username, entry.id)) for entry in suggestions)
            return _article(f":unsure.{version}", words.heading, html.compact(words), *rows(meant))
        case NotFound():
            text = html.compact(_NO)
            return _article(f":no.{version}", _NO.heading, text, _in_private(username), _rating(""))


def how_to_ask(username: str) -> InlineQueryResultArticle:
    """The answer to somebody who calls the bot and says nothing."""
    words = Card(
        "",
        (
            (
                f"Write @{username} and your question in one message, "
                "or reply to somebody's question with my name and I answer it."
            ),
        ),
    )
    return _article(":how", "How to ask me", html.html(words), _in_private(username))


def slow_down() -> InlineQueryResultArticle:
    """The one notice to somebody who asks more than is fair."""
    return _article(":slow", "One moment", answers.slow_down().text)


def apology() -> InlineQueryResultArticle:
    """The answer where something went wrong."""
    return _article(":sorry", "Sorry", about.apology().text)


def preview(paragraphs: tuple[str, ...]) -> str:
    """One line of at most `PREVIEW` characters, cut between words."""
    line = " ".join(" ".join(paragraphs).split())
    if len(line) <= PREVIEW:
        return line
    cut = line[:PREVIEW].rpartition(" ")[0] or line[: PREVIEW - 1]
    return f"{cut.rstrip(' .,;:–—')}…"


def _urgent(reply: UrgentReply, version: str) -> InlineQueryResultArticle:
    # Whole, never folded away, and with nothing beneath. The colon keeps its id from being taken for an entry's.
    words = reply_words(reply)
    return _article(f":{reply.id}.{version}", words.heading, html.html(words), preview=preview(words.paragraphs))


def _article(id_: str, title: str, text: str, *beneath: Row, preview: str | None = None) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id_, title, InputTextMessageContent(text), reply_markup=keyboard(*beneath), description=preview
    )


def _rating(entry: str) -> Row:
    return button("Helpful", callback_data.Rate(entry, helpful=True)), button(
        "Not helpful", callback_data.Rate(entry, helpful=False)
    )


def _in_private(username: str) -> Row:
    return (InlineKeyboardButton("Ask me in private", _link(username, "guest")),)


def _link(username: str, carried: str) -> str:
    return f"https://t.me/{username}?start={carried}"
