"""Formats evaluations, advice and explanations: tables, JSON, plain lines, and bounds on measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.progress import track
from rich.table import Table

from faq.matching.explain import Explanation
from faq.matching.spelling import Token
from faq.tools.advice import Advice
from faq.tools.calibration import Bin
from faq.tools.evaluation import CEILINGS, Judged, QuestionsError, Report

MAX_PLACES = 10
"""Places shown for each kind of advice without `--all` and `--since`."""
MORE_ADVICE = (
    "Not matched: --since REV matches all and advises on the entries that changed since then, --all on every one."
)
TITLES = {
    "first": "right entry ranks first",
    "among_three": "among the first three",
    "right": "answered right",
    "right_or_offered": "answered right or offered",
    "wrong": "answered wrong",
    "false_answers": "false answers, out of scope",
    "small_talk": "small talk of the right kind",
    "all_asked": "several questions, each answered or offered",
    "urgent_recall": "red flags caught",
    "urgent_alarms": "false alarms",
    "calibration_error": "calibration error",
}


@dataclass(frozen=True, slots=True)
class MetricBound:
    """The least value of a measure, or the most for `CEILINGS`."""

    name: str
    value: float

    def violation(self, figures: Mapping[str, float]) -> str:
        """Return why the bound does not hold; empty if it does."""
        if self.name not in figures:
            return f"{self.name}: no question measures it; remove the bound, or label such questions"
        figure, ceiling = figures[self.name], self.name in CEILINGS
        if figure <= self.value if ceiling else figure >= self.value:
            return ""
        return f"{self.name}: {figure:.1%}, must be at {'most' if ceiling else 'least'} {self.value:.1%}"


def parse_bound(text: str) -> MetricBound:
    """Parse NAME=VALUE, the value as 0.75 or 75%.

    Raises:
        QuestionsError: for anything else.

    """
    name, _, value = text.partition("=")
    try:
        share = float(value.removesuffix("%")) / (100 if value.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if name not in TITLES or not 0 <= share <= 1:
        raise QuestionsError(f"--fail-under {text}: write NAME=VALUE, a share from 0 to 1; names: {', '.join(TITLES)}")
    return MetricBound(name, share)


def with_progress(judged: Iterator[Judged], total: int, console: Console) -> Iterator[Judged]:
    """Show a progress bar on a terminal."""
    return iter(track(judged, "Asking", total, console=console, transient=True, disable=not console.is_terminal))


def as_object(report: Report) -> dict[str, object]:
    """Return the report as JSON values."""
    return {
        "schema": 1,
        "questions": len(report.judged),
        "figures": _rounded(report.figures()),
        "reliability": [_bin(each) for each in report.reliability()],
        "labels": {label: _rounded(figures) for label, figures in report.by_label().items()},
    }


def print_report(report: Report, console: Console, *, failed: bool = False) -> None:
    """Print the report as tables, with the failures if `failed`."""
    whole = Table(title=f"{len(report.judged)} questions")
    whole.add_column("measure")
    whole.add_column("share", justify="right")
    for name, share in report.figures().items():
        whole.add_row(TITLES[name], f"{share:.1%}")
    console.print(whole, _reliability(report), _by_label(report))
    if failed:
        console.print(_failed(report))


def advice_text(kinds: Iterable[Advice], *, most: int | None) -> str:
    """Return advice in plain lines, with at most so many places of each kind."""
    return "".join(_advice(kind, kind.places[:most]) for kind in kinds)


def explanation_text(explanation: Explanation) -> str:
    """Return the reasons for a ranking in plain lines."""
    tokens = " ".join(map(_token, explanation.tokens)) or "no word"
    lines = [
        f"read as: {tokens}",
        f"emergency: {explanation.urgent:.2f}",
        f"taken by: {explanation.taken or 'no class'}",
    ]
    for reason in explanation.reasons:
        lines.append(f"\n{reason.entry}  {reason.score:.2f}")
        lines += [f"  {n.scorer:8} {n.share:4.0%}  {n.cosine:.2f}  {n.phrasing}" for n in reason.nearest]
        lines.append("  shared   " + (", ".join(f"{stem} {part:.2f}" for stem, part in reason.words) or "no word"))
    return "\n".join(lines)


def _advice(kind: Advice, shown: tuple[str, ...]) -> str:
    rest = len(kind.places) - len(shown)
    lines = [
        f"{kind.title}: {len(kind.places):,} ({kind.cure})",
        *shown,
        *([f"and {rest:,} more; --all shows them"] if rest else []),
    ]
    return "\n  ".join(lines) + "\n\n"


def _token(token: Token) -> str:
    if token.word is None:
        return f"({token.typed}?)"
    return token.word if token.confidence == 1.0 else f"{token.typed}->{token.word}"


def _reliability(report: Report) -> Table:
    table = Table(title="calibration of the best score")
    for column in ("score", "questions", "mean", "right"):
        table.add_column(column, justify="right")
    for each in report.reliability():
        table.add_row(f"{each.low:.1f}", str(each.questions), f"{each.score:.2f}", f"{each.right:.2f}")
    return table


def _by_label(report: Report) -> Table:
    names = ("first", "among_three", "right", "right_or_offered", "wrong", "false_answers", "urgent_recall")
    table = Table(title="by label")
    for column in ("label", "first", "top 3", "right", "or offered", "wrong", "false", "urgent"):
        table.add_column(column, justify="left" if column == "label" else "right")
    for label, figures in report.by_label().items():
        table.add_row(label, *(f"{figures[name]:.0%}" if name in figures else "" for name in names))
    return table


def _failed(report: Report) -> Table:
    table = Table(title="failures", show_lines=True)
    for column in ("question", "accepted", "outcome"):
        table.add_column(column, overflow="fold")
    for judged in report.failed():
        table.add_row(judged.labelled.question, ", ".join(sorted(judged.labelled.accept)), judged.outcome_label)
    return table


def _bin(each: Bin) -> dict[str, float]:
    return {
        "low": each.low,
        "questions": each.questions,
        "score": round(each.score, 4),
        "right": round(each.right, 4),
    }


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(share, 4) for name, share in figures.items()}
