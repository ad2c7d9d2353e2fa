"""The routes of the desk, on one screen."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.desk.pages.chat import ChatPage
from bot.desk.pages.why import WhyPage
from bot.desk.rendering import STATIC, Renderer
from bot.desk.security import Door
from bot.desk.trial.trial import Trial


def build_app(trial: Trial, hosts: Collection[str]) -> Door:
    """Return the application, which answers requests to these hosts."""
    token = secrets.token_urlsafe(32)
    renderer = Renderer(token)
    routes = [
        *ChatPage(trial, renderer).routes(),
        *WhyPage(trial, renderer).routes(),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Door(Starlette(routes=routes), hosts, token)
