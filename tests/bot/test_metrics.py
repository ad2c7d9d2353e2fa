"""What is counted: each event under its name, and nothing that names a person, a chat or a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from telegram.error import NetworkError

from bot.instrumented import InstrumentedAssistant
from bot.measuring import InstrumentedInbox, InstrumentedRequest
from bot.metrics import Metrics
from bot.sending.http_request import FloodError
from bot.simulator import serving
from bot.store.database import opened
from bot.updates.inbox import Finished, StoredUpdate
from tests.bot.judge import TOKEN, Refusal
from tests.bot.sample_updates import said
from tests.bot.small_faq import assistant


def figures(metrics: Metrics) -> dict[str, float]:
    """Every figure that is not 0, by its name and labels as Prometheus has them; without those of the process."""
    families = text_string_to_metric_families(metrics.page().decode())
    samples = [sample for family in families for sample in family.samples]
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for sample in samples
        if sample.value and not sample.name.endswith(("_created", "_bucket")) and "process" not in sample.name
    }


def test_each_run_counts_for_itself() -> None:
    first, second = Metrics.fresh(), Metrics.fresh()
    first.flooded()
    assert figures(first) == {"legwise_floods_total": 1.0}
    assert figures(second) == {}


def test_the_process_tells_its_memory_and_its_files() -> None:
    page = Metrics.fresh().page().decode()
    assert "legwise_process_resident_memory_bytes" in page
    assert "legwise_process_open_fds" in page


def test_a_kind_that_telegram_invents_makes_no_new_line() -> None:
    metrics = Metrics.fresh()
    for kind in ("message", "brand_new", "another_new"):
        metrics.came(kind)
    assert figures(metrics) == {"legwise_updates_total message": 1.0, "legwise_updates_total other": 2.0}


def test_what_is_watched_is_asked_for_when_the_page_is_read() -> None:
    metrics, ages = Metrics.fresh(), [3.0, 4.0]
    metrics.watch_polls(lambda: ages.pop(0))
    assert [figures(metrics)["legwise_poll_age_seconds"] for _ in range(2)] == [3.0, 4.0]


@pytest.mark.parametrize(
    ("question", "outcome"),
    [("What stores iron?", "answer"), ("chest pain", "urgent"), ("who won", "none")],
)
def test_the_outcome_of_a_question_is_counted_once_and_timed(question: str, outcome: str) -> None:
    ticks = iter([10.0, 10.25])
    metrics = Metrics.fresh()
    measured = InstrumentedAssistant.of(assistant(), metrics, lambda: next(ticks))
    assert measured.ask(question) == assistant().ask(question)
    assert figures(metrics) == {
        f"legwise_outcomes_total {outcome}": 1.0, "legwise_match_seconds_count": 1.0, "legwise_match_seconds_sum": 0.25,
    }  # fmt: skip


def test_a_red_flag_that_is_found_before_anybody_asks_is_counted_as_well() -> None:
    metrics = Metrics.fresh()
    measured = InstrumentedAssistant.of(assistant(), metrics)
    assert measured.red_flags.detect("chest pain")
    assert not measured.red_flags.detect("who won")
    assert figures(metrics) == {"legwise_outcomes_total urgent": 1.0}


async def test_an_update_is_counted_as_it_comes_as_it_is_taken_up_and_as_it_is_given_up(tmp_path: Path) -> None:
    """Its wait is timed to the millisecond; one that an earlier run kept, to the second."""
    metrics, now = Metrics.fresh(), [1000.0]
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'inbox'}") as engine:
        earlier = InstrumentedInbox(engine, clock=lambda: 500.0)
        await earlier.keep([StoredUpdate(1, said("x"))])
        inbox = InstrumentedInbox(engine, clock=lambda: 503.0, metrics=metrics, timer=lambda: now[0])
        await inbox.keep([StoredUpdate(2, said("x")), StoredUpdate(1, said("x"))])
        now[0] += 0.25
        taken: list[int] = []
        while turn := await inbox.exchange([Finished(each, "KeyError at x.py:1") for each in taken], 5, 5):
            taken = [kept.update_id for kept in turn]
        assert figures(metrics) == {
            "legwise_updates_total message": 1.0, "legwise_queue_seconds_count": 2.0,
            "legwise_queue_seconds_sum": 3.25, "legwise_set_aside_total": 2.0,
        }  # fmt: skip


async def test_calls_are_timed_by_how_they_ended_and_polls_are_not() -> None:
    metrics = Metrics.fresh()
    async with serving() as server:
        server.judge.faults += [
            ("getMe", Refusal(429, "Too Many Requests", retry_after=1)), ("getMe", Refusal(502, "Bad Gateway")),
        ]  # fmt: skip
        transport = InstrumentedRequest(metrics, clock=lambda: 0.0)
        await transport.initialize()
        at = f"{server.url}/bot{TOKEN}"
        with pytest.raises(FloodError):
            await transport.do_request(f"{at}/getMe", "POST")
        assert (await transport.do_request(f"{at}/getMe", "POST"))[0] == 502
        assert (await transport.do_request(f"{at}/getMe", "POST"))[0] == 200
        assert (await transport.do_request(f"{at}/sendMessage", "POST"))[0] == 400
        await transport.do_request(f"{at}/getUpdates", "POST")
        with pytest.raises(NetworkError):
            await transport.do_request("http://127.0.0.1:9/bot1/getMe", "POST")
        await transport.shutdown()
    assert figures(metrics) == {
        "legwise_send_seconds_count done": 1.0, "legwise_send_seconds_count flood": 1.0,
        "legwise_send_seconds_count fault": 2.0, "legwise_send_seconds_count refused": 1.0,
    }  # fmt: skip
