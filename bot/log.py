"""What is logged and what never is: no word that a person wrote, and no secret.

Libraries that log addresses (Telegram's address holds the token) or payloads speak from WARNING on only,
and whatever they say, the secrets are struck out of the finished line, traceback included. Every line that is
logged while an update is answered carries its number. What thousands meet is not told thousands of times.
"""

from __future__ import annotations

import logging
import traceback
from contextlib import AbstractContextManager
from pathlib import Path

from pydantic import SecretStr
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import Processor

from bot.often import RepeatFilter

_TALKATIVE = (
    "httpx", "httpcore", "aiohttp", "telegram", "asyncio", "aiosqlite", "alembic", "sqlalchemy", "uvicorn",
    "watchfiles",
)  # fmt: skip
STRUCK_OUT = "[token]"


class Redacting(ProcessorFormatter):
    """Formats a record of any library's, and strikes the secrets out of all of it."""

    def __init__(self, *secrets: SecretStr, as_json: bool = False) -> None:
        stamp = TimeStamper(fmt="iso", utc=True)
        told: list[Processor] = [merge_contextvars, add_log_level, add_logger_name, stamp]
        super().__init__(foreign_pre_chain=told, processors=[self.remove_processors_meta, *_rendered(as_json=as_json)])
        self._secrets = tuple(filter(None, (secret.get_secret_value() for secret in secrets)))

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, without the secrets."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, STRUCK_OUT)
        return line


def set_up(*secrets: SecretStr, as_json: bool = False) -> None:
    """Log to standard error, as text or as one JSON object a line."""
    handler = logging.StreamHandler()
    handler.addFilter(RepeatFilter())
    handler.setFormatter(Redacting(*secrets, as_json=as_json))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def about_update(update_id: int) -> AbstractContextManager[None]:
    """While it lasts, every line that this task and the tasks it starts log carries `update=` and the number."""
    return bound_contextvars(update=update_id)


def where(error: BaseException) -> str:
    """An error's kind and place, without its message: a message can quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def _rendered(*, as_json: bool) -> tuple[Processor, ...]:
    if as_json:
        return (format_exc_info, JSONRenderer(ensure_ascii=False))
    # A traceback without the values of variables, which hold what people wrote.
    return (ConsoleRenderer(colors=False, pad_event_to=0, exception_formatter=plain_traceback),)
