"""The figures of some days for the admins: /stats and the weekly digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from bot.models import REFUSED, TAKEN, Count, DailyCount
from bot.views.reply import Reply, reply
from faq.card import Card
from faq.models import Faq

Totals = Mapping[Count, Counter[str]]
"""How often each label of a kind occurred."""
_WORST = 3
"""Entries voted down most that are named."""


def statistics(counts: Iterable[DailyCount], first: date, last: date, faq: Faq) -> Reply:
    """Return the figures of the days from the first to the last."""
    totals = {name: Counter[str]() for name in Count}
    for count in counts:
        totals[count.name][count.label] += count.count
    lines = (_questions(totals), _talk(totals), _emergencies(totals), _votes(totals), _voted_down(totals, faq))
    more = f"Questions shared with the curators: {totals[Count.SHARE].total():,}. /gaps shows what several asked alike."
    return reply(Card(f"{_day(first)} to {_day(last)}", (*filter(None, lines), more)))


def _questions(totals: Totals) -> str:
    kinds, offers = totals[Count.OUTCOME], totals[Count.OFFER]
    answered, offered, none = kinds["answer"] + kinds["referral"], kinds["suggest"], kinds["none"]
    asked = answered + offered + none
    if not asked:
        return "No questions."
    return (
        f"Questions: {asked:,}. Answered: {answered:,} ({answered / asked:.0%}). Offered suggestions: {offered:,} "
        f"(taken: {offers[TAKEN]:,}, refused: {offers[REFUSED]:,}). No answer: {none:,}."
    )


def _talk(totals: Totals) -> str:
    kinds = totals[Count.OUTCOME]
    talk, foreign = kinds["smalltalk"], kinds["foreign"]
    return f"Small talk: {talk:,}. In other languages: {foreign:,}." if talk or foreign else ""


def _emergencies(totals: Totals) -> str:
    kinds = totals[Count.RED_FLAG]
    named = ", ".join(f"{reply_id} {number:,}" for reply_id, number in kinds.most_common())
    return f"Emergencies: {kinds.total():,} ({named})." if kinds else "No emergencies."


def _votes(totals: Totals) -> str:
    helpful, unhelpful = totals[Count.HELPFUL].total(), totals[Count.UNHELPFUL].total()
    return f"Votes: {helpful:,} helpful, {unhelpful:,} not helpful." if helpful or unhelpful else "No votes."


def _voted_down(totals: Totals, faq: Faq) -> str:
    """Return the entries that are voted down most; the lack of an answer is no entry's fault."""
    entries = Counter({entry: number for entry, number in totals[Count.UNHELPFUL].items() if entry in faq.by_id})
    worst = "; ".join(f"“{faq.by_id[entry].short}” {number:,}" for entry, number in entries.most_common(_WORST))
    return f"Voted down most: {worst}." if worst else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
