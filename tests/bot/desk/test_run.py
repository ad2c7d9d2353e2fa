"""`legwise desk` as a process: what it prints, refuses and leaves behind."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.config.urls import Address
from bot.desk import run as desk_run
from bot.desk.command import read_options
from bot.desk.password import make_hash
from bot.desk.run import DeskOptions, open_desk
from bot.errors import SettingsError
from bot.http.server import serve
from bot.simulator import WAIT_TIMEOUT
from faq.engine import OFF
from faq.errors import OperatorError
from tests.bot.process import CONTENT, ROOT, free_port

HASH = SecretStr(make_hash("correct horse battery"))
LOOPBACK = Address("127.0.0.1", 0)


def _environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return an environment in which all folders of the user are below this one."""
    inherited = {k: v for k, v in os.environ.items() if not k.upper().startswith(("LEGWISE_", "TELEGRAM_", "XDG_"))}
    folders = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "CACHE", "CONFIG")}
    (folder / "tmp").mkdir(exist_ok=True)
    usual = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "LEGWISE_MODEL": OFF, "LEGWISE_CONTENT": str(CONTENT)}
    return inherited | usual | folders | {"HOME": str(folder), "TMPDIR": str(folder / "tmp")} | settings


@asynccontextmanager
async def _desk(folder: Path, *arguments: str, **settings: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "desk", "--no-browser", *arguments),
        cwd=folder, env=_environment(folder, **settings), stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def _line(process: Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), WAIT_TIMEOUT)).decode()


async def _end(process: Process) -> tuple[int, str, str]:
    """Return the exit code, and what is printed until the end on standard output and error."""
    out, errors = await asyncio.wait_for(process.communicate(), WAIT_TIMEOUT)
    assert process.returncode is not None
    return process.returncode, out.decode(), errors.decode()


def _files(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_at_a_signal_it_ends_with_success_and_leaves_nothing_but_the_cache(
    tmp_path: Path, number: signal.Signals
) -> None:
    async with _desk(tmp_path, "--port", "0") as process:
        line = await _line(process)
        url = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert url, line
        assert [folder.name.startswith("legwise-desk-") for folder in (tmp_path / "tmp").iterdir()] == [True]
        async with aiohttp.ClientSession() as session, session.get(f"{url[0]}events") as events:
            assert events.status == 200  # a page is open, and follows the chats
            process.send_signal(number)
            code, _, errors = await _end(process)
    assert (code, errors) == (0, "")
    assert list((tmp_path / "tmp").iterdir()) == []
    assert [file for file in _files(tmp_path) if not file.startswith("cache/")] == []


async def test_a_signal_while_it_starts_ends_it_too(tmp_path: Path) -> None:
    async with _desk(tmp_path, "--port", "0") as process:
        while not list((tmp_path / "tmp").glob("legwise-desk-*")):  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        code, out, errors = await _end(process)
    assert (code, out, errors) == (0, "", "")
    assert list((tmp_path / "tmp").iterdir()) == []


async def test_without_a_content_folder_it_edits_a_copy_and_tells_how_the_bot_uses_it(tmp_path: Path) -> None:
    async with _desk(tmp_path, "--port", "0", LEGWISE_CONTENT="") as process:
        lines = [await _line(process) for _ in range(3)]
        process.terminate()
        assert (await _end(process))[0] == 0
    copy = tmp_path / "data" / "legwise" / "content"
    assert lines[1] == f"It shows the questions of this trial, and edits the content in {copy}\n"
    assert lines[2] == f"To run the bot on this content: LEGWISE_CONTENT={copy} legwise run\n"
    assert (copy / "faq.yaml").is_file()


async def test_content_that_is_invalid_is_told_with_its_place_while_the_desk_goes_on(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "faq.yaml").write_text("nonsense: true\n")
    async with _desk(tmp_path, "--port", "0", "--content", "content") as process:
        assert process.stderr is not None
        errors = (await asyncio.wait_for(process.stderr.readuntil(b"faq.yaml"), WAIT_TIMEOUT)).decode()
        process.terminate()
        code, _, more = await _end(process)
    assert code == 0
    assert "Traceback" not in errors + more
    assert list((tmp_path / "tmp").iterdir()) == []


async def test_if_the_port_is_in_use_the_next_free_one_is_taken_and_told(capfd: pytest.CaptureFixture[str]) -> None:
    async with serve(LOOPBACK, []) as used, open_desk(DeskOptions(used, CONTENT, OFF)) as url:
        assert int(url.rstrip("/").rpartition(":")[2]) > used.port
        assert f"port {used.port} is in use" in capfd.readouterr().err


async def test_if_no_port_is_free_the_cure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_run, "NEXT_PORTS", 1)
    async with serve(LOOPBACK, []) as used:
        with pytest.raises(OperatorError, match=rf"127.0.0.1:{used.port}: this port is in use; .* --port"):
            async with open_desk(DeskOptions(used, CONTENT, OFF)):
                pass


EVERYWHERE = Address("0.0.0.0", 8765)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (DeskOptions(EVERYWHERE), r"--listen 0.0.0.0:8765: .* no password; .*--hash-password.*DESK_PASSWORD_HASH"),
        (DeskOptions(LOOPBACK, hosts=("desk.example.org",)), r"--host desk.example.org: .* no password; .*--hash"),
        (DeskOptions(EVERYWHERE, password_hash=HASH), r"--listen 0.0.0.0:8765: .* HTTPS; .*--host desk.example.org"),
    ],
    ids=["without a password", "with a host and without a password", "without a TLS proxy"],
)
async def test_other_computers_do_not_reach_it(options: DeskOptions, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        async with open_desk(options):
            pass


async def test_through_a_proxy_it_asks_for_the_password() -> None:
    address = Address("127.0.0.1", free_port())
    options = DeskOptions(address, CONTENT, OFF, hosts=("desk.example.org",), password_hash=HASH)
    async with open_desk(options) as url, aiohttp.ClientSession() as session:
        assert url == "https://desk.example.org/"
        async with session.get(f"http://{address}/", headers={"Host": "desk.example.org"}) as page:
            assert page.url.path == "/login"


async def test_a_proxy_finds_it_at_its_port_or_not_at_all() -> None:
    async with serve(LOOPBACK, []) as used:
        options = DeskOptions(used, CONTENT, OFF, hosts=("desk.example.org",), password_hash=HASH)
        with pytest.raises(OperatorError, match="this port is in use"):
            async with open_desk(options):
                pass


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--listen", "nowhere"], "--listen nowhere: is not an address to listen on"),
        (["--host", "https://desk.example.org"], "--host https://desk.example.org: is not the name of a host"),
        (["--host", "evil.example\r\nX: 1"], "is not the name of a host"),
        (["--content", "nowhere"], "--content nowhere: there is no such folder"),
        (["--hash-password"], "--hash-password: there is no terminal"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_option_is_told_in_one_line(tmp_path: Path, arguments: list[str], told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "desk", *arguments], cwd=tmp_path, env=_environment(tmp_path),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_hash_that_is_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEGWISE_DESK_PASSWORD_HASH", "correct horse battery")
    with pytest.raises(
        SettingsError, match=r"^LEGWISE_DESK_PASSWORD_HASH is not an argon2 hash; .*--hash-password"
    ) as told:
        read_options(0, "", (), None, is_trial=False, browser=False)
    assert "horse" not in str(told.value)


async def test_the_trial_reaches_nothing_but_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    reached, connect = set[str](), socket.socket.connect

    def watched(self: socket.socket, address: tuple[str, int]) -> None:
        reached.add(str(address[0]) if self.family != socket.AF_UNIX else "a file")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    options = DeskOptions(LOOPBACK, CONTENT, OFF)
    async with open_desk(options) as url, aiohttp.ClientSession() as session, session.get(url) as page:
        assert page.status == 200
    assert reached <= {"127.0.0.1", "a file"}
