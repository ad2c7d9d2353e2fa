"""From a bare Debian to a running bot, by the commands of the operator's page and no others."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.simulator import TOKEN
from tests.bot.operating import bare_debian, page, systemd
from tests.bot.operating.bare_debian import BareDebian, make_bare_debian
from tests.bot.operating.systemd import Systemd
from tests.bot.process import CONTENT, QUESTION, ROOT, Runner, free_port
from tests.bot.sample_updates import said

ANY_OWNER = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
"""Git refuses a checkout of another user, such as CI's."""


@pytest.fixture
def bare(settings: dict[str, str], tmp_path: Path) -> Iterator[BareDebian]:
    """A bare Debian, deleted in the end."""
    if bare_debian.find_program() is None:
        pytest.skip(bare_debian.NOT_INSTALLED)
    assert settings
    yield make_bare_debian(tmp_path / "bare")
    shutil.rmtree(tmp_path / "bare")


async def test_the_commands_of_the_page_lead_from_a_bare_debian_to_a_bot_that_runs_confined_and_is_upgraded(
    runner: Runner, settings: dict[str, str], bare: BareDebian, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The encoder works without memory that is both writable and executable; the files are private to its user."""
    monkeypatch.chdir(ROOT)
    page.run_commands("archive", {"legwise.tar.gz": str(bare.root / "root" / "legwise.tar.gz")}, ANY_OWNER)
    bare.run_block("packages")
    bare.run_block("packages postgres", simulate=True)  # other tests run the machine's nginx and PostgreSQL
    bare.run_block("install")
    bare.run_block("token", typed=f"{TOKEN}\n")
    del settings["TELEGRAM_BOT_TOKEN"], settings["LEGWISE_KEY"]
    port = str(free_port())
    unit = f"legwise@{port}.service"
    await runner.server.queue(said(QUESTION))
    async with systemd.run_systemd(tmp_path, settings, CONTENT, bare.root) as machine:
        assert "ok" in await _run(machine, "start", port)
        await runner.server.sent(1)
        status = _status(machine, await machine.property_of(unit, "MainPID"))
        assert "0" not in status["Uid"].split()
        assert (int(status["CapEff"], 16), status["NoNewPrivs"], status["Seccomp"]) == (0, "1", "2")
        state = machine.root / "var" / "lib" / "private" / "legwise"
        assert stat.S_IMODE(state.stat().st_mode) == 0o700
        assert stat.S_IMODE((state / "legwise.sqlite3").stat().st_mode) == 0o600
        assert "database" in await _run(machine, "doctor", port)
        await _run(machine, "stop", port)
        assert await machine.property_of(unit, "Result") == "success"
        assert await machine.property_of(unit, "ExecMainStatus") == "0"
        await _run(machine, "upgrade", port)
        await runner.server.queue(said(QUESTION))
        await runner.server.sent(2)
        assert "words alone" not in await machine.log()


async def _run(machine: Systemd, name: str, port: str) -> str:
    """Run a block of the page inside, on another port; return its output."""
    return await machine.run("\n".join(page.commands(name)).replace("8081", port))


def _status(machine: Systemd, process: str) -> dict[str, str]:
    """Return the kernel's status of a process inside."""
    lines = (machine.root / "proc" / process / "status").read_text("utf-8").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
