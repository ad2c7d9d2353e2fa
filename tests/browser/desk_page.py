"""The desk as a person uses it: what is seen has a role and a name, as a screen reader tells them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

CHATS = {"private": "legwise", "group": "Restless legs"}
"""The title of each chat."""
MOST_TABS = 200
"""More controls than a page has."""


@dataclass(frozen=True)
class DeskPage:
    """A page of the desk in a browser."""

    page: Page
    url: str

    async def open(self, path: str = "") -> None:
        """Go to a page."""
        await self.page.goto(self.url + path)

    async def open_chats(self) -> None:
        """Go to the chats, and wait for the bot to greet the group."""
        await self.open()
        await expect(self.answers("group")).to_have_count(1)

    async def start_over(self) -> None:
        """Open new chats, and wait for the bot to greet the new group."""
        async with self.page.expect_navigation():
            await self.page.get_by_role("button", name="Start over").click()
        await expect(self.answers("group")).to_have_count(1)

    def chat(self, name: str) -> Locator:
        """Return a chat."""
        return self.page.get_by_role("region", name=CHATS[name], exact=True)

    def answers(self, name: str) -> Locator:
        """Return the messages of the bot in a chat."""
        return self.chat(name).locator(".by-legwise")

    async def say(self, name: str, text: str, who: str | None = None) -> None:
        """Type a message in a chat, and send it by Enter."""
        chat = self.chat(name)
        message = chat.get_by_role("textbox", name="Message", exact=True)
        if who:
            async with _replaced(message):
                await chat.get_by_label("Speak as").select_option(label=who)
        await message.fill(text)
        async with _replaced(message):
            await message.press("Enter")
        await expect(message).to_have_value("")

    async def ask(self, name: str, text: str, who: str | None = None) -> Locator:
        """Send a message, and return the answer to it."""
        before = await self.answers(name).count()
        await self.say(name, text, who)
        answer = self.answers(name).nth(before)
        await expect(answer).to_be_visible()
        return answer

    async def tab_to(self, target: Locator) -> None:
        """Go to a control by Tab alone."""
        await expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            if await target.evaluate("element => element === document.activeElement"):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by the keyboard")

    async def press(self, message: Locator, label: str) -> None:
        """Press a button of a message."""
        await message.get_by_role("button", name=label, exact=True).click()


@asynccontextmanager
async def _replaced(message: Locator) -> AsyncIterator[None]:
    """Wait until the server's composer stands in the place of the one before, and has the focus."""
    await message.evaluate("element => element.dataset.before = 'yes'")
    yield
    await expect(message).not_to_have_attribute("data-before", "yes")
    await expect(message).to_be_focused()
