"""The version of legwise that runs."""

from __future__ import annotations

from functools import cache
from importlib import metadata


@cache
def version() -> str:
    """Return the version of the installed package."""
    try:
        return metadata.version("legwise")
    except metadata.PackageNotFoundError:
        return "of a checkout that is not installed"
