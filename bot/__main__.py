"""The entry point `legwise`: the curator's commands of `faq`, `run` and `shared`. Wiring only, and the only reader of
the environment: settings -> the run.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from typing import Annotated, NoReturn

import typer

from faq.errors import OperatorError

SERVING = ("run", "shared")
"""The commands that go without the curator's. They read all settings, and tell every fault of them at once."""


def commands(*, curators: bool = True) -> typer.Typer:
    """The command line; the curator's commands take a fifth of a second to import, so that they can be left out."""
    app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
    app.callback()(legwise)
    if curators:
        from faq import cli

        app.add_typer(cli.app)
    app.command()(run)
    app.command()(shared)
    return app


def legwise(context: typer.Context) -> None:
    """Answers questions about iron, ferritin and restless legs from a curated, sourced FAQ."""
    if context.invoked_subcommand in SERVING:
        return
    from bot.config import settings
    from faq.cli import CuratorOptions

    try:
        told = settings.read_content()
        context.obj = CuratorOptions(told.content, told.model or None)
    except OperatorError as fault:
        _end(str(fault), fault.exit_code)


def run() -> None:
    """Answer on Telegram, by long polling or by webhook, until it is stopped. Settings: see the README."""
    # Imported here, so that the curator's commands start without Telegram's library and the database's.
    from bot import log, run
    from bot.config import settings

    try:
        told = settings.read()
        log.set_up(told.token, told.webhook_secret, as_json=told.log is settings.LogForm.JSON)
        if told.database_url.get_secret_value() == settings.default_database_url():
            with suppress(OSError):  # opening the database then says what is wrong
                settings.data_folder().mkdir(parents=True, exist_ok=True)
        asyncio.run(run.run(told))
    except OperatorError as fault:
        _leave(str(fault), fault.exit_code)
    _leave("", 0)


def shared(
    votes: Annotated[bool, typer.Option("--votes", help="How people voted on each entry instead.")] = False,
) -> None:
    """Print the questions that people shared with the curators, each with its day."""
    from bot import curators
    from bot.config import settings

    try:
        told = settings.read_store()
        asyncio.run(curators.votes(told) if votes else curators.questions(told))
    except OperatorError as fault:
        _end(str(fault), fault.exit_code)


def _end(lines: str, code: int) -> NoReturn:
    print(lines, file=sys.stderr)
    raise typer.Exit(code)


def _leave(lines: str, code: int) -> NoReturn:
    """End at once: a thread may still be opening the content, in C++ that does not survive Python's own way to end."""
    print(lines, end="\n" if lines else "", file=sys.stderr, flush=True)
    os._exit(code)


def main() -> None:
    """Run the command line."""
    commands(curators=not set(sys.argv[1:2]) & set(SERVING))()


if __name__ == "__main__":
    main()
