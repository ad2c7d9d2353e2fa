"""`legwise doctor` on a machine where something is wrong: it names that, alone, with its cure, and never the token."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from bot.config.version import version
from bot.simulator import TOKEN, serve
from bot.store.database import open_database
from tests.bot.health.disks import full, mounted
from tests.bot.process import CONTENT, Runner, WebhookSettings, free_port

SUBJECTS = (
    "settings", "key", "disk", "database", "model", "content", "address", "token", "groups", "webhook", "clock",
)  # fmt: skip


@dataclass
class Machine:
    """A machine on which a bot would run, with things to break."""

    runner: Runner
    stack: ExitStack
    settings: dict[str, str] = field(default_factory=lambda: {"LEGWISE_MODEL": "off"})

    @property
    def folder(self) -> Path:
        return self.runner.folder

    def set(self, **settings: str) -> None:
        self.settings |= settings

    def disk(self) -> Path:
        """Put the database on a small disk of its own."""
        disk = self.stack.enter_context(mounted(self.folder / "disk"))
        shutil.copy(self.runner.database, disk / "legwise.sqlite3")
        self.set(LEGWISE_DATABASE_URL=f"sqlite+aiosqlite:///{disk / 'legwise.sqlite3'}")
        return disk

    def change_database(self, statement: str) -> None:
        with closing(sqlite3.connect(self.runner.database)) as connection, connection:
            connection.execute(statement)


@pytest_asyncio.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    async with serve() as server:
        runner = Runner(tmp_path, server)
        async with open_database(f"sqlite+aiosqlite:///{runner.database}"):
            pass
        runner.database.chmod(0o600)
        with ExitStack() as stack:
            yield Machine(runner, stack)


def _found(printed: str) -> dict[str, tuple[str, str, str]]:
    """Return the state, the text and the cure of each subject."""
    found: dict[str, tuple[str, str, str]] = {}
    subject = ""
    for line in printed.splitlines():
        if line.startswith(("ok", "WRONG")):
            state, subject, what = line.split(maxsplit=2)
            found[subject] = (state, what, "")
        elif "cure: " in line:
            found[subject] = (*found[subject][:2], line.partition("cure: ")[2])
    return found


async def test_on_a_healthy_machine_all_is_well(machine: Machine) -> None:
    code, printed = await machine.runner.doctor(**machine.settings, LEGWISE_LISTEN=f"127.0.0.1:{free_port()}")
    found = _found(printed)
    assert printed.startswith(f"legwise {version()}\n")
    assert tuple(found) == SUBJECTS
    assert [state for state, _, _ in found.values()] == ["ok"] * len(SUBJECTS)
    assert code == 0
    assert TOKEN not in printed


async def test_beside_a_bot_that_runs_all_is_well_too(machine: Machine) -> None:
    hooked = WebhookSettings.on_free_port()
    settings = machine.settings | hooked.settings
    async with machine.runner.run(**settings):
        await machine.runner.server.until(lambda: machine.runner.server.webhook.url)
        code, printed = await machine.runner.doctor(**settings)
    assert (code, "legwise listens on 127.0.0.1" in printed) == (0, True), printed


async def test_before_the_first_start_nothing_is_created(machine: Machine) -> None:
    machine.runner.database.unlink()
    code, printed = await machine.runner.doctor(**machine.settings)
    assert (code, _found(printed)["database"][1]) == (0, f"`legwise run` creates it in {machine.runner.database}")
    assert not machine.runner.database.exists()


def _unknown_token(machine: Machine) -> None:
    machine.set(TELEGRAM_BOT_TOKEN="1:other-token")


def _no_token(machine: Machine) -> None:
    machine.set(TELEGRAM_BOT_TOKEN="")


def _misspelt_setting(machine: Machine) -> None:
    machine.set(LEGWISE_CONTEMT="x")


def _nothing_listens(machine: Machine) -> None:
    machine.set(TELEGRAM_API_URL="http://127.0.0.1:9")


def _another_web_server(machine: Machine) -> None:
    machine.set(TELEGRAM_API_URL=f"{machine.runner.server.url}/elsewhere")


def _full_disk(machine: Machine) -> None:
    machine.stack.enter_context(full(machine.disk()))


def _read_only_disk(machine: Machine) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(machine.disk())], check=True)


def _damaged_database(machine: Machine) -> None:
    machine.runner.database.write_text("This is no database at all. " * 100)


def _newer_database(machine: Machine) -> None:
    machine.change_database("UPDATE alembic_version SET version_num = '9999'")


def _open_to_all(machine: Machine) -> None:
    machine.folder.chmod(0o755)
    machine.runner.database.chmod(0o644)


def _damaged_key(machine: Machine) -> None:
    (machine.folder / "config" / "legwise").mkdir(parents=True)
    (machine.folder / "config" / "legwise" / "key").write_text("not a key")
    machine.set(LEGWISE_KEY="", XDG_CONFIG_HOME=str(machine.folder / "config"))


def _invalid_content(machine: Machine) -> None:
    shutil.copytree(CONTENT, machine.folder / "content")
    (machine.folder / "content" / "ferritin.yaml").write_text("- broken")
    machine.set(LEGWISE_CONTENT=str(machine.folder / "content"))


def _no_model(machine: Machine) -> None:
    machine.set(LEGWISE_MODEL=str(machine.folder / "nowhere"))


def _port_in_use(machine: Machine) -> None:
    bound = machine.stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    machine.set(LEGWISE_LISTEN=f"127.0.0.1:{bound.getsockname()[1]}")


def _webhook_while_polling(machine: Machine) -> None:
    machine.runner.server.webhook.url = "https://elsewhere.example.org/secret-path"


def _webhook_of_another(machine: Machine) -> None:
    machine.set(**WebhookSettings.on_free_port().settings)
    machine.runner.server.webhook.url = "https://elsewhere.example.org/secret-path"


def _webhook_that_fails(machine: Machine) -> None:
    hooked = WebhookSettings.on_free_port()
    machine.set(**hooked.settings)
    webhook = machine.runner.server.webhook
    webhook.url, webhook.last_error = f"{hooked.url}/hook", (int(time.time()), "Connection refused")
    machine.runner.server.pending.add({"update_id": 1, "message": {"chat": {"id": 1}}}, time.time())


def _clock_off(machine: Machine) -> None:
    machine.runner.server.api.clock.advance(-600)


@pytest.mark.parametrize(
    ("damage", "subject", "what", "cure"),
    [
        (_no_token, "settings", "TELEGRAM_BOT_TOKEN is not set", "put the token that @BotFather gave you there"),
        (_misspelt_setting, "settings", "LEGWISE_CONTEMT is not a setting", "did you mean LEGWISE_CONTENT?"),
        (_unknown_token, "token", "knows no bot by it", "talk to @BotFather and copy the token anew"),
        (_nothing_listens, "telegram", "cannot reach the Bot API", "check the network, the proxy and TELEGRAM_API_URL"),
        (_another_web_server, "telegram", "it is no Bot API", "check the network, the proxy and TELEGRAM_API_URL"),
        (_full_disk, "disk", "no space left on device", "free some space"),
        (_full_disk, "database", "no space left on the disk of ", "free some space"),
        (_read_only_disk, "disk", "read-only file system", "make it writable"),
        (_read_only_disk, "database", "", "LEGWISE_DATABASE_URL"),
        (_damaged_database, "database", "file is not a database", "set another file in LEGWISE_DATABASE_URL"),
        (_newer_database, "database", "a newer legwise wrote it", "install that version"),
        (_open_to_all, "database", "can be read by every user of this machine", "chmod 600"),
        (_damaged_key, "key", "contains no key", "restore the key"),
        (_invalid_content, "content", "ferritin.yaml:1:1: ", "`legwise check` names every fault"),
        (_no_model, "model", "no model.onnx", "set LEGWISE_MODEL=off"),
        (_port_in_use, "address", "Address already in use", "stop the process that uses it"),
        (_webhook_while_polling, "webhook", "polling gets nothing", "stop the other program with this token"),
        (_webhook_of_another, "webhook", "not to http://127.0.0.1", "stop the other program with this token"),
        (_webhook_that_fails, "webhook", "Connection refused; 1 updates wait", "check the proxy, its certificate"),
        (_clock_off, "clock", "s ahead of Telegram's", "let it be synchronised"),
    ],
)
async def test_what_is_wrong_is_named_with_its_cure(
    machine: Machine, damage: Callable[[Machine], None], subject: str, what: str, cure: str
) -> None:
    damage(machine)
    code, printed = await machine.runner.doctor(**machine.settings)
    found = _found(printed)
    assert found[subject][0] == "WRONG", printed
    assert what in found[subject][1]
    assert cure in found[subject][2]
    assert {name for name, (state, _, _) in found.items() if state == "WRONG"} <= {subject, "disk", "database"}
    assert code == 1
    assert "Traceback" not in printed
    assert not [secret for secret in (TOKEN, "other-token", "secret-path") if secret in printed]
