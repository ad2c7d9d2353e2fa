"""The routes of the desk, on one screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.desk.faults import FaultPages
from bot.desk.login import Login, Tries
from bot.desk.pages.chat import ChatPage
from bot.desk.pages.why import WhyPage
from bot.desk.rendering import STATIC, Renderer
from bot.desk.security import Door
from bot.desk.sessions import Session, Sessions
from bot.desk.sources import Source
from bot.desk.trial.trial import Trial


def build_app(
    trial: Trial,
    source: Source,
    origins: Mapping[str, str],
    password_hash: str | None = None,
    clock: Callable[[], float] = time.time,
) -> Door:
    """Return the application, which has these origins by their hosts. Without a password everyone has a session."""
    renderer = Renderer(source.label)
    faults = FaultPages(renderer)
    static = Mount("/static", StaticFiles(directory=STATIC))
    pages = [
        *ChatPage(trial, renderer).routes(),
        *WhyPage(trial, renderer).routes(),
        static,
    ]
    if password_hash is None:
        everyone = Session.new(has_login=False)
        app = Starlette(routes=pages, exception_handlers=faults.handlers())
        return Door(app, app, origins, lambda _: everyone, faults)
    sessions = Sessions(clock)
    login = Login(password_hash, sessions, renderer, Tries(clock))
    inside = Starlette(routes=[*pages, *login.routes_inside()], exception_handlers=faults.handlers())
    outside = Starlette(routes=[static, *login.routes_outside()], exception_handlers=faults.handlers())
    return Door(inside, outside, origins, sessions.find, faults)
