"""Boots a systemd with the shipped unit, in its own namespaces and root file system (see systemd.sh).

It has no other units, and cannot write to the machine's files. Without cgroup controllers, limits such as MemoryMax are
accepted but have no effect.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import site
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.simulator import WAIT_TIMEOUT
from tests.bot.process import ROOT

SHIPPED = ROOT / "bot" / "operating" / "legwise@.service"
ALLOWED = "TESTS_BOOT_SYSTEMD"
NOT_AVAILABLE = f"{ALLOWED} is not set, or there is no systemd, root or namespaces: the unit was not run by systemd."
NO_ANALYZE = "systemd-analyze is not installed: the unit was not checked; run apt-get install systemd."
CONTENT = Path("/srv/content")
"""The folder of the copied content, inside."""
_SETTINGS = "etc/legwise/legwise.env"
_PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin"
_SYSTEMD = "/lib/systemd/systemd"
# Targets that units are ordered by. Empty ones replace the machine's, which would start its services.
_TARGETS = ("sysinit", "basic", "shutdown", "network-online", "tests")
_TARGET = "[Unit]\nDescription=empty\nDefaultDependencies=no\n"
_LOG = "[Service]\nStandardError=append:/run/legwise.log\n"
_PROGRAMS = ("unshare", "nsenter", "setpriv", "pivot_root")
_NAMESPACES = ("--mount", "--pid", "--fork", "--kill-child", "--cgroup", "--ipc", "--uts")


@dataclass(frozen=True)
class Systemd:
    """A running systemd. `pid` is that of the machine's process table."""

    pid: int

    @property
    def root(self) -> Path:
        """Its root directory, as seen from outside."""
        return Path(f"/proc/{self.pid}/root")

    async def systemctl(self, *words: str) -> str:
        """Run systemctl; return its output."""
        command = ("nsenter", "-t", str(self.pid), "-a", "systemctl", *words)
        process = await create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
        async with asyncio.timeout(WAIT_TIMEOUT):
            output, _ = await process.communicate()
        return output.decode().strip()

    async def run(self, script: str) -> str:
        """Run commands of a shell inside as root; return their output."""
        command = ("nsenter", "-t", str(self.pid), "-a", "env", "--chdir=/root", "-i", _PATH, "sh", "-euc", script)
        process = await create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
        async with asyncio.timeout(2 * WAIT_TIMEOUT):
            output, errors = await process.communicate()
        assert process.returncode == 0, f"{script}\n{output.decode()[-2000:]}{errors.decode()[-2000:]}"
        return output.decode()

    async def property_of(self, unit: str, name: str) -> str:
        """Return a property of a unit."""
        return await self.systemctl("show", "--value", f"--property={name}", unit)

    async def log(self) -> str:
        """Return the standard error of the units."""
        return _text(self.root / "run" / "legwise.log")


def is_available() -> bool:
    """Return whether the environment allows it and has all it needs."""
    if (
        not os.environ.get(ALLOWED)
        or os.getuid()
        or not Path(_SYSTEMD).exists()
        or not all(map(shutil.which, _PROGRAMS))
    ):
        return False
    group = _own_cgroup()
    return (
        group is not None
        and os.access(group, os.W_OK)
        and not subprocess.run(["unshare", *_NAMESPACES, "true"], capture_output=True, check=False).returncode
    )


@asynccontextmanager
async def run_systemd(
    folder: Path, settings: Mapping[str, str], content: Path, bare: Path | None = None
) -> AsyncIterator[Systemd]:
    """Boot it in an empty folder. `settings` go into the unit's EnvironmentFile; `content` is copied to CONTENT.

    `bare` is a root in which legwise was installed; without one, the machine's programs and this checkout are used.
    """
    overlay, root = folder / "overlay", bare or folder / "root"
    _write_units(overlay)
    if bare:
        with (bare / _SETTINGS).open("a") as file:
            file.write(_lines(settings))
    else:
        root.mkdir()
        _write_program(overlay, {"PYTHONPATH": "/opt/project", "LD_LIBRARY_PATH": "/opt/python/lib", **settings})
    shutil.copytree(content, overlay / CONTENT.relative_to("/"))
    with (folder / "mounting.log").open("wb") as log:
        group = _make_cgroup(folder.name)
        process = await create_subprocess_exec(
            "sh", "-c", 'echo $$ > "$0"/cgroup.procs; exec setpriv --pdeathsig KILL "$@"', str(group), "unshare",
            *_NAMESPACES,
            "sh", str(Path(__file__).parent / "systemd.sh"), str(root), sys.base_prefix, site.getsitepackages()[0],
            str(ROOT), str(overlay), "bare" if bare else "machine",
            _SYSTEMD, "--system", "--unit=tests.target", "--log-target=null",
            stdin=DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            yield await _wait_until_up(process, folder / "mounting.log")
        finally:
            _kill(process)
            await process.wait()
            await _remove_cgroup(group)


def _kill(outer: Process) -> None:
    """Kill its first process, which ends all processes in its namespace and `unshare`, which waits for it."""
    for inner in _children(outer.pid) or [outer.pid]:
        with suppress(ProcessLookupError):
            os.kill(inner, signal.SIGKILL)


def _write_units(overlay: Path) -> None:
    """Write the units that are not the page's: empty targets, and where the log goes."""
    units = overlay / "etc" / "units"
    (units / "legwise@.service.d").mkdir(parents=True)
    (units / "legwise@.service.d" / "log.conf").write_text(_LOG)
    for name in _TARGETS:
        (units / f"{name}.target").write_text(_TARGET)
    (overlay / "etc" / "machine-id").write_text(f"{'5ea1ed':0<32}\n")


def _write_program(overlay: Path, settings: Mapping[str, str]) -> None:
    """Write what the page installs: the unit, the settings, and a program that runs this checkout."""
    shutil.copy(SHIPPED, overlay / "etc" / "units")
    program = overlay / "opt" / "legwise" / "bin" / "legwise"
    for folder in ((overlay / _SETTINGS).parent, program.parent):
        folder.mkdir(parents=True)
    (overlay / _SETTINGS).write_text(_lines(settings))
    (overlay / _SETTINGS).chmod(0o600)
    program.write_text("#!/opt/legwise/bin/python\nfrom bot.__main__ import main\n\nmain()\n")
    program.chmod(0o755)
    (overlay / "opt" / "legwise" / "pyvenv.cfg").write_text("home = /opt/python/bin\n")


def _lines(settings: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def _own_cgroup() -> Path | None:
    """Return the version 2 cgroup of this process."""
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    mount_point = next((mount[1] for mount in mounts if mount[2] == "cgroup2"), None)
    lines = Path("/proc/self/cgroup").read_text().splitlines()
    own = next((line.removeprefix("0::/") for line in lines if line.startswith("0::")), None)
    return Path(mount_point) / own if mount_point is not None and own is not None else None


def _make_cgroup(name: str) -> Path:
    parent = _own_cgroup()
    assert parent is not None
    group = parent / f"legwise-tests-{os.getpid()}-{name}"
    group.mkdir()
    return group


async def _remove_cgroup(group: Path) -> None:
    """Remove a cgroup and its children once their processes have ended."""
    async with asyncio.timeout(WAIT_TIMEOUT):
        while not _removed(group):  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.02)


def _removed(group: Path) -> bool:
    for folder in (*sorted((path for path in group.rglob("*") if path.is_dir()), reverse=True), group):
        with suppress(OSError):
            folder.rmdir()
    return not group.exists()


async def _wait_until_up(outer: Process, log: Path) -> Systemd:
    """Wait until it accepts commands."""
    async with asyncio.timeout(WAIT_TIMEOUT):
        while not (systemd := _booted(outer.pid)):
            assert outer.returncode is None, _text(log)
            await asyncio.sleep(0.02)
    return systemd


def _text(file: Path) -> str:
    return file.read_text("utf-8")


def _booted(outer: int) -> Systemd | None:
    # Before it changes its root, its files are the machine's; only its own root has etc/units.
    for inner in map(Systemd, _children(outer)):
        if (inner.root / "etc/units").exists() and (inner.root / "run/systemd/private").exists():
            return inner
    return None


def _children(process: int) -> list[int]:
    with suppress(FileNotFoundError):
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))
    return []
