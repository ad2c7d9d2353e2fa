"""The same question gives the same outcome in every process, whatever its hash seed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faq.content_folder import ContentFolder

ROOT = Path(__file__).parents[3]
QUESTIONS = (
    "what is ferritin", "feritin cutoff", "restlesslegs at nite", "iron n dopamine", "tea, coffee and wine",
    "my chest hurts and my arm is numb", "took 40 iron pills", "is it dangerous? and what should I eat?",
    "pregnant, third trimester, legs crawling", "hello there", "", "qqqq zzzz", "ferritin ferritin ferritin", "🦵🦵",
    "magnesum or folate or b12", "why do my legs move", "legs iron brain sleep",
)  # fmt: skip


def answers(seed: str, *options: str | Path, cache: Path | None = None) -> bytes:
    """Return the output of `ask --json -` for the questions, in a process with its own hash seed."""
    return subprocess.run(
        [sys.executable, "-m", "faq", "ask", "--json", "--model", "off", *map(str, options), "-"],
        input="\n".join(QUESTIONS).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed} | ({"XDG_CACHE_HOME": str(cache.parent)} if cache else {}),
    ).stdout


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ContentFolder.small(tmp_path_factory.mktemp("tiny")).path


def test_two_processes_answer_the_same_byte_for_byte(tiny: Path) -> None:
    first, second = answers("1", "--content", tiny), answers("2", "--content", tiny)
    assert first == second
    assert [json.loads(line)["question"] for line in first.splitlines()] == list(QUESTIONS)


def test_two_processes_answer_the_same_on_the_packaged_content(packaged_cache: Path) -> None:
    first, second = answers("1", cache=packaged_cache), answers("2", cache=packaged_cache)
    assert first == second
    outcomes = {json.loads(line)["outcome"] for line in first.splitlines()}
    assert {"answer", "urgent", "none"} <= outcomes
