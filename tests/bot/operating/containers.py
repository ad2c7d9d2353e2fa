"""Builds and runs containers as the operator's page says, with podman, in storage of the test's own."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.bot.operating import base_images, page
from tests.bot.process import CONTENT, ROOT

ALLOWED = "TESTS_RUN_CONTAINERS"
NOT_AVAILABLE = (
    f"{ALLOWED} is not set, or there is no root or podman: neither Containerfile nor compose.yaml was tried; "
    "apt-get install podman runc netavark aardvark-dns iptables"
)
INSIDE = "/srv/content"
"""The folder of the tests' content, inside."""
_COMPOSE = {"podman-compose ": f"{sys.executable} -m podman_compose "}
_PROGRAMS = ("podman", "runc", "iptables", "nginx")
_PYTHON, _POSTGRES, _NGINX = (
    f"docker.io/library/{name}" for name in ("python:3.13-slim-bookworm", "postgres:17-bookworm", "nginx:1.28-bookworm")
)
# Limits below this process's own, which it may not be allowed to raise.
_CONTAINERS_CONF = """\
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "none"
tmp_dir = "{folder}/tmp"
volume_path = "{folder}/volumes"
[network]
network_backend = "netavark"
network_config_dir = "{folder}/networks"
"""
_STORAGE_CONF = '[storage]\ndriver = "overlay"\ngraphroot = "{folder}/images"\nrunroot = "{folder}/run"\n'
# How this machine's pip reaches its index, for the build only.
_PIP_CACHE = "/var/cache/pip"
_PIP = ("index-url", "cert", "proxy", "trusted-host", "timeout")


@dataclass(frozen=True)
class Podman:
    """podman with images, containers and volumes in a folder of its own."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that name its configuration."""
        return {
            "CONTAINERS_CONF": str(self.folder / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(self.folder / "storage.conf"),
        }

    def configure(self) -> None:
        """Write its configuration."""
        (self.folder / "containers.conf").write_text(_CONTAINERS_CONF.format(folder=self.folder))
        (self.folder / "storage.conf").write_text(_STORAGE_CONF.format(folder=self.folder))
        (self.folder / "pip.conf").write_text(_pip_configuration())
        (self.folder / "pip").mkdir()

    async def run(self, *words: str) -> str:
        """Run podman; return its output."""
        done = await asyncio.to_thread(self._run, *words)
        assert done.returncode == 0, f"podman {' '.join(words)}\n{done.stderr}"
        return done.stdout

    async def try_to(self, *words: str) -> bool:
        """Run podman; return whether it succeeded."""
        return not (await asyncio.to_thread(self._run, *words)).returncode

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **self.environment}
        return subprocess.run(["podman", *words], capture_output=True, text=True, check=False, env=environment)

    async def page(self, name: str, replacements: Mapping[str, str]) -> str:
        """Run the commands of the page, in a checkout; return their output."""
        inside = f"--volume={CONTENT}:{INSIDE}:ro"
        run = f"podman run {inside} --env=LEGWISE_CONTENT={INSIDE} "
        replaced = {"podman build ": self._build(inside), "podman run ": run, **_COMPOSE, **replacements}
        return await asyncio.to_thread(page.run_commands, name, replaced, self.environment)

    def _build(self, inside: str) -> str:
        cache = _output(sys.executable, "-m", "pip", "cache", "dir").strip()
        Path(cache).mkdir(parents=True, exist_ok=True)
        mounts = f"--volume={self.folder}/pip.conf:/etc/pip.conf:ro --volume={cache}:{_PIP_CACHE} {inside}"
        return f"cd {ROOT}; podman build --layers=false --network=host --isolation=chroot {mounts} \
            --build-arg=LEGWISE_CONTENT={INSIDE} "

    async def import_image(self, name: str, make: Callable[[Path], None], *changes: str) -> None:
        """Make an image of a root folder."""
        root = self.folder / "root"
        root.mkdir()
        make(root)
        shutil.make_archive(str(self.folder / "root"), "tar", root)
        await self.run("import", *(f"--change={change}" for change in changes), str(self.folder / "root.tar"), name)
        shutil.rmtree(root)

    async def remove_all(self) -> None:
        """Stop and remove all that it has."""
        for words in (
            ("pod", "rm", "--all", "--force"),
            ("rm", "--all", "--force", "--depend", "--time=0"),
            ("network", "prune", "--force"),
            ("rmi", "--all", "--force"),
        ):
            await self.run(*words)
        with suppress(OSError):
            shutil.rmtree(self.folder)


def is_available() -> bool:
    """Return whether the environment allows it and has all it needs."""
    path = f"{os.environ.get('PATH')}:/usr/sbin"
    programs = all(shutil.which(name, path=path) for name in _PROGRAMS)
    return bool(os.environ.get(ALLOWED)) and not os.getuid() and programs and find_spec("podman_compose") is not None


async def make_base(podman: Podman) -> None:
    """Make the image that the Containerfile builds on."""
    await podman.import_image(_PYTHON, base_images.make_python)


async def make_neighbours(podman: Podman, postgres: Path) -> None:
    """Make the other images of the compose file."""
    await podman.import_image(
        _POSTGRES, lambda root: base_images.make_postgres(root, postgres), 'ENTRYPOINT ["/start"]', "STOPSIGNAL SIGINT"
    )
    await podman.import_image(_NGINX, base_images.make_nginx, "STOPSIGNAL SIGQUIT")


@asynccontextmanager
async def relay(port: int) -> AsyncIterator[int]:
    """Let containers reach a port of loopback; yields the port that they use, at host.containers.internal."""

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_copy(reader, back), _copy(there, writer))

    async with await asyncio.start_server(connect, "0.0.0.0", 0) as server:
        yield server.sockets[0].getsockname()[1]


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
    writer.close()


def _pip_configuration() -> str:
    listed = [line.partition("=") for line in _output(sys.executable, "-m", "pip", "config", "list").splitlines()]
    options = {name.rpartition(".")[2]: value.strip("'") for name, _, value in listed}
    known = "".join(f"{name} = {options[name]}\n" for name in _PIP if name in options)
    return f"[global]\ncache-dir = {_PIP_CACHE}\n{known}"


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
