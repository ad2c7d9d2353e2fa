"""Error pages: the message of a fault, without a traceback."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.desk.rendering import Renderer
from bot.errors import cause
from faq.errors import OperatorError

_UNEXPECTED = "This failed, and nothing was changed. The terminal of `legwise desk` has the place in the code."
_WORDS = {
    HTTPStatus.NOT_FOUND: "There is no such page.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address is used in another way: by a button, or by a link.",
}
Handler = Callable[[Request, Exception], Awaitable[Response]]


class FaultPages:
    """Responds with the page of a fault, or with its text alone to a request of htmx, which puts it in place."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def handlers(self) -> Mapping[type[Exception], Handler]:
        """Return the exception handlers of the application."""
        return {
            HTTPException: self.http_error,
            OperatorError: self.operator_error,
            SQLAlchemyError: self.database_error,
            Exception: self.unexpected_error,
        }

    async def http_error(self, request: Request, fault: Exception) -> Response:
        """Respond to a request that is refused, or to one for nothing."""
        assert isinstance(fault, HTTPException), "it is registered for no other"
        status = HTTPStatus(fault.status_code)
        text = _WORDS.get(status, fault.detail) if fault.detail == status.phrase else fault.detail
        response = self._respond(request, status, text)
        response.headers.update(fault.headers or {})
        return response

    async def operator_error(self, request: Request, fault: Exception) -> Response:
        """Respond with a fault that the operator can cure."""
        return self._respond(request, HTTPStatus.SERVICE_UNAVAILABLE, str(fault))

    async def database_error(self, request: Request, fault: Exception) -> Response:
        """Respond with the cause of a fault of the database, whose message may quote a person's words."""
        known = cause(fault)
        text = f"The database failed: {known.reason}; {known.cure}." if known else "The database failed; try again."
        return self._respond(request, HTTPStatus.SERVICE_UNAVAILABLE, text)

    async def unexpected_error(self, request: Request, _: Exception) -> Response:
        """Respond to a fault of ours."""
        return self._respond(request, HTTPStatus.INTERNAL_SERVER_ERROR, _UNEXPECTED)

    def _respond(self, request: Request, status: HTTPStatus, text: str) -> Response:
        if "hx-request" in request.headers:
            return PlainTextResponse(text, status)
        response = self._renderer.response("fault", heading=status.phrase, text=text)
        response.status_code = status
        return response
