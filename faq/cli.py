"""The curator's commands: ask, chat, check, eval, import, export.

Each command imports its own parts: an answer needs neither the schema of the content nor the tools of the curator.

Exit codes: 0 done; 1 the content or a measure falls short; 2 wrong usage. Errors go to standard error.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from faq.assistant import Assistant
from faq.engine import Engine, open_cache, open_engine
from faq.errors import OperatorError
from faq.json_input import Asked, read_question
from faq.paths import PACKAGED, other_content
from faq.tools.evaluation import CEILINGS

if TYPE_CHECKING:
    from faq.loading.references import ContentDocuments
    from faq.tools import evaluation
    from faq.tools.advice import Advice

log = logging.getLogger(__name__)
app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="The curator's commands.")


@dataclass(frozen=True, slots=True)
class CuratorOptions:
    """Defaults of the commands; a parent app may put its own into the context."""

    content: Path | None = None
    model: str | None = None


ContentOption = Annotated[
    Path | None, typer.Option("--content", help="A content folder; default: the packaged content.")
]
ModelOption = Annotated[str | None, typer.Option("--model", help="A folder with another sentence encoder, or off.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON objects, one per line.")]


@contextmanager
def _report_errors() -> Iterator[None]:
    try:
        yield
    except OperatorError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(error.exit_code) from None


@app.command()
@_report_errors()
def ask(
    context: typer.Context,
    question: Annotated[list[str], typer.Argument(help="The question; - reads questions from standard input.")],
    as_json: JsonOption = False,
    explained: Annotated[bool, typer.Option("--explain", help="Print the reasons instead of the answer.")] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Answer by words alone while the encoder has not read the content.")
    ] = False,
    content: ContentOption = None,
    model: ModelOption = None,
) -> None:
    """Answer a question in the terminal."""
    if explained:
        _explain(context, " ".join(question), content, model)
        return
    from faq.json_output import answer_object
    from faq.terminal.rendering import answer_card
    from faq.terminal.screen import Screen

    assistant, screen = (_quick if quick else _assistant)(context, content, model), Screen()
    faq = assistant.faq
    lines = (read_question(line, faq) for line in _lines()) if question == ["-"] else [Asked(" ".join(question))]
    for asked in lines:
        outcome = assistant.ask(asked.text, asked.context)
        if as_json:
            _print(_json(answer_object(asked.text, outcome, faq, asked.chat)))
        else:
            screen.show(answer_card(outcome, faq), choices=False)


@app.command()
@_report_errors()
def chat(context: typer.Context, content: ContentOption = None, model: ModelOption = None) -> None:
    """Hold a conversation in the terminal."""
    from faq.terminal.chat import Chat
    from faq.terminal.lines import typed_lines
    from faq.terminal.screen import Screen

    assistant = _assistant(context, content, model)
    Chat(assistant, Screen()).hold(typed_lines(assistant.faq))


@app.command()
@_report_errors()
def check(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Match each phrasing too, and print all advice.")] = False,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="REV", help="The same, with advice on the entries only that changed since a git revision."
        ),
    ] = None,
    links: Annotated[bool, typer.Option("--links", help="Visit every address too; uses the network.")] = False,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day by which dates are judged; default: today."),
    ] = None,
    content: ContentOption = None,
    model: ModelOption = None,
) -> None:
    """Validate the content: schema, ids, citations, figures, lengths, dates, the rules' own examples.

    With --all or --since, check also that each phrasing gets its own entry, and list advice:
    phrasings that are few, repeat each other or look like another entry's, and texts hard to read. Advice is no fault.
    """
    from faq.loading import validated
    from faq.loading.dates import date_advice
    from faq.loading.folder import read_folder
    from faq.tools import checks, report
    from faq.tools.advice import advice, advice_on_dates, advice_on_texts

    folder, day = _folder(context, content), (today or datetime.now(UTC)).date()
    read = read_folder(folder)
    faq = validated(read, day)
    changed = _changed(folder, since) if since else None
    failed = _print_faults(checks.faults(faq, open_cache()))
    kinds = advice_on_dates(date_advice(read.places, day))
    if links:
        dead, of_links = _visited(read.places)
        failed |= _print_faults(dead)
        kinds += of_links
    if every or since:
        matcher = _engine(context, model).matcher(faq)
        failed |= _print_faults(checks.mismatches(matcher))
        kinds += advice(matcher, None if every else changed)
    else:
        kinds += advice_on_texts(faq)
    _print(report.advice_text(kinds, most=None if every or since else report.MAX_PLACES) + checks.summary(faq, folder))
    if not (every or since):
        _print(report.MORE_ADVICE)
    if failed:
        raise typer.Exit(1)


@app.command()
@_report_errors()
def new(folder: Annotated[Path, typer.Argument(help="The folder to write; it must be new or empty.")]) -> None:
    """Write a small running FAQ to begin with."""
    from faq.tools.starter import write_starter

    file = write_starter(folder)
    _print(f"{file}: a FAQ of two entries. Edit it, and try it: legwise ask --content {folder} are you open today")


@app.command("eval")
@_report_errors()
def evaluate(
    context: typer.Context,
    questions: Annotated[Path, typer.Argument(help="Labelled questions, TSV: question, accept, note.")],
    entries: Annotated[Path | None, typer.Option(help="Another FAQ to measure, TSV: entry, phrasing.")] = None,
    as_json: JsonOption = False,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help=f"Exit 1 unless the measure is at least VALUE (at most, for {', '.join(CEILINGS)}).",
        ),
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="List the questions that failed.")] = False,
    against: Annotated[
        str | None,
        typer.Option(metavar="FOLDER|REV", help="List the questions that another content, or a git revision, moves."),
    ] = None,
    content: ContentOption = None,
    model: ModelOption = None,
) -> None:
    """Measure the answers to labelled questions."""
    from rich.console import Console

    from faq.tools import evaluation, report
    from faq.tools.moves import as_object as moves_object
    from faq.tools.moves import moves, print_moves

    bounds = tuple(map(report.parse_bound, fail_under or ()))
    if against and entries:
        raise OperatorError("--against compares two contents, --entries measures neither; leave one out")
    folder = _folder(context, content)
    engine = _engine(context, model)
    assistant = engine.open(folder)
    if entries:
        assistant = engine.on_other_faq(evaluation.read_entries(entries), assistant.faq)
    labelled = evaluation.read_questions(questions, assistant.faq.by_id.__contains__)
    measured = _measured(assistant, labelled)
    moved = moves(_judged_at(engine, folder, against, labelled), measured.judged) if against else None
    if as_json:
        _print(_json(report.as_object(measured) | ({"moved": moves_object(moved)} if moved else {})))
    else:
        report.print_report(measured, Console(), failed=show)
        if moved:
            print_moves(moved, Console(), str(against))
        _print(f"{folder}: {len(labelled):,} questions measured")
    figures = measured.figures()
    if violations := [violation for bound in bounds if (violation := bound.violation(figures))]:
        raise OperatorError("\n".join(violations), exit_code=1)


@app.command("import")
@_report_errors()
def import_(
    file: Annotated[Path, typer.Argument(help="Questions and answers: .csv, .md, or .json (schema.org FAQPage).")],
    folder: Annotated[Path, typer.Argument(help="The content folder to write, new or empty.")],
    into: Annotated[bool, typer.Option("--into", help="Add new topics to a content folder that exists.")] = False,
) -> None:
    """Make a content folder of a file of questions and answers: whole, or not at all.

    What cannot be taken is reported with its line or row, and nothing is written. What is only missing in a new folder,
    such as a section of the article, is reported likewise; `legwise check` reports it until it is added.
    """
    from faq.exchange.importing import import_file

    _replace_undecodable()
    written = import_file(file, folder, into=into)
    count = f"{written.entries} {'entry' if written.entries == 1 else 'entries'}"
    _print(f"{folder}: {count} written to {', '.join(written.topics)}. Next: legwise check --content {folder}")
    if written.missing:
        lines = (*written.missing, f"{folder}: is written, but is not valid until this is corrected there")
        raise OperatorError("\n".join(lines), exit_code=1)


@app.command("export")
@_report_errors()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write: .csv, .json (schema.org FAQPage) or .html.")],
    bot: Annotated[str | None, typer.Option("--bot", help="The bot's username: the page links to its answers.")] = None,
    content: ContentOption = None,
) -> None:
    """Write all entries to a file: a spreadsheet, JSON-LD or a page. A file of that name is replaced."""
    from faq.exchange.exporting import export_file
    from faq.loading import load

    _replace_undecodable()
    export_file(load(_folder(context, content)), file, bot)
    _print(f"{file}: written")


def _measured(assistant: Assistant, labelled: tuple[evaluation.Labelled, ...]) -> evaluation.Report:
    from rich.console import Console

    from faq.tools import evaluation, report

    judged = report.with_progress(evaluation.evaluate(assistant, labelled), len(labelled), Console(stderr=True))
    return evaluation.Report(tuple(judged))


def _judged_at(
    engine: Engine, folder: Path, against: str, labelled: tuple[evaluation.Labelled, ...]
) -> tuple[evaluation.Judged, ...]:
    """Return the outcomes of another content, which may lack entries that the labels name."""
    from faq.loading import FaqError, load
    from faq.tools.folders import content_at

    with content_at(folder, against) as base:
        try:
            before = load(base)
        except FaqError as error:
            raise OperatorError(f"{against}: its content is not valid, so nothing can be compared:\n{error}") from None
    return _measured(engine.assistant(before), labelled).judged


def _assistant(context: typer.Context, content: Path | None, model: str | None) -> Assistant:
    folder = _folder(context, content)
    return _engine(context, model).open(folder)


def _quick(context: typer.Context, content: Path | None, model: str | None) -> Assistant:
    """Open the assistant that is stored, or else the first that answers questions."""
    from faq.startup import open_in_stages

    folder, engine = _folder(context, content), _engine(context, model)
    stages = open_in_stages(folder, model or _defaults(context).model)
    stored = engine.stored(engine.snapshots.state(folder))
    return stored or next(stage.assistant for stage in stages if stage.answers)


def _explain(context: typer.Context, question: str, content: Path | None, model: str | None) -> None:
    from faq.loading import load
    from faq.matching.explain import explain
    from faq.tools import report

    folder = _folder(context, content)
    _print(report.explanation_text(explain(_engine(context, model).matcher(load(folder)), question)))


def _folder(context: typer.Context, content: Path | None) -> Path:
    """Return the content folder to read; warn if none was named and the working folder holds another."""
    _replace_undecodable()
    if sys.stderr.isatty():  # says why the first start is slow
        logging.basicConfig(level=logging.INFO, format="%(message)s")
    folder = content or _defaults(context).content or PACKAGED
    if not folder.is_dir():
        raise OperatorError(f"{folder}: no such folder; name a content folder")
    if not content and (other := other_content(folder, Path.cwd())):
        print(f"{other} is not read, but {folder}; to read it, add --content {other}", file=sys.stderr)
    log.info("content: %s", folder)
    return folder


def _engine(context: typer.Context, model: str | None) -> Engine:
    return open_engine(model or _defaults(context).model)


def _defaults(context: typer.Context) -> CuratorOptions:
    return context.obj if isinstance(context.obj, CuratorOptions) else CuratorOptions()


def _changed(folder: Path, since: str) -> frozenset[str]:
    from faq.tools.folders import changed_entries, content_at

    with content_at(folder, since) as base:
        return changed_entries(folder, base)


def _visited(content: ContentDocuments) -> tuple[tuple[str, ...], tuple[Advice, ...]]:
    """Visit every address; return those that are dead, and advice on the others."""
    from rich.console import Console

    from faq.tools.advice import advice_on_links
    from faq.tools.links import addresses, visit

    found = visit(addresses(content), Console(stderr=True))
    return tuple(map(str, found.dead)), advice_on_links(found.moved, found.unreached, found.retitled)


def _print_faults(faults: Iterable[str]) -> bool:
    """Print each fault as soon as it is found; return whether there was one."""
    failed = False
    for fault in faults:
        print(fault, file=sys.stderr, flush=True)
        failed = True
    return failed


def _replace_undecodable() -> None:
    """Replace bytes that are not text, and characters that the terminal lacks, instead of failing."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _lines() -> Iterator[str]:
    """Yield each line of standard input at once; bytes that are not UTF-8 are replaced."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def _print(text: str) -> None:
    print(text, flush=True)


def _json(value: Mapping[str, object]) -> str:
    """Return one line of JSON, escaped where the terminal's encoding is not Unicode."""
    return json.dumps(value, ensure_ascii=not sys.stdout.encoding.casefold().startswith("utf"))
