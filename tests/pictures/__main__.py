"""Takes all pictures: python -m tests.pictures [FOLDER], by default into this folder. Needs Chromium."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, expect

from bot.config.urls import Address
from bot.desk.run import DeskOptions, open_desk
from faq.engine import OFF
from tests.browser.chromium import NOT_INSTALLED, find_program, open_browser
from tests.browser.desk_page import DeskPage
from tests.pictures.scenes import SCENES, Scene

HERE = Path(__file__).parent
WIDTH = 980
"""Of the window, in pixels: the two chats stand side by side, each as wide as on a phone."""
_WHOLE_CHAT = ".log { height: auto !important; max-height: none !important } .actions { display: none !important }"
_NO_COMPOSER = ".composer { display: none !important }"


async def take(browser: Browser, scene: Scene, file: Path) -> None:
    """Play a scene on a desk of its own, and write its picture. The answers are matched by words alone."""
    async with open_desk(DeskOptions(Address("127.0.0.1", 0), model=OFF, opens_browser=False)) as url:
        # The desk's own policy would refuse the style of the picture.
        page = await browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light", bypass_csp=True)
        desk = DeskPage(page, url)
        await desk.open_chats()
        await scene.play(desk)
        await expect(desk.chat(scene.chat)).to_contain_text(scene.proof)
        style = _WHOLE_CHAT + ("" if scene.shows_composer else _NO_COMPOSER)
        await desk.chat(scene.chat).screenshot(path=file, style=style)
        await page.close()


async def take_all(folder: Path) -> None:
    """Write all pictures into a folder."""
    async with open_browser() as browser:
        for scene in SCENES:
            file = folder / f"{scene.name}.png"
            await take(browser, scene, file)
            print(file)


if __name__ == "__main__":
    if find_program() is None:
        sys.exit(NOT_INSTALLED)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(take_all(folder))
