"""The history of a content file from git, where the folder is in a checkout: `history`. It never fails a page."""

from __future__ import annotations

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

MAX_REVISIONS = 10
PATIENCE = 3.0
"""Seconds that git may take."""
_FORMAT = "%h%x00%as%x00%an%x00%s"


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that changed a file."""

    id: str
    day: date
    author: str
    subject: str


async def history(folder: Path, paths: Sequence[str] = (".",), most: int = MAX_REVISIONS) -> tuple[Revision, ...]:
    """Return the latest commits that changed files of a folder, the newest first; nothing where git knows none."""
    git = shutil.which("git")
    if not git:
        return ()
    arguments = ("-C", str(folder), "log", f"--max-count={most}", f"--format={_FORMAT}", "--", *paths)
    process = await asyncio.create_subprocess_exec(git, *arguments, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)
    try:
        async with asyncio.timeout(PATIENCE):
            output, _ = await process.communicate()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        return ()
    return tuple(_revision(line) for line in output.decode("utf-8", "replace").splitlines() if line.count("\0") == 3)


def _revision(line: str) -> Revision:
    id_, day, author, subject = line.split("\0")
    return Revision(id_, date.fromisoformat(day), author, subject)
