"""Watches a content folder for edits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from pathlib import Path

from faq.paths import QUESTIONS, content_files

DEBOUNCE = 500
"""Milliseconds without another change before an edit counts as complete, because a checkout writes many files."""
RESCAN_INTERVAL = 5000
"""Milliseconds between looks at the files in any case, because not every file system reports changes."""

Fingerprint = frozenset[tuple[str, int, int, int]]
"""Name, size, modification time and change time of each file of the content."""


def fingerprint(folder: Path) -> Fingerprint:
    """Return the fingerprint of a folder without reading its files; it is empty if there is no folder."""
    files: set[tuple[str, int, int, int]] = set()
    for file in (*content_files(folder), folder / QUESTIONS):
        with suppress(OSError):  # deleted meanwhile
            stat = file.stat()
            files.add((str(file.relative_to(folder)), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))
    return frozenset(files)


async def changes(folder: Path, last: Fingerprint) -> AsyncGenerator[Fingerprint]:
    """Yield each new fingerprint, for ever."""
    async with aclosing(_events(folder)) as events:
        async for _ in events:
            current = await asyncio.to_thread(fingerprint, folder)
            if current != last:
                last = current
                yield current


async def _events(folder: Path) -> AsyncGenerator[None]:
    """Yield whenever files may have changed. The folder may be replaced by another, or be missing for a while."""
    from watchfiles import awatch  # noqa: PLC0415 - not needed until the content was read

    while True:
        yield
        with suppress(OSError, RuntimeError):  # no such folder, or an error of the watcher: watch again
            inode = _inode(folder)
            watch = awatch(
                folder,
                watch_filter=None,
                step=DEBOUNCE,
                debounce=10 * DEBOUNCE,
                rust_timeout=RESCAN_INTERVAL,
                yield_on_timeout=True,
                recursive=False,
            )
            async with aclosing(watch) as batches:
                async for _ in batches:
                    yield
                    if _inode(folder) != inode:
                        break
        await asyncio.sleep(DEBOUNCE / 1000)


def _inode(folder: Path) -> int:
    """Return the folder's inode. Raises OSError if there is no folder."""
    return folder.stat().st_ino
