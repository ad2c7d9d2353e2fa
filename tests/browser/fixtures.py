"""Fixtures: Chromium, and a desk with the packaged content, matched by words alone."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from faq.engine import OFF
from faq.paths import PACKAGED
from tests.browser import chromium
from tests.browser.desk_page import DeskPage
from tests.browser.desk_process import run_desk


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    if chromium.find_program() is None:
        pytest.skip(chromium.NOT_INSTALLED)
    async with chromium.open_browser() as browser:
        yield browser


@pytest.fixture
def desk_content(tmp_path: Path) -> Path:
    """A copy of the packaged content, which the desk may edit."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "content"))


@pytest_asyncio.fixture
async def desk_url(desk_content: Path, packaged_cache: Path) -> AsyncIterator[str]:
    """The address of a desk that runs."""
    async with run_desk(desk_content, packaged_cache.parent, LEGWISE_MODEL=OFF) as url:
        yield url


@pytest_asyncio.fixture
async def desk(browser: Browser, desk_url: str) -> AsyncIterator[DeskPage]:
    """The desk in a window."""
    async with chromium.open_window(browser) as window:
        yield DeskPage(await window.new_page(), desk_url)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if chromium.find_program() is None:
        terminalreporter.write_line(chromium.NOT_INSTALLED, yellow=True)
