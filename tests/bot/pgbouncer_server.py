"""A temporary PgBouncer in front of the tests' PostgreSQL server, on a Unix socket."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bot.postgres_server import LOG, PATIENCE, run_as_postgres

CURE = "PgBouncer is not installed: no test ran through a connection pooler; run apt-get install pgbouncer."
# Each transaction gets another connection than the one before.
_CONFIGURATION = """\
[databases]
* = host={server} user=postgres
[pgbouncer]
pool_mode = {mode}
server_round_robin = 1
listen_addr =
unix_socket_dir = {folder}
auth_type = any
"""


def find_program() -> str | None:
    """Return the path of PgBouncer, if it is installed. Debian's is in /usr/sbin, which may not be on the PATH."""
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


@contextmanager
def pooling(program: str, server: str, mode: str = "transaction") -> Iterator[str]:
    """Run a pooler before the server at an address, and return the address of the same database through it."""
    with TemporaryDirectory(prefix="legwise-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o777)
        file = folder / "pgbouncer.ini"
        file.write_text(_CONFIGURATION.format(server=server.partition("host=")[2], mode=mode, folder=folder))
        with run_as_postgres([program, str(file)], folder) as process:
            try:
                _await(folder / ".s.PGSQL.6432", process)
                yield f"postgresql+asyncpg://postgres@/postgres?host={folder}&port=6432"
                _assert_runs(process, folder)
            finally:
                process.terminate()
                process.wait(PATIENCE)


def _await(address: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while not _accepts(address):  # it exists for a moment before PgBouncer listens on it
        _assert_runs(process, address.parent)
        assert time.monotonic() < until, "PgBouncer did not become ready"
        time.sleep(0.02)


def _accepts(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(address)) == 0


def _assert_runs(process: subprocess.Popen[bytes], folder: Path) -> None:
    code = process.poll()
    assert code is None, f"PgBouncer ended, with {code}:\n{(folder / LOG).read_text()[-2000:]}"
