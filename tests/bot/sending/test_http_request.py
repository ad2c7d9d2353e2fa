"""The HTTP client: which errors mean that a call was not sent. `test_proxied` has the errors of proxies."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from telegram.error import NetworkError

from bot.sending.http_request import AiohttpRequest, FloodError, NotSentError
from bot.simulator import TOKEN, ApiError, ConnectionDroppedError, serve
from tests.bot.database_fixtures import NOON


@pytest_asyncio.fixture
async def http() -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest()
    await request.initialize()
    yield request
    await request.shutdown()


async def test_without_a_connection_the_call_was_not_sent(http: AiohttpRequest) -> None:
    with pytest.raises(NotSentError, match="cannot reach the Bot API"):
        await http.post(f"http://127.0.0.1:9/bot{TOKEN}/sendMessage")


async def test_if_the_connection_is_dropped_the_call_may_have_been_sent(http: AiohttpRequest) -> None:
    async with serve() as server:
        server.api.fail("sendMessage", ConnectionDroppedError())
        with pytest.raises(NetworkError) as fault:
            await http.post(f"{server.url}/bot{TOKEN}/sendMessage")
        assert not isinstance(fault.value, NotSentError)


async def test_a_429_is_a_flood_error_with_the_seconds_to_wait(http: AiohttpRequest) -> None:
    async with serve() as server:
        server.api.fail("getMe", ApiError(429, "Too Many Requests: retry after 7", retry_after=7))
        with pytest.raises(FloodError) as flooded:
            await http.post(f"{server.url}/bot{TOKEN}/getMe")
    assert flooded.value.seconds == 7.0


async def test_before_it_is_initialised_no_call_can_be_made() -> None:
    with pytest.raises(NotSentError, match="not open"):
        await AiohttpRequest().post(f"http://127.0.0.1:9/bot{TOKEN}/getMe")


@pytest.mark.parametrize("payload", [b"<html>Bad Gateway</html>", b"[1]", b"\xff"])
def test_a_response_that_is_no_json_object_is_a_network_fault_that_does_not_quote_it(payload: bytes) -> None:
    with pytest.raises(NetworkError, match=r"^the response is not") as fault:
        AiohttpRequest.parse_json_payload(payload)
    assert "Gateway" not in str(fault.value)


def test_a_response_without_a_valid_date_reports_no_time() -> None:
    reported: list[float] = []
    http = AiohttpRequest(reported.append)
    for date in ("", "soon", "Sun, 99 Nov 2026 12:00:00 GMT", "Sun, 22 Nov 2026 12:00:00 GMT"):
        http._report_time(date)
    assert reported == [NOON]
