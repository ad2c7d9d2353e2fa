"""A PostgreSQL server of the tests' own: on a socket in a folder of its own, gone at the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30.0
CURE = (
    "PostgreSQL is not installed: the store's tests ran on SQLite alone; apt-get install postgresql runs them on both."
)


def programs() -> Path | None:
    """The folder of the server's programs, if it is installed: on the PATH, or where Debian puts it."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    return max((place.parent for place in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)


@contextmanager
def serving(where: Path) -> Iterator[str]:
    """A running server; gives the address of its database."""
    with tempfile.TemporaryDirectory(prefix="legwise-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        _make(where, folder / "data")
        options = ("-c", "listen_addresses=", "-c", "fsync=off", "-k", str(folder))
        with _as_other([str(where / "postgres"), "-D", str(folder / "data"), *options], folder) as server:
            try:
                _await(folder / "data" / "postmaster.pid", server)
                yield f"postgresql+asyncpg://postgres@/postgres?host={folder}"
            finally:
                server.send_signal(signal.SIGINT)  # its fast end, which waits for nobody
                server.wait(PATIENCE)


def _make(where: Path, data: Path) -> None:
    if os.getuid() == 0:
        shutil.chown(data.parent, "postgres")
    made = _as_other([str(where / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-N"], data.parent)
    assert made.wait(PATIENCE) == 0


def _as_other(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start the command. PostgreSQL refuses to run as root; Debian's package has a user for it."""
    other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    return subprocess.Popen([*other, *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _await(status: Path, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server says that it is ready; its socket is there before it lets anybody in."""
    until = time.monotonic() + PATIENCE
    while not status.exists() or "ready" not in status.read_text().split():
        assert server.poll() is None, "PostgreSQL did not start"
        assert time.monotonic() < until, "PostgreSQL did not let anybody in"
        time.sleep(0.02)
