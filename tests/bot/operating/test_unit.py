"""The unit of systemd: systemd finds no fault in it, it gives away little, and a real systemd runs legwise by it."""

from __future__ import annotations

import shutil
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from bot.bootstrap import LAST_WORDS
from tests.bot.database_fixtures import KEY
from tests.bot.judge import TOKEN
from tests.bot.operating import sealed
from tests.bot.operating.patience import soon
from tests.bot.operating.sealed import Sealed
from tests.bot.sample_updates import said
from tests.bot.test_run import CONTENT, QUESTION, House, free_port, page

EXPOSED = 15
"""What `systemd-analyze security` may find, in tenths of its points from 0 (nothing) to 10 (all)."""


@pytest.fixture
def instance(tmp_path: Path) -> str:
    """A unit of the template, in a folder; with a program that is there."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip(sealed.NO_ANALYZE)
    unit = sealed.SHIPPED.read_text("utf-8")
    assert "ExecStart=/opt/legwise/bin/legwise run\n" in unit
    file = tmp_path / "legwise@8081.service"
    file.write_text(unit.replace("/opt/legwise/bin/legwise", "/bin/true"), "utf-8")
    return str(file)


@pytest.fixture
def settings(house: House) -> dict[str, str]:
    """What an operator writes into the unit's EnvironmentFile."""
    if not sealed.can_be():
        pytest.skip(sealed.CURE)
    return {
        "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": house.server.url, "LEGWISE_KEY": KEY,
        "LEGWISE_CONTENT": str(sealed.CONTENT), "LEGWISE_RATE_LIMIT": "off",
    }  # fmt: skip


def test_systemd_finds_no_fault_in_the_unit(instance: str) -> None:
    done = subprocess.run(["systemd-analyze", "verify", instance], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_gives_away_little(instance: str) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSED}", "--no-pager", instance]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_stop_leaves_the_answers_in_work_their_time() -> None:
    [told] = [line for line in sealed.SHIPPED.read_text("utf-8").splitlines() if line.startswith("TimeoutStopSec=")]
    assert float(told.removeprefix("TimeoutStopSec=").removesuffix("s")) >= 2 * LAST_WORDS


async def test_a_real_systemd_runs_it_as_nobody_in_particular_and_stops_it_in_peace(
    house: House, settings: dict[str, str], tmp_path: Path
) -> None:
    """The encoder bears that no memory is written and run; what is kept is for its own user alone."""
    port = free_port()
    unit = f"legwise@{port}.service"
    await house.server.queue(said(QUESTION))
    async with sealed.sealed(tmp_path, settings, CONTENT) as systemd:
        await systemd.systemctl("start", unit)
        await house.server.sent(1)
        assert (await page(f"http://127.0.0.1:{port}/readyz"))[0] == 200
        status = _status(systemd, await systemd.shows(unit, "MainPID"))
        assert "0" not in status["Uid"].split()
        assert (int(status["CapEff"], 16), status["NoNewPrivs"], status["Seccomp"]) == (0, "1", "2")
        kept = systemd.root / "var" / "lib" / "private" / "legwise"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o700
        assert stat.S_IMODE((kept / "legwise.sqlite3").stat().st_mode) == 0o600
        await systemd.systemctl("stop", unit)
        assert await systemd.shows(unit, "Result") == "success"
        assert await systemd.shows(unit, "ExecMainStatus") == "0"
        assert "words alone" not in await systemd.log()


async def test_edits_take_effect_within_what_the_unit_allows(
    house: House, settings: dict[str, str], tmp_path: Path
) -> None:
    async with sealed.sealed(tmp_path, settings, CONTENT) as systemd:
        await systemd.systemctl("start", f"legwise@{free_port()}.service")
        await house.server.queue(said(QUESTION))
        await house.server.sent(1)
        entries = systemd.root / sealed.CONTENT.relative_to("/") / "ferritin.yaml"
        entries.write_text(entries.read_text("utf-8").replace("Ferritin does.", "Ferritin does, a protein."), "utf-8")
        await soon(systemd.log, lambda log: "the edited content is in use" in log)
        await house.server.queue(said(QUESTION))
        assert "Ferritin does, a protein." in (await house.server.sent(2))[-1].text


async def test_one_that_cannot_start_yet_is_started_again(
    house: House, settings: dict[str, str], tmp_path: Path
) -> None:
    """Here a second one on the same file; a database or a network that is not up yet ends a start the same way."""
    first, second = (f"legwise@{free_port()}.service" for _ in range(2))
    async with sealed.sealed(tmp_path, settings, CONTENT) as systemd:
        await systemd.systemctl("start", first)
        await house.server.until(lambda: house.server.polls)
        await systemd.systemctl("start", second)
        await soon(lambda: systemd.shows(second, "SubState"), "auto-restart".__eq__)
        assert await systemd.shows(second, "ExecMainStatus") == "2"
        assert "another legwise uses it" in await systemd.log()
        await systemd.systemctl("kill", f"--signal={signal.SIGKILL.name}", first)
        await soon(lambda: systemd.shows(first, "SubState"), "auto-restart".__eq__)


def _status(systemd: Sealed, process: str) -> dict[str, str]:
    """What the kernel tells of a process inside."""
    lines = (systemd.root / "proc" / process / "status").read_text("utf-8").splitlines()
    return {name: told.strip() for name, _, told in (line.partition(":") for line in lines)}
