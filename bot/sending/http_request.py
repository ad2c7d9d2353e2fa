"""The HTTP client of python-telegram-bot, on aiohttp, because the connection pool of httpx is slow.

No error quotes a URL, which contains the token, or a payload, which contains user text.
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

if TYPE_CHECKING:  # a type of PTB's public signatures, from a private module
    from telegram._utils.types import ODVInput

CONNECTIONS = 64
"""Open connections at most: more than the workers and the long poll need."""
_READ_TIMEOUT, _CONNECT_TIMEOUT = 20.0, 10.0


class FloodError(TelegramError):
    """Telegram asked for a pause (429) of so many seconds."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Flood control: repeat in {seconds:g} s")
        self.seconds = seconds


class NotSentError(NetworkError):
    """The call cannot have been executed, because no connection was made."""


class TooDeepError(NetworkError):
    """The response is nested too deep to be parsed. `payload` must not be logged."""

    __slots__ = ("payload",)

    def __init__(self, payload: bytes) -> None:
        super().__init__("the response is nested too deep")
        self.payload = payload


class AiohttpRequest(BaseRequest):
    """Sends Bot API calls. One instance can serve as both of a bot's request objects.

    Args:
        on_server_time: called with the time of each response, in seconds since 1970.

    """

    __slots__ = ("_date", "_on_server_time", "_proxies", "_session")

    def __init__(self, on_server_time: Callable[[float], None] = lambda _: None) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._on_server_time, self._date = on_server_time, ""
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float | None:
        """Seconds for a response."""
        return _READ_TIMEOUT

    async def initialize(self) -> None:
        """Open the session."""
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
        """Return status and body. Raises FloodError, NotSentError, TimedOut and NetworkError."""
        if self._session is None:
            raise NotSentError("the HTTP session is not open")
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_timeout(pool_timeout, _CONNECT_TIMEOUT),
            sock_connect=_timeout(connect_timeout, _CONNECT_TIMEOUT),
            sock_read=_timeout(read_timeout, _READ_TIMEOUT),
        )
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=timeout, proxy=self._proxy(url)
            ) as response:
                status, payload = response.status, await response.read()
                self._report_time(response.headers.get("Date", ""))
        except (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError, aiohttp.ConnectionTimeoutError) as fault:
            raise NotSentError(f"cannot reach the Bot API ({type(fault).__name__})") from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as fault:
            raise NetworkError(f"cannot reach the Bot API ({type(fault).__name__})") from None
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise FloodError(_retry_after(self.parse_json_payload(payload)))
        return status, payload if status < HTTPStatus.MULTIPLE_CHOICES else _json_only(payload)

    def _proxy(self, url: str) -> str | None:
        """Return the proxy of the environment. It is cached, because aiohttp would read files at each call."""
        address = urlsplit(url)
        if address.netloc not in self._proxies:
            is_direct = proxy_bypass(address.hostname or "")
            self._proxies[address.netloc] = None if is_direct else getproxies().get(address.scheme)
        return self._proxies[address.netloc]

    def _report_time(self, date: str) -> None:
        """Report the server's time, at most once a second."""
        if date != self._date:
            self._date = date
            with suppress(ValueError):  # not a date
                self._on_server_time(parsedate_to_datetime(date).timestamp())

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse the response. Invalid JSON is a network fault, and is not quoted."""
        try:
            response = json.loads(payload)
        except ValueError:
            raise NetworkError("the response is not JSON; it may be from a proxy before the Bot API") from None
        except RecursionError:
            raise TooDeepError(payload) from None
        if not isinstance(response, dict):
            raise NetworkError("the response is not from a Bot API")
        return response


def _json_only(payload: bytes) -> bytes:
    """Replace an HTML page, such as a proxy's, because PTB would quote all of it in the error."""
    try:
        return payload if isinstance(json.loads(payload), dict) else b"{}"
    except (ValueError, RecursionError):
        return b"{}"


def _timeout(value: ODVInput[float], default: float) -> float | None:
    return value if value is None or isinstance(value, int | float) else default


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


def _retry_after(response: dict[str, Any]) -> float:
    parameters = response.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return max(float(seconds), 0.0) if isinstance(seconds, int | float) else 1.0
