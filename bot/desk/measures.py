"""The measures of a period, made of the daily counts: figures to show, and to save as SVG and CSV. Pure."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from bot.desk.charts import Chart, Series, bar_chart, line_chart
from bot.models import REFUSED, TAKEN, Count, DailyCount
from faq.exchange.csv_cells import cell
from faq.models import Faq
from faq.outcome import ENGLISH
from faq.provenance import day as in_words

PERIODS = (7, 30, 180)
"""Days that can be chosen; older counts are deleted."""
MAX_BARS = 12
OUTCOMES = {
    "answer": "Answered", "referral": "Answered by referral", "suggest": "Did you mean", "none": "No answer",
    "urgent": "Red flag", "smalltalk": "Small talk", "foreign": "Other language",
}  # fmt: skip
"""The kinds of `faq.outcome`, as curators read them."""
_LINES = {
    "Answered": ("answer", "referral"), "Did you mean": ("suggest",), "No answer": ("none",), "Red flag": ("urgent",),
}  # fmt: skip
_VOTES = {Count.HELPFUL: "Helpful", Count.UNHELPFUL: "Not helpful", Count.NONE_OF_THESE: "None of these"}
Row = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the table below it.

    Attributes:
        chart: drawn as lines if it is by day.
        is_by_day: bars otherwise.
        header: of the table, which has all values; bars show the most frequent only.
        rows: of the table.

    """

    chart: Chart
    is_by_day: bool
    header: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def svg(self) -> Markup:
        """The chart."""
        return line_chart(self.chart) if self.is_by_day else bar_chart(self.chart)

    @property
    def csv(self) -> str:
        """The table, in which no cell is a formula to a spreadsheet."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(map(cell, self.header))
        writer.writerows([cell(value) if isinstance(value, str) else value for value in row] for row in self.rows)
        return text.getvalue()


@dataclass(frozen=True, slots=True)
class Headline:
    """A number above the figures."""

    title: str
    value: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of a period."""

    first: date
    last: date
    headlines: tuple[Headline, ...]
    figures: tuple[Figure, ...]

    def figure(self, name: str) -> Figure | None:
        """Return a figure by the name of its chart."""
        return next((each for each in self.figures if each.chart.name == name), None)


def measures(counts: Sequence[DailyCount], first: date, last: date, faq: Faq | None) -> Measures:
    """Return the measures of a period; a figure without any count is left out."""
    counted = _Counted(counts, first, last)
    entries = {entry.id: entry.short for entry in faq.entries} if faq else {}
    languages = {language.code: f"{language.name} ({language.code})" for language in faq.languages} if faq else {}
    languages[ENGLISH] = "English (en)"
    figures = (
        _by_day("outcomes-by-day", "Messages by day", counted, Count.OUTCOME, OUTCOMES, _LINES),
        _bars("outcomes", "Messages by outcome", counted.of(Count.OUTCOME), "Outcome", OUTCOMES.get),
        _bars("answers", "Answers by entry", counted.of(Count.ANSWER), "Entry", entries.get),
        _votes(counted, entries),
        _bars("offers", "“Did you mean” taken and refused", counted.of(Count.OFFER), "Press", _OFFERS.get),
        _by_day("shares-by-day", "Questions shared by day", counted, Count.SHARE, {"": "Shared"}, {"Shared": ("",)}),
        _bars("red-flags", "Red flags by reply", counted.of(Count.RED_FLAG), "Reply"),
        _bars("languages", "Messages by language", counted.of(Count.LANGUAGE), "Language", languages.get),
        _bars("small-talk", "Small talk by kind", counted.of(Count.SMALL_TALK), "Kind"),
        _bars("silence", "Messages without an answer, by reason", counted.of(Count.SILENCE), "Reason", _reason),
    )
    return Measures(first, last, tuple(_headlines(counted)), tuple(each for each in figures if each))


_OFFERS = {TAKEN: "Taken", REFUSED: "Refused: none of these"}


class _Counted:
    """The counts of a period, added up in several ways."""

    def __init__(self, counts: Iterable[DailyCount], first: date, last: date) -> None:
        self.days = tuple(first + timedelta(days=number) for number in range((last - first).days + 1))
        self._by_day: Counter[tuple[date, Count, str]] = Counter()
        self._totals: dict[Count, Counter[str]] = {}
        for each in counts:
            self._by_day[each.day, each.name, each.label] += each.count
            self._totals.setdefault(each.name, Counter())[each.label] += each.count

    def of(self, name: Count) -> Counter[str]:
        """Return the totals of a kind of event by label."""
        return self._totals.get(name, Counter())

    def on(self, day: date, name: Count, labels: Iterable[str]) -> int:
        """Return how often an event occurred on a day with one of some labels."""
        return sum(self._by_day[day, name, label] for label in labels)


def _headlines(counted: _Counted) -> Iterator[Headline]:
    outcomes, offers = counted.of(Count.OUTCOME), counted.of(Count.OFFER)
    helpful, unhelpful = counted.of(Count.HELPFUL).total(), counted.of(Count.UNHELPFUL).total()
    asked = outcomes.total() - outcomes["smalltalk"] - outcomes["urgent"]
    yield Headline("Messages", f"{outcomes.total():,}")
    yield Headline("Answered", *_share(outcomes["answer"] + outcomes["referral"], asked, "questions"))
    yield Headline("“Did you mean” taken", *_share(offers[TAKEN], offers.total(), "presses"))
    yield Headline("Helpful", *_share(helpful, helpful + unhelpful, "votes"))
    yield Headline("Questions shared", f"{counted.of(Count.SHARE).total():,}")
    yield Headline("Red flags", f"{counted.of(Count.RED_FLAG).total():,}")


def _share(part: int, whole: int, of: str) -> tuple[str, str]:
    return (f"{100 * part / whole:.0f} %", f"of {whole:,} {of}") if whole else ("–", f"no {of} yet")


def _by_day(
    name: str, title: str, counted: _Counted, count: Count, labels: Mapping[str, str],
    lines: Mapping[str, tuple[str, ...]],
) -> Figure | None:  # fmt: skip
    total = counted.of(count).total()
    if not total:
        return None
    by_day = {day: counted.on(day, count, labels) for day in counted.days}
    busiest = max(by_day, key=lambda day: by_day[day])
    description = f"{total:,} in {len(by_day)} days; the most on {in_words(busiest)}: {by_day[busiest]:,}."
    series = [Series(line, tuple(counted.on(day, count, of) for day in counted.days)) for line, of in lines.items()]
    rows: tuple[Row, ...] = tuple(
        (day.isoformat(), *(counted.on(day, count, (label,)) for label in labels)) for day in counted.days
    )
    shown = tuple(f"{day.day} {in_words(day).split()[1][:3]}" for day in counted.days)
    chart = Chart(name, title, description, shown, tuple(series))
    return Figure(chart, is_by_day=True, header=("Day", *labels.values()), rows=rows)


def _bars(
    name: str, title: str, totals: Counter[str], column: str, titled: Callable[[str], str | None] = lambda _: None
) -> Figure | None:
    rows = tuple((titled(label) or label, count) for label, count in totals.most_common() if count)
    if not rows:
        return None
    chart = _bar_chart(name, title, [(label, count) for label, count in rows], totals.total())
    return Figure(chart, is_by_day=False, header=(column, "Count"), rows=rows)


def _votes(counted: _Counted, entries: Mapping[str, str]) -> Figure | None:
    """Return the votes by entry, those with most complaints first."""
    votes = {vote: counted.of(vote) for vote in _VOTES}
    against = votes[Count.UNHELPFUL] + votes[Count.NONE_OF_THESE]
    voted = sorted(set().union(*votes.values()), key=lambda entry: (-against[entry], entry))
    if not voted:
        return None
    titles = {entry: entries.get(entry) or entry or "No answer" for entry in voted}
    rows: tuple[Row, ...] = tuple((titles[entry], *(votes[vote][entry] for vote in votes)) for entry in voted)
    title = "Votes: “not helpful” and “none of these” by entry"
    chart = _bar_chart(
        "votes", title, [(titles[each], against[each]) for each in voted if against[each]], against.total()
    )
    return Figure(chart, is_by_day=False, header=("Entry", *_VOTES.values()), rows=rows)


def _bar_chart(name: str, title: str, bars: Sequence[tuple[str, int]], total: int) -> Chart:
    shown = bars[:MAX_BARS]
    description = f"{total:,} in all; the most: {shown[0][0]}, {shown[0][1]:,}." if shown else "None."
    if len(bars) > len(shown):
        description += f" The table has the other {len(bars) - len(shown)} too."
    return Chart(
        name, title, description, tuple(label for label, _ in shown), (Series("", tuple(n for _, n in shown)),)
    )


def _reason(label: str) -> str:
    return label.replace("_", " ").capitalize()
