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
from faq.answer_card import card, entry_words, support_lines
from faq.card import Card
from faq.helplines import Country
from faq.models import Entry, Faq
from faq.outcome import Foreign, Found, NotFound, Outcome, Referred, Smalltalk, Unsure, Urgent

PAGE = 20
"""Results of a page; Telegram allows 50."""
CACHE_SECONDS = 300
"""Telegram may give the same answer to the same query of any user."""
PREVIEW = 100
"""Characters of a preview: a phone shows a line or two."""
IN_PRIVATE = InlineQueryResultsButton("Ask me in private", start_parameter=deep_links.INLINE)
NOTHING_FOUND = InlineQueryResultsButton("Nothing found. See all topics", start_parameter=deep_links.TOPICS)


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
    """Return a page of entries, counted from 0. Browsing links to the private chat, and no entry to the topics."""
    first = number * PAGE
    shown = tuple(result(entry, faq, version) for entry in entries[first : first + PAGE])
    more = str(number + 1) if first + PAGE < len(entries) else None
    button = IN_PRIVATE if browsing else None if entries else NOTHING_FOUND
    return Page(shown, more, button=button)


def urgent_page(outcome: Urgent, faq: Faq, version: str) -> Page:
    """Return the page on a red flag: the urgent reply alone."""
    return Page((_urgent(outcome, card(outcome, faq), version),), cache_time=0, personal=True)


def result(entry: Entry, faq: Faq, version: str) -> InlineQueryResultArticle:
    """Return an entry as a result: the answer with the two buttons that rate it."""
    return _result(entry, entry_words(entry, faq.article, faq.disclaimer), version)


def _result(entry: Entry, words: Card, version: str) -> InlineQueryResultArticle:
    text = html.html(words)
    return _article(f"{entry.id}.{version}", entry.question, text, rating(entry.id), preview=preview(words.paragraphs))


def guest(
    outcome: Outcome, faq: Faq, version: str, username: str, country: Country | None = None
) -> InlineQueryResultArticle:
    """Return the answer to a guest question. Suggestions open the private chat, because a guest may not write."""
    words = card(outcome, faq, country)
    match outcome:
        case Urgent():
            return _urgent(outcome, words, version)
        case Found(entry) | Referred(entry):
            return _result(entry, words, version)
        case Foreign(suggestion=suggestion):
            link = deep_links.to_entry(username, suggestion.id) if suggestion else ""
            likely = (InlineKeyboardButton(suggestion.short, link),) if suggestion else ()
            return _article(f":foreign.{version}", words.heading, html.html(words), likely)
        case Unsure(suggestions):
            urls = ((entry.short, deep_links.to_entry(username, entry.id)) for entry in suggestions)
            links = (InlineKeyboardButton(label, url) for label, url in urls)
            return _article(f":unsure.{version}", words.heading, html.html(words), *rows(links))
        case Smalltalk():
            return how_to_ask(username)
        case NotFound():
            no = Card(faq.words.not_found.heading, support_lines(outcome, faq, country))
            return _article(f":no.{version}", no.heading, html.html(no), _in_private(username), rating(""))


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


def _urgent(outcome: Urgent, words: Card, version: str) -> InlineQueryResultArticle:
    # Never folded, and without buttons. The colon keeps its id apart from those of entries.
    return _article(f"{outcome.target}.{version}", words.heading, html.html(words), preview=preview(words.paragraphs))


def _article(id_: str, title: str, text: str, *buttons: Row, preview: str | None = None) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id_, title, InputTextMessageContent(text), reply_markup=keyboard(*buttons), description=preview
    )


def _in_private(username: str) -> Row:
    return (InlineKeyboardButton("Ask me in private", deep_links.to_private_chat(username)),)
