"""The metrics: their names and values on the page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics, kind_of
from bot.models import Silence


def figures(metrics: Metrics) -> dict[str, float]:
    """Return the samples that are not 0 by name and labels, without those of the process."""
    families = text_string_to_metric_families(metrics.page().decode())
    samples = [sample for family in families for sample in family.samples]
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for sample in samples
        if sample.value and not sample.name.endswith(("_created", "_bucket")) and "process" not in sample.name
    }


def test_every_reason_for_silence_is_exported_from_the_start() -> None:
    page = Metrics().page().decode()
    assert set(re.findall(r'legwise_silences_total{reason="(\w+)"} 0.0', page)) == set(Silence)


def test_each_run_has_its_own_metrics() -> None:
    first, second = Metrics(), Metrics()
    first.flooded()
    assert figures(first) == {"legwise_floods_total": 1.0}
    assert figures(second) == {}


def test_memory_and_open_files_of_the_process_are_exported() -> None:
    page = Metrics().page().decode()
    assert "legwise_process_resident_memory_bytes" in page
    assert "legwise_process_open_fds" in page


def test_unknown_kinds_of_update_are_counted_as_other() -> None:
    metrics = Metrics()
    for kind in ("message", "brand_new", "another_new"):
        metrics.received(kind)
    assert figures(metrics) == {"legwise_updates_total message": 1.0, "legwise_updates_total other": 2.0}


def test_watched_values_are_read_with_each_page() -> None:
    metrics, ages = Metrics(), [3.0, 4.0]
    metrics.watch_polls(lambda: ages.pop(0))
    assert [figures(metrics)["legwise_poll_age_seconds"] for _ in range(2)] == [3.0, 4.0]


def test_every_event_has_a_metric() -> None:
    metrics = Metrics()
    metrics.decided("answer")
    metrics.silent(Silence.COOLDOWN)
    metrics.waited(-1.0)
    metrics.matched(0.5)
    metrics.sent(0.25, "refused")
    metrics.repeated(doubtful=True)
    metrics.dropped()
    metrics.set_aside()
    metrics.set_database(is_up=True)
    metrics.set_queue(3, 7.0)
    metrics.watch_pushes(lambda: 2.0)
    assert figures(metrics) == {
        "legwise_outcomes_total answer": 1.0,
        "legwise_silences_total cooldown": 1.0,
        "legwise_queue_seconds_count": 1.0,
        "legwise_match_seconds_count": 1.0,
        "legwise_match_seconds_sum": 0.5,
        "legwise_send_seconds_count refused": 1.0,
        "legwise_send_seconds_sum refused": 0.25,
        "legwise_retries_total yes": 1.0,
        "legwise_shed_total": 1.0,
        "legwise_set_aside_total": 1.0,
        "legwise_database_up": 1.0,
        "legwise_updates_waiting": 3.0,
        "legwise_oldest_waiting_seconds": 7.0,
        "legwise_pushes_held": 2.0,
    }


@pytest.mark.parametrize(
    ("body", "kind"),
    [({"update_id": 1, "message": {}}, "message"), ({"poll": {}}, "poll"), ({"update_id": 1}, "other")],
)
def test_the_kind_of_an_update_is_its_field_beside_the_number(body: dict[str, Any], kind: str) -> None:
    assert kind_of(body) == kind


def test_the_version_that_runs_is_exported() -> None:
    metrics = Metrics()
    metrics.runs("1.2.3")
    assert re.search(r'legwise_build_info{python="3\.[\d.]+\S*",version="1\.2\.3"} 1\.0', metrics.page().decode())
