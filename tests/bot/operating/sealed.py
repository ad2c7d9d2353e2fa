"""A systemd of the tests' own, with the unit as it is shipped: in namespaces and a root of its own, gone at the end.

It knows no unit but ours, and nothing of the machine can be written from inside (see sealed.sh). Where no cgroup
controllers are to be had, limits like MemoryMax are accepted without effect.
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

from bot.simulator import PATIENCE
from tests.bot.test_run import ROOT

SHIPPED = ROOT / "bot" / "operating" / "legwise@.service"
ALLOWED = "TESTS_BOOT_SYSTEMD"
CURE = f"{ALLOWED} is not set, or systemd, root or namespaces are not to be had: the unit was not run by a systemd."
NO_ANALYZE = "systemd-analyze is not installed: the unit was not checked; apt-get install systemd brings it."
CONTENT = Path("/srv/content")
"""Where a copy of the content is, inside."""
_SYSTEMD = "/lib/systemd/systemd"
# What the unit, and any unit, is ordered by. Those of the machine would do things to it.
_TARGETS = ("sysinit", "basic", "shutdown", "network-online", "sealed")
_TARGET = "[Unit]\nDescription=empty\nDefaultDependencies=no\n"
_LOG = "[Service]\nStandardError=append:/run/legwise.log\n"
_PROGRAMS = ("unshare", "nsenter", "setpriv", "pivot_root")
_NAMESPACES = ("--mount", "--pid", "--fork", "--kill-child", "--cgroup", "--ipc", "--uts")


@dataclass(frozen=True)
class Sealed:
    """A running systemd. `pid` is its number on the outside."""

    pid: int

    @property
    def root(self) -> Path:
        """Its root, from the outside."""
        return Path(f"/proc/{self.pid}/root")

    async def systemctl(self, *words: str) -> str:
        """Tell it something; return what it says."""
        command = ("nsenter", "-t", str(self.pid), "-a", "systemctl", *words)
        process = await create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
        async with asyncio.timeout(PATIENCE):
            said, _ = await process.communicate()
        return said.decode().strip()

    async def shows(self, unit: str, name: str) -> str:
        """A property of a unit."""
        return await self.systemctl("show", "--value", f"--property={name}", unit)

    async def log(self) -> str:
        """What the units wrote to standard error."""
        return _text(self.root / "run" / "legwise.log")


def can_be() -> bool:
    """Whether somebody allowed it, and there is all that it needs."""
    if (
        not os.environ.get(ALLOWED)
        or os.getuid()
        or not Path(_SYSTEMD).exists()
        or not all(map(shutil.which, _PROGRAMS))
    ):
        return False
    group = _cgroups()
    return (
        group is not None
        and os.access(group, os.W_OK)
        and not subprocess.run(["unshare", *_NAMESPACES, "true"], capture_output=True, check=False).returncode
    )


@asynccontextmanager
async def sealed(folder: Path, settings: Mapping[str, str], content: Path) -> AsyncIterator[Sealed]:
    """Run it, in an empty folder. `settings` go into the unit's EnvironmentFile; `content` is copied to CONTENT."""
    made, root = folder / "made", folder / "root"
    root.mkdir()
    _make(made, {"PYTHONPATH": "/opt/project", "LD_LIBRARY_PATH": "/opt/python/lib", **settings})
    shutil.copytree(content, made / CONTENT.relative_to("/"))
    with (folder / "mounting.log").open("wb") as log:
        group = _cgroup(folder.name)
        process = await create_subprocess_exec(
            "sh", "-c", 'echo $$ > "$0"/cgroup.procs; exec setpriv --pdeathsig KILL "$@"', str(group), "unshare",
            *_NAMESPACES,
            "sh", str(Path(__file__).parent / "sealed.sh"), str(root), sys.base_prefix, site.getsitepackages()[0],
            str(ROOT), str(made), _SYSTEMD, "--system", "--unit=sealed.target", "--log-target=null",
            stdin=DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            yield await _up(process, folder / "mounting.log")
        finally:
            _end(process)
            await process.wait()
            await _gone(group)


def _end(outer: Process) -> None:
    """End it: the end of its first process is that of all in it, and of what waits for it."""
    for inner in _children(outer.pid) or [outer.pid]:
        with suppress(ProcessLookupError):
            os.kill(inner, signal.SIGKILL)


def _make(made: Path, settings: Mapping[str, str]) -> None:
    """What differs from the machine's own files: the units, the settings, and the program where the unit has it."""
    units, etc, program = made / "etc" / "units", made / "etc" / "legwise", made / "opt" / "legwise" / "bin" / "legwise"
    for folder in (units / "legwise@.service.d", etc, program.parent):
        folder.mkdir(parents=True)
    shutil.copy(SHIPPED, units)
    (units / "legwise@.service.d" / "log.conf").write_text(_LOG)
    for name in _TARGETS:
        (units / f"{name}.target").write_text(_TARGET)
    (etc / "legwise.env").write_text("".join(f"{name}={told}\n" for name, told in settings.items()))
    (etc / "legwise.env").chmod(0o600)
    (made / "etc" / "machine-id").write_text(f"{'5ea1ed':0<32}\n")
    program.write_text("#!/opt/legwise/bin/python\nfrom bot.__main__ import main\n\nmain()\n")
    program.chmod(0o755)
    (made / "opt" / "legwise" / "pyvenv.cfg").write_text("home = /opt/python/bin\n")


def _cgroups() -> Path | None:
    """Our own cgroup of the second version, whose children we may make."""
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    place = next((mount[1] for mount in mounts if mount[2] == "cgroup2"), None)
    lines = Path("/proc/self/cgroup").read_text().splitlines()
    own = next((line.removeprefix("0::/") for line in lines if line.startswith("0::")), None)
    return Path(place) / own if place is not None and own is not None else None


def _cgroup(name: str) -> Path:
    parent = _cgroups()
    assert parent is not None
    made = parent / f"sealed-{os.getpid()}-{name}"
    made.mkdir()
    return made


async def _gone(group: Path) -> None:
    """Remove it once its processes have ended, with all that was made in it."""
    async with asyncio.timeout(PATIENCE):
        while not _removed(group):  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.02)


def _removed(group: Path) -> bool:
    for folder in (*sorted((one for one in group.rglob("*") if one.is_dir()), reverse=True), group):
        with suppress(OSError):
            folder.rmdir()
    return not group.exists()


async def _up(outer: Process, log: Path) -> Sealed:
    """Wait until it lets itself be told something."""
    async with asyncio.timeout(PATIENCE):
        while not (found := _inner(outer.pid)):
            assert outer.returncode is None, _text(log)
            await asyncio.sleep(0.02)
    return found


def _text(file: Path) -> str:
    return file.read_text("utf-8")


def _inner(outer: int) -> Sealed | None:
    # Until its root is its own, that is the machine's: what tells them apart comes first.
    for inner in map(Sealed, _children(outer)):
        if (inner.root / "etc/units" / SHIPPED.name).exists() and (inner.root / "run/systemd/private").exists():
            return inner
    return None


def _children(process: int) -> list[int]:
    with suppress(FileNotFoundError):
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))
    return []
