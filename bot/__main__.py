"""The command `legwise`: the operator's commands, and the curator's. Only this module reads the environment."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from faq.errors import OperatorError
from faq.memory import limit_heap

if TYPE_CHECKING:
    # Typer bundles its click; these types have no public name.
    from typer._click import Command, Context, Parameter
    from typer._click.formatting import HelpFormatter

SERVING = ("run", "desk", "shared", "gaps", "report", "doctor", "move")
"""The commands that read all settings, or those of the store; the curator's commands read fewer."""


class LazyGroup(TyperGroup):
    """Imports the curator's commands only when one is named or all are listed: that takes a fifth of a second."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of all commands."""
        return [*_curator_commands().list_commands(ctx), *super().list_commands(ctx)]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Return a command by name, with the option `--version`; None if there is none."""
        command = super().get_command(ctx, cmd_name) or _curator_commands().get_command(ctx, cmd_name)
        if command is not None and all(option.name != "version" for option in command.params):
            command.params.append(self._version_option())
        return command

    def _version_option(self) -> Parameter:
        """Return the group's own option, as one whose value no command gets."""
        option = copy(next(option for option in self.params if option.name == "version"))
        option.expose_value = False
        return option


class RunCommand(TyperCommand):
    """Lists the settings in its help."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Print the help, and the settings with their meaning."""
        from bot.config.settings import MEANINGS

        super().format_help(ctx, formatter)
        width = max(map(len, MEANINGS))
        print("Settings, from the environment or a file .env in the working folder:\n")
        for name, meaning in MEANINGS.items():
            print(f"  {name:<{width}}  {meaning}")


app = typer.Typer(cls=LazyGroup, no_args_is_help=True, pretty_exceptions_enable=False)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - as typer calls it
    if wanted:
        from bot.config.version import version

        print(f"legwise {version()}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
]


@app.callback()
def legwise(context: typer.Context, version: Version = False) -> None:  # noqa: ARG001 - its callback prints it
    """Answers questions about iron, ferritin and restless legs from a curated, sourced FAQ."""
    if context.invoked_subcommand in SERVING:
        return
    from bot.config import settings
    from faq.cli import CuratorOptions

    try:
        options = settings.read_content()
    except OperatorError as fault:
        _exit(fault)
    context.obj = CuratorOptions(options.content, options.model)


@app.command(cls=RunCommand)
def run() -> None:
    """Answer on Telegram, by long polling or by webhook, until it is stopped. `legwise doctor` checks the settings."""
    limit_heap()
    # What is imported stays: to look through it for garbage takes a tenth of the time to the first poll.
    gc.disable()
    # Imported here, so that the curator's commands start without Telegram's library and the database's.
    from bot import log
    from bot import run as bot_run
    from bot.config import settings

    gc.freeze()
    gc.enable()
    try:
        options = settings.read()
        log.set_up(
            options.token,
            options.webhook_secret,
            as_json=options.log is settings.LogFormat.JSON,
            level=logging.getLevelName(options.log_level.upper()),
        )
        asyncio.run(bot_run.run(options))
        code = 0
    except OperatorError as fault:
        code = _print(fault)
    _end(code, is_loading=bot_run.is_loading())


@app.command()
def desk(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of the page; 0 takes a free one.")] = 8765,
    listen: Annotated[str, typer.Option(metavar="HOST:PORT", help="Another address, which needs a password.")] = "",
    host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A host of the TLS proxy in front; may be repeated.")
    ] = None,
    content: Annotated[
        Path | None, typer.Option(help="The folder to edit; default: LEGWISE_CONTENT, or a copy of the packaged one.")
    ] = None,
    trial: Annotated[bool, typer.Option("--trial", help="Show the questions of the trial, not the bot's.")] = False,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    hash_password: Annotated[
        bool, typer.Option("--hash-password", help="Ask for a password, and print the setting with its hash.")
    ] = False,
) -> None:
    """Try the bot in a browser, and curate its content. Needs no token; nothing leaves this computer."""
    from bot import log
    from bot import run as bot_run
    from bot.desk import command, password
    from bot.desk import run as desk_run

    try:
        if hash_password:
            print(password.ask_hash())
            return
        options = command.read_options(port, listen, host or (), content, is_trial=trial, browser=browser)
        log.set_up(level=logging.WARNING)
        asyncio.run(desk_run.run(options))
        code = 0
    except KeyboardInterrupt:  # before the desk handles signals
        code = 0
    except OperatorError as fault:
        code = _print(fault)
    _end(code, is_loading=bot_run.is_loading())


@app.command()
def doctor() -> None:
    """Check all that the bot needs, and print what is wrong with its cure: token, Telegram, disk, database, content."""
    from bot.health.doctor import examine

    raise typer.Exit(0 if asyncio.run(examine()) else 1)


@app.command()
def shared(
    votes: Annotated[bool, typer.Option("--votes", help="How users voted on each entry instead.")] = False,
) -> None:
    """Print the questions that users shared with the curators, each with its day."""
    from bot import curators
    from bot.config import settings

    try:
        options = settings.read_store()
        asyncio.run(curators.votes(options) if votes else curators.questions(options))
    except OperatorError as fault:
        _exit(fault)


@app.command()
def report(
    out: Annotated[Path | None, typer.Option("--out", help="The file; default: legwise-report.html.")] = None,
    days: Annotated[int, typer.Option(min=1, max=180, help="The days up to today.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead, or write it to --out.")] = False,
) -> None:
    """Write the measures with charts to one HTML file, which needs nothing else and prints well."""
    from bot.config import settings
    from bot.desk import report as desk_report

    try:
        today = datetime.now(UTC).date()
        text = asyncio.run(desk_report.report(settings.read_store(), today, days, as_json=as_json))
        if as_json and out is None:
            print(text, end="")
            return
        file = out or Path("legwise-report.html")
        desk_report.write(text, file)
        print(f"{file}: written")
    except OperatorError as fault:
        _exit(fault)


@app.command()
def gaps(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON objects, one per line, and ask nothing.")] = False,
    content: Annotated[
        Path | None,
        typer.Option("--content", help="A content folder; default: that of the settings, or the desk's copy."),
    ] = None,
    who: Annotated[str, typer.Option("--who", help="Your name, for changes.tsv beside the content.")] = "",
) -> None:
    """Go through the questions that several people asked in vain, and answer them with an edit of the content.

    Only what at least three people asked is shown. Each edit is shown before it is written, with what moves by it.
    """
    from bot.config import settings
    from bot.config.content_copy import default_folder, open_copy
    from bot.gaps.command import list_gaps, review_gaps

    try:
        options = settings.read_store()
        folder = content or options.content or open_copy(default_folder()).folder
        if as_json:
            list_gaps(options, folder)
        else:
            review_gaps(options, folder, who)
    except OperatorError as fault:
        _exit(fault)


@app.command()
def move(
    source: Annotated[str, typer.Argument(help="The database to read, in the form of LEGWISE_DATABASE_URL.")],
    target: Annotated[
        str | None, typer.Argument(help="An empty database to fill; default: that of LEGWISE_DATABASE_URL.")
    ] = None,
) -> None:
    """Copy all data of a database into an empty one, from SQLite to PostgreSQL or back, while the bot is stopped.

    The target gets all or nothing, and the source stays as it is. PGPASSWORD keeps a password out of the arguments.
    """
    from bot.config import settings
    from bot.store.move_report import report_move

    try:
        read = settings.parse_location(source, "SOURCE")
        filled = settings.parse_location(target, "TARGET") if target else settings.read_store().location()
        asyncio.run(report_move(read, filled))
    except KeyboardInterrupt:
        _exit(OperatorError("interrupted: nothing was moved; run it again.", exit_code=1))
    except OperatorError as fault:
        _exit(fault)


def _curator_commands() -> TyperGroup:
    from faq import cli

    group = typer.main.get_command(cli.app)
    assert isinstance(group, TyperGroup), "the curator's app has several commands"
    return group


def _exit(fault: OperatorError) -> NoReturn:
    raise typer.Exit(_print(fault))


def _print(fault: OperatorError) -> int:
    """Print an error, and return its exit code."""
    print(fault, file=sys.stderr, flush=True)
    return fault.exit_code


def _end(code: int, *, is_loading: bool) -> NoReturn:
    """Exit, at once if a thread is loading: it is in C++ code that does not survive the interpreter's own shutdown."""
    if is_loading:
        os._exit(code)
    raise typer.Exit(code)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
