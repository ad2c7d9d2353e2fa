"""Ranking and rejection of this engine and its peers, in one run.

    python -m tests.benchmarks.matching [FOLDER ...] [--methods wratio,words,meaning] [--sample N]

A FOLDER holds entries.tsv (entry, phrasing) and questions.tsv (question, accept, note; `none` = out of scope).
Without one, the packaged FAQ is asked the project's own labelled questions.

first     share of the questions in scope whose right entry ranks first; `three`: among the first three
typos     the same as `first`, with one or two slips in each question (seed 7)
AUROC     how often a question in scope scores above one out of scope, by the score of the first entry
right@80  share of the questions in scope answered right, by the threshold that rejects 80 % out of scope; `@95`
ms        median and 99th percentile of the processor time of a question, on one core
MB        growth of a separate process, libraries included, with a full cache

Every method gets the same phrasings; on the packaged FAQ this engine also has its curated synonyms, chatter and
emergencies. For every method, ranking a "not covered" entry first counts as rejecting the question.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from faq.tools.evaluation import Labelled, QuestionsError
from tests.benchmarks.apart import measure_in_worker
from tests.benchmarks.contenders import CONTENDERS, Contender
from tests.benchmarks.figures import Figures, Ranked, figures
from tests.benchmarks.sets import QuestionSet, of_folder, own
from tests.benchmarks.typos import with_typos
from tests.benchmarks.worker import Measured, RankedQuestion

HEADINGS = ("first", "three", "typos", "AUROC", "right@80", "right@95", "ms", "p99", "MB", "build s")
NOTE = "Shares in %. Compare the rows of one table; times and memory are this machine's. -: no questions for it."


def main(
    folders: Annotated[list[Path] | None, typer.Argument(help="Folders with entries.tsv and questions.tsv.")] = None,
    methods: Annotated[str, typer.Option(help="Methods to compare, separated by commas.")] = "",
    sample: Annotated[int, typer.Option(help="Ask at most N questions in scope and N out of scope.")] = 0,
) -> None:
    """Measure every method on every set and print a table for each."""
    chosen = _chosen(methods)
    try:
        sets = [of_folder(folder) for folder in folders] if folders else [own()]
    except QuestionsError as error:
        raise typer.BadParameter(str(error)) from None
    console = Console(width=150)
    for whole in sets:
        questions = whole.sample(sample) if sample else whole
        rows = [(contender.title, _row(contender, questions)) for contender in chosen]
        console.print(_table(questions, rows))
    console.print(NOTE)


def _chosen(methods: str) -> tuple[Contender, ...]:
    names = methods.split(",") if methods else [contender.name for contender in CONTENDERS]
    known = {contender.name: contender for contender in CONTENDERS}
    if unknown := [name for name in names if name not in known]:
        raise typer.BadParameter(f"--methods: no method is called {unknown[0]}; there are {', '.join(known)}")
    return tuple(known[name] for name in names)


def _row(contender: Contender, asked: QuestionSet) -> tuple[str, ...]:
    print(f"{asked.name}: {contender.title} ...", file=sys.stderr, flush=True)
    mistyped = [with_typos(each.question) for each in asked.inside]
    plain = [each.question for each in (*asked.inside, *asked.outside)]
    measured = measure_in_worker(contender, asked, [*plain, *mistyped])
    if measured is None:
        return ("not measured",)
    return (*_shares(_figures(asked, measured["rankings"])), *_costs(measured))


def _figures(asked: QuestionSet, rankings: Sequence[RankedQuestion]) -> Figures:
    labelled = (*asked.inside, *asked.outside, *asked.inside)
    ranked = [_ranked(each, ranking, asked) for each, ranking in zip(labelled, rankings, strict=True)]
    end = len(asked.inside) + len(asked.outside)
    return figures(ranked[: len(asked.inside)], ranked[len(asked.inside) : end], ranked[end:])


def _ranked(labelled: Labelled, ranking: RankedQuestion, asked: QuestionSet) -> Ranked:
    first = tuple(ranking["first"])
    score = float("-inf") if first[0] in asked.not_covered else ranking["score"]
    return Ranked(labelled.accept, first, score)


def _shares(values: Figures) -> tuple[str, ...]:
    shares = (
        values.first,
        values.among_three,
        values.with_typos,
        values.auroc,
        values.right_at_80,
        values.right_at_95,
    )
    return tuple("-" if share is None else f"{share * 100:.1f}" for share in shares)


def _costs(measured: Measured) -> tuple[str, ...]:
    costs = f"{measured['median']:.2f}", f"{measured['p99']:.2f}", f"{measured['memory']:.0f}"
    return (*costs, f"{measured['build']:.1f}")


def _table(asked: QuestionSet, rows: Sequence[tuple[str, tuple[str, ...]]]) -> Table:
    size = f"{len(asked.entries)} entries, {sum(map(len, asked.entries.values()))} phrasings"
    questions = f"{len(asked.inside)} questions in scope, {len(asked.outside)} out of scope"
    table = Table("method", title=f"{asked.name}: {size}; {questions}", box=box.MARKDOWN, title_justify="left")
    for heading in HEADINGS:
        table.add_column(heading, justify="right")
    for title, cells in rows:
        table.add_row(title, *cells)
    return table


if __name__ == "__main__":
    typer.run(main)
