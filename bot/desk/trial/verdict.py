"""Explains an outcome in a plain sentence: `verdict`."""

from __future__ import annotations

from typing import assert_never

from bot.desk.trial.reasons import Reasons
from faq.follow_up import LEAST_LEAD
from faq.models import Entry
from faq.outcome import ENGLISH, Depth, Foreign, Found, NotFound, Outcome, Ranking, Referred, Smalltalk, Unsure, Urgent
from faq.safety.rules import Excuse

UNASKED = "Nobody put this to the bot, so in a group it stays silent unless it is set to listen. Asked, it would say: "
EXCUSES: dict[Excuse, str] = {
    "thing": "it is said of an animal or a thing",
    "phrase": "these words beside it excuse it",
    "hypothetical": "it is asked in general, or imagined",
    "past": "it is about the past, or has lasted long",
    "negated": "it is denied",
}


def verdict(reasons: Reasons) -> str:
    """Return the outcome of a message, and the threshold that decided it."""
    said = _outcome(reasons.outcome, reasons)
    return said if reasons.is_asked or isinstance(reasons.outcome, Urgent) else f"{UNASKED}{said[0].lower()}{said[1:]}"


def alarm(reasons: Reasons) -> str:
    """Return which rule or likeness raised the alarm, or why none did."""
    met = [rule for rule in reasons.rules if rule.excuse is None]
    match reasons.outcome:
        case Urgent() as urgent if met:
            same = met[0].reply == urgent.reply.id
            return "A rule raises the alarm." if same else "A rule raises it; the whole message fits this reply better."
        case Urgent(language=language) if language != ENGLISH:
            return f"A phrase of its language ({language}) raises the alarm."
        case Urgent() if reasons.ranking and reasons.ranking.urgent >= reasons.thresholds.urgent:
            return "No rule raises it, but the message resembles the examples of emergencies."
        case Urgent():
            return "A sentence of it resembles the examples of emergencies, or a rule matches it in its context."
        case _ if met:
            return "A rule matches, but the whole message resembles calm messages far more, so there is no alarm."
        case _:
            return "No rule raises an alarm."


def needed_lead(reasons: Reasons) -> float:
    """Return the share from which the likeliest entry leads: in context less is needed of one that fits it."""
    needed, ranking = reasons.thresholds.lead, reasons.ranking
    is_answered_in_context = reasons.context is not None and isinstance(reasons.outcome, Found | Referred)
    return LEAST_LEAD if ranking and ranking.lead < needed and is_answered_in_context else needed


def _outcome(outcome: Outcome, reasons: Reasons) -> str:
    match outcome:
        case Urgent(reply):
            heading = reply.form(them=outcome.them).heading
            return f"An emergency. The reply “{heading}” ({reply.id}) comes before any answer."
        case Found(entry) | Referred(entry):
            return _told(entry, outcome.depth, reasons)
        case Unsure(suggestions):
            return f"Not clear enough to answer, so it offers {_listed(suggestions)}. {_short_of(reasons)}"
        case Smalltalk(talk):
            return f"Small talk ({talk.kind}), which asks nothing of the FAQ."
        case Foreign(language):
            return f"It is written in another language ({language}); only English is read."
        case NotFound(near=near):
            whom = " It is a question of the same field, so it says whom to ask." if near else ""
            needed = reasons.thresholds.suggest
            return f"No entry is likely: the best has {_best(reasons)}; from {needed:.2f} it would be offered.{whom}"
        case _:
            assert_never(outcome)


def _told(entry: Entry, depth: Depth, reasons: Reasons) -> str:
    what = {
        "answer": "It answers",
        "more": "It asks for more of the answer before",
        "sources": "It asks for its sources",
    }
    if reasons.ranking is None:
        return f"{what[depth]}: “{entry.question}”. No scores were needed."
    bounds = reasons.thresholds
    return (
        f"{what[depth]}: “{entry.question}” has {_best(reasons)} (from {bounds.answer:.2f} it is answered), and leads "
        f"the others with {_lead(reasons.ranking)} (from {needed_lead(reasons):.2f} it leads)."
    )


def _short_of(reasons: Reasons) -> str:
    """Return which of the two thresholds for an answer is missed."""
    bounds, ranking = reasons.thresholds, reasons.ranking
    if ranking and ranking.matches[0].score >= bounds.answer:
        return f"The best has {_best(reasons)}, but leads with {_lead(ranking)} only; {bounds.lead:.2f} is needed."
    return f"The best has {_best(reasons)}: offered from {bounds.suggest:.2f}, answered from {bounds.answer:.2f}."


def _best(reasons: Reasons) -> str:
    return f"a score of {reasons.outcome.score:.2f}"


def _lead(ranking: Ranking) -> str:
    return f"a share of {ranking.lead:.2f}"


def _listed(entries: tuple[Entry, ...]) -> str:
    *others, last = [f"“{entry.question}”" for entry in entries]
    return f"{', '.join(others)} and {last}" if others else last
