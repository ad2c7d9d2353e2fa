"""Reads the forms of requests: a field that is missing or too long is the sender's mistake."""

from __future__ import annotations

from starlette.datastructures import FormData, QueryParams
from starlette.exceptions import HTTPException

MAX_TEXT = 4096
"""Characters of a message, as in Telegram."""


def text(form: FormData | QueryParams, name: str, default: str | None = None, longest: int = MAX_TEXT) -> str:
    """Return a field. Raises HTTPException."""
    value = form.get(name, default)
    if not isinstance(value, str):
        raise HTTPException(400, f"The field {name} is missing.")
    if len(value) > longest:
        raise HTTPException(413, f"The field {name} is longer than {longest:,} characters.")
    return value


def number(form: FormData | QueryParams, name: str) -> int | None:
    """Return a field that is a number; None if it is empty or missing. Raises HTTPException."""
    value = text(form, name, "", 20)
    if not value:
        return None
    if not (value.isascii() and value.isdigit()):
        raise HTTPException(400, f"The field {name} is not a number.")
    return int(value)
