"""The same question gives the same outcome in every process: no order of hashing, no seed, no clock shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faq.content_folder import Folder

ROOT = Path(__file__).parents[3]
ASKED = (
    "what is ferritin", "feritin cutoff", "restlesslegs at nite", "iron n dopamine", "tea, coffee and wine",
    "my chest hurts and my arm is numb", "took 40 iron pills", "is it dangerous? and what should I eat?",
    "pregnant, third trimester, legs crawling", "hello there", "", "qqqq zzzz", "ferritin ferritin ferritin", "🦵🦵",
    "magnesum or folate or b12", "why do my legs move", "legs iron brain sleep",
)  # fmt: skip


def told(seed: str, *options: str | Path) -> bytes:
    """What `ask --json -` prints for the questions above in a process with its own seed for hashes."""
    return subprocess.run(
        [sys.executable, "-m", "faq", "ask", "--json", "--model", "off", *map(str, options), "-"],
        input="\n".join(ASKED).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
    ).stdout


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Folder.tiny(tmp_path_factory.mktemp("tiny")).path


def test_two_processes_tell_the_same_byte_for_byte(tiny: Path) -> None:
    first, second = told("1", "--content", tiny), told("2", "--content", tiny)
    assert first == second
    assert [json.loads(line)["question"] for line in first.splitlines()] == list(ASKED)


def test_two_processes_tell_the_same_on_the_packaged_content() -> None:
    first, second = told("1"), told("2")
    assert first == second
    outcomes = {json.loads(line)["outcome"] for line in first.splitlines()}
    assert {"answer", "urgent", "none"} <= outcomes


def test_what_was_kept_on_disk_tells_the_same_as_what_is_made_anew(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    anew = told("1", "--content", tiny)
    assert list(tmp_path.rglob("*.npz"))
    assert told("2", "--content", tiny) == anew
