"""A bare Debian in a folder, made by debootstrap, in which the commands of the operator's page are run from the first.

It has what a new server has: apt, systemd and a shell. Its network is the machine's.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.bot.operating import page

NOT_INSTALLED = "debootstrap is not installed: the installation was not tested; run apt-get install debootstrap."
_SUITE, _MIRROR = "bookworm", "http://deb.debian.org/debian"
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
"""The machine's, which may have to trust a proxy before the package index."""
_NAMESPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--ipc", "--uts")


@dataclass(frozen=True)
class BareDebian:
    """Its root, in which nothing runs."""

    root: Path

    def run_block(self, name: str, *, typed: str = "", simulate: bool = False) -> None:
        """Run a block of the page, with this on its standard input. A simulation only finds the packages."""
        script = "\n".join(page.commands(name))
        self._run("cd /root\n" + (script.replace("install -y", "install -y --simulate") if simulate else script), typed)

    def _run(self, script: str, typed: str) -> None:
        command = [*_NAMESPACES, "sh", str(Path(__file__).parent / "bare.sh"), str(self.root), script]
        done = subprocess.run(command, input=typed, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{script}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


def find_program() -> str | None:
    """Return the path of debootstrap, if it is installed. Debian's is in /usr/sbin, which may not be on the PATH."""
    return shutil.which("debootstrap") or shutil.which("debootstrap", path="/usr/sbin")


def make_bare_debian(folder: Path) -> BareDebian:
    """Make one in a new folder: it takes half a minute, and half a gigabyte on the disk."""
    program = find_program()
    assert program, NOT_INSTALLED
    command = [program, "--variant=minbase", "--include=systemd", _SUITE, str(folder), _MIRROR]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    for file in (Path("/etc/resolv.conf"), Path("/etc/hosts")):
        shutil.copy(file, folder / "etc" / file.name)
    shutil.copy(_CERTIFICATES, folder / "etc" / "machine-certificates.crt")
    (folder / "etc" / "dpkg" / "dpkg.cfg.d" / "quick").write_text("force-unsafe-io\n")
    return BareDebian(folder)
