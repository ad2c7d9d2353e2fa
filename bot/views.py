"""What the bot says, as replies: Card | Faq -> Reply. Pure; the words that only Telegram has are here.

Knows no chat, no update and no network. An answer's words are the card's; buttons are added beneath.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup

from bot import markup, press
from faq.card import Card, Choice, Link, card, entry_card
from faq.entry import Entry, Faq
from faq.outcome import NotFound, Outcome, Unsure

PAGE = 8
"""Buttons on a page of topics or questions: as many as a phone shows without scrolling."""

Row = tuple[InlineKeyboardButton, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to send: its text in Telegram's HTML, and what stands beneath."""

    text: str
    keyboard: InlineKeyboardMarkup | ForceReply | None = None


def answer(outcome: Outcome, faq: Faq) -> Reply:
    """The reply to a question."""
    words = card(outcome, faq)
    match outcome:
        case Unsure():
            meant = (_button(choice.question, press.Replace(choice.entry)) for choice in words.choices)
            return _reply(words, *_rows(meant), (_button("None of these", press.NoneOfThese()),))
        case NotFound():
            return _reply(words, _ALL_TOPICS)
        case _:
            return _reply(words, *_related(words.choices))


def entry(chosen: Entry, faq: Faq) -> Reply:
    """The reply that shows one entry."""
    words = entry_card(chosen, faq)
    return _reply(words, *_related(words.choices))


def topics(faq: Faq, page: int = 0) -> Reply:
    """The list of topics, a page of it."""
    buttons = tuple(_button(title, press.Topic(place)) for place, title in enumerate(faq.topics))
    words = Card("Topics", ("Choose a topic to see its questions, or just write your question.",))
    return _reply(words, *_page(buttons, page), _turn(len(buttons), page, press.Topics))


def topic(faq: Faq, place: int, page: int = 0) -> Reply | None:
    """The questions of a topic, a page of them; None if there is no such topic."""
    if place >= len(faq.topics):
        return None
    title, entries = tuple(faq.topics.items())[place]
    buttons = tuple(_button(entry.question, press.Show(entry.id)) for entry in entries)
    turn = _turn(len(buttons), page, lambda other: press.Topic(place, other))
    back = (_button("« All topics", press.Topics()),)
    return _reply(Card(title, ("Choose a question.",)), *_page(buttons, page), turn, back)


def gone(faq: Faq) -> Reply:
    """The reply where a button or link names something that is no longer there: says so, shows the topics."""
    words = Card("", ("That question is no longer here: the content has changed since. These are the topics now.",))
    return Reply(markup.html(words), topics(faq).keyboard)


def none_of_these() -> Reply:
    """The reply to "None of these"."""
    words = Card("None of these, then.", ("Try it in other words, or look through the topics.",))
    return _reply(words, _ALL_TOPICS)


def start(faq: Faq) -> Reply:
    """The greeting."""
    words = Card(
        "Hello! Ask me about iron, ferritin and restless legs.",
        (
            "Write your question in your own words, for example: what is my body lacking?",
            (
                "I answer from one article that people have read and put into questions and answers. "
                "Each answer names its source. If I have no answer, I say so."
            ),
            "/topics shows everything I can answer. /help tells how to use me, also in groups.",
        ),
        disclaimer=faq.disclaimer,
    )
    return _reply(words, _ALL_TOPICS)


def unknown_link(faq: Faq) -> Reply:
    """The greeting for somebody who came by a link that leads nowhere."""
    sorry = _say("The link that you came by leads to a question that I don't have.")
    greeting = start(faq)
    return Reply(f"{sorry.text}\n\n{greeting.text}", greeting.keyboard)


def help_(username: str) -> Reply:
    """How to use the bot."""
    words = Card(
        "How to use me",
        (
            "Here: write your question, a few words are enough.",
            (
                f"In a group: write /ask@{username} and your question, reply to one of my messages, or reply to "
                f"somebody's question with /ask@{username} and I answer it."
            ),
            (
                "/topics: everything I can answer\n/about: where the answers come from\n"
                "/privacy: what happens to what you write\n/disclaimer: what my answers are not"
            ),
        ),
    )
    return _reply(words, _ALL_TOPICS)


def about(faq: Faq) -> Reply:
    """Where the answers come from, and what the bot is and is not."""
    article = faq.article
    words = Card(
        "About this assistant",
        (
            (
                f"My answers are drawn from “{article.title}”, written by {article.author}, edited by "
                f"{article.editor}, published by {article.publisher} and updated on {article.updated:%d %B %Y}."
            ),
            f"{article.publisher} sells blood tests. I am not part of it, and I sell nothing.",
            (
                "I only find answers: every word was written and reviewed by people beforehand, and nothing is made up "
                "on the spot. I don't diagnose, and I can't judge your own test results."
            ),
        ),
        sources=(Link(f"{article.publisher}, “{article.title}”", article.url),),
        disclaimer=faq.disclaimer,
    )
    return _reply(words)


def privacy() -> Reply:
    """What is kept of what people write, and for how long."""
    words = Card(
        "What happens to what you write",
        (
            (
                "Your message is kept on the computer that I run on until it is answered, usually for less than a "
                "second, so that no question is lost. Then its text is deleted. The bare number of the message "
                "stays for two days, so that nothing is answered twice."
            ),
            (
                "Nothing else is kept: no name, no history, no profile. My log never holds what you wrote, and nothing "
                "is passed on to anybody."
            ),
            "Telegram itself carries our messages; its own privacy policy covers that.",
        ),
    )
    return _reply(words)


def disclaimer(faq: Faq) -> Reply:
    """What the answers are not."""
    words = Card(
        "Please note",
        (
            faq.disclaimer,
            (
                "An answer here is no diagnosis and no advice for you in particular. Take or stop iron, or any "
                "medicine, only after talking to a clinician who knows you."
            ),
            "In an emergency, call your local emergency number.",
        ),
    )
    return _reply(words)


def unknown_command() -> Reply:
    """The reply to a command that the bot doesn't have."""
    return _say("I don't know that command. Just write your question, or see /help.")


def not_text() -> Reply:
    """The reply to a picture, a voice message and the like."""
    return _say("I can only read text. Please write your question in words.")


def which_question() -> Reply:
    """Asks for the question that is missing, with Telegram's reply field opened for the asker alone."""
    words = markup.html(Card("", ("What would you like to know? Reply to this message with your question.",)))
    return Reply(words, ForceReply(selective=True, input_field_placeholder="Your question"))


def apology() -> Reply:
    """What the person is told when something went wrong."""
    return _say("Sorry, something went wrong on my side, and I could not answer. Please try again in a while.")


def _say(sentence: str) -> Reply:
    return Reply(markup.html(Card("", (sentence,))))


def _reply(words: Card, *rows: Row) -> Reply:
    beneath = tuple(row for row in rows if row)
    return Reply(markup.html(words), InlineKeyboardMarkup(beneath) if beneath else None)


def _related(choices: tuple[Choice, ...]) -> tuple[Row, ...]:
    return _rows(_button(_asked(choice), press.Show(choice.entry)) for choice in choices)


def _asked(choice: Choice) -> str:
    return f"Also asked: {choice.question}" if choice.asked else choice.question


def _rows(buttons: Iterable[InlineKeyboardButton]) -> tuple[Row, ...]:
    return tuple((button,) for button in buttons)


def _page(buttons: tuple[InlineKeyboardButton, ...], page: int) -> tuple[Row, ...]:
    first = min(page, _last(len(buttons))) * PAGE
    return _rows(buttons[first : first + PAGE])


def _turn(count: int, page: int, to: Callable[[int], press.Press]) -> Row:
    last = _last(count)
    here = min(page, last)
    back = (_button("« Previous page", to(here - 1)),) if here > 0 else ()
    forth = (_button("Next page »", to(here + 1)),) if here < last else ()
    return back + forth


def _last(count: int) -> int:
    return max(count - 1, 0) // PAGE


def _button(label: str, pressed: press.Press) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=press.data(pressed))


_ALL_TOPICS: Row = (_button("All topics", press.AllTopics()),)
