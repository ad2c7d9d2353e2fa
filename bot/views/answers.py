"""Answers as replies: Outcome | Entry -> Reply. The text is the card's; the buttons are added here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.views import callback_data, helplines, html
from bot.views.reply import ALL_TOPICS, Reply, Row, button, keyboard, rating, reply, rows, say
from faq import provenance
from faq.answer_card import card, entry_card
from faq.card import Card, Choice, Link
from faq.context import MAX_CHOICES
from faq.helplines import Country
from faq.models import Entry, Faq
from faq.outcome import Foreign, NotFound, Outcome, Smalltalk, Unsure, Urgent


@dataclass(frozen=True, slots=True)
class Form:
    """The form of an answer: folded or whole, and with or without a button that removes it."""

    whole: bool = False
    removable: bool = False


IN_PRIVATE = Form()
"""The form in private chats."""
_REMOVE: Row = (button("Remove", callback_data.Remove()),)
_AFRESH: Row = (button("Not about that: ask afresh", callback_data.Afresh()),)
_SHARE: Row = (button("Share this question with the curators", callback_data.Share()),)


def answer(outcome: Outcome, faq: Faq, form: Form = IN_PRIVATE, country: Country | None = None) -> Reply:
    """Return the reply to a question, with the numbers of the user's country if it is known."""
    text = card(outcome, faq, country)
    match outcome:
        case Urgent():
            return reply(text, helplines.buttons(outcome.reply, faq.helplines))
        case Unsure():
            suggestions = (button(choice.label, callback_data.Replace(choice.entry)) for choice in text.choices)
            none = (button("None of these", callback_data.NoneOfThese()),)
            return reply(text, *rows(suggestions), _AFRESH if outcome.about else (), none, _removal(form))
        case Foreign():
            likely = (button(choice.label, callback_data.Show(choice.entry)) for choice in text.choices)
            return reply(text, *rows(likely), _removal(form))
        case Smalltalk():
            offers = (button(choice.label, callback_data.Show(choice.entry)) for choice in text.choices)
            return reply(text, *rows(offers))
        case NotFound():
            return reply(text, ALL_TOPICS, _SHARE, rating(""), _removal(form))
        case _:
            return _answer(text, outcome.entry, form, afresh=outcome.about is not None and outcome.depth == "answer")


def entry(chosen: Entry, faq: Faq, form: Form = IN_PRIVATE) -> Reply:
    """Return the reply that shows one entry."""
    return _answer(entry_card(chosen, faq), chosen, form)


def sources(chosen: Entry, faq: Faq, form: Form = IN_PRIVATE) -> Reply:
    """Return what an entry rests on."""
    return reply(provenance.card(chosen, faq), _removal(form))


def repeated(chosen: Entry, url: str | None) -> Reply:
    """Return the reply that links to a recent answer; without a URL, the reply itself quotes that answer."""
    if url is None:
        return reply(Card("", ("I answered that here, in the message that I reply to.",)), _REMOVE)
    link = html.sentence_with_link("I answered that here a little while ago:", Link(chosen.question, url))
    return Reply(link, keyboard(_REMOVE))


def none_of_these() -> Reply:
    """Return the reply to "None of these"."""
    text = "Try it in other words, or look through the topics."
    return reply(Card("None of these, then.", (text,)), ALL_TOPICS, _SHARE)


def slow_down() -> Reply:
    """Return the one notice to a user over the limit."""
    return say(
        "You have asked a lot in a short time, so I pause for a while. "
        "In an emergency, call your local emergency number."
    )


def _answer(text: Card, shown: Entry, form: Form, *, afresh: bool = False) -> Reply:
    asked = tuple(choice for choice in text.choices if choice.asked)
    related = tuple(choice for choice in text.choices if not choice.asked)[:MAX_CHOICES]
    more = rows(button(_label(choice), callback_data.Show(choice.entry)) for choice in (*asked, *related))
    told = provenance.is_told(shown) and not text.sources_listed
    basis = (button("Sources", callback_data.Sources(shown.id)),) if told else ()
    shown_text = replace(text, paragraphs=(*text.paragraphs, *text.folded), folded=()) if form.whole else text
    return reply(shown_text, *more, _AFRESH if afresh else (), basis + rating(shown.id), _removal(form))


def _removal(form: Form) -> Row:
    return _REMOVE if form.removable else ()


def _label(choice: Choice) -> str:
    return f"Also asked: {choice.label}" if choice.asked else choice.label
