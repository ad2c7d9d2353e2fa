"""The report of the measures: one HTML file without scripts, which needs nothing else, or JSON. `legwise report`."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from bot.config.settings import StoreSettings
from bot.desk.labelled import Version, figure, measured
from bot.desk.measures import Figure, Measures, measures
from bot.desk.rendering import STATIC, Renderer
from bot.store.daily_counts import DailyCounts
from bot.store.database import open_readonly
from faq.engine import open_engine
from faq.errors import OperatorError
from faq.files import replace_file
from faq.loading import load
from faq.paths import PACKAGED, QUESTIONS
from faq.progress import EncodingProgress

SCHEMA = 1
"""Of the JSON object; it is raised when a key changes its meaning."""


async def report(settings: StoreSettings, today: date, days: int, *, as_json: bool) -> str:
    """Return the report of the last days up to today. Raises OperatorError."""
    first, folder = today - timedelta(days=days - 1), settings.content or PACKAGED
    async with open_readonly(settings.database_url.get_secret_value()) as engine:
        counts = await DailyCounts(engine).between(first, today)
    found = measures(counts, first, today, load(folder))
    versions = _labelled(folder, settings.model)
    return _json(found, versions) if as_json else _html(found, versions)


def write(text: str, file: Path) -> None:
    """Write a report, in place of any file of that name. Raises OperatorError."""
    try:
        replace_file(file, text.encode(), 0o644)
    except OSError as fault:
        raise OperatorError(f"{file}: cannot be written ({fault.strerror}); name another file by --out") from None


def _labelled(folder: Path, model: str | None) -> tuple[Version, ...]:
    """Measure the content on its labelled questions, if it has any."""
    if not (folder / QUESTIONS).is_file():
        return ()
    with EncodingProgress() as progress:
        return measured(folder, open_engine(model), (), progress)


def _html(found: Measures, versions: tuple[Version, ...]) -> str:
    style = "\n".join((STATIC / name).read_text("utf-8") for name in ("charts.css", "report.css"))
    figures = (*found.figures, *((figure(versions),) if versions else ()))
    response = Renderer("").response("report", measures=found, figures=figures, style=style, days=None)
    return bytes(response.body).decode()


def _json(found: Measures, versions: tuple[Version, ...]) -> str:
    report = {
        "schema": SCHEMA,
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "headlines": {each.title: " ".join(filter(None, (each.value, each.detail))) for each in found.headlines},
        "figures": {each.chart.name: _object(each) for each in found.figures},
        "labelled": [
            {"version": each.title, "questions": each.questions, "figures": each.figures} for each in versions
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _object(figure: Figure) -> dict[str, object]:
    return {"title": figure.chart.title, "columns": figure.header, "rows": figure.rows}
