"""The login of a desk that other computers reach: one password, few tries, and a session."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk import forms
from bot.desk.password import is_password
from bot.desk.rendering import Renderer
from bot.desk.security import COOKIE
from bot.desk.sessions import LONGEST_SESSION, Sessions

TRIES, ALL_TRIES, MINUTE = 5, 20, 60.0
"""Passwords that are tried in so many seconds: from one address, and from all. Behind a proxy all have one address."""
MAX_PASSWORD = 256
"""Characters of a password."""

log = logging.getLogger(__name__)


class LoginThrottle:
    """Counts the passwords that were tried in the last minute."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._recent: deque[tuple[float, str]] = deque()

    def take(self, address: str) -> bool:
        """Return whether an address may try one more."""
        now = self._clock()
        while self._recent and now - self._recent[0][0] >= MINUTE:
            self._recent.popleft()
        of_address = sum(each == address for _, each in self._recent)
        if of_address >= TRIES or len(self._recent) >= ALL_TRIES:
            return False
        self._recent.append((now, address))
        return True


class Login:
    """The page that asks for the password, and the logout."""

    def __init__(self, password_hash: str, sessions: Sessions, renderer: Renderer, throttle: LoginThrottle) -> None:
        self._password_hash, self._sessions = password_hash, sessions
        self._renderer, self._throttle = renderer, throttle

    def routes_without_session(self) -> list[Route]:
        """Return the routes without a session: every page redirects to the login."""
        return [
            Route("/login", self.show),
            Route("/login", self.log_in, methods=["POST"]),
            Route("/{path:path}", self.redirect_to_login, methods=["GET", "POST"]),
        ]

    def routes_with_session(self) -> list[Route]:
        """Return the routes with a session."""
        return [Route("/login", self.redirect_to_desk), Route("/logout", self.log_out, methods=["POST"])]

    async def show(self, _: Request) -> Response:
        """Ask for the password."""
        return self._ask(200)

    async def log_in(self, request: Request) -> Response:
        """Start a session, if the password is right."""
        # There is no session yet that a token could belong to. All browsers name the origin of a form.
        if "origin" not in request.headers:
            raise HTTPException(403, "The request does not come from the page of the login.")
        password = forms.text(await request.form(), "password", longest=MAX_PASSWORD)
        if not self._throttle.take(request.client.host if request.client else ""):
            return self._ask(429, "These were too many tries. Wait a minute, then try again.")
        if not await asyncio.to_thread(is_password, password, self._password_hash):
            log.warning("a login at the desk failed")
            return self._ask(403, "That is not the password.")
        response = RedirectResponse("/", 303)
        is_secure = request.headers["origin"].startswith("https:")
        response.set_cookie(
            COOKIE, self._sessions.start(), max_age=int(LONGEST_SESSION), secure=is_secure, httponly=True,
            samesite="strict",
        )  # fmt: skip
        return response

    async def redirect_to_login(self, request: Request) -> Response:
        """Redirect to the login."""
        if "hx-request" in request.headers:  # a page whose session is over
            return Response(status_code=401, headers={"HX-Redirect": "/login"})
        if request.method == "POST":
            raise HTTPException(403, "Log in first.")
        return RedirectResponse("/login", 303)

    async def redirect_to_desk(self, _: Request) -> Response:
        """Redirect to the desk."""
        return RedirectResponse("/", 303)

    async def log_out(self, request: Request) -> Response:
        """End the session."""
        self._sessions.end(request.cookies.get(COOKIE, ""))
        response = Response(status_code=204, headers={"HX-Redirect": "/login"})
        response.delete_cookie(COOKIE)
        return response

    def _ask(self, status_code: int, fault: str = "") -> Response:
        response = self._renderer.response("login", fault=fault)
        response.status_code = status_code
        return response
