"""The watcher: an edit changes the folder's fingerprint, and other files do not."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from bot.reload.watcher import Fingerprint, changes, fingerprint
from tests.faq.content_folder import ContentFolder


@asynccontextmanager
async def next_change(folder: Path) -> AsyncIterator[asyncio.Task[Fingerprint]]:
    """Wait for the next change in the background."""
    watch = changes(folder, fingerprint(folder))

    async def first() -> Fingerprint:
        return await anext(watch)

    task = asyncio.create_task(first())
    await asyncio.sleep(0.3)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await watch.aclose()


def test_a_folder_that_is_missing_has_an_empty_fingerprint(tmp_path: Path) -> None:
    assert fingerprint(tmp_path / "missing") == frozenset()


def test_an_edit_that_keeps_size_and_modification_time_changes_the_fingerprint(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path)
    file = tmp_path / "ferritin.yaml"
    before, stat = fingerprint(tmp_path), file.stat()
    folder.write("ferritin.yaml", file.read_bytes())
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert fingerprint(tmp_path) != before


def test_an_edit_to_a_language_changes_the_fingerprint(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path)
    (tmp_path / "languages").mkdir()
    before = fingerprint(tmp_path)
    folder.write("languages/es.yaml", "name: Español")
    assert fingerprint(tmp_path) != before


async def test_an_edit_yields_the_new_fingerprint(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path)
    async with next_change(tmp_path) as change:
        folder.write("questions.tsv", "question\taccept\n")
        assert await asyncio.wait_for(change, 20) == fingerprint(tmp_path)


async def test_a_folder_that_is_replaced_is_watched_on(tmp_path: Path) -> None:
    content, replacement = tmp_path / "content", tmp_path / "replacement"
    ContentFolder.small(tmp_path)
    for folder in (content, replacement):
        shutil.copytree(tmp_path, folder, ignore=shutil.ignore_patterns("content", "replacement"))
    async with aclosing(changes(content, fingerprint(content))) as watch:
        shutil.rmtree(content)
        assert await asyncio.wait_for(anext(watch), 20) == frozenset()
        replacement.rename(content)
        assert await asyncio.wait_for(anext(watch), 20) == fingerprint(content)


async def test_files_that_are_not_content_change_nothing(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path)
    async with next_change(tmp_path) as change:
        folder.write(".ferritin.yaml.swp", "x").write("notes.txt", "x").write("4913", "x")
        await asyncio.sleep(1.5)
        assert not change.done()
