"""No telemetry and no stray files: strace watches whole processes, every dependency included.

The commands run with an empty home folder. They may connect to the Bot API and write in legwise's own folders.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.simulator import TOKEN, BotApiSimulator, serve
from tests.bot.process import CONTENT
from tests.bot.sample_updates import said

ROOT = Path(__file__).parents[1]
CALLS = "connect,sendto,sendmsg,sendmmsg,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2"
_INET = re.compile(
    r'(?:connect|send\w+)\(.*?sin6?_port=htons\((\d+)\).*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"'
)
_OPENED = r'(?:open|openat|creat)\((?:AT_FDCWD, |\d+[^,]*, )?"([^"]+)", [^)]*\bO_(?:WRONLY|RDWR|CREAT)\b[^)]*\)'
_CREATED = r'mkdir(?:at)?\((?:AT_FDCWD, )?"([^"]+)"'
_WRITES = re.compile(rf"(?:{_OPENED}|{_CREATED})[^=]*= (?!-1)")
DNS = 53

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: apt install strace")


@dataclass(frozen=True)
class Watched:
    """Runs commands under strace, with an empty home folder."""

    home: Path

    def command(self, *arguments: str) -> list[str]:
        """Return a legwise command under strace."""
        trace = str(self.home.parent / "trace")
        return ["strace", "-f", "-qq", "-e", f"trace={CALLS}", "-o", trace, sys.executable, "-m", "bot", *arguments]

    def environment(self, **settings: str) -> dict[str, str]:
        """Return an environment without proxies, caches and settings of this process."""
        inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        own = {"HOME": str(self.home), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        own |= {"LEGWISE_CONTENT": str(CONTENT)}  # small, so that it is soon ready
        return inherited | own | settings

    def connections(self) -> set[tuple[str, int]]:
        """Return the address and port of every connection and datagram."""
        return {(address, int(port)) for port, address in _INET.findall(self._trace())}

    def written(self) -> set[Path]:
        """Return every file and folder that was created or opened for writing, devices aside."""
        paths = {Path(first or second) for first, second in _WRITES.findall(self._trace())}
        return {path for path in paths if not path.is_relative_to("/dev") and not path.is_relative_to("/proc")}

    def _trace(self) -> str:
        return (self.home.parent / "trace").read_text("utf-8", "replace")


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    (tmp_path / "home").mkdir()
    return Watched(tmp_path / "home")


def own_folders(home: Path) -> list[Path]:
    """Return the folders that belong to legwise."""
    return [home / ".cache" / "legwise", home / ".local" / "share" / "legwise", home / ".config" / "legwise"]


def strays(watched: Watched) -> set[Path]:
    """Return what was written outside legwise's own folders; the way to them may be created."""
    own = own_folders(watched.home)
    ways = {parent for folder in own for parent in (folder, *folder.parents)}
    return {path for path in watched.written() if path not in ways and not any(map(path.is_relative_to, own))}


@pytest.mark.parametrize("arguments", [("ask", "what is ferritin"), ("check",)], ids=" ".join)
def test_a_command_connects_nowhere_and_writes_in_its_own_folders_only(
    watched: Watched, arguments: tuple[str, ...]
) -> None:
    done = subprocess.run(
        watched.command(*arguments), cwd=watched.home, env=watched.environment(), capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert watched.connections() == set()
    assert strays(watched) == set()


async def test_a_run_connects_to_the_bot_api_alone_and_writes_in_its_own_folders_only(watched: Watched) -> None:
    async with serve() as server:
        code, errors = await _three_answers(watched, server)
    assert code == 0, errors
    assert {address for address, _ in watched.connections()} == {"127.0.0.1"}
    assert {port for _, port in watched.connections()} == {int(server.url.rpartition(":")[2])}
    assert DNS not in {port for _, port in watched.connections()}
    assert strays(watched) == set()


async def _three_answers(watched: Watched, server: BotApiSimulator) -> tuple[int, str]:
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
    await server.queue(*(said(text) for text in ("What stores iron?", "chest pain", "hello there")))
    process = await asyncio.create_subprocess_exec(
        *watched.command("run"), cwd=watched.home, env=watched.environment(**settings),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(300):
            while len(server.api.calls_of("sendMessage")) < 3 and process.returncode is None:  # noqa: ASYNC110 - in another process
                await asyncio.sleep(0.1)
        os.killpg(process.pid, signal.SIGTERM)  # strace passes no signal on
        _, errors = await process.communicate()
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
    return process.returncode or 0, errors.decode()
