"""Retries: calls are repeated if that can help, and a pause delays its own chat or method only."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.sending.client import make_bot
from bot.sending.doubt import MAX_POSTS, MAX_URGENT_POSTS, InDoubtError, counting_doubts
from bot.sending.http_request import AiohttpRequest, FloodError, NotSentError
from bot.sending.pacing import LONGEST_PAUSE, Limits, SendLimiter
from bot.sending.rate_limiter import ApiResult, RetryingRateLimiter, high_priority
from bot.simulator import TOKEN, ApiError, BotApi, ExecutedThen, serve
from bot.simulator.flood_control import FloodControl
from tests.bot.fake_request import FakeRequest
from tests.bot.fake_time import fake_time, run_in_fake_time

GROUP, PERSON = -100, 300
DOUBTFUL = [NetworkError("Bad Gateway"), TimedOut(), NetworkError("cannot reach the Bot API (ServerDisconnectedError)")]


@dataclass
class Recorder:
    """Records what happens to calls."""

    events: list[str] = field(default_factory=list)

    def flooded(self) -> None:
        self.events.append("flood")

    def repeated(self, *, doubtful: bool) -> None:
        self.events.append("doubtful" if doubtful else "again")


@dataclass
class Server:
    """Fails calls with errors, in turn, and then succeeds. Records when each came."""

    errors: list[TelegramError] = field(default_factory=list)
    came: list[tuple[float, str]] = field(default_factory=list)
    recorder: Recorder = field(default_factory=Recorder)

    def __post_init__(self) -> None:
        self.rate_limiter = RetryingRateLimiter(SendLimiter(Limits()), self.recorder)

    async def call(self, method: str, **data: Any) -> ApiResult:
        async def once() -> ApiResult:
            self.came.append((asyncio.get_running_loop().time() - 1000, method))
            if self.errors:
                raise self.errors.pop(0)
            return True

        return await self.rate_limiter.process_request(once, (), {}, method, data, None)


@pytest.mark.parametrize("fault", DOUBTFUL)
def test_a_message_that_may_have_been_posted_is_posted_again_and_marked(
    fault: NetworkError, caplog: pytest.LogCaptureFixture
) -> None:
    server = Server([fault])
    run_in_fake_time(_returns(server, "sendMessage", True))
    assert (len(server.came), server.recorder.events) == (2, ["doubtful"])
    assert "it may be posted twice" in caplog.text


@pytest.mark.parametrize("fault", [NetworkError("Bad Gateway"), NotSentError("no connection")])
def test_the_error_of_the_last_attempt_is_raised(fault: NetworkError) -> None:
    method = "sendMessage" if isinstance(fault, NotSentError) else "editMessageText"
    server = Server([fault] * 9)
    run_in_fake_time(_returns(server, method, fault))
    assert (len(server.came), server.recorder.events) == (4, ["again"] * 3)


@fake_time
async def test_a_message_in_doubt_is_posted_three_times_in_all_attempts_at_an_update() -> None:
    server = Server([NetworkError("Bad Gateway")] * 9)
    with counting_doubts():
        pauses = [await _pause(server) for _ in range(4)]
    assert pauses == [30.0, None, None, None]
    assert len(server.came) == MAX_POSTS


@fake_time
async def test_faults_in_which_nothing_was_posted_do_not_count_as_doubts() -> None:
    unsent: list[TelegramError] = [NotSentError("no connection")] * 4
    server = Server([NetworkError("Bad Gateway"), *unsent, *unsent, *unsent, FloodError(60.0)])
    with counting_doubts():
        for error in (NotSentError, NotSentError, NotSentError, FloodError):
            with pytest.raises(error):
                await server.call("sendMessage", chat_id=PERSON)
        server.errors = [TimedOut()]
        with pytest.raises(FloodError):
            await server.call("sendMessage", chat_id=PERSON)
        await asyncio.sleep(60)
        assert await _pause(server) == 30.0, "the second doubt"
        assert await server.call("sendMessage", chat_id=PERSON) is True


@fake_time
async def test_a_message_that_is_posted_ends_the_doubts_about_it() -> None:
    server = Server()
    with counting_doubts():
        for _ in range(5):
            server.errors = [TimedOut()]
            assert await server.call("sendMessage", chat_id=PERSON) is True


@fake_time
async def test_an_emergency_in_doubt_is_tried_on_for_much_longer() -> None:
    server = Server([NetworkError("Bad Gateway")] * 99)
    with counting_doubts(), high_priority():
        pauses = [await _pause(server) for _ in range(MAX_URGENT_POSTS)]
    assert pauses == [5.0] * (MAX_URGENT_POSTS - 2) + [None] * 2
    assert len(server.came) == MAX_URGENT_POSTS


@fake_time
async def test_each_update_has_doubts_of_its_own() -> None:
    server = Server([NetworkError("Bad Gateway")] * 4)
    for _ in range(2):
        with counting_doubts():
            assert await _pause(server) == 30.0


async def _pause(server: Server) -> float | None:
    """Return the pause after which a message in doubt may be posted again."""
    with pytest.raises(InDoubtError) as doubt:
        await server.call("sendMessage", chat_id=PERSON)
    return doubt.value.retry_after


def test_a_message_that_was_not_sent_is_repeated_and_not_marked() -> None:
    server = Server([NotSentError("no connection")] * 3)
    run_in_fake_time(_returns(server, "sendMessage", True))
    assert server.recorder.events == ["again"] * 3
    assert [at for at, _ in server.came] == pytest.approx([0, 0.5, 1.5, 3.5], abs=0.3)


@pytest.mark.parametrize("method", ["editMessageText", "deleteMessage", "answerCallbackQuery", "setMyCommands"])
def test_an_idempotent_call_is_repeated_and_not_marked(method: str) -> None:
    server = Server([NetworkError("Bad Gateway"), TimedOut(), NetworkError("Internal Server Error")])
    run_in_fake_time(_returns(server, method, True))
    assert server.recorder.events == ["again"] * 3


def test_a_deletion_that_was_executed_without_a_response_is_a_success() -> None:
    gone = BadRequest("Bad Request: message to delete not found")
    run_in_fake_time(_returns(Server([TimedOut(), gone]), "deleteMessage", True))
    run_in_fake_time(_returns(Server([gone]), "deleteMessage", gone))


@pytest.mark.parametrize("error", [BadRequest("no"), Forbidden("no"), InvalidToken()])
def test_a_refusal_is_final(error: TelegramError) -> None:
    server = Server([error])
    run_in_fake_time(_returns(server, "sendMessage", error))
    assert len(server.came) == 1


@fake_time
async def test_a_pause_delays_its_chat_and_no_other_and_no_press() -> None:
    server = Server([FloodError(5.0)])
    first = asyncio.create_task(server.call("sendMessage", chat_id=GROUP))
    await asyncio.sleep(0.1)
    await server.call("editMessageText", chat_id=PERSON)
    await server.call("answerCallbackQuery")
    await server.call("getChatMember", chat_id=GROUP)
    await server.call("editMessageText", chat_id=GROUP)
    await first
    assert [at for at, _ in server.came] == pytest.approx([0, 0.1, 0.1, 0.1, 5, 5], abs=0.01)
    assert server.came[4][1] == "sendMessage", "the first call passes first"
    assert server.recorder.events == ["flood"]


@fake_time
async def test_a_long_pause_puts_off_this_call_and_the_next_ones_at_once() -> None:
    server = Server([FloodError(LONGEST_PAUSE + 40)])
    for _ in range(2):
        with pytest.raises(FloodError) as flooded:
            await server.call("sendMessage", chat_id=GROUP)
        assert flooded.value.seconds == pytest.approx(LONGEST_PAUSE + 40, abs=0.01)
    assert len(server.came) == 1, "Telegram is not asked again"
    await server.call("sendMessage", chat_id=PERSON)


@fake_time
async def test_a_pause_of_one_method_delays_nothing_else() -> None:
    server = Server([FloodError(3600.0)])
    with pytest.raises(FloodError):
        await server.call("setMyCommands")
    await server.call("sendMessage", chat_id=GROUP)
    await server.call("answerInlineQuery")
    assert [at for at, _ in server.came] == pytest.approx([0, 0, 0], abs=0.01)


def test_endless_pauses_put_off_the_update() -> None:
    flooded = FloodError(1.0)
    server = Server([flooded] * 9)
    run_in_fake_time(_returns(server, "sendMessage", flooded))
    assert len(server.came) == 4


@fake_time
async def test_an_urgent_message_passes_before_those_that_wait_in_its_chat() -> None:
    server = Server()
    waiting = [asyncio.create_task(server.call("sendMessage", chat_id=GROUP)) for _ in range(6)]
    await asyncio.sleep(0.1)
    with high_priority():
        await server.call("sendPhoto", chat_id=GROUP)
    assert [method for _, method in server.came] == ["sendMessage"] * 2 + ["sendPhoto"]
    with high_priority(when=False):
        await server.call("editMessageText", chat_id=GROUP)
    assert [method for _, method in server.came][-1] == "editMessageText", "after all that waited"
    await asyncio.gather(*waiting)


async def _returns(server: Server, method: str, expected: object) -> None:
    """Make a call, and check its result or error."""
    try:
        result: object = await server.call(method, chat_id=PERSON)
    except TelegramError as error:
        result = error
    assert result == expected


async def test_over_http_a_502_after_the_message_was_posted_is_one_duplicate_and_no_loss() -> None:
    recorder = Recorder()
    http = AiohttpRequest()
    await http.initialize()
    async with serve() as server:
        server.api.record(_said(PERSON, "private"))
        bot = make_bot(TOKEN, server.url, http, RetryingRateLimiter(SendLimiter(Limits()), recorder, delays=(0.0,)))
        server.api.fail("sendMessage", ExecutedThen(ApiError(502, "Bad Gateway")))
        await bot.send_message(PERSON, "hello")
        assert (len(server.calls("sendMessage")), recorder.events) == (2, ["doubtful"])
    await http.shutdown()


@fake_time
async def test_a_simulator_with_telegrams_limits_never_refuses_a_call() -> None:
    """Two groups flooded with messages, and eighty users who ask at once."""
    api = BotApi(flood_control=FloodControl())
    api.clock.now = asyncio.get_running_loop().time  # type: ignore[method-assign]
    for chat in (GROUP, GROUP - 1):
        api.record(_said(chat, "supergroup"))
    for chat in range(PERSON, PERSON + 80):
        api.record(_said(chat, "private"))
    bot = make_bot(
        TOKEN, "https://api.example.org", FakeRequest(api), RetryingRateLimiter(SendLimiter(Limits()), delays=())
    )
    groups = [bot.send_message(GROUP - number % 2, "hello") for number in range(90)]
    people = [bot.send_message(chat, "hello") for chat in range(PERSON, PERSON + 80)]
    await asyncio.gather(*groups, *people)
    assert (api.refused, len(api.calls_of("sendMessage"))) == ([], 170)


def _said(chat: int, kind: str) -> dict[str, Any]:
    place = {"id": chat, "type": kind, "title": "A"} if chat < 0 else {"id": chat, "type": kind, "first_name": "A"}
    who = {"id": abs(chat), "is_bot": False, "first_name": "A"}
    return {"update_id": abs(chat), "message": {"message_id": 1, "date": 1000, "chat": place, "from": who, "text": "a"}}
