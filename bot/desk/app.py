"""The routes of the desk, on one screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.desk.database import DeskDatabase
from bot.desk.edits import Edits
from bot.desk.faults import FaultPages
from bot.desk.gap_list import GapList
from bot.desk.library import Library
from bot.desk.login import Login, LoginThrottle
from bot.desk.pages.chat import ChatPage
from bot.desk.pages.content import ContentPages
from bot.desk.pages.edits import EditsPage
from bot.desk.pages.entry_editing import EntryEditing
from bot.desk.pages.gaps import GapsPage
from bot.desk.pages.measures import MeasuresPage
from bot.desk.pages.why import WhyPage
from bot.desk.rendering import STATIC, Renderer
from bot.desk.security import SecurityMiddleware
from bot.desk.sessions import Session, Sessions
from bot.desk.trial.trial import Trial
from bot.store.daily_counts import DailyCounts
from bot.store.shared_questions import SharedQuestions
from faq.paths import PACKAGED


def build_app(
    trial: Trial,
    database: DeskDatabase,
    origins: Mapping[str, str],
    password_hash: str | None = None,
    clock: Callable[[], float] = time.time,
) -> SecurityMiddleware:
    """Return the application, which has these origins by their hosts. Without a password everyone has a session."""
    renderer = Renderer(database.label)
    faults = FaultPages(renderer)
    static = Mount("/static", StaticFiles(directory=STATIC))
    pages = [
        *ChatPage(trial, renderer).routes(),
        *WhyPage(trial, renderer).routes(),
        *_curating(trial, database, renderer),
        static,
    ]
    if password_hash is None:
        everyone = Session.new(has_login=False)
        app = Starlette(routes=pages, exception_handlers=faults.handlers())
        return SecurityMiddleware(app, app, origins, lambda _: everyone, faults)
    sessions = Sessions(clock)
    login = Login(password_hash, sessions, renderer, LoginThrottle(clock))
    inside = Starlette(routes=[*pages, *login.routes_with_session()], exception_handlers=faults.handlers())
    outside = Starlette(routes=[static, *login.routes_without_session()], exception_handlers=faults.handlers())
    return SecurityMiddleware(inside, outside, origins, sessions.find, faults)


def _curating(trial: Trial, database: DeskDatabase, renderer: Renderer) -> list[Route]:
    """Return the routes of the pages on which the content is curated."""
    library = Library(trial.settings.content or PACKAGED, trial.settings.model)
    shared = SharedQuestions(database.engine, database.crypto)
    edits, gaps = Edits(library, shared), GapList(library, shared)
    return [
        *GapsPage(gaps, edits, library, renderer).routes(),
        *ContentPages(library, renderer).routes(),
        *EntryEditing(library, edits, gaps, renderer).routes(),
        *EditsPage(edits, renderer).routes(),
        *MeasuresPage(DailyCounts(database.engine), library, renderer).routes(),
    ]
