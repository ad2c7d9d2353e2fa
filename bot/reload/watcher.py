"""Tells when the files of a content folder were edited. Knows neither what they say nor what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from pathlib import Path

from watchfiles import awatch

from faq.reload_worker import QUESTIONS

SETTLED = 500
"""Milliseconds without another change after which an edit is taken for done: a checkout writes many files."""
EVERY = 5000
"""Milliseconds after which the files are looked at in any case: not every file system tells of changes."""

Fingerprint = frozenset[tuple[str, int, int, int]]
"""The content's files as a folder shows them: name, size, and when each was last changed."""


def stamp(folder: Path) -> Fingerprint:
    """What tells an edited content from the one before, without reading it; empty where there is no folder."""
    seen: set[tuple[str, int, int, int]] = set()
    for file in (*folder.glob("[!.]*.[yY]*"), folder / QUESTIONS):
        with suppress(OSError):  # it went meanwhile
            told = file.stat()
            seen.add((file.name, told.st_size, told.st_mtime_ns, told.st_ctime_ns))
    return frozenset(seen)


async def changes(folder: Path, seen: Fingerprint) -> AsyncGenerator[Fingerprint]:
    """Each stamp that differs from the one before, for ever."""
    async with aclosing(_stirred(folder)) as stirred:
        async for _ in stirred:
            now = await asyncio.to_thread(stamp, folder)
            if now != seen:
                seen = now
                yield now


async def _stirred(folder: Path) -> AsyncGenerator[None]:
    """Whenever something in a folder may have changed: it may go, and come again as another folder."""
    while True:
        yield
        with suppress(OSError, RuntimeError):  # no such folder, or a fault of the watcher's own: look now and then
            this = _number(folder)
            watch = awatch(
                folder, watch_filter=None, step=SETTLED, debounce=10 * SETTLED, rust_timeout=EVERY,
                yield_on_timeout=True, recursive=False,
            )  # fmt: skip
            async with aclosing(watch) as events:
                async for _ in events:
                    yield
                    if _number(folder) != this:
                        break
        await asyncio.sleep(SETTLED / 1000)


def _number(folder: Path) -> int:
    """What tells a folder from another of the same name. Raises OSError where there is none."""
    return folder.stat().st_ino
