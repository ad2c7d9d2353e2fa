"""Visits the addresses of a content folder. Nothing else in `faq` uses the network.

One request a host at a time, so that no site is burdened; a page's first megabyte is read, for its title.
"""

from __future__ import annotations

import asyncio
import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp
from rapidfuzz import fuzz
from rich.console import Console
from rich.progress import Progress

from faq.loading import Fault
from faq.loading.place import Place
from faq.loading.references import ContentDocuments
from faq.text import words

CONCURRENCY = 8
TIMEOUT = 20.0
"""Seconds for one request."""
MOST_BYTES = 1_000_000
MOST_REDIRECTS = 10
SIMILAR = 50.0
"""Least likeness of two titles, in percent of their words: a page's bears the site's name, ours the authors."""
_DEAD = {404, 410}
_REDIRECTS = {301, 302, 303, 307, 308}
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the content, its position, and the title that its page should have; empty if none is known."""

    url: str
    place: Place
    title: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address led to: another address, a status, a title, or the reason why it could not be reached."""

    url: str
    status: int = 0
    title: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a curator should look at."""

    dead: tuple[Fault, ...]
    moved: tuple[Fault, ...]
    unreached: tuple[Fault, ...]
    retitled: tuple[Fault, ...]


def addresses(content: ContentDocuments) -> tuple[Address, ...]:
    """Return every address of a content: of the article, the sources and the numbers to call."""
    pages = (content.faq.at("article"), *content.sources.at("sources").named())
    found = [Address(page.at("url").text, page.at("url"), page.at("title").text) for page in pages]
    for country in content.helplines.at("countries").named():
        found += [Address(place.text, place) for place in country.at("sources").each()]
    return tuple(found)


def visit(wanted: Iterable[Address], console: Console, timeout: float = TIMEOUT) -> Findings:
    """Visit each address once, with a progress bar on a terminal, and report where it stands."""
    wanted = tuple(wanted)
    urls = tuple(dict.fromkeys(each.url for each in wanted))
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Visiting", total=len(urls))
        pages = asyncio.run(_visit_all(urls, aiohttp.ClientTimeout(total=timeout), lambda: progress.advance(task)))
    return _findings([(each, pages[each.url]) for each in wanted])


@dataclass(slots=True)
class _Visitor:
    """One session, its slots, and a lock for each host."""

    session: aiohttp.ClientSession
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONCURRENCY))
    hosts: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def visit(self, url: str) -> Page:
        """Follow an address to its page; errors become pages that say why."""
        page = Page(url)
        for _ in range(MOST_REDIRECTS):
            try:
                page = await self._get(page.url)
            except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
                return Page(page.url, error=str(error) or type(error).__name__)
            if page.status not in _REDIRECTS:
                return page
        return Page(page.url, error=f"more than {MOST_REDIRECTS} redirects")

    async def _get(self, url: str) -> Page:
        """Return a page, or the address that it redirects to."""
        # The host first: one that waits for its host must not hold a slot that another host could use.
        async with (
            self.hosts[urlsplit(url).netloc.casefold()],
            self.slots,
            self.session.get(url, allow_redirects=False) as response,
        ):
            location = response.headers.get("Location", "")
            if response.status in _REDIRECTS and location:
                return Page(urljoin(url, location), response.status)
            text = await _text(response) if response.content_type.endswith("html") else ""
            status = response.status if response.status not in _REDIRECTS else 0
            return Page(url, status, _title(text), error="" if status else "a redirect to nowhere")


async def _visit_all(urls: tuple[str, ...], limits: aiohttp.ClientTimeout, done: Callable[[], None]) -> dict[str, Page]:
    # A page may set headers of any length; a proxy is the operator's own.
    async with aiohttp.ClientSession(
        timeout=limits, headers={"User-Agent": "legwise"}, trust_env=True, max_line_size=65536, max_field_size=65536
    ) as session:
        visitor = _Visitor(session)

        async def one(url: str) -> Page:
            page = await visitor.visit(url)
            done()
            return page

        return dict(zip(urls, await asyncio.gather(*map(one, urls)), strict=True))


async def _text(response: aiohttp.ClientResponse) -> str:
    """Return the first megabyte of a page as text."""
    raw = b""
    async for chunk in response.content.iter_chunked(65536):
        raw += chunk
        if len(raw) >= MOST_BYTES:
            break
    try:
        return raw[:MOST_BYTES].decode(response.charset or "utf-8", "replace")
    except LookupError:  # a character set that nobody knows
        return raw[:MOST_BYTES].decode("utf-8", "replace")


def _title(text: str) -> str:
    found = _TITLE.search(text)
    return " ".join(html.unescape(found[1]).split()) if found else ""


def _findings(visited: list[tuple[Address, Page]]) -> Findings:
    return Findings(
        dead=tuple(_dead(visited)),
        moved=tuple(_moved(visited)),
        unreached=tuple(_unreached(visited)),
        retitled=tuple(_retitled(visited)),
    )


def _dead(visited: list[tuple[Address, Page]]) -> Iterator[Fault]:
    for address, page in visited:
        if page.status in _DEAD:
            yield address.place.fault(f"{address.url} is dead ({page.status})", "cite another page")


def _moved(visited: list[tuple[Address, Page]]) -> Iterator[Fault]:
    for address, page in visited:
        if _is_good(page) and urldefrag(page.url).url != urldefrag(address.url).url:
            yield address.place.fault(f"{address.url} moved to {page.url}", "read that page, and write its address")


def _unreached(visited: list[tuple[Address, Page]]) -> Iterator[Fault]:
    for address, page in visited:
        if not _is_good(page) and page.status not in _DEAD:
            reason = page.error or f"status {page.status}"
            yield address.place.fault(f"{address.url} could not be reached ({reason})", "open it in a browser")


def _retitled(visited: list[tuple[Address, Page]]) -> Iterator[Fault]:
    for address, page in visited:
        if _is_good(page) and page.title and address.title and not _is_similar(address.title, page.title):
            problem = f"{address.url} is titled “{page.title}”, not “{address.title}”"
            yield address.place.fault(problem, "see whether it is still the page that was meant")


def _is_good(page: Page) -> bool:
    return not page.error and page.status < 300


def _is_similar(ours: str, theirs: str) -> bool:
    return fuzz.token_set_ratio(" ".join(words(ours)), " ".join(words(theirs))) >= SIMILAR
