"""Middleware of the desk: checks each request before a page sees it, and adds security headers to each response.

A page of another site, open in the same browser, can send requests here, and can name this machine by a host of its own
(DNS rebinding). So the host must be ours, and a request that changes anything must bring the token that only our own
pages have: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.desk.faults import FaultPages
from bot.desk.sessions import CURRENT, FindSession, Session
from bot.log import describe

MAX_BODY = 65_536
"""Bytes of a request; the longest is an entry that is edited."""
MAX_HEAD = 65_536
"""Bytes of a request's address and headers; the longest has a message that is typed, in percent-encoding."""
FORM = "application/x-www-form-urlencoded"
COOKIE, CSRF_HEADER = "legwise-desk", "X-CSRF-Token"
_READING, _CHANGING = {"GET", "HEAD"}, {"POST"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Without any referrer, browsers send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}

log = logging.getLogger(__name__)


class SecurityMiddleware:
    """Passes requests of a session to the pages, and others to the login, which knows no page.

    Args:
        pages: the application for requests with a session.
        login: the application for requests without one.
        origins: the origin of each host by which the desk is reached.
        find_session: returns the session of a cookie.
        faults: responds to the requests that are refused.

    """

    def __init__(
        self, pages: ASGIApp, login: ASGIApp, origins: Mapping[str, str], find_session: FindSession, faults: FaultPages
    ) -> None:
        self._pages, self._login, self._origins = pages, login, origins
        self._find_session, self._faults = find_session, faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on; add the headers to the response."""
        if scope["type"] != "http":
            return
        request = Request(scope)
        try:
            app = self._admit(request)
        except HTTPException as refusal:
            app = await self._faults.http_error(request, refusal)
        try:
            await app(scope, _limited(receive), _with_headers(send))
        except Exception as fault:  # the response reports it
            log.error("%s failed: %s", _handler(scope), describe(fault))

    def _admit(self, request: Request) -> ASGIApp:
        """Return the application for a request, and set its session. Raises HTTPException."""
        CURRENT.set(None)
        origin = self._origins.get(request.headers.get("host", "").lower())
        if origin is None:
            raise HTTPException(421, "The desk has no such host.")
        _check_size(request)
        _check_site(request, origin)
        session = self._find_session(request.cookies.get(COOKIE, ""))
        if session is None:
            return self._login
        if request.method in _CHANGING:
            _check_token(request, session)
        CURRENT.set(session)
        return self._pages


def _check_size(request: Request) -> None:
    headers = request.headers
    head = [request.scope["raw_path"], request.scope["query_string"], *(part for pair in headers.raw for part in pair)]
    if sum(map(len, head)) > MAX_HEAD:
        raise HTTPException(431, f"The address and the headers of a request have {MAX_HEAD:,} bytes at most.")
    length, is_chunked = headers.get("content-length", "0"), "transfer-encoding" in headers
    if is_chunked and "content-length" in headers:
        raise HTTPException(400, "The request has two lengths.")
    if is_chunked and request.method in _READING:
        raise HTTPException(400, "A request that reads a page has no body.")
    if not length.isascii() or not length.isdigit() or int(length) > MAX_BODY:
        raise _too_long()
    if (is_chunked or int(length)) and headers.get("content-type", "").partition(";")[0] != FORM:
        raise HTTPException(415, "The desk takes forms only, and no files.")


def _check_site(request: Request, origin: str) -> None:
    """Refuse requests of other sites, but for links to a page of the desk."""
    headers, method = request.headers, request.method
    if method in _READING:
        site, mode = headers.get("sec-fetch-site", "none"), headers.get("sec-fetch-mode", "")
        is_ours = site in {"none", "same-origin"} or mode == "navigate"
    elif method in _CHANGING:
        is_ours = headers.get("origin", origin) == origin
    else:
        raise HTTPException(405, headers={"Allow": "GET, HEAD, POST"})
    if not is_ours:
        raise HTTPException(403, "The request comes from another site.")


def _check_token(request: Request, session: Session) -> None:
    token = request.headers.get(CSRF_HEADER, "")
    if not secrets.compare_digest(token.encode(), session.csrf_token.encode()):
        raise HTTPException(403, "The request does not come from a page of this session; reload the page.")


def _too_long() -> HTTPException:
    return HTTPException(413, f"A request has {MAX_BODY:,} bytes at most.")


def _handler(scope: Scope) -> str:
    """Return the name of the function for a request: its address may have a person's words."""
    return str(getattr(scope.get("endpoint"), "__qualname__", "a request"))


def _limited(receive: Receive) -> Receive:
    """Refuse a body without a length once it is too long."""
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > MAX_BODY:
            raise _too_long()
        return message

    return limited


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
