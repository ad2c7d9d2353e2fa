"""The card of an outcome: `card`. Terminal and Telegram render the same card."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from faq import provenance
from faq.card import Card, Choice, Link, links_to, paragraphs
from faq.helplines import Country, Helplines
from faq.languages.texts import card_lines, urgent_lines
from faq.models import Article, Citation, Entry, Faq, Language, SmallTalk, UrgentReply
from faq.outcome import ENGLISH, Foreign, Found, NotFound, Outcome, Referred, Smalltalk, Unsure, Urgent


def card(outcome: Outcome, faq: Faq, country: Country | None = None) -> Card:
    """Return the card for an outcome, with the numbers of the user's country if it is known."""
    words = _words(outcome, faq, country)
    return replace(words, paragraphs=(*words.paragraphs, *support_lines(outcome, faq, country)))


def support_lines(outcome: Outcome, faq: Faq, country: Country | None = None) -> tuple[str, ...]:
    """Return the paragraph of support with someone to talk to; none if the outcome carries no support."""
    if not outcome.support or not faq.support:
        return ()
    return ("\n".join((faq.support.sentence, *faq.helplines.lines(("talk",), country))),)


def _words(outcome: Outcome, faq: Faq, country: Country | None) -> Card:
    match outcome:
        case Urgent():
            shown = reply_words(outcome.reply, faq.helplines, them=outcome.them, country=country)
            language = None if outcome.language == ENGLISH else faq.language(outcome.language)
            return _translated(shown, language, outcome, faq, country) if language else shown
        case Found() | Referred():
            return _told(outcome, faq)
        case Unsure():
            return _unsure(outcome, faq)
        case Smalltalk(talk):
            return Card("", paragraphs(talk.reply), choices=_offers(talk, faq))
        case Foreign():
            return _foreign(outcome, faq, country)
        case NotFound():
            return _not_found(outcome, faq)
        case _:
            assert_never(outcome)


def _told(outcome: Found | Referred, faq: Faq) -> Card:
    """Return the card of an entry that is told, or the part of it that was asked for, with what else was asked."""
    shown = _at_depth(outcome, faq)
    asked = (replace(_choice(other), asked=True) for other in outcome.also)
    related = (choice for choice in shown.choices if faq.by_id[choice.entry] not in outcome.also)
    partial = (faq.words.partial,) if outcome.partial else ()
    return replace(
        shown,
        about=_about(outcome.about),
        paragraphs=(*shown.paragraphs, *partial),
        choices=(*asked, *related),
    )


def _at_depth(outcome: Found | Referred, faq: Faq) -> Card:
    shown = entry_card(outcome.entry, faq)
    match outcome.depth:
        case "answer":
            return shown
        case "more":
            return replace(shown, heading="", paragraphs=shown.folded or (faq.words.no_more,), folded=())
        case "sources":
            return replace(provenance.card(outcome.entry, faq), choices=shown.choices)
        case _:
            assert_never(outcome.depth)


def _about(entry: Entry | None) -> str:
    return f"About: {entry.short}" if entry else ""


def entry_card(entry: Entry, faq: Faq) -> Card:
    """Return the card of an entry, with its related entries as choices."""
    related = tuple(_choice(faq.by_id[name]) for name in entry.related)
    return replace(entry_words(entry, faq.article, faq.disclaimer), choices=related)


def entry_words(entry: Entry, article: Article | None, disclaimer: str) -> Card:
    """Return the card of an entry without choices: the question, the answer, and the rest folded."""
    beyond = paragraphs(f"Newer guidance: {entry.note.text}") if entry.note else ()
    cited = (Link(article.title, article.url),) if article and isinstance(entry.basis, Citation) else ()
    return Card(
        heading=entry.question,
        paragraphs=paragraphs(entry.answer),
        folded=(*paragraphs(entry.more), *beyond),
        basis=provenance.line(entry, article),
        sources=(*cited, *links_to(entry.sources)),
        disclaimer=" ".join(filter(None, (disclaimer, provenance.reviewer(entry.reviewed)))),
    )


def reply_words(
    reply: UrgentReply, helplines: Helplines, *, them: bool = False, country: Country | None = None
) -> Card:
    """Return the card of the reply to a red flag: the numbers to call after its first paragraph."""
    form = reply.form(them=them)
    numbers = "\n".join(helplines.lines(reply.numbers, country))
    first, *rest = form.paragraphs
    return Card(
        heading=form.heading,
        paragraphs=tuple(filter(None, (first, numbers, *rest))),
        sources=links_to(reply.sources),
    )


def _translated(shown: Card, language: Language, urgent: Urgent, faq: Faq, country: Country | None) -> Card:
    """Put the opening in the reader's language before an urgent reply; the rest stays English, for whoever helps."""
    heading, *lines = urgent_lines(language, urgent.reply, faq.helplines, country)
    form = urgent.reply.form(them=urgent.them)
    return replace(shown, heading=heading, paragraphs=("\n".join(lines), form.heading, *form.paragraphs))


def _foreign(outcome: Foreign, faq: Faq, country: Country | None) -> Card:
    language = faq.language(outcome.language)
    if not language:
        return _not_found(outcome, faq)
    likely = (f"{language.card.likely}\n{outcome.suggestion.question}",) if outcome.suggestion else ()
    return Card(
        heading=language.card.only_english,
        paragraphs=("\n".join(card_lines(language, faq.helplines, country)), *likely),
        choices=(_choice(outcome.suggestion),) if outcome.suggestion else (),
        choices_listed=outcome.suggestion is not None,
    )


def _unsure(outcome: Unsure, faq: Faq) -> Card:
    numbered = "\n".join(f"{n}. {entry.question}" for n, entry in enumerate(outcome.suggestions, 1))
    return Card(
        heading="Did you mean one of these?",
        paragraphs=(numbered, "If none of them is your question, try it in other words."),
        about=_about(outcome.about),
        disclaimer=faq.disclaimer,
        choices=tuple(_choice(entry) for entry in outcome.suggestions),
        choices_listed=True,
    )


def _not_found(outcome: NotFound | Foreign, faq: Faq) -> Card:
    near = isinstance(outcome, NotFound) and outcome.near and faq.words.not_ours
    words, ask = faq.words.not_found, (faq.words.not_ours,) if near else ()
    return Card(words.heading, (*words.paragraphs, *ask), disclaimer=faq.disclaimer)


def _offers(talk: SmallTalk, faq: Faq) -> tuple[Choice, ...]:
    """Return the questions that a greeting offers, and whoever asks how it works."""
    return tuple(map(_choice, faq.starters)) if talk.kind in {"greeting", "help"} else ()


def _choice(entry: Entry) -> Choice:
    return Choice(entry.id, entry.question, entry.short)
