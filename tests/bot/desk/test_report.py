"""`legwise report`: the measures in one file, which needs nothing else."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from bot.models import Count
from bot.store.daily_counts import DailyCounts
from tests.bot.conftest import KEY
from tests.faq.content_folder import ContentFolder

QUESTIONS = "question\taccept\tnote\nwhat is ferritin\twhat-is-ferritin\t\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    ContentFolder.small(tmp_path / "content").write("questions.tsv", QUESTIONS)
    return tmp_path


async def counted(database: Path) -> None:
    """Count an answer of today in a database."""
    engine, today = create_async_engine(f"sqlite+aiosqlite:///{database}"), datetime.now(UTC).date()
    counts = {(today, Count.OUTCOME, "answer"): 3, (today, Count.ANSWER, "warm-bath"): 3}
    await DailyCounts(engine).add(counts)
    await engine.dispose()


def report(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    settings = {
        "LEGWISE_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'legwise.sqlite3'}",
        "LEGWISE_CONTENT": str(folder / "content"),
        "LEGWISE_MODEL": "off",
        "LEGWISE_KEY": KEY,
        "PYTHONPATH": str(Path.cwd()),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    command = (sys.executable, "-m", "bot", "report", *arguments)
    return subprocess.run(command, cwd=folder, env=os.environ | settings, capture_output=True, text=True, check=False)


async def test_the_report_is_one_page_with_all_charts_and_asks_for_nothing_else(
    folder: Path, empty_database: Path
) -> None:
    await counted(Path(shutil.copy(empty_database, folder / "legwise.sqlite3")))
    done = report(folder, "--days", "7")
    assert (done.returncode, done.stdout) == (0, "legwise-report.html: written\n"), done.stderr
    page = (folder / "legwise-report.html").read_text("utf-8")
    assert page.count("<svg ") == page.count("<table>") == 4
    assert "Does a warm bath help?" in page
    assert "Labelled questions by version of the content" in page
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="', page)


async def test_the_report_as_json_has_the_values_of_all_tables(folder: Path, empty_database: Path) -> None:
    await counted(Path(shutil.copy(empty_database, folder / "legwise.sqlite3")))
    read = json.loads(report(folder, "--json").stdout)
    assert read["schema"] == 1
    assert read["figures"]["answers"]["rows"] == [["Does a warm bath help?", 3]]
    assert read["labelled"][0]["figures"]["right"] == 1.0


def test_without_a_database_or_a_place_to_write_the_cure_is_told(folder: Path, empty_database: Path) -> None:
    missing = report(folder)
    assert missing.returncode != 0
    assert "there is no such file; start `legwise run` once" in missing.stderr
    shutil.copy(empty_database, folder / "legwise.sqlite3")
    nowhere = report(folder, "--out", "nowhere/report.html")
    assert nowhere.returncode != 0
    assert nowhere.stderr.strip().endswith("cannot be written (No such file or directory); name another file by --out")
    assert "Traceback" not in missing.stderr + nowhere.stderr
