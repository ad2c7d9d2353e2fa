"""Calls to Telegram: repeated where that can help, never more than needed, and each as if it were the only one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.sending.client import make_bot
from bot.sending.http_request import AiohttpRequest, FloodError, NotSentError
from bot.sending.pacing import LONGEST_PAUSE, Limits
from bot.sending.rate_limiter import ApiResult, RetryingRateLimiter, high_priority
from bot.simulator import serving
from bot.simulator.flood_control import Flood
from tests.bot.fake_request import Wire
from tests.bot.fake_time import leaping
from tests.bot.judge import TOKEN, DoneThen, Dropped, Judge, Refusal

GROUP, PERSON = -100, 300
DOUBTFUL = [NetworkError("Bad Gateway"), TimedOut(), NetworkError("cannot reach the Bot API (ServerDisconnectedError)")]


@dataclass
class Noting:
    """Notes what it is told."""

    told: list[str] = field(default_factory=list)

    def flooded(self) -> None:
        self.told.append("flood")

    def repeated(self, *, doubtful: bool) -> None:
        self.told.append("doubtful" if doubtful else "again")

    def shed(self) -> None:
        self.told.append("shed")


@dataclass
class Server:
    """Meets calls with errors, in turn, and then with success. Notes when each came."""

    errors: list[TelegramError] = field(default_factory=list)
    came: list[tuple[float, str]] = field(default_factory=list)
    noting: Noting = field(default_factory=Noting)

    def __post_init__(self) -> None:
        self.patience = RetryingRateLimiter(limits=Limits(), observer=self.noting)

    async def call(self, method: str, **data: Any) -> ApiResult:
        async def once() -> ApiResult:
            self.came.append((asyncio.get_running_loop().time() - 1000, method))
            if self.errors:
                raise self.errors.pop(0)
            return True

        return await self.patience.process_request(once, (), {}, method, data, None)


@pytest.mark.parametrize("fault", DOUBTFUL)
def test_a_message_that_may_have_been_posted_is_posted_again_and_marked(
    fault: NetworkError, caplog: pytest.LogCaptureFixture
) -> None:
    server = Server([fault])
    leaping(_ends(server, "sendMessage", True))
    assert (len(server.came), server.noting.told) == (2, ["doubtful"])
    assert "it may come twice" in caplog.text


def test_what_does_not_come_through_in_the_end_is_raised_and_stays_in_the_inbox() -> None:
    fault = NetworkError("Bad Gateway")
    server = Server([fault] * 9)
    leaping(_ends(server, "sendMessage", fault))
    assert (len(server.came), server.noting.told) == (4, ["doubtful"] * 3)


def test_a_message_that_cannot_have_left_is_tried_as_often_as_anything() -> None:
    server = Server([NotSentError("no connection")] * 3)
    leaping(_ends(server, "sendMessage", True))
    assert server.noting.told == ["again"] * 3
    assert [at for at, _ in server.came] == pytest.approx([0, 0.5, 1.5, 3.5], abs=0.3)


@pytest.mark.parametrize("method", ["editMessageText", "deleteMessage", "answerCallbackQuery", "setMyCommands"])
def test_what_changes_nothing_the_second_time_is_repeated_and_not_marked(method: str) -> None:
    server = Server([NetworkError("Bad Gateway"), TimedOut(), NetworkError("Internal Server Error")])
    leaping(_ends(server, method, True))
    assert server.noting.told == ["again"] * 3


def test_a_deletion_that_was_carried_out_unheard_is_a_success() -> None:
    gone = BadRequest("Bad Request: message to delete not found")
    leaping(_ends(Server([TimedOut(), gone]), "deleteMessage", True))
    leaping(_ends(Server([gone]), "deleteMessage", gone))


@pytest.mark.parametrize("error", [BadRequest("no"), Forbidden("no"), InvalidToken()])
def test_a_refusal_is_final(error: TelegramError) -> None:
    server = Server([error])
    leaping(_ends(server, "sendMessage", error))
    assert len(server.came) == 1


def test_a_pause_holds_up_its_chat_and_no_other_and_no_press() -> None:
    async def told() -> None:
        server = Server([FloodError(5.0)])
        first = asyncio.create_task(server.call("sendMessage", chat_id=GROUP))
        await asyncio.sleep(0.1)
        await server.call("editMessageText", chat_id=PERSON)
        await server.call("answerCallbackQuery")
        await server.call("getChatMember", chat_id=GROUP)
        await server.call("editMessageText", chat_id=GROUP)
        await first
        assert [at for at, _ in server.came] == pytest.approx([0, 0.1, 0.1, 0.1, 5, 5], abs=0.01)
        assert server.came[4][1] == "sendMessage", "who came first goes first"
        assert server.noting.told == ["flood"]

    leaping(told())


def test_a_long_pause_puts_off_this_answer_and_those_that_follow_at_once() -> None:
    async def told() -> None:
        server = Server([FloodError(LONGEST_PAUSE + 40)])
        for _ in range(2):
            with pytest.raises(FloodError) as flooded:
                await server.call("sendMessage", chat_id=GROUP)
            assert flooded.value.seconds == pytest.approx(LONGEST_PAUSE + 40, abs=0.01)
        assert len(server.came) == 1, "Telegram is not asked again"
        await server.call("sendMessage", chat_id=PERSON)

    leaping(told())


def test_a_pause_of_one_method_holds_up_nothing_else() -> None:
    async def told() -> None:
        server = Server([FloodError(3600.0)])
        with pytest.raises(FloodError):
            await server.call("setMyCommands")
        await server.call("sendMessage", chat_id=GROUP)
        await server.call("answerInlineQuery")
        assert [at for at, _ in server.came] == pytest.approx([0, 0, 0], abs=0.01)

    leaping(told())


def test_pauses_without_end_put_the_update_off() -> None:
    flooded = FloodError(1.0)
    server = Server([flooded] * 9)
    leaping(_ends(server, "sendMessage", flooded))
    assert len(server.came) == 4


def test_what_is_posted_urgently_goes_before_what_waits_in_its_chat() -> None:
    async def told() -> None:
        server = Server()
        waiting = [asyncio.create_task(server.call("sendMessage", chat_id=GROUP)) for _ in range(6)]
        await asyncio.sleep(0.1)
        with high_priority():
            await server.call("sendPhoto", chat_id=GROUP)
        assert [method for _, method in server.came] == ["sendMessage"] * 3 + ["sendPhoto"]
        with high_priority(when=False):
            await server.call("editMessageText", chat_id=GROUP)
        assert [method for _, method in server.came][-1] == "editMessageText", "and this, after all that waited"
        await asyncio.gather(*waiting)

    leaping(told())


async def _ends(server: Server, method: str, how: object) -> None:
    """A call whose result, or error, is that."""
    try:
        result: object = await server.call(method, chat_id=PERSON)
    except TelegramError as error:
        result = error
    assert result == how


@pytest.fixture
async def transport() -> AsyncIterator[AiohttpRequest]:
    transport = AiohttpRequest()
    await transport.initialize()
    yield transport
    await transport.shutdown()


async def test_where_no_connection_is_made_nothing_was_sent(transport: AiohttpRequest) -> None:
    with pytest.raises(NotSentError, match="cannot reach the Bot API"):
        await transport.post(f"http://127.0.0.1:9/bot{TOKEN}/sendMessage")


async def test_where_a_connection_ends_early_nobody_knows(transport: AiohttpRequest) -> None:
    async with serving() as server:
        server.judge.fail("sendMessage", Dropped())
        with pytest.raises(NetworkError) as fault:
            await transport.post(f"{server.url}/bot{TOKEN}/sendMessage")
        assert not isinstance(fault.value, NotSentError)


async def test_over_http_done_then_502_is_one_duplicate_and_no_loss(transport: AiohttpRequest) -> None:
    noting = Noting()
    async with serving() as server:
        server.judge.see(_said(PERSON, "private"))
        bot = make_bot(TOKEN, server.url, transport, RetryingRateLimiter((0.0,), Limits(), noting))
        server.judge.fail("sendMessage", DoneThen(Refusal(502, "Bad Gateway")))
        await bot.send_message(PERSON, "hello")
        assert (len(server.calls("sendMessage")), noting.told) == (2, ["doubtful"])


def test_the_counterpart_that_keeps_telegrams_limits_never_refuses_a_call() -> None:
    """Two groups that get as much as they can take, and eighty people who ask at once."""

    async def told() -> None:
        judge = Judge(flood=Flood())
        judge.clock.now = asyncio.get_running_loop().time  # type: ignore[method-assign]
        for chat in (GROUP, GROUP - 1):
            judge.see(_said(chat, "supergroup"))
        for chat in range(PERSON, PERSON + 80):
            judge.see(_said(chat, "private"))
        bot = make_bot(TOKEN, "https://api.example.org", Wire(judge), RetryingRateLimiter((), Limits()))
        groups = [bot.send_message(GROUP - number % 2, "hello") for number in range(90)]
        people = [bot.send_message(chat, "hello") for chat in range(PERSON, PERSON + 80)]
        await asyncio.gather(*groups, *people)
        assert (judge.refused, len(judge.of("sendMessage"))) == ([], 170)

    leaping(told())


def _said(chat: int, kind: str) -> dict[str, Any]:
    place = {"id": chat, "type": kind, "title": "A"} if chat < 0 else {"id": chat, "type": kind, "first_name": "A"}
    who = {"id": abs(chat), "is_bot": False, "first_name": "A"}
    return {"update_id": abs(chat), "message": {"message_id": 1, "date": 1000, "chat": place, "from": who, "text": "a"}}


@pytest.mark.parametrize(("host", "past"), [("api.example.org", ""), ("", "127.0.0.1")])
async def test_a_proxy_that_the_environment_names_is_used_but_for_what_is_to_go_past_it(
    monkeypatch: pytest.MonkeyPatch, host: str, past: str
) -> None:
    async with serving() as server:
        monkeypatch.setenv("http_proxy", server.url if host else "http://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", past)
        bot = make_bot(
            TOKEN, f"http://{host}" if host else server.url, AiohttpRequest(), RetryingRateLimiter(pauses=())
        )
        await bot.initialize()
        assert bot.username
        await bot.shutdown()
