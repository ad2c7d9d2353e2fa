"""Logging: text or JSON on standard error, without user text and secrets.

Lines that are logged while an update is processed carry its number.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import Processor

from bot.errors import cause

# Below WARNING they log URLs, which hold the token, and payloads.
_NOISY = (
    "aiohttp",
    "aiosqlite",
    "alembic",
    "asyncio",
    "httpcore",
    "httpx",
    "sqlalchemy",
    "telegram",
    "uvicorn",
    "watchfiles",
)
REDACTED = "[token]"
MAX_REPEATS, REPEAT_WINDOW = 20, 10.0
"""Messages of one template that are logged in so many seconds."""
MAX_TEMPLATES = 1000
"""Templates in memory at most: a library that formats its own messages makes a template of each."""


class RedactingFormatter(ProcessorFormatter):
    """Replaces the secrets in lines and tracebacks of all libraries."""

    def __init__(self, *secrets: SecretStr, as_json: bool = False) -> None:
        timestamp = TimeStamper(fmt="iso", utc=True)
        fields: list[Processor] = [merge_contextvars, add_log_level, add_logger_name, timestamp]
        renderers = _renderers(as_json=as_json)
        super().__init__(foreign_pre_chain=fields, processors=[self.remove_processors_meta, *renderers])
        self._secrets = tuple(filter(None, (secret.get_secret_value() for secret in secrets)))

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without the secrets."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, REDACTED)
        return line


@dataclass(slots=True)
class _Window:
    start: float
    count: int = 0


class RepeatFilter(logging.Filter):
    """Limits repeated messages of one logger and template; the next one that is logged gives the number dropped."""

    def __init__(
        self, limit: int = MAX_REPEATS, window: float = REPEAT_WINDOW, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._limit, self._window, self._clock = limit, window, clock
        self._windows: dict[tuple[str, object], _Window] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a message is logged."""
        now, template = self._clock(), (record.name, record.msg)
        window = self._windows.get(template)
        if window is None or now - window.start >= self._window:
            self._add_dropped(record, window)
            window = self._open(template, now)
        window.count += 1
        return window.count <= self._limit

    def _open(self, template: tuple[str, object], now: float) -> _Window:
        self._windows.pop(template, None)
        while len(self._windows) >= MAX_TEMPLATES:
            del self._windows[next(iter(self._windows))]
        window = self._windows[template] = _Window(now)
        return window

    def _add_dropped(self, record: logging.LogRecord, window: _Window | None) -> None:
        if window is not None and window.count > self._limit:
            record.msg = f"{record.getMessage()} (and {window.count - self._limit} more like it before)"
            record.args = ()


def set_up(*secrets: SecretStr, as_json: bool = False, level: int = logging.INFO) -> None:
    """Log to standard error, as text or as one JSON object a line, what is at least so severe."""
    handler = logging.StreamHandler()
    handler.addFilter(RepeatFilter())
    handler.setFormatter(RedactingFormatter(*secrets, as_json=as_json))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def update_context(update_id: int) -> AbstractContextManager[None]:
    """Add `update=` and the number to all lines of this task and of the tasks it starts."""
    return bound_contextvars(update=update_id)


def describe(error: BaseException) -> str:
    """Return an error's class, location and cause, but not its message, which may quote user text."""
    frames = traceback.extract_tb(error.__traceback__)
    location = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    known = cause(error)
    return f"{type(error).__name__}{location}{f': {known.reason}' if known else ''}"


def _renderers(*, as_json: bool) -> tuple[Processor, ...]:
    if as_json:
        return (format_exc_info, JSONRenderer(ensure_ascii=False))
    # The values of variables, which hold user text, are not in a plain traceback.
    return (ConsoleRenderer(colors=False, pad_event_to=0, exception_formatter=plain_traceback),)
