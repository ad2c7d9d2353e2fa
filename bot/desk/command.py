"""Reads the options of the desk from the command line and the settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.config import settings
from bot.config.urls import Address
from bot.desk.hosts import is_host
from bot.desk.run import DeskOptions
from bot.errors import SettingsError

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def read_options(
    port: int, listen: str, hosts: Sequence[str], content: Path | None, *, is_trial: bool, browser: bool
) -> DeskOptions:
    """Return the options of a desk. Raises SettingsError."""
    read = settings.read_desk()
    if content is not None and not content.is_dir():
        raise SettingsError(f"--content {content}: there is no such folder; name the folder of your content.")
    if wrong := next((host for host in hosts if not is_host(host)), None):
        raise SettingsError(f"--host {wrong}: is not the name of a host; write it as desk.example.org.")
    return DeskOptions(
        _address(listen) if listen else Address("127.0.0.1", port),
        (content or read.content),
        read.model,
        opens_browser=browser and _has_screen(),
        hosts=tuple(hosts),
        password_hash=read.desk_password_hash,
        store=None if is_trial else read,
    )


def _address(text: str) -> Address:
    try:
        return Address.parse(text)
    except ValueError as fault:
        raise SettingsError(f"--listen {text}: {fault}.") from None


def _has_screen() -> bool:
    """Return whether a browser could open in a window: others would take over the terminal."""
    return sys.platform in {"darwin", "win32"} or any(os.environ.get(name) for name in _SCREENS)
