"""Short scenes, one for each kind of conversation. They contain the user's messages only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import expect

from tests.browser.desk_page import DeskPage


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene.

    Attributes:
        name: its picture's file name, without suffix.
        chat: the chat that is shown.
        proof: text that must be visible, or the picture misses its purpose.
        shows_composer: whether the picture shows what is being typed.

    """

    name: str
    chat: str
    proof: str
    play: Callable[[DeskPage], Awaitable[object]]
    shows_composer: bool = False


async def _inline(desk: DeskPage) -> None:
    message = desk.chat("group").get_by_role("textbox", name="Message", exact=True)
    await message.press_sequentially("@legwise_bot ferritin l")
    await expect(desk.chat("group").get_by_role("listitem").first).to_be_visible()


SCENES = (
    Scene("private", "private", "Sources", lambda desk: desk.ask("private", "what is ferritin")),
    Scene("did-you-mean", "private", "None of these", lambda desk: desk.ask("private", "tired")),
    Scene("red-flag", "private", "emergency", lambda desk: desk.ask("private", "my chest hurts and I can't breathe")),
    Scene("group", "group", "Remove", lambda desk: desk.ask("group", "/ask is a ferritin of 18 too low?", "Mia")),
    Scene("settings", "group", "Only admins may ask", lambda desk: desk.ask("group", "/settings")),
    Scene("inline", "group", "ferritin", _inline, shows_composer=True),
)
