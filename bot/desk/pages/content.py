"""The pages on which the content is browsed: topics, search, one entry with all about it, and reviews due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import groupby

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk import forms
from bot.desk.history import history
from bot.desk.library import Content, Library
from bot.desk.rendering import Renderer
from bot.desk.reviews import review, reviews
from bot.desk.telegram_view import shown
from faq import provenance
from faq.errors import OperatorError
from faq.matching import Matcher
from faq.models import Citation, Entry, Faq
from faq.tools.advice import HARD, Advice, advice
from faq.tools.readability import grade

MAX_QUERY = 200


def _today() -> date:
    return datetime.now(UTC).date()


class ContentPages:
    """Shows the content of a library."""

    def __init__(self, library: Library, renderer: Renderer, today: Callable[[], date] = _today) -> None:
        self._library, self._renderer, self._today = library, renderer, today

    def routes(self) -> list[Route]:
        """Return the routes of the pages and of their parts."""
        return [
            Route("/content", self.browse),
            Route("/content/search", self.search),
            Route("/content/reviews", self.reviews),
            Route("/content/entries/{id}", self.show),
            Route("/content/entries/{id}/advice", self.advice),
            Route("/content/entries/{id}/history", self.history),
        ]

    async def browse(self, request: Request) -> Response:
        """Show the topics with their entries, or those that are searched for."""
        return await self._list("content", request)

    async def search(self, request: Request) -> Response:
        """Show only the list, while typing."""
        return await self._list("content_list", request)

    async def reviews(self, _: Request) -> Response:
        """Show the review dates, the one that is due first at the top."""
        content = await self._library.now()
        listed, today = reviews(_valid(content)), self._today()
        by_state = [(state, tuple(found)) for state, found in groupby(listed, key=lambda each: each.state(today))]
        return self._renderer.response("reviews", by_state=by_state, content=content)

    async def show(self, request: Request) -> Response:
        """Show an entry."""
        content = await self._library.now()
        faq, entry = _valid(content), _entry(content, request)
        due = review(entry)
        return self._renderer.response(
            "entry", entry=entry, content=content, faq=faq, file=content.files.get(entry.id, ""),
            views=shown(entry, faq), grades=_grades(entry), hard=HARD, due=due,
            due_state=due.state(self._today()) if due else "", citation=_citation(entry), day=provenance.day,
        )  # fmt: skip

    async def advice(self, request: Request) -> Response:
        """Show the advice of `legwise check` on an entry, which needs the matcher."""
        content = await self._library.now()
        entry = _entry(content, request)
        try:
            engine = await self._library.engine()
            assistant = await asyncio.to_thread(engine.open, self._library.folder)
        except OperatorError as fault:
            return self._renderer.response("advice", kinds=(), fault=str(fault))
        matcher = assistant.matcher
        assert isinstance(matcher, Matcher), "it is complete"
        kinds = await asyncio.to_thread(advice, matcher, {entry.id})
        return self._renderer.response("advice", kinds=tuple(_about(kinds, entry)), fault="")

    async def history(self, request: Request) -> Response:
        """Show the latest changes of an entry's file."""
        content = await self._library.now()
        file = content.files.get(_entry(content, request).id, "")
        revisions = await history(self._library.folder, (file,)) if file else ()
        return self._renderer.response("history", file=file, revisions=revisions, day=provenance.day)

    async def _list(self, template: str, request: Request) -> Response:
        content, query = await self._library.now(), forms.text(request.query_params, "q", "", MAX_QUERY).strip()
        faq = content.faq
        hits = content.search.search(query) if faq and query else ()
        return self._renderer.response(
            template, content=content, topics=faq.topics if faq else {}, query=query, hits=hits,
            due=_due(faq, self._today()) if faq else 0,
        )  # fmt: skip


def _due(faq: Faq, today: date) -> int:
    return sum(each.state(today) in {"due", "overdue"} for each in reviews(faq))


def _valid(content: Content) -> Faq:
    if content.faq is None:
        raise HTTPException(409, "\n".join(("The content is not valid; correct it first:", *content.faults)))
    return content.faq


def _entry(content: Content, request: Request) -> Entry:
    try:
        return _valid(content).by_id[request.path_params["id"]]
    except KeyError:
        raise HTTPException(404, "There is no such entry (any more).") from None


def _grades(entry: Entry) -> dict[str, float]:
    texts = {"Answer": entry.answer, "The rest": entry.more, "Newer guidance": entry.note.text if entry.note else ""}
    return {part: grade(text) for part, text in texts.items() if text}


def _citation(entry: Entry) -> Citation | None:
    return entry.basis if isinstance(entry.basis, Citation) else None


def _about(kinds: tuple[Advice, ...], entry: Entry) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the kinds of advice, whose places need not name the entry here."""
    for kind in kinds:
        yield kind.title, kind.cure, tuple(place.removeprefix(f"{entry.id}: ") for place in kind.places)
