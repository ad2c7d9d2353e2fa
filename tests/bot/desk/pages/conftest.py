"""One bot for the tests of a module, in chats that each test opens anew; the curator's pages, anew for each test."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.desk.pages.curator import Pages, open_pages
from tests.bot.desk.visitor import Visitor, open_visit
from tests.faq.content_folder import ContentFolder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_visitor() -> AsyncIterator[Visitor]:
    async with open_visit() as visitor:
        await visitor.trial.runtime.answering.wait()
        yield visitor


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(shared_visitor: Visitor) -> AsyncIterator[Visitor]:
    """A visitor who has just opened the chats. What Telegram would refuse fails the test."""
    await shared_visitor.post("/trial/start-over")
    yield shared_visitor
    assert shared_visitor.trial.simulator.refused == []


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    (tmp_path / "content").mkdir()
    return ContentFolder.small(tmp_path / "content")


@pytest_asyncio.fixture
async def pages(content: ContentFolder, empty_database: Path, tmp_path: Path) -> AsyncIterator[Pages]:
    """The curator's pages, on a small content and an empty database."""
    database = Path(shutil.copy(empty_database, tmp_path / "legwise.sqlite3"))
    async with open_pages(content, database) as opened:
        yield opened
