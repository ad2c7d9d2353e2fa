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

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.config.proxies import Proxy
from bot.sending.proxied import LOGIN_STATUSES, NO_CONNECTION, SOCKS_FAULTS, cause_of, explain, make_session

if TYPE_CHECKING:  # a type of PTB's public signatures, from a private module
    from telegram._utils.types import ODVInput

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


class ProxyFaultError(NotSentError):
    """The proxy made no connection. The message names its setting and the cure."""


class AiohttpRequest(BaseRequest):
    """Sends Bot API calls. One instance can serve as both of a bot's request objects.

    Args:
        on_server_time: called with the time of each response, in seconds since 1970.
        proxy: makes the connections; None for direct ones.

    """

    __slots__ = ("_date", "_on_server_time", "_proxy", "_session")

    def __init__(self, on_server_time: Callable[[float], None] = lambda _: None, proxy: Proxy | None = None) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._on_server_time, self._date = on_server_time, ""
        self._proxy = proxy

    @property
    def read_timeout(self) -> float | None:
        """Seconds for a response."""
        return _READ_TIMEOUT

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            self._session = make_session(self._proxy)

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
            async with self._session.request(method, url, data=_form(request_data), timeout=timeout) as response:
                status, payload = response.status, await response.read()
                self._report_time(response.headers.get("Date", ""))
        except (aiohttp.ClientError, OSError, *SOCKS_FAULTS) as fault:
            raise self._error(cause_of(fault)) from None
        # The Bot API's own 401, for a wrong token, is JSON.
        if self._proxy is not None and status in LOGIN_STATUSES and _json_only(payload) != payload:
            raise ProxyFaultError(explain(self._proxy, HTTPStatus(status)))
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise FloodError(_retry_after(self.parse_json_payload(payload)))
        return status, payload if status < HTTPStatus.MULTIPLE_CHOICES else _json_only(payload)

    def _error(self, fault: BaseException) -> NetworkError:
        """Return the error of a call that got no response."""
        way = f" through the proxy in {self._proxy.setting}" if self._proxy else ""
        message = f"cannot reach the Bot API{way} ({type(fault).__name__})"
        if isinstance(fault, NO_CONNECTION):
            return ProxyFaultError(explain(self._proxy, fault)) if self._proxy else NotSentError(message)
        return TimedOut() if isinstance(fault, TimeoutError) else NetworkError(message)

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
