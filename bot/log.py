"""What is logged and what never is: no word that a person wrote, and not the token.

Libraries that log addresses (Telegram's address holds the token) or payloads speak from WARNING on only,
and whatever they say, the token is struck out of the finished line, traceback included.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from pydantic import SecretStr

_TALKATIVE = ("httpx", "httpcore", "aiohttp", "telegram", "asyncio", "aiosqlite", "sqlalchemy")
STRUCK_OUT = "[token]"


class Redacting(logging.Formatter):
    """Formats a record and strikes the token out of all of it."""

    def __init__(self, token: SecretStr) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, without the token."""
        return super().format(record).replace(self._token.get_secret_value(), STRUCK_OUT)


def set_up(token: SecretStr) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def where(error: BaseException) -> str:
    """An error's kind and place, without its message: a message can quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
