"""Tests of the decorators: each records its event once, under its name, and no user, chat or question."""

from __future__ import annotations

from pathlib import Path

import pytest
from telegram.error import NetworkError

from bot.instrumented import InstrumentedAssistant, InstrumentedInbox, InstrumentedRequest
from bot.metrics import Metrics
from bot.models import Count
from bot.sending.http_request import FloodError
from bot.simulator import TOKEN, ApiError, serve
from bot.store.database import open_database
from bot.updates.inbox import Finished, Inbox, StoredUpdate
from tests.bot.sample_updates import said
from tests.bot.small_faq import LIKE, TALKING, assistant
from tests.bot.test_metrics import figures


def counted(metrics: Metrics) -> dict[tuple[Count, str], int]:
    """Return the counts by day, without the day."""
    return {(name, label): count for (_, name, label), count in metrics.tally.take().items()}


@pytest.mark.parametrize(
    ("question", "outcome"),
    [("What stores iron?", "answer"), ("chest pain", "urgent"), ("who won", "none")],
)
def test_the_outcome_of_a_question_is_counted_once_and_timed(question: str, outcome: str) -> None:
    ticks = iter([10.0, 10.25])
    metrics = Metrics()
    instrumented = InstrumentedAssistant(assistant(), metrics, lambda: next(ticks))
    assert instrumented.ask(question) == assistant().ask(question)
    assert figures(metrics) == {
        f"legwise_outcomes_total {outcome}": 1.0, "legwise_match_seconds_count": 1.0, "legwise_match_seconds_sum": 0.25,
    }  # fmt: skip


def test_whether_a_question_is_clear_is_not_counted_because_it_is_asked_after_that() -> None:
    metrics = Metrics()
    instrumented = InstrumentedAssistant(assistant(), metrics)
    clear = [instrumented.is_clear(text) for text in ("What stores iron?", "pregnant", "ferritin", "who won", LIKE)]
    assert clear == [True, True, False, False, True]
    assert figures(metrics) == {}


def test_a_red_flag_that_is_found_before_anybody_asks_is_counted_as_well() -> None:
    metrics = Metrics()
    instrumented = InstrumentedAssistant(assistant(), metrics)
    assert instrumented.red_flag("chest pain")
    assert not instrumented.red_flag("who won")
    assert figures(metrics) == {"legwise_outcomes_total urgent": 1.0}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What stores iron?", {(Count.OUTCOME, "answer"), (Count.ANSWER, "store"), (Count.LANGUAGE, "en")}),
        ("chest pain", {(Count.OUTCOME, "urgent"), (Count.RED_FLAG, "heart"), (Count.LANGUAGE, "en")}),
        ("thanks", {(Count.OUTCOME, "smalltalk"), (Count.SMALL_TALK, "thanks"), (Count.LANGUAGE, "en")}),
        ("who won", {(Count.OUTCOME, "none"), (Count.LANGUAGE, "en")}),
    ],
)
def test_by_day_an_outcome_counts_with_its_entry_its_kind_and_its_language(
    question: str, expected: set[tuple[Count, str]]
) -> None:
    metrics = Metrics()
    InstrumentedAssistant(assistant(TALKING), metrics).ask(question)
    assert counted(metrics) == dict.fromkeys(expected, 1)


def test_by_day_each_way_to_find_an_emergency_counts_it() -> None:
    metrics = Metrics()
    instrumented = InstrumentedAssistant(assistant(), metrics)
    assert instrumented.red_flag("chest pain")
    assert instrumented.emergency("chest pain")
    assert counted(metrics)[Count.RED_FLAG, "heart"] == 2


async def test_an_update_is_counted_as_it_comes_as_it_is_taken_up_and_as_it_is_given_up(tmp_path: Path) -> None:
    """Its wait is timed to the millisecond; one that an earlier run stored, to the second."""
    metrics, now = Metrics(), [1000.0]
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'inbox'}") as engine:
        earlier = Inbox(engine, lambda: 500.0)
        await earlier.add([StoredUpdate(1, said("x"))])
        inbox = InstrumentedInbox(engine, lambda: 503.0, metrics, lambda: now[0])
        await inbox.add([StoredUpdate(2, said("x")), StoredUpdate(1, said("x"))])
        now[0] += 0.25
        taken: list[int] = []
        while claimed := await inbox.exchange([Finished(each, "KeyError at x.py:1") for each in taken], 5, 5):
            taken = [stored.update_id for stored in claimed]
        assert figures(metrics) == {
            "legwise_updates_total message": 1.0, "legwise_queue_seconds_count": 2.0,
            "legwise_queue_seconds_sum": 3.25, "legwise_set_aside_total": 2.0,
        }  # fmt: skip


async def test_calls_are_timed_by_how_they_ended_and_polls_are_not() -> None:
    metrics = Metrics()
    async with serve() as server:
        server.api.faults += [
            ("getMe", ApiError(429, "Too Many Requests", retry_after=1)), ("getMe", ApiError(502, "Bad Gateway")),
        ]  # fmt: skip
        request = InstrumentedRequest(metrics, lambda _: None, timer=lambda: 0.0)
        await request.initialize()
        at = f"{server.url}/bot{TOKEN}"
        with pytest.raises(FloodError):
            await request.do_request(f"{at}/getMe", "POST")
        assert (await request.do_request(f"{at}/getMe", "POST"))[0] == 502
        assert (await request.do_request(f"{at}/getMe", "POST"))[0] == 200
        assert (await request.do_request(f"{at}/sendMessage", "POST"))[0] == 400
        await request.do_request(f"{at}/getUpdates", "POST")
        with pytest.raises(NetworkError):
            await request.do_request("http://127.0.0.1:9/bot1/getMe", "POST")
        await request.shutdown()
    assert figures(metrics) == {
        "legwise_send_seconds_count done": 1.0, "legwise_send_seconds_count flood": 1.0,
        "legwise_send_seconds_count fault": 2.0, "legwise_send_seconds_count refused": 1.0,
    }  # fmt: skip
