"""The entry point `legwise`: the curator's commands of `faq`, `run` and `shared`. Wiring only, and the only reader of
the environment: settings -> content -> the run.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import Annotated

import typer

import faq.cli

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(faq.cli.app)


@app.callback()
def legwise(context: typer.Context) -> None:
    """Answers questions about iron, ferritin and restless legs from a curated, sourced FAQ."""
    if context.invoked_subcommand in {"run", "shared"}:  # they read more, and tell every fault at once
        return
    from bot import settings

    try:
        told = settings.read_bench()
        context.obj = faq.cli.Bench(told.content, told.model or None)
    except settings.SettingsError as fault:
        _end(str(fault), 2)


@app.command()
def run() -> None:
    """Answer on Telegram, by long polling or by webhook, until it is stopped. Settings: see the README."""
    # Imported here, so that the curator's commands start without Telegram's library and the database's.
    from bot import log, running, settings
    from bot.coming import StartError
    from bot.store.database import DatabaseError
    from bot.store.keys import KeysError
    from faq.loading import FaqError
    from faq.matching.encoder import EncoderError

    try:
        told = settings.read()
        log.set_up(told.token, told.webhook_secret, form=told.log)
        if told.database_url.get_secret_value() == settings.default_database_url():
            with suppress(OSError):  # opening the database then says what is wrong
                settings.data_folder().mkdir(parents=True, exist_ok=True)
        asyncio.run(running.run(told, running.Content.opened(told.content, told.model or None)))
    except (settings.SettingsError, DatabaseError, KeysError, StartError, EncoderError) as fault:
        _end(str(fault), 2)
    except FaqError as fault:
        _end(str(fault), 1)


@app.command()
def shared(
    votes: Annotated[bool, typer.Option("--votes", help="How people voted on each entry instead.")] = False,
) -> None:
    """Print the questions that people shared with the curators, each with its day."""
    from bot import reading, settings
    from bot.store.database import DatabaseError
    from bot.store.keys import KeysError

    try:
        told = settings.read_store()
        asyncio.run(reading.votes(told) if votes else reading.questions(told))
    except (settings.SettingsError, DatabaseError, KeysError) as fault:
        _end(str(fault), 2)


def _end(lines: str, code: int) -> None:
    print(lines, file=sys.stderr)
    raise typer.Exit(code)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
