"""Answers that Telegram posts on behalf of a user: inline results and guest answers.

The id of a result is the entry's id and the version of the content.
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

from bot.views import about, answers, deep_links, html
from bot.views.reply import Row, keyboard, rating, rows
from faq.card import Card, card, entry_words, reply_words
from faq.models import Entry, Faq, UrgentReply
from faq.outcome import Found, NotFound, Outcome, Referred, Unsure, Urgent

PAGE = 20
"""Results of a page; Telegram allows 50."""
CACHE_SECONDS = 300
"""Telegram may give the same answer to the same query of any user."""
PREVIEW = 100
"""Characters of a preview: a phone shows a line or two."""
IN_PRIVATE = InlineQueryResultsButton("Ask me in private", start_parameter=deep_links.INLINE)
_NO = Card("I don't have an answer to that.", ("I only know one article about iron, ferritin and restless legs.",))


@dataclass(frozen=True, slots=True)
class Page:
    """The answer to an inline query.

    Attributes:
        next_offset: the offset of the next page; None for the last page.
        cache_time: seconds for which Telegram may cache it.
        personal: whether it is for this user only.
        button: shown above the results.

    """

    results: tuple[InlineQueryResultArticle, ...] = ()
    next_offset: str | None = None
    cache_time: int = CACHE_SECONDS
    personal: bool = False
    button: InlineQueryResultsButton | None = None


NO_RESULTS = Page(cache_time=0, personal=True, button=IN_PRIVATE)
"""For users over the limit, and after an error."""


def page(entries: Sequence[Entry], number: int, faq: Faq, version: str, *, browsing: bool) -> Page:
    """Return a page of entries, counted from 0. If browsing, or without results, it links to the private chat."""
    first = number * PAGE
    shown = tuple(result(entry, faq, version) for entry in entries[first : first + PAGE])
    more = str(number + 1) if first + PAGE < len(entries) else None
    return Page(shown, more, button=IN_PRIVATE if browsing or not shown else None)


def urgent_page(reply: UrgentReply, version: str) -> Page:
    """Return the page on a red flag: the urgent reply alone."""
    return Page((_urgent(reply, version),), cache_time=0, personal=True)


def result(entry: Entry, faq: Faq, version: str) -> InlineQueryResultArticle:
    """Return an entry as a result: the answer with the two buttons that rate it."""
    words = entry_words(entry, faq.article, faq.disclaimer)
    text = html.compact(words)
    return _article(f"{entry.id}.{version}", entry.question, text, rating(entry.id), preview=preview(words.paragraphs))


def guest(outcome: Outcome, faq: Faq, version: str, username: str) -> InlineQueryResultArticle:
    """Return the answer to a guest question. Suggestions open the private chat, because a guest may not write."""
    match outcome:
        case Urgent(reply):
            return _urgent(reply, version)
        case Found(entry) | Referred(entry):
            return result(entry, faq, version)
        case Unsure(suggestions):
            words = card(outcome, faq)
            urls = ((entry.question, deep_links.to_entry(username, entry.id)) for entry in suggestions)
            links = (InlineKeyboardButton(question, url) for question, url in urls)
            return _article(f":unsure.{version}", words.heading, html.compact(words), *rows(links))
        case NotFound():
            text = html.compact(_NO)
            return _article(f":no.{version}", _NO.heading, text, _in_private(username), rating(""))


def how_to_ask(username: str) -> InlineQueryResultArticle:
    """Return the answer to a call without a question."""
    text = (
        f"Write @{username} and your question in one message, "
        "or reply to somebody's question with my name and I answer it."
    )
    return _article(":how", "How to ask me", html.html(Card("", (text,))), _in_private(username))


def slow_down() -> InlineQueryResultArticle:
    """Return the one notice to a user over the limit."""
    return _article(":slow", "One moment", answers.slow_down().text)


def apology() -> InlineQueryResultArticle:
    """Return the answer after an error."""
    return _article(":sorry", "Sorry", about.apology().text)


def preview(paragraphs: tuple[str, ...]) -> str:
    """Return one line of at most `PREVIEW` characters, cut between words."""
    line = " ".join(" ".join(paragraphs).split())
    if len(line) <= PREVIEW:
        return line
    cut = line[:PREVIEW].rpartition(" ")[0] or line[: PREVIEW - 1]
    return f"{cut.rstrip(' .,;:–—')}…"


def _urgent(reply: UrgentReply, version: str) -> InlineQueryResultArticle:
    # Never folded, and without buttons. The colon keeps its id apart from those of entries.
    words = reply_words(reply)
    return _article(f":{reply.id}.{version}", words.heading, html.html(words), preview=preview(words.paragraphs))


def _article(id_: str, title: str, text: str, *buttons: Row, preview: str | None = None) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id_, title, InputTextMessageContent(text), reply_markup=keyboard(*buttons), description=preview
    )


def _in_private(username: str) -> Row:
    return (InlineKeyboardButton("Ask me in private", deep_links.to_private_chat(username)),)
