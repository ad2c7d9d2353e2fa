"""The page of the measures: charts of a period, each to be saved as SVG and CSV, and the labelled questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk import forms
from bot.desk.labelled import LabelledQuestions, figure
from bot.desk.library import Library
from bot.desk.measures import PERIODS, Figure, Measures, measures
from bot.desk.rendering import STATIC, Renderer
from bot.log import describe
from bot.store.daily_counts import DailyCounts

_USUAL = 30


def _today() -> date:
    return datetime.now(UTC).date()


class MeasuresPage:
    """Shows the counts of a database, and how the content does on its labelled questions."""

    def __init__(
        self, counts: DailyCounts, library: Library, renderer: Renderer, today: Callable[[], date] = _today
    ) -> None:
        self._counts, self._library, self._renderer, self._today = counts, library, renderer, today
        self._labelled = LabelledQuestions(library)

    def routes(self) -> list[Route]:
        """Return the routes of the page, of its files and of its parts."""
        return [
            Route("/measures", self.show),
            Route("/measures/labelled", self.labelled),
            Route("/measures/labelled", self.measure, methods=["POST"]),
            Route("/measures/{name}.svg", self.svg),
            Route("/measures/{name}.csv", self.csv),
        ]

    async def show(self, request: Request) -> Response:
        """Show all figures of a period."""
        days = _days(request.query_params)
        found = await self._measures(days)
        return self._renderer.response(
            "measures", days=days, periods=PERIODS, measures=found, exist=self._labelled.exist, **await self._work()
        )

    async def svg(self, request: Request) -> Response:
        """Send a chart as a file of its own, with its colours."""
        found = await self._figure(request)
        style = f"<style>{(STATIC / 'charts.css').read_text('utf-8')}</style>"
        opened, inner = found.svg.split(">", 1)
        return _file(f"{opened}>{style}{inner}", "image/svg+xml", request, "svg")

    async def csv(self, request: Request) -> Response:
        """Send the table of a figure as a file."""
        return _file((await self._figure(request)).csv, "text/csv; charset=utf-8", request, "csv")

    async def labelled(self, _: Request) -> Response:
        """Show the labelled questions, or how far measuring them is."""
        return self._renderer.response("labelled", **await self._work())

    async def measure(self, request: Request) -> Response:
        """Start to measure the labelled questions."""
        if not self._labelled.exist:
            raise HTTPException(404, "The content folder has no questions.tsv.")
        await self._labelled.start()
        return await self.labelled(request)

    async def _work(self) -> dict[str, object]:
        work = self._labelled.work
        found = figure(work.value) if work.value else None
        is_old = found is not None and work.key != (await self._library.now()).state
        return {"work": work, "labelled": found, "is_old": is_old}

    async def _measures(self, days: int) -> Measures:
        last = self._today()
        first = last - timedelta(days=days - 1)
        try:
            counts = await self._counts.between(first, last)
        except SQLAlchemyError as fault:
            reason = f"The counts cannot be read: {describe(fault)}; check the database, and reload the page."
            raise HTTPException(503, reason) from None
        return measures(counts, first, last, (await self._library.now()).faq)

    async def _figure(self, request: Request) -> Figure:
        name = request.path_params["name"]
        if name == "labelled":
            value = self._labelled.work.value
            found = figure(value) if value else None
        else:
            found = (await self._measures(_days(request.query_params))).figure(name)
        if found is None:
            raise HTTPException(404, "There is no such figure in this period.")
        return found


def _days(query: QueryParams) -> int:
    days = forms.number(query, "days") or _USUAL
    if days not in PERIODS:
        raise HTTPException(400, f"Choose one of these periods: {', '.join(map(str, PERIODS))} days.")
    return days


def _file(text: str, media_type: str, request: Request, ending: str) -> Response:
    name = f"legwise-{request.path_params['name']}-{_days(request.query_params)}-days.{ending}"
    return Response(text, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
