"""The parts of pages that all edits share: effects, write and undo."""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk import forms
from bot.desk.edits import Edits
from bot.desk.rendering import Renderer
from faq.errors import OperatorError

MAX_NAME = 60
_YEAR = 365 * 24 * 3600


def curator(request: Request) -> str:
    """Return the name that a curator gave last in this browser; empty if none."""
    return unquote(request.cookies.get("who", ""))[:MAX_NAME]


class EditsPage:
    """The parts of pages that measure, write and undo edits."""

    def __init__(self, edits: Edits, renderer: Renderer) -> None:
        self._edits, self._renderer = edits, renderer

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/edits/{token}/effects", self.effects),
            Route("/edits/{token}/write", self.write, methods=["POST"]),
            Route("/edits/{number:int}/undo", self.undo, methods=["POST"]),
        ]

    async def effects(self, request: Request) -> Response:
        """Show the effects of an edit, with the button that writes it."""
        try:
            draft = await self._edits.measure(request.path_params["token"])
        except OperatorError as fault:
            return self._renderer.response("edit_fault", fault=str(fault))
        return self._renderer.response("effects", draft=draft, who=curator(request))

    async def write(self, request: Request) -> Response:
        """Write an edit."""
        form = await request.form()
        who = forms.text(form, "who", "", MAX_NAME).strip()
        try:
            action = await self._edits.write(request.path_params["token"], who)
        except OperatorError as fault:
            return self._renderer.response("edit_fault", fault=str(fault))
        response = self._renderer.response("written", action=action)
        response.set_cookie("who", quote(who), max_age=_YEAR, httponly=True, samesite="strict")
        response.headers["HX-Trigger"] = "content-changed"
        return response

    async def undo(self, request: Request) -> Response:
        """Undo an edit."""
        try:
            action = await self._edits.undo(request.path_params["number"])
        except OperatorError as fault:
            return self._renderer.response("edit_fault", fault=str(fault))
        response = self._renderer.response("written", action=action)
        response.headers["HX-Trigger"] = "content-changed"
        return response
