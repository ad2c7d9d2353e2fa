"""The curator's bench: ask, chat, check, eval. Words for the terminal only; every decision is made elsewhere.

Exit codes: 0 done; 1 the content or a measure falls short; 2 wrong usage. Errors go to standard error.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from rich.console import Console

from faq.card import Card, card, entry_card, plain
from faq.engine import Engine, open_engine
from faq.json_output import answer_object
from faq.loading import PACKAGED, FaqError, load
from faq.matching.encoder import EncoderError
from faq.matching.explain import explain
from faq.models import Entry, Faq
from faq.tools import checks, evaluation, report
from faq.tools.advice import advice

Read = TypeVar("Read")

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="The curator's bench.")


@dataclass(frozen=True, slots=True)
class CuratorOptions:
    """What the commands work on; whoever mounts this app may put another one into the context."""

    content: Path | None = None
    model: str | None = None


ContentOption = Annotated[
    Path | None, typer.Option("--content", help="A content folder; default: the packaged content.")
]
ModelOption = Annotated[str | None, typer.Option("--model", help="A folder with another sentence encoder, or off.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON objects, one a line.")]


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[list[str], typer.Argument(help="The question; - reads questions from standard input.")],
    as_json: JsonOption = False,
    explained: Annotated[bool, typer.Option("--explain", help="Tell why, in place of the answer.")] = False,
    content: ContentOption = None,
    model: ModelOption = None,
) -> None:
    """Answer a question in the terminal."""
    engine, faq = _opened(context, content, model)
    if explained:
        _print(report.explained(explain(engine.matcher(faq), " ".join(question))))
        return
    assistant = engine.assistant(faq)
    for asked in _lines() if question == ["-"] else [" ".join(question)]:
        outcome = assistant.ask(asked)
        if as_json:
            _print(_object(answer_object(asked, outcome, assistant.faq)))
        else:
            _print(_shown(card(outcome, assistant.faq)) + "\n")


@app.command()
def chat(context: typer.Context, content: ContentOption = None, model: ModelOption = None) -> None:
    """Hold a conversation in the terminal."""
    engine, faq = _opened(context, content, model)
    assistant = engine.assistant(faq)
    choices: dict[str, Entry] = {}
    _print("Ask about iron, ferritin and restless legs. A number chooses what is offered; an empty line ends.\n")
    while asked := _typed("> "):
        chosen = choices.get(asked)
        told = entry_card(chosen, assistant.faq) if chosen else card(assistant.ask(asked), assistant.faq)
        choices = {str(n): assistant.faq.by_id[choice.entry] for n, choice in enumerate(told.choices, 1)}
        _print(_shown(told) + "\n\n" + _offered(told))


@app.command()
def check(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Tell all advice, not only the worst places.")] = False,
    content: ContentOption = None,
    model: ModelOption = None,
) -> None:
    """Validate the content: schema, ids, citations, figures, lengths, collisions, the red flags' own examples.

    Then advise on phrasings that repeat each other, are few, or look like another entry's. Advice is no fault.
    """
    engine, faq = _opened(context, content, model)
    matcher = engine.matcher(faq)
    faults = tuple(checks.faults(matcher))
    for fault in faults:
        print(fault, file=sys.stderr)
    told = report.advised(advice(matcher), most=None if every else report.PLACES)
    _print(told + checks.summary(faq))
    if faults:
        raise typer.Exit(1)


@app.command("eval")
def evaluate(
    context: typer.Context,
    questions: Annotated[Path, typer.Argument(help="Labelled questions, TSV: question, accept, note.")],
    entries: Annotated[Path | None, typer.Option(help="Another FAQ to measure, TSV: entry, phrasing.")] = None,
    as_json: JsonOption = False,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help=f"Exit 1 unless the measure is at least VALUE (at most, for {', '.join(report.CEILINGS)}).",
        ),
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="List the questions that went wrong.")] = False,
    content: ContentOption = None,
    model: ModelOption = None,
) -> None:
    """Measure the answers to labelled questions."""
    bounds = _usable(lambda: tuple(map(report.bound, fail_under or ())))
    engine, faq = _opened(context, content, model)
    if entries:
        other = entries
        assistant = engine.on_other_faq(_usable(lambda: evaluation.read_entries(other)), faq)
    else:
        assistant = engine.assistant(faq)
    labelled = _usable(lambda: evaluation.read_questions(questions, assistant.faq.by_id.__contains__))
    judged = report.watched(evaluation.evaluate(assistant, labelled), len(labelled), Console(stderr=True))
    measured = evaluation.Report(tuple(judged))
    if as_json:
        _print(_object(report.as_object(measured)))
    else:
        report.show(measured, Console(), failed=show)
    figures = measured.figures()
    if short := [told for bound in bounds if (told := bound.broken(figures))]:
        _end("\n".join(short), 1)


def _opened(context: typer.Context, content: Path | None, model: str | None) -> tuple[Engine, Faq]:
    _forgive()
    if sys.stderr.isatty():  # where nobody is looking, the first start is just slow
        logging.basicConfig(level=logging.INFO, format="%(message)s")
    bench = context.obj if isinstance(context.obj, CuratorOptions) else CuratorOptions()
    folder = content or bench.content
    if folder and not folder.is_dir():
        _end(f"{folder}: no such folder; name a content folder", 2)
    try:
        return open_engine(model or bench.model), load(folder or PACKAGED)
    except FaqError as error:
        _end(str(error), 1)
    except EncoderError as error:
        _end(str(error), 2)


def _forgive() -> None:
    """Take bytes that are no text, and show `?` for what a terminal can't: a sign is no reason to fail."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _usable(read: Callable[[], Read]) -> Read:
    try:
        return read()
    except evaluation.QuestionsError as error:
        _end(str(error), 2)


def _end(lines: str, code: int) -> NoReturn:
    print(lines, file=sys.stderr)
    raise typer.Exit(code)


def _lines() -> Iterator[str]:
    """Standard input line by line, as it comes; bytes that are no UTF-8 are replaced, not refused."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def _typed(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _print(text: str) -> None:
    print(text, flush=True)


def _object(value: Mapping[str, object]) -> str:
    """One line of JSON, whole in whatever the terminal's encoding is."""
    return json.dumps(value, ensure_ascii=not sys.stdout.encoding.casefold().startswith("utf"))


def _shown(told: Card) -> str:
    """The card's own words, and the addresses that a terminal can't hide behind their names."""
    links = "\n".join(f"  {link.title}\n    {link.url}" for link in told.sources)
    return f"{plain(told)}\n\nWhere to read it:\n{links}" if links else plain(told)


def _offered(told: Card) -> str:
    return "".join(
        f"  {number}. {'Also asked: ' if choice.asked else ''}{choice.question}\n"
        for number, choice in enumerate(told.choices, 1)
    )
