"""The rules for alerts: Prometheus reads them, each trouble raises its own, and they ask for metrics that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.metrics import Metrics

HERE = Path(__file__).parent
RULES = HERE.parents[2] / "bot" / "operating" / "alerts.yaml"
CURE = "promtool is not installed: the rules for alerts were not tried; apt-get install prometheus brings it."


@pytest.fixture(scope="module")
def promtool() -> str:
    """Prometheus's own judge of rules."""
    found = shutil.which("promtool")
    if found is None:
        pytest.skip(CURE)
    return found


def test_prometheus_reads_the_rules(promtool: str) -> None:
    read = subprocess.run([promtool, "check", "rules", RULES], capture_output=True, text=True, check=False)
    assert read.returncode == 0, read.stderr + read.stdout


def test_each_trouble_raises_its_alert_and_a_good_day_raises_none(promtool: str, tmp_path: Path) -> None:
    situations = (HERE / "alerts.yaml").read_text("utf-8").replace("RULES", str(RULES))
    (tmp_path / "situations.yaml").write_text(situations, "utf-8")
    command = [promtool, "test", "rules", str(tmp_path / "situations.yaml")]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr + tried.stdout


def test_no_rule_asks_for_a_metric_that_there_is_not() -> None:
    metrics = Metrics.fresh()
    metrics.watch_polls(float)
    metrics.watch_pushes(float)
    there = set(re.findall(r"^# TYPE (\w+)", metrics.page().decode(), re.MULTILINE))
    asked = set(re.findall(r"legwise_\w+", " ".join(rule["expr"] for rule in _rules())))
    assert {name for name in asked if name.removesuffix("_count").removesuffix("_bucket") not in there} == set()


def test_every_alert_says_what_to_do() -> None:
    assert all(rule["annotations"]["cure"] and rule["annotations"]["summary"] for rule in _rules())


def _rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]
