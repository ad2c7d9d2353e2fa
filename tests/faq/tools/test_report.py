"""An evaluation as JSON and as tables, and bounds on its measures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faq.tools.command_line import legwise
from tests.faq.tools.labelled import questions

REPORT = {
    "schema": 1,
    "questions": 7,
    "figures": {
        "first": 0.75,
        "among_three": 1.0,
        "right": 0.75,
        "right_or_offered": 0.75,
        "wrong": 0.25,
        "false_answers": 0.0,
        "urgent_recall": 1.0,
        "urgent_alarms": 0.0,
        "calibration_error": 0.25,
    },
}


def test_eval_json_measures_each_promise(content: Path, tmp_path: Path) -> None:
    result = legwise("eval", questions(tmp_path), "--json", "--content", content)
    assert (result.exit_code, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    labels, reliability = report.pop("labels"), report.pop("reliability")
    assert report == REPORT
    assert reliability == [{"low": 0.9, "questions": 4, "score": 1.0, "right": 0.75}]
    assert list(labels) == ["ferritin-threshold", "none", "pregnancy", "safety", "what-is-ferritin"]
    assert labels["none"] == {"false_answers": 0.0, "urgent_alarms": 0.0}
    assert labels["safety"] == {"urgent_recall": 1.0}
    assert labels["ferritin-threshold"]["right"] == 0.5


def test_eval_prints_the_measures_in_a_table(content: Path, tmp_path: Path) -> None:
    result = legwise("eval", questions(tmp_path), "--content", content)
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in result.stdout.splitlines() if "│" in line]
    assert rows[:10] == [
        ["right entry ranks first", "75.0%"],
        ["among the first three", "100.0%"],
        ["answered right", "75.0%"],
        ["answered right or offered", "75.0%"],
        ["answered wrong", "25.0%"],
        ["false answers, out of scope", "0.0%"],
        ["red flags caught", "100.0%"],
        ["false alarms", "0.0%"],
        ["calibration error", "25.0%"],
        ["0.9", "4", "1.00", "0.75"],
    ]


def test_eval_show_lists_the_failures_only(content: Path, tmp_path: Path) -> None:
    shown = legwise("eval", questions(tmp_path), "--show", "--content", content).stdout.partition("failures")[2]
    assert "bath before bed" in shown
    assert "ferritin cut-off" not in shown
    assert "pregnant" not in shown


PASSING = [
    ["right=0.75"],
    ["right=75%"],
    ["wrong=0.25", "right=0.5"],
    ["false_answers=0"],
    ["urgent_recall=100%"],
    ["calibration_error=0.25"],
]


@pytest.mark.parametrize("bounds", PASSING, ids=", ".join)
def test_bounds_that_hold_end_with_zero(content: Path, tmp_path: Path, bounds: list[str]) -> None:
    options = [f"--fail-under={bound}" for bound in bounds]
    result = legwise("eval", questions(tmp_path), "--json", "--content", content, *options)
    assert (result.exit_code, result.stderr) == (0, "")


def test_all_violated_bounds_are_printed_after_the_report(content: Path, tmp_path: Path) -> None:
    options = ["--fail-under", "right=0.9", "--fail-under", "wrong=5%", "--fail-under", "first=0.1"]
    result = legwise("eval", questions(tmp_path), "--json", "--content", content, *options)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["figures"] == REPORT["figures"]
    assert result.stderr == "right: 75.0%, must be at least 90.0%\nwrong: 25.0%, must be at most 5.0%\n"


def test_a_bound_that_no_question_measures_does_not_hold(content: Path, tmp_path: Path) -> None:
    text = "question\taccept\nwhat is ferritin\twhat-is-ferritin\n"
    result = legwise("eval", questions(tmp_path, text), "--json", "--content", content, "--fail-under=urgent_recall=0")
    assert result.exit_code == 1
    assert result.stderr == ("urgent_recall: no question measures it; remove the bound, or label such questions\n")


NAMES = (
    "first, among_three, right, right_or_offered, wrong, false_answers, small_talk, all_asked, urgent_recall, "
    "urgent_alarms, calibration_error"
)


@pytest.mark.parametrize(
    "bound", ["right", "right=", "right=high", "right=1.5", "right=-1", "right=nan", "rigth=0.5", "=", ""]
)
def test_an_invalid_bound_is_wrong_usage(content: Path, tmp_path: Path, bound: str) -> None:
    result = legwise("eval", questions(tmp_path), "--content", content, "--fail-under", bound)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"--fail-under {bound}: write NAME=VALUE, a share from 0 to 1; names: {NAMES}\n"
