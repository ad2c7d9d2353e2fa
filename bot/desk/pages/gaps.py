"""The page of the gaps: questions that several people asked in vain, with the edits that would answer them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk import forms
from bot.desk.edits import Edits
from bot.desk.gap_list import GapList, cause
from bot.desk.library import Library
from bot.desk.pages.edits import curator
from bot.desk.rendering import Renderer
from bot.models import Decision
from faq import provenance
from faq.editing import AddOutOfScope, AddPhrasing, AddUnlike, Edit, Likeness
from faq.errors import OperatorError
from faq.gaps.models import FEWEST_ASKERS, Gap
from faq.models import Entry, Faq

PAGE = 10
WORDINGS = 5
ACTIONS = 10
ACTS = {"phrasing": "Add as phrasing", "unlike": "Not meant", "out of scope": "Out of scope"}
"""The edits with a form below the gap; a new entry has a page, and a dismissal needs no form."""


class GapsPage:
    """Shows the gaps, and acts on them."""

    def __init__(self, gaps: GapList, edits: Edits, library: Library, renderer: Renderer) -> None:
        self._gaps, self._edits, self._library, self._renderer = gaps, edits, library, renderer

    def routes(self) -> list[Route]:
        """Return the routes of the page and of its parts."""
        return [
            Route("/gaps", self.show),
            Route("/gaps/status", self.status),
            Route("/gaps/actions", self.actions),
            Route("/gaps/{id}/act", self.act),
            Route("/gaps/{id}/preview", self.preview, methods=["POST"]),
            Route("/gaps/{id}/dismiss", self.dismiss, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Show a page of the list, as far as it is known, and look for news in the background."""
        self._gaps.refresh()
        await asyncio.sleep(0)  # so that the work begins, and its progress is shown
        gaps = self._open()
        last_page = max(-(-len(gaps) // PAGE), 1)
        page = min(forms.number(request.query_params, "page") or 1, last_page)
        return self._renderer.response(
            "gaps", gaps=gaps[(page - 1) * PAGE : page * PAGE], count=len(gaps), page=page, last_page=last_page,
            fewest=FEWEST_ASKERS, acts=ACTS, wordings=WORDINGS, day=provenance.day, **self._status(),
            actions=self._edits.latest[:ACTIONS], open_questions=self._gaps.open_questions,
        )  # fmt: skip

    async def status(self, request: Request) -> Response:
        """Show how far the work is, or that there is a new list: the one before the curator's eyes stays."""
        self._gaps.refresh()
        version = forms.number(request.query_params, "version") or 0
        response = self._renderer.response("gaps_status", **self._status() | {"version": version})
        if not version and self._gaps.version:  # the page is still empty, so a new one loses nothing
            response.headers["HX-Refresh"] = "true"
        return response

    async def actions(self, _: Request) -> Response:
        """Show the latest actions, each with a button that undoes it."""
        return self._renderer.response("actions", actions=self._edits.latest[:ACTIONS])

    async def act(self, request: Request) -> Response:
        """Show the form of an action."""
        gap, kind = self._gap(request), _kind(forms.text(request.query_params, "kind", "phrasing", 20))
        faq = (await self._library.now()).faq
        return self._renderer.response(
            "gap_act", gap=gap, kind=kind, title=ACTS[kind], others=_others(gap, faq), chosen=_chosen(gap)
        )

    async def preview(self, request: Request) -> Response:
        """Show the difference that an action makes."""
        gap, form = self._gap(request), await request.form()
        kind = _kind(forms.text(form, "kind", longest=20))
        decision = Decision.OUT_OF_SCOPE if kind == "out of scope" else Decision.ACCEPTED
        try:
            draft = await self._edits.draft(_edit(kind, form), cause(gap, decision))
        except OperatorError as fault:
            return self._renderer.response("edit_fault", fault=str(fault))
        return self._renderer.response("preview", draft=draft, who=curator(request))

    async def dismiss(self, request: Request) -> Response:
        """Decide that nothing is to be done."""
        gap = self._gap(request)
        try:
            action = await self._edits.decide(f"“{gap.representative.text}” dismissed", cause(gap, Decision.DISMISSED))
        except OperatorError as fault:
            return self._renderer.response("edit_fault", fault=str(fault))
        response = self._renderer.response("written", action=action)
        response.headers["HX-Trigger"] = "content-changed"
        return response

    def _gap(self, request: Request) -> Gap:
        gap = self._gaps.find(request.path_params["id"])
        if gap is None:
            raise HTTPException(404, "This gap is not in the list any more; reload the page.")
        return gap

    def _open(self) -> tuple[Gap, ...]:
        """Return the gaps without those that were decided since they were found."""
        decided = self._edits.decided
        return tuple(gap for gap in self._gaps.gaps if not decided.issuperset(gap.ids))

    def _status(self) -> dict[str, object]:
        gaps = self._gaps
        return {"work": gaps.work, "version": gaps.version, "newest": gaps.version, "found": len(self._open())}


def _kind(text: str) -> str:
    if text not in ACTS:
        raise HTTPException(400, "There is no such action.")
    return text


def _edit(kind: str, form: FormData) -> Edit:
    text = forms.text(form, "text").strip()
    likeness: Likeness = "everyday" if forms.text(form, "likeness", "near", 10) == "everyday" else "near"
    match kind:
        case "phrasing":
            return AddPhrasing(forms.text(form, "entry", longest=100), text)
        case "unlike":
            return AddUnlike(forms.text(form, "entry", longest=100), text, likeness)
        case _:
            return AddOutOfScope(text, likeness)


def _chosen(gap: Gap) -> str:
    """Return the entry that is chosen at first."""
    suggested = gap.suggestion.entry
    return suggested.id if suggested else gap.nearest[0].entry.id if gap.nearest else ""


def _others(gap: Gap, faq: Faq | None) -> dict[str, Sequence[Entry]]:
    """Return the entries besides the nearest, by topic."""
    near = {match.entry.id for match in gap.nearest}
    topics = faq.topics if faq else {}
    return {topic: [entry for entry in entries if entry.id not in near] for topic, entries in topics.items()}
