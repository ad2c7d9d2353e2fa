"""Calls that succeed, are refused, or meet an injected fault."""

from __future__ import annotations

import aiohttp
import pytest

from bot.simulator import ApiError, BotApi, ConnectionDroppedError, Delay, ExecutedThen, Recurring
from tests.bot.sample_updates import PRIVATE, said
from tests.bot.simulator.calls import call, refusal
from tests.bot.simulator.client import Client


def test_the_case_of_a_method_is_ignored_and_an_unknown_method_is_refused(api: BotApi) -> None:
    call(api, "SENDMESSAGE", chat_id=77, text="<blockquote expandable>x</blockquote>", parse_mode="html")
    assert api.posted[-1]["entities"] == [{"type": "expandable_blockquote", "offset": 0, "length": 1}]
    assert "method not found" in refusal(api, "sendTelepathy")


def test_a_fault_meets_the_given_number_of_calls(api: BotApi) -> None:
    api.fail("sendMessage", ApiError(429, "Too Many Requests: retry after 5", retry_after=5), times=2)
    api.fail("sendMessage", ConnectionDroppedError())
    api.fail("sendMessage", ExecutedThen(ApiError(502, "Bad Gateway")))
    for expected in (ApiError, ApiError, ConnectionDroppedError, ApiError):
        with pytest.raises(expected):
            call(api, "sendMessage", chat_id=77, text="x")
    assert len(api.calls_of("sendMessage")) == 1, "the last was carried out all the same"
    assert api.refused == [], "a fault is not the bot's mistake"


async def test_recurring_faults_meet_every_nth_call_of_their_method(api: BotApi) -> None:
    api.recurring.append(Recurring("sendMessage", 3, [ApiError(502, "Bad Gateway"), ConnectionDroppedError()]))
    faults: list[type[Exception] | None] = []
    for number in range(7):
        await api.answer("getMe", {})
        try:
            await api.answer("sendMessage", {"chat_id": "77", "text": str(number)})
            faults.append(None)
        except (ApiError, ConnectionDroppedError) as fault:
            faults.append(type(fault))
    assert faults == [None, None, ApiError, None, None, ConnectionDroppedError, None]


async def test_faults_reach_the_client_over_http(client: Client) -> None:
    api = client.server.api
    api.record(said("hi"))
    api.fail("sendMessage", ApiError(429, "Too Many Requests: retry after 5", retry_after=5))
    api.fail("sendMessage", ExecutedThen(ApiError(502, "Bad Gateway")))
    assert [await _send(client) for _ in range(3)] == [429, 502, 200]
    assert len(api.posted) == 2, "the 502 was for a message that was sent"
    api.fail("sendMessage", ConnectionDroppedError())
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await _send(client)
    api.fail("sendMessage", Delay(10.0))
    await _send(client)
    assert api.clock.slept == [10.0]


async def _send(client: Client) -> int:
    return (await client("sendMessage", chat_id=PRIVATE["id"], text="hello"))[0]
