"""The systemd unit: systemd-analyze accepts it, and a real systemd runs legwise by it."""

from __future__ import annotations

import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from bot.bootstrap import SHUTDOWN_TIMEOUT
from tests.bot.operating import systemd
from tests.bot.operating.waiting import wait_until
from tests.bot.process import CONTENT, QUESTION, Runner, free_port
from tests.bot.sample_updates import said

EXPOSED = 15
"""The exposure that `systemd-analyze security` may report, in tenths: 0 is none, 100 is full."""


@pytest.fixture
def instance(tmp_path: Path) -> str:
    """The file of an instance of the template, with a program that exists here."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip(systemd.NO_ANALYZE)
    unit = systemd.SHIPPED.read_text("utf-8")
    assert "ExecStart=/opt/legwise/bin/legwise run\n" in unit
    file = tmp_path / "legwise@8081.service"
    file.write_text(unit.replace("/opt/legwise/bin/legwise", "/bin/true"), "utf-8")
    return str(file)


def test_systemd_accepts_the_unit(instance: str) -> None:
    done = subprocess.run(["systemd-analyze", "verify", instance], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_has_little_exposure(instance: str) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSED}", "--no-pager", instance]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_stop_leaves_answers_in_progress_time_to_finish() -> None:
    [setting] = [line for line in systemd.SHIPPED.read_text("utf-8").splitlines() if line.startswith("TimeoutStopSec=")]
    assert float(setting.removeprefix("TimeoutStopSec=").removesuffix("s")) >= 2 * SHUTDOWN_TIMEOUT


async def test_content_edits_take_effect_under_the_restrictions_of_the_unit(
    runner: Runner, settings: dict[str, str], tmp_path: Path
) -> None:
    async with systemd.run_systemd(tmp_path, settings, CONTENT) as machine:
        await machine.systemctl("start", f"legwise@{free_port()}.service")
        await runner.server.queue(said(QUESTION))
        await runner.server.sent(1)
        entries = machine.root / systemd.CONTENT.relative_to("/") / "ferritin.yaml"
        entries.write_text(entries.read_text("utf-8").replace("Ferritin does.", "Ferritin does, a protein."), "utf-8")
        await wait_until(machine.log, lambda log: "the edited content is in use" in log)
        await runner.server.queue(said(QUESTION))
        assert "Ferritin does, a protein." in (await runner.server.sent(2))[-1].text


async def test_a_process_that_fails_to_start_is_restarted(
    runner: Runner, settings: dict[str, str], tmp_path: Path
) -> None:
    """Tested by a second process on the same file; a start fails the same way while database or network are down."""
    first, second = (f"legwise@{free_port()}.service" for _ in range(2))
    async with systemd.run_systemd(tmp_path, settings, CONTENT) as machine:
        await machine.systemctl("start", first)
        await runner.server.until(lambda: runner.server.polls)
        await machine.systemctl("start", second)
        await wait_until(lambda: machine.property_of(second, "SubState"), "auto-restart".__eq__)
        assert await machine.property_of(second, "ExecMainStatus") == "2"
        assert "another legwise is using it" in await machine.log()
        await machine.systemctl("kill", f"--signal={signal.SIGKILL.name}", first)
        await wait_until(lambda: machine.property_of(first, "SubState"), "auto-restart".__eq__)
