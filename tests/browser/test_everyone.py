"""The chats are for everybody: by keyboard alone, for screen readers, in both themes, on a phone, and offline."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from tests.browser import chromium
from tests.browser.chromium import Theme
from tests.browser.desk_page import DeskPage


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_no_fault_in_a_talk(browser: Browser, desk_url: str, theme: Theme) -> None:
    async with chromium.open_window(browser, theme) as window:
        desk = DeskPage(await window.new_page(), desk_url)
        await desk.open_chats()
        await desk.ask("private", "which ferritin level is too low?")
        await desk.ask("private", "tired")
        await desk.ask("group", "/settings")
        await desk.page.get_by_role("button", name="Why?").first.click()
        await expect(desk.page.locator("#why").get_by_role("heading").first).to_be_visible()
        found = await Axe().run(desk.page)
        assert found.violations_count == 0, found.generate_report()


async def test_a_question_is_asked_and_a_button_pressed_by_keyboard_alone(desk: DeskPage) -> None:
    await desk.open_chats()
    keyboard, chat = desk.page.keyboard, desk.chat("private")
    await desk.tab_to(chat.get_by_role("textbox", name="Message", exact=True))
    await keyboard.type("what is ferritin")
    await keyboard.press("Enter")
    answer = desk.answers("private").first
    await expect(answer).to_contain_text("Ferritin is a protein")
    await desk.tab_to(answer.get_by_role("button", name="Helpful", exact=True))
    await keyboard.press("Enter")
    await expect(desk.page.get_by_text("Noted: it helped")).to_be_visible()


async def test_no_request_leaves_the_machine(desk: DeskPage) -> None:
    asked, window = list[str](), desk.page.context
    window.on("request", lambda request: asked.append(request.url))
    for path in ("", "gaps", "content", "measures"):
        page = await window.new_page()
        await page.goto(desk.url + path)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(asked) > 10
    assert {urlsplit(url).hostname for url in asked if not url.startswith("data:")} == {"127.0.0.1"}


async def test_nothing_is_wider_than_a_phone(browser: Browser, desk_url: str) -> None:
    async with chromium.open_window(browser, width=375, height=800) as window:
        desk = DeskPage(await window.new_page(), desk_url)
        await desk.open()
        await desk.ask("private", "which ferritin level is too low?")
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not await desk.page.evaluate(wider)


async def test_who_sets_the_app_to_german_is_greeted_in_german_too(desk: DeskPage) -> None:
    await desk.open_chats()
    await desk.chat("private").get_by_label("App language").select_option(label="Deutsch")
    greeting = await desk.ask("private", "/start")
    await expect(greeting).to_contain_text("Ich lese und schreibe nur Englisch")
