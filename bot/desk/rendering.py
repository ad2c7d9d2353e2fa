"""Renders the templates. Every value is escaped, but for HTML that this package made itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.desk.sessions import CURRENT

PAGES = (("/", "Try it"), ("/gaps", "Gaps"), ("/content", "Content"), ("/measures", "Measures"))
"""The pages in the menu: path and title."""
STATIC = Path(__file__).parent / "static"


class Renderer:
    """Renders a page, or a part of one that htmx puts in place.

    Args:
        source: names the database in which questions and counts are.

    """

    def __init__(self, source: str) -> None:
        self._templates = Environment(
            loader=PackageLoader("bot.desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self._templates.globals |= {"pages": PAGES, "source": source}

    def response(self, template: str, **values: Any) -> HTMLResponse:
        """Return the response with a template."""
        page = self._templates.get_template(f"{template}.html").render(values, session=CURRENT.get())
        return HTMLResponse(page)
