"""The curator's pages over HTTP, on a small content folder and an empty database: `open_pages`."""

from __future__ import annotations

import re
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

import aiohttp
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.applications import Starlette

from bot.config.urls import Address
from bot.desk.edits import Edits
from bot.desk.gap_list import GapList
from bot.desk.library import Library
from bot.desk.pages.content import ContentPages
from bot.desk.pages.edits import EditsPage
from bot.desk.pages.entry_editing import EntryEditing
from bot.desk.pages.gaps import GapsPage
from bot.desk.pages.measures import MeasuresPage
from bot.desk.rendering import Renderer
from bot.http.server import serve_app
from bot.store.crypto import Crypto
from bot.store.store import Store
from faq.engine import OFF
from tests.bot.conftest import KEY
from tests.faq.content_folder import ContentFolder

TODAY = date(2026, 11, 28)
Fields = Mapping[str, str | list[str]] | Mapping[str, str]


@dataclass
class Pages:
    """The pages as a browser asks for them. Attributes: the last response's headers, and what is behind the pages."""

    http: aiohttp.ClientSession
    content: ContentFolder
    store: Store
    gaps: GapList
    headers: Mapping[str, str]

    async def get(self, path: str, status: int = 200) -> str:
        """Return the body of a page."""
        async with self.http.get(path) as response:
            return await self._body(response, status)

    async def post(self, path: str, fields: Fields | None = None, status: int = 200) -> str:
        """Send a form, and return the body of the response."""
        form = aiohttp.FormData()
        for name, value in (fields or {}).items():
            for each in [value] if isinstance(value, str) else value:
                form.add_field(name, each)
        async with self.http.post(path, data=form) as response:
            return await self._body(response, status)

    async def _body(self, response: aiohttp.ClientResponse, status: int) -> str:
        body = await response.text()
        assert response.status == status, body
        self.headers = response.headers
        return body

    async def write(self, preview: str) -> str:
        """Press “Write it” of a preview, after its effects were measured if they are."""
        if measured := re.search(r"/edits/[\w-]+/effects", preview):
            preview = await self.get(measured[0])
        written = re.search(r"/edits/[\w-]+/write", preview)
        assert written, preview
        return await self.post(written[0], {"who": "Ann"})

    async def undo(self, written: str) -> str:
        """Press “Undo” of what was written."""
        undone = re.search(r"/edits/\d+/undo", written)
        assert undone, written
        return await self.post(undone[0])


def words(body: str) -> str:
    """Return what is read of a page or of a part of it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    subprocess.run(("git", "-C", str(folder), *who, *arguments), check=True, capture_output=True)


@asynccontextmanager
async def open_pages(content: ContentFolder, database: Path) -> AsyncIterator[Pages]:
    """Serve the pages on a content folder and a database, which has its tables."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{database}")
    store, library, renderer = Store(engine, Crypto(KEY)), Library(content.path, OFF), Renderer("the tests")
    edits, gaps = Edits(library, store.shared), GapList(library, store.shared, interval=0)
    routes = [
        *ContentPages(library, renderer, lambda: TODAY).routes(),
        *EntryEditing(library, edits, gaps, renderer).routes(),
        *EditsPage(edits, renderer).routes(),
        *GapsPage(gaps, edits, library, renderer).routes(),
        *MeasuresPage(store.daily_counts, library, renderer, lambda: TODAY).routes(),
    ]
    async with serve_app(Address("127.0.0.1", 0), Starlette(routes=routes), "the tests") as address:
        url = f"http://127.0.0.1:{address.port}"
        async with aiohttp.ClientSession(url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            yield Pages(http, content, store, gaps, {})
    await gaps.work.wait()
    await engine.dispose()
