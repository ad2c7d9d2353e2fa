"""The alert rules: Prometheus accepts them, each problem raises its alert, and all their metrics exist."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.metrics import Metrics
from bot.models import Silence
from tests.bot.operating.page import PAGE

HERE = Path(__file__).parent
RULES = HERE.parents[2] / "bot" / "operating" / "alerts.yaml"
NOT_INSTALLED = "promtool is not installed: the alert rules were not tested; run apt-get install prometheus."


@pytest.fixture(scope="module")
def promtool() -> str:
    """The path of promtool, Prometheus's checker of rules."""
    found = shutil.which("promtool")
    if found is None:
        pytest.skip(NOT_INSTALLED)
    return found


def test_prometheus_accepts_the_rules(promtool: str) -> None:
    completed = subprocess.run([promtool, "check", "rules", RULES], capture_output=True, text=True, check=False)
    assert completed.returncode == 0, completed.stderr + completed.stdout


def test_each_problem_raises_its_alert_and_a_good_day_raises_none(promtool: str, tmp_path: Path) -> None:
    situations = (HERE / "alerts.yaml").read_text("utf-8").replace("RULES", str(RULES))
    (tmp_path / "situations.yaml").write_text(situations, "utf-8")
    command = [promtool, "test", "rules", str(tmp_path / "situations.yaml")]
    completed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert completed.returncode == 0, completed.stderr + completed.stdout


def test_the_page_for_operators_explains_every_reason_for_silence() -> None:
    assert [reason for reason in Silence if f"| `{reason}` |" not in PAGE] == []


def test_every_rule_uses_metrics_that_exist() -> None:
    metrics = Metrics()
    metrics.watch_polls(float)
    metrics.watch_pushes(float)
    exported = set(re.findall(r"^# TYPE (\w+)", metrics.page().decode(), re.MULTILINE))
    used = set(re.findall(r"legwise_\w+", " ".join(rule["expr"] for rule in _rules())))
    assert {name for name in used if name.removesuffix("_count").removesuffix("_bucket") not in exported} == set()


def test_every_alert_has_a_summary_and_a_cure() -> None:
    assert all(rule["annotations"]["cure"] and rule["annotations"]["summary"] for rule in _rules())


def _rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]
