"""Runs the desk until it is interrupted."""

from __future__ import annotations

import asyncio
import errno
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import SecretStr

from bot.config.content_copy import default_folder, open_copy
from bot.config.settings import StoreSettings
from bot.config.urls import Address
from bot.desk.app import build_app
from bot.desk.database import DeskDatabase, open_desk_database
from bot.desk.hosts import is_loopback, origins
from bot.desk.password import SETTING
from bot.desk.trial.trial import Trial, open_trial
from bot.errors import SettingsError, StartError
from bot.http.server import serve_app
from bot.run import stop_signals

NEXT_PORTS = 20
"""Ports that are tried if the usual one is in use."""


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """The address, content and database of a desk.

    Attributes:
        address: a port of 0 takes a free one.
        content: the folder that is shown and edited; None for the packaged content, which `run` makes a copy of.
        model: as in the settings.
        opens_browser: whether the page is opened.
        hosts: the hosts of a proxy in front, by HTTPS.
        password_hash: of the password that other computers need.
        store: the settings of the bot's database; None for the questions of the trial.

    """

    address: Address
    content: Path | None = None
    model: str | None = None
    opens_browser: bool = True
    hosts: tuple[str, ...] = ()
    password_hash: SecretStr | None = None
    store: StoreSettings | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk that is served."""

    url: str
    trial: Trial
    database: DeskDatabase


async def run(options: DeskOptions) -> None:
    """Serve the desk until SIGTERM or SIGINT. Raises OperatorError."""
    with stop_signals() as stop:
        stopped, serving = asyncio.create_task(stop.wait()), asyncio.create_task(_serve(options))
        try:
            await asyncio.wait({stopped, serving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


async def _serve(options: DeskOptions) -> None:
    options = _with_copy(options)
    async with _opened(options) as desk:
        print(f"legwise desk: {desk.url}   (Ctrl+C ends it)")
        print(f"It shows the questions of {desk.database.label}, and edits the content in {options.content}")
        print(f"To run the bot on this content: LEGWISE_CONTENT={options.content} legwise run", flush=True)
        if options.opens_browser:
            await _open_browser(desk.url)
        await _print_fault(desk.trial)
        await asyncio.Event().wait()


async def _print_fault(trial: Trial) -> None:
    """Wait until the bot of the trial ends by a fault, and print it. The page shows it too, and the desk continues."""
    seen = None
    while not trial.fault:
        seen = await trial.changed(seen)
    print(trial.fault, file=sys.stderr, flush=True)


@asynccontextmanager
async def open_desk(options: DeskOptions) -> AsyncIterator[str]:
    """Serve the desk, and yield its URL. Raises OperatorError."""
    async with _opened(options) as desk:
        yield desk.url


@asynccontextmanager
async def _opened(options: DeskOptions) -> AsyncIterator[Desk]:
    _check(options)
    async with (
        open_trial(options.content, options.model) as trial,
        open_desk_database(options.store, trial) as database,
    ):
        address = _free(options)
        password_hash = options.password_hash.get_secret_value() if options.password_hash else None
        app = build_app(trial, database, origins(address, options.hosts), password_hash if _is_open(options) else None)
        async with serve_app(address, app, "legwise desk"):
            yield Desk(f"https://{options.hosts[0]}/" if options.hosts else f"http://{address}/", trial, database)


def _with_copy(options: DeskOptions) -> DeskOptions:
    """Return the options with a content folder that may be edited. Raises OperatorError."""
    if options.content is not None:
        return options
    copy = open_copy(default_folder())
    if copy.is_behind:
        print(f"{copy.folder}: you edited this copy, and the package has newer content; yours stays.", file=sys.stderr)
    return replace(options, content=copy.folder)


def _is_open(options: DeskOptions) -> bool:
    """Return whether other computers can reach the desk."""
    return bool(options.hosts) or not is_loopback(options.address)


def _check(options: DeskOptions) -> None:
    """Raise SettingsError if other computers can reach a desk without a password, or would send it without HTTPS."""
    if not _is_open(options):
        return
    where = f"--host {options.hosts[0]}" if options.hosts else f"--listen {options.address}"
    if options.password_hash is None:
        what = "other computers would reach the desk, which has no password"
        cure = f"make one by `legwise desk --hash-password`, and set {SETTING} to what it prints"
        raise SettingsError(f"{where}: {what}; {cure}.")
    if not options.hosts:
        what = "browsers must not send the password without HTTPS"
        cure = "put a TLS proxy in front, and name its host, such as --host desk.example.org"
        raise SettingsError(f"{where}: {what}; {cure}.")


def _free(options: DeskOptions) -> Address:
    """Return the address, or the next one that is free, which no proxy would find. Raises StartError."""
    address = options.address
    for port in range(address.port, address.port + (1 if _is_open(options) else NEXT_PORTS)):
        try:
            with Address(address.host, port).bound() as bound:
                return Address(address.host, bound.getsockname()[1])
        except OSError as fault:
            if fault.errno != errno.EADDRINUSE:
                return address  # serving it tells the reason
        print(f"port {port} is in use", file=sys.stderr)
    raise StartError(f"{address}: this port is in use; stop the program that uses it, or choose another by --port.")


async def _open_browser(url: str) -> None:
    """Open a browser where there is one: a server without a screen has none."""
    if not await asyncio.to_thread(webbrowser.open, url):
        print("Open this address in a browser.", file=sys.stderr)
