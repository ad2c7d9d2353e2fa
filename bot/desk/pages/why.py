"""The panel that shows why a message was answered as it was."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk.pages.chat import chat_name
from bot.desk.rendering import Renderer
from bot.desk.trial.client import UnknownMessageError
from bot.desk.trial.reasons import NoReasonsError, Reasoner, Reasons
from bot.desk.trial.trial import Trial
from bot.desk.trial.verdict import EXCUSES, alarm, needed_lead, verdict

CANDIDATES = 5
"""Entries that are shown with their scores."""
RULES = 5
"""Red-flag rules that are shown."""


class WhyPage:
    """The reasons of the answers in a trial."""

    def __init__(self, trial: Trial, renderer: Renderer) -> None:
        self._reasoner, self._renderer = Reasoner(trial), renderer

    def routes(self) -> list[Route]:
        """Return the route of the panel."""
        return [Route("/why/{chat}/{message:int}", self.show)]

    async def show(self, request: Request) -> Response:
        """Show why a message was answered as it was."""
        try:
            reasons = await self._reasoner.reasons(chat_name(request), request.path_params["message"])
        except UnknownMessageError as fault:
            raise HTTPException(404, f"{fault}.") from None
        except NoReasonsError as nothing:
            return self._renderer.response("why_nothing", reason=str(nothing))
        return self._renderer.response("why", **_values(reasons))


def _values(reasons: Reasons) -> dict[str, object]:
    about = reasons.context.about if reasons.context else None
    return {
        "why": reasons, "verdict": verdict(reasons), "alarm": alarm(reasons), "about": about, "excuses": EXCUSES,
        "needed_lead": needed_lead(reasons),
        "candidates": reasons.outcome.candidates[:CANDIDATES], "rules": reasons.rules[:RULES],
        "questions": {match.entry.id: match.entry.question for match in reasons.outcome.candidates},
    }  # fmt: skip
