"""What forty people asked in vain becomes an answer, and is taken back: from the page to the chat without a restart."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from difflib import ndiff
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from faq.paths import PACKAGED
from tests.bot.database_fixtures import KEY
from tests.bot.sharing import share
from tests.browser import chromium
from tests.browser.desk_page import DeskPage
from tests.browser.desk_process import run_desk
from tests.faq.gaps.families import families

FORTY = families()["forty"].questions


@pytest_asyncio.fixture
async def curating(browser: Browser, tmp_path: Path, packaged_cache: Path) -> AsyncIterator[DeskPage]:
    """A desk with a copy of the packaged content, and a database in which each question was shared by somebody else."""
    shutil.copytree(PACKAGED, tmp_path / "content")
    url = f"sqlite+aiosqlite:///{tmp_path / 'legwise.sqlite3'}"
    await share(url, *FORTY)
    settings = {"LEGWISE_DATABASE_URL": url, "LEGWISE_KEY": KEY}
    async with (
        run_desk(tmp_path / "content", packaged_cache.parent, **settings) as address,
        chromium.open_window(browser) as window,
    ):
        yield DeskPage(await window.new_page(), address)


async def test_forty_questions_become_three_gaps_of_which_one_is_answered_and_taken_back(
    curating: DeskPage, tmp_path: Path
) -> None:
    page = curating.page
    await curating.open("gaps")
    gaps = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="Add as phrasing"))
    await expect(gaps).to_have_count(3)
    gap = gaps.first
    await gap.get_by_role("button", name="Add as phrasing").click()
    text = await gap.get_by_label("Text, which you may edit").input_value()
    await gap.get_by_role("button", name="Preview the change").click()
    await gap.get_by_role("button", name="Write it").click()
    done = page.get_by_role("status").filter(has_text="Done:")
    await expect(done).to_contain_text(text)
    assert _changed(tmp_path / "content") == [text]

    chat = DeskPage(await page.context.new_page(), curating.url)
    await chat.open_chats()
    await _ask_until_answered(chat, text)

    await done.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("Undone:")).to_be_visible()
    assert _changed(tmp_path / "content") == []


async def _ask_until_answered(chat: DeskPage, text: str) -> None:
    """Ask again while the bot reads the new content."""
    for _ in range(20):
        answer = await chat.ask("private", text)
        if "Not medical advice" in await answer.inner_text():
            return
        await chat.page.wait_for_timeout(1000)
    pytest.fail("the bot does not use the new phrasing")


def _changed(content: Path) -> list[str]:
    """Return the lines of YAML that were added, as the messages that they hold. Nothing may be removed."""
    changed = []
    for file in content.rglob("*.yaml"):
        before, after = ((folder / file.relative_to(content)).read_text("utf-8") for folder in (PACKAGED, content))
        lines = (
            [line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
            if before != after
            else []
        )
        assert not [line for line in lines if line.startswith("-")]
        changed += [line[1:].strip().removeprefix("- ").strip("\"'") for line in lines]
    return changed
