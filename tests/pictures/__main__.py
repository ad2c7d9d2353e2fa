"""Takes all pictures: python -m tests.pictures [FOLDER], by default into this folder. Needs Chromium."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from platformdirs import user_cache_path
from playwright.async_api import Browser, expect

from faq.engine import OFF
from faq.paths import PACKAGED
from tests.browser.chromium import NOT_INSTALLED, find_program, open_browser
from tests.browser.desk_page import DeskPage
from tests.browser.desk_process import run_desk
from tests.pictures.scenes import SCENES, Scene

HERE = Path(__file__).parent
WIDTH = 980
"""Of the window, in pixels: the two chats stand side by side, each as wide as on a phone."""
_WHOLE_CHAT = ".log { height: auto !important; max-height: none !important } .actions { display: none !important }"
_NO_COMPOSER = ".composer { display: none !important }"


async def take_all(browser: Browser, folder: Path) -> None:
    """Play all scenes on one desk, and write a picture of each. The answers are matched by words alone."""
    async with run_desk(PACKAGED, user_cache_path(), LEGWISE_MODEL=OFF) as url:
        # The desk's own policy would refuse the style of the pictures.
        page = await browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light", bypass_csp=True)
        desk = DeskPage(page, url)
        await desk.open_chats()
        for scene in SCENES:
            await _take(desk, scene, folder / f"{scene.name}.png")
            await desk.start_over()
        await page.close()


async def _take(desk: DeskPage, scene: Scene, file: Path) -> None:
    await scene.play(desk)
    await expect(desk.chat(scene.chat)).to_contain_text(scene.proof)
    style = _WHOLE_CHAT + ("" if scene.shows_composer else _NO_COMPOSER)
    await desk.chat(scene.chat).screenshot(path=file, style=style)
    print(file)


async def _main(folder: Path) -> None:
    async with open_browser() as browser:
        await take_all(browser, folder)


if __name__ == "__main__":
    if find_program() is None:
        sys.exit(NOT_INSTALLED)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_main(folder))
