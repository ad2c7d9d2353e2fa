"""Checks folders by writing a file to them, and the space that is left."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from bot.health.finding import Finding

MIN_FREE = 20_000_000
"""Bytes that have to be free: an hour of a busy bot, so that there is time to act."""
_TRIED = 65_536
"""Bytes that are written to try a folder."""


def check_folder(subject: str, folder: Path, setting: str) -> Finding:
    """Write to a folder, or to the nearest one above it that exists, because legwise creates the rest."""
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=existing) as file:
            file.write(bytes(_TRIED))
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        cure = f"free some space, make it writable for the user that runs legwise, or set {setting}"
        return Finding(subject, f"{existing} cannot be written: {_lower(fault.strerror or '')}", cure)
    return space_left(subject, existing) or Finding(subject, f"{existing} can be written")


def space_left(subject: str, folder: Path) -> Finding | None:
    """Return a finding if little space is left on the disk of a folder."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError:  # the folder is gone, which is another check's
        return None
    if free >= MIN_FREE:
        return None
    left = f"only {free / 1e6:.1f} MB are left" if free > _TRIED else "no space left"
    what = f"{left} on the disk of {folder.absolute()}"
    return Finding(subject, what, "free some space on it, or move the database to another disk")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
