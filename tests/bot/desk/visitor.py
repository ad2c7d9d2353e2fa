"""A visitor of the desk's chats: a real bot on small content, its pages over HTTP on loopback."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path

import aiohttp

from bot.desk.security import CSRF_HEADER
from bot.desk.trial.people import ChatName
from bot.desk.trial.transcript import read_chat
from bot.desk.trial.trial import Trial, open_trial
from tests.bot.desk.served import serving
from tests.bot.process import CONTENT


class Visitor:
    """Reads pages and sends forms."""

    def __init__(self, trial: Trial, session: aiohttp.ClientSession) -> None:
        self.trial, self._session = trial, session

    async def get(self, path: str, **query: str) -> str:
        """Return a page."""
        async with self._session.get(path, params=query) as response:
            assert response.status == 200, await response.text()
            return await response.text()

    async def post(self, path: str, **form: str) -> tuple[int, str]:
        """Send a form; return the status and the page."""
        async with self._session.post(path, data=form) as response:
            return response.status, await response.text()

    async def say(self, chat: ChatName, text: str, **form: str) -> None:
        """Send a message."""
        assert (await self.post(f"/chats/{chat}/say", text=text, **form))[0] == 200

    async def press(self, chat: ChatName, label: str, **form: str) -> str:
        """Press the newest button with a label, and return the words of the notice."""
        bubbles = reversed(read_chat(self.trial.client, chat))
        message, data = next((b.id, key.data) for b in bubbles for row in b.rows for key in row if key.label == label)
        return words((await self.post(f"/chats/{chat}/press", message=str(message), data=data, **form))[1])

    async def reads(self, chat: ChatName, text: str) -> str:
        """Wait until a chat shows a text, and return all of it."""

        def found() -> bool | None:
            bubbles = read_chat(self.trial.client, chat)
            return any(text in words(str(bubble.html)) for bubble in bubbles) or None

        assert await self.trial.until(found), f"{text!r} does not appear in {words(await self.get(f'/chats/{chat}'))!r}"
        return words(await self.get(f"/chats/{chat}"))


@asynccontextmanager
async def open_visit(content: Path = CONTENT) -> AsyncIterator[Visitor]:
    """Open the desk's chats."""
    async with (
        open_trial(content, "off") as trial,
        serving(trial) as desk,
        aiohttp.ClientSession(f"http://{desk.address}", headers={CSRF_HEADER: await desk.token()}) as session,
    ):
        yield Visitor(trial, session)


def words(html: str) -> str:
    """Return what a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
