"""A temporary PostgreSQL server, on a Unix socket."""

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

LOG = "output.log"
PATIENCE = 30.0
CURE = (
    "PostgreSQL is not installed: the store's tests ran on SQLite alone; apt-get install postgresql runs them on both."
)


def programs() -> Path | None:
    """Return the folder of the server's programs: from the PATH, or Debian's. None if it is not installed."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).parent
    return max((file.parent for file in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)


@contextmanager
def serving(programs_folder: Path) -> Iterator[str]:
    """Run a server, and return the address of its database."""
    with tempfile.TemporaryDirectory(prefix="legwise-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        _init(programs_folder, folder / "data")
        options = ("-c", "listen_addresses=", "-c", "fsync=off", "-k", str(folder))
        with run_as_postgres(
            [str(programs_folder / "postgres"), "-D", str(folder / "data"), *options], folder
        ) as server:
            try:
                _await(folder / "data" / "postmaster.pid", server)
                yield f"postgresql+asyncpg://postgres@/postgres?host={folder}"
            finally:
                server.send_signal(signal.SIGINT)  # its fast shutdown
                server.wait(PATIENCE)


def _init(programs_folder: Path, data: Path) -> None:
    if os.getuid() == 0:
        shutil.chown(data.parent, "postgres")
    initdb = run_as_postgres(
        [str(programs_folder / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-N"], data.parent
    )
    assert initdb.wait(PATIENCE) == 0


def run_as_postgres(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a command in a folder, with its output in LOG there.

    It runs as Debian's user postgres if we are root, because PostgreSQL refuses that.
    """
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    with (folder / LOG).open("ab") as log:
        return subprocess.Popen([*as_postgres, *command], cwd=folder, stdout=log, stderr=log)


def _await(status: Path, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server is ready; its socket exists earlier."""
    until = time.monotonic() + PATIENCE
    while not status.exists() or "ready" not in status.read_text().split():
        assert server.poll() is None, "PostgreSQL did not start"
        assert time.monotonic() < until, "PostgreSQL did not become ready"
        time.sleep(0.02)
