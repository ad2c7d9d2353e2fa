"""How python-telegram-bot reaches the Bot API: one aiohttp session, whose pool does not scan as httpx's does.

Knows HTTP and Telegram's envelope for a flood (429). Raises no error that quotes an address or a payload:
the address holds the token, the payload what people wrote.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

if TYPE_CHECKING:  # python-telegram-bot names this type in public signatures, but keeps it in a private place
    from telegram._utils.types import ODVInput

CONNECTIONS = 64
"""Open connections at most: more than the workers need, with one for the long poll."""
_READ, _CONNECT = 20.0, 10.0


class FloodError(TelegramError):
    """Telegram wants a pause (429): `seconds` until the call may be repeated."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Flood control: repeat in {seconds:g} s")
        self.seconds = seconds


class NotSentError(NetworkError):
    """The call cannot have been carried out: no connection was made."""


class AiohttpRequest(BaseRequest):
    """Sends Bot API calls. May serve as both of a bot's request objects.

    Args:
        heard: is told the server's time, in seconds since 1970, whenever an answer tells it.

    """

    __slots__ = ("_date", "_heard", "_proxies", "_session")

    def __init__(self, heard: Callable[[float], None] = lambda _: None) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._heard, self._date = heard, ""
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take."""
        return _READ

    async def initialize(self) -> None:
        """Open the session, unless it is open."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(connector=connector)

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - aiohttp has none
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:  # fmt: skip
        """Make one call; return HTTP's code and the body. Raises FloodError, NotSentError, TimedOut or NetworkError."""
        if self._session is None:
            raise NetworkError("the transport is not open")
        limits = aiohttp.ClientTimeout(
            total=None, sock_read=_given(read_timeout, _READ), sock_connect=_given(connect_timeout, _CONNECT),
            connect=_given(pool_timeout, _CONNECT),
        )  # fmt: skip
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=limits, proxy=self._proxy(url)
            ) as response:
                code, payload = response.status, await response.read()
                self._hear(response.headers.get("Date", ""))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as fault:
            raise NotSentError(f"cannot reach the Bot API ({type(fault).__name__})") from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as fault:
            raise NetworkError(f"cannot reach the Bot API ({type(fault).__name__})") from None
        if code == HTTPStatus.TOO_MANY_REQUESTS:
            raise FloodError(_pause(self.parse_json_payload(payload)))
        return code, payload if code < HTTPStatus.MULTIPLE_CHOICES else _unquoted(payload)

    def _proxy(self, url: str) -> str | None:
        """The proxy that the environment names for an address. aiohttp would look in files for it at each call."""
        place = urlsplit(url)
        if place.netloc not in self._proxies:
            past = proxy_bypass(place.hostname or "")
            self._proxies[place.netloc] = None if past else getproxies().get(place.scheme)
        return self._proxies[place.netloc]

    def _hear(self, date: str) -> None:
        """Pass the server's time on, once a second at most."""
        if date != self._date:
            self._date = date
            with suppress(ValueError):  # it is no date
                self._heard(parsedate_to_datetime(date).timestamp())

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read the envelope. A body that is not one is a network fault, and is not quoted."""
        try:
            envelope = json.loads(payload)
        except ValueError:
            raise NetworkError("the answer is not JSON; something stands between here and the Bot API") from None
        if not isinstance(envelope, dict):
            raise NetworkError("the answer is not from a Bot API")
        return envelope


def _unquoted(payload: bytes) -> bytes:
    """A refusal as it is, or nothing in place of a page that is none: it would be quoted whole in the error."""
    try:
        return payload if isinstance(json.loads(payload), dict) else b"{}"
    except ValueError:
        return b"{}"


def _given(timeout: ODVInput[float], usual: float) -> float | None:
    return timeout if timeout is None or isinstance(timeout, int | float) else usual


def _form(request_data: RequestData | None) -> aiohttp.FormData | None:
    if request_data is None:
        return None
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    if request_data.contains_files:
        for name, (filename, content, kind) in request_data.multipart_data.items():
            form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _pause(envelope: dict[str, Any]) -> float:
    parameters = envelope.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return max(float(seconds), 0.0) if isinstance(seconds, int | float) else 1.0
