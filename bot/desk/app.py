"""The routes of the desk, on one screen."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.desk.edits import Edits
from bot.desk.gap_list import GapList
from bot.desk.library import Library
from bot.desk.pages.chat import ChatPage
from bot.desk.pages.content import ContentPages
from bot.desk.pages.edits import EditsPage
from bot.desk.pages.entry_editing import EntryEditing
from bot.desk.pages.gaps import GapsPage
from bot.desk.pages.measures import MeasuresPage
from bot.desk.rendering import STATIC, Renderer
from bot.desk.security import Door
from bot.desk.trial.trial import Trial
from bot.store.daily_counts import DailyCounts
from bot.store.shared_questions import SharedQuestions
from faq.paths import PACKAGED


def build_app(trial: Trial, hosts: Collection[str]) -> Door:
    """Return the application, which answers requests to these hosts."""
    token = secrets.token_urlsafe(32)
    renderer = Renderer(token)
    settings = trial.settings
    library = Library(settings.content or PACKAGED, settings.model)
    shared = SharedQuestions(trial.runtime.engine, settings.crypto())
    edits, gaps = Edits(library, shared), GapList(library, shared)
    routes = [
        *ChatPage(trial, renderer).routes(),
        *ContentPages(library, renderer).routes(),
        *EntryEditing(library, edits, gaps, renderer).routes(),
        *GapsPage(gaps, edits, library, renderer).routes(),
        *EditsPage(edits, renderer).routes(),
        *MeasuresPage(DailyCounts(trial.runtime.engine), library, renderer).routes(),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Door(Starlette(routes=routes), hosts, token)
