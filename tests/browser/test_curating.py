"""A curator at work, in Chromium: from what people asked in vain to an answer, by keyboard alone and for everybody."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from bot.models import Count
from bot.store.daily_counts import DailyCounts
from bot.store.database import open_database
from faq.engine import OFF
from faq.loading import load
from tests.bot.database_fixtures import KEY
from tests.bot.sharing import share
from tests.browser import chromium
from tests.browser.desk_page import DeskPage
from tests.browser.desk_process import run_desk
from tests.faq.content_folder import ContentFolder

ASKED = "can i eat chalk with milk"
PAGES = (
    "gaps", "content", "content/new", "content/reviews", "content/entries/warm-bath", "content/entries/warm-bath/edit",
    "measures",
)  # fmt: skip


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    (tmp_path / "content").mkdir()
    return ContentFolder.small(tmp_path / "content")


@pytest_asyncio.fixture
async def curating(browser: Browser, content: ContentFolder, tmp_path: Path) -> AsyncIterator[DeskPage]:
    """A desk on a database in which three people shared a question that has no answer."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'legwise.sqlite3'}"
    await share(url, *[ASKED] * 3)
    async with open_database(url) as engine:
        counts = DailyCounts(engine)
        await counts.add({(counts.today(), Count.OUTCOME, "answer"): 4, (counts.today(), Count.OUTCOME, "none"): 1})
    settings = {"LEGWISE_DATABASE_URL": url, "LEGWISE_KEY": KEY, "LEGWISE_MODEL": OFF}
    async with (
        run_desk(content.path, Path(os.environ["XDG_CACHE_HOME"]), **settings) as address,
        chromium.open_window(browser) as window,
    ):
        yield DeskPage(await window.new_page(), address)


async def test_a_phrasing_is_added_and_taken_back_by_keyboard_alone(curating: DeskPage, content: ContentFolder) -> None:
    page = curating.page
    await curating.open("gaps")
    gap = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=f"“{ASKED}”"))
    await curating.tab_to(gap.get_by_role("button", name="Add as phrasing"))
    await page.keyboard.press("Enter")
    await expect(gap.get_by_label("Text, which you may edit")).to_have_value(ASKED)
    await curating.tab_to(gap.get_by_role("button", name="Preview the change"))
    await page.keyboard.press("Enter")
    await expect(gap.get_by_label("Difference of")).to_contain_text(f"- {ASKED}")
    await curating.tab_to(gap.get_by_role("button", name="Write it"))
    await page.keyboard.press("Enter")
    done = page.get_by_role("status").filter(has_text="Done:")
    await expect(done).to_contain_text(f"“{ASKED}” added to")
    assert any(ASKED in entry.phrasings for entry in load(content.path).entries)
    await curating.tab_to(done.get_by_role("button", name="Undo"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Undone:")).to_be_visible()
    assert not any(ASKED in entry.phrasings for entry in load(content.path).entries)


async def test_what_is_typed_is_checked_and_not_lost(curating: DeskPage) -> None:
    page = curating.page
    await curating.open("content/entries/warm-bath/edit")
    await page.get_by_label("Short answer").fill("Take 325 mg.")
    await expect(page.locator("#fault-answer")).to_contain_text("325")
    await expect(page.get_by_label("Short answer")).to_have_value("Take 325 mg.")
    await page.get_by_label("Short answer").fill("It may calm your legs.")
    await expect(page.get_by_text("No faults.")).to_be_visible()
    await expect(page.locator("#fault-answer")).to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_no_fault_on_any_page(curating: DeskPage, scheme: str) -> None:
    await curating.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in PAGES:
        await curating.open(path)
        await expect(curating.page.get_by_role("heading", level=1)).to_be_visible()
        if path == "gaps":
            await expect(curating.page.get_by_role("heading", name=f"“{ASKED}”")).to_be_visible()
        found = await Axe().run(curating.page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


async def test_every_page_fits_a_phone(curating: DeskPage) -> None:
    await curating.page.set_viewport_size({"width": 375, "height": 800})
    for path in PAGES:
        await curating.open(path)
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not await curating.page.evaluate(wider), path


async def test_the_bars_of_a_chart_are_as_long_as_their_values(curating: DeskPage) -> None:
    await curating.open("measures")
    chart = curating.page.get_by_role("region", name="Messages by outcome")
    answered, none = [await bar.bounding_box() for bar in await chart.locator(".bar").all()]
    assert answered
    assert none
    assert answered["width"] == pytest.approx(4 * none["width"], rel=0.02)
