"""Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from playwright.async_api import Browser, BrowserContext, async_playwright, expect

NOT_INSTALLED = "Chromium is not installed: the desk was not tried in a browser; run apt-get install chromium."
PATIENCE = 30_000.0
"""Milliseconds that is waited for what is expected; a busy machine takes its time to load the content."""
Theme = Literal["light", "dark"]


def find_program() -> str | None:
    """Return the path of Chromium, if it is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start it without a window, and end it."""
    # Its sandbox needs rights that root in a container does not have.
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_program(), args=arguments)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_window(
    browser: Browser, theme: Theme = "light", width: int = 1200, height: int = 900
) -> AsyncIterator[BrowserContext]:
    """Open a window with nothing stored, without motion."""
    context = await browser.new_context(
        color_scheme=theme, reduced_motion="reduce", viewport={"width": width, "height": height}, locale="en-US"
    )
    try:
        yield context
    finally:
        await context.close()
