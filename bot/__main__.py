"""The command `legwise`: the operator's commands, and the curator's. Only this module reads the environment."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.core import TyperGroup

from faq.errors import OperatorError

if TYPE_CHECKING:
    # Typer bundles its click; these types have no public name.
    from typer._click import Command, Context

SERVING = ("run", "shared", "doctor")
"""The commands that read all settings, or those of the store; the curator's commands read fewer."""


class LazyGroup(TyperGroup):
    """Imports the curator's commands only when one is named or all are listed: that takes a fifth of a second."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of all commands."""
        return [*_curator_commands().list_commands(ctx), *super().list_commands(ctx)]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Return a command by name; None if there is none."""
        return super().get_command(ctx, cmd_name) or _curator_commands().get_command(ctx, cmd_name)


app = typer.Typer(cls=LazyGroup, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def legwise(context: typer.Context) -> None:
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


@app.command()
def run() -> None:
    """Answer on Telegram, by long polling or by webhook, until it is stopped. Settings: see the README."""
    # Imported here, so that the curator's commands start without Telegram's library and the database's.
    from bot import log
    from bot import run as bot_run
    from bot.config import settings

    try:
        options = settings.read()
        log.set_up(options.token, options.webhook_secret, as_json=options.log is settings.LogFormat.JSON)
        asyncio.run(bot_run.run(options))
        code = 0
    except OperatorError as fault:
        print(fault, file=sys.stderr, flush=True)
        code = fault.exit_code
    if bot_run.is_loading():  # in C++ code that does not survive the interpreter's own shutdown
        os._exit(code)
    raise typer.Exit(code)


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


def _curator_commands() -> TyperGroup:
    from faq import cli

    group = typer.main.get_command(cli.app)
    assert isinstance(group, TyperGroup), "the curator's app has several commands"
    return group


def _exit(fault: OperatorError) -> NoReturn:
    print(fault, file=sys.stderr)
    raise typer.Exit(fault.exit_code)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
