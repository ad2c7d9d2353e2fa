"""Runs the desk until it is interrupted."""

from __future__ import annotations

import asyncio
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.config.urls import Address
from bot.desk.app import build_app
from bot.desk.trial.trial import open_trial
from bot.http.server import serve_app


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """Where the desk is served, and what it shows.

    Attributes:
        address: a port of 0 takes a free one.
        content: the folder that is shown and edited; None for the packaged content.
        model: as in the settings.
        opens_browser: whether the page is opened.

    """

    address: Address
    content: Path | None = None
    model: str | None = None
    opens_browser: bool = True


async def run(options: DeskOptions) -> None:
    """Serve the desk until the task is cancelled. Raises OperatorError."""
    async with open_desk(options) as url:
        print(f"legwise desk: {url}   (Ctrl+C ends it)", flush=True)
        if options.opens_browser:
            _open_browser(url)
        await asyncio.Event().wait()


@asynccontextmanager
async def open_desk(options: DeskOptions) -> AsyncIterator[str]:
    """Serve the desk, and yield its URL. Raises OperatorError."""
    async with open_trial(options.content, options.model) as trial:
        hosts = set[str]()
        app = build_app(trial, hosts)
        async with serve_app(options.address, app, "--port") as bound:
            hosts |= {f"{name}:{bound.port}" for name in {bound.host, "localhost", "127.0.0.1"}}
            yield f"http://{bound.host}:{bound.port}/"


def _open_browser(url: str) -> None:
    """Open a browser where there is one: a server without a screen has none."""
    if not webbrowser.open(url):
        print("Open this address in a browser.", file=sys.stderr)
