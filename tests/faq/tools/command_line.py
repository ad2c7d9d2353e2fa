"""Runs a curator's command in this process, with its output and exit code."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from faq.cli import app


def legwise(*arguments: str | Path, typed: str | bytes = "") -> Result:
    """Run a command as from a terminal; an exception that would be a traceback fails the test."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=typed, catch_exceptions=False)
