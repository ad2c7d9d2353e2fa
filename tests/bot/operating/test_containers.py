"""The Containerfile and the compose file, built and run by podman with the page's commands."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import connector

from bot.simulator import TOKEN
from tests.bot import postgres_server
from tests.bot.database_fixtures import KEY
from tests.bot.operating import containers
from tests.bot.operating.containers import INSIDE, Podman
from tests.bot.operating.nginx import make_certificate
from tests.bot.operating.waiting import wait_until
from tests.bot.process import CONTENT, QUESTION, ROOT, SECRET, Runner, free_port, get_page
from tests.bot.sample_updates import ASKER, PRIVATE, said

COMPOSE, PROXY = (ROOT / "bot" / "operating" / name for name in ("compose.yaml", "nginx.conf"))
REPLICAS = ("operating_replica1_1", "operating_replica2_1")
IS_PREPARED = f"""
from pathlib import Path
from faq.engine import open_engine
engine = open_engine()
print(engine.stored(engine.snapshots.state(Path("{INSIDE}"))) is not None)
"""
BUILD_TOOLS = ("pip", "setuptools", "gcc", "cc", "make")


@pytest_asyncio.fixture
async def podman(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Podman]:
    if not containers.is_available():
        pytest.skip(containers.NOT_AVAILABLE)
    podman = Podman(tmp_path_factory.mktemp("podman"))
    podman.configure()
    yield podman
    await podman.remove_all()


@pytest_asyncio.fixture
async def telegram(runner: Runner) -> AsyncIterator[str]:
    """The address of the simulator for containers."""
    async with containers.relay(int(runner.server.url.rpartition(":")[2])) as port:
        yield f"http://host.containers.internal:{port}"


async def test_the_image_answers_runs_without_root_and_serves_behind_nginx(
    podman: Podman, runner: Runner, telegram: str, tmp_path: Path
) -> None:
    """One test, because the image takes most of its time."""
    await containers.make_base(podman)
    assert "Ferritin does." in await podman.page("container build", {})
    await _has_no_build_tools(podman)
    await _runs_alone(podman, runner, _settings(tmp_path, telegram))
    await _runs_twice(podman, runner, telegram, tmp_path)


def _settings(folder: Path, telegram: str, **more: str) -> Path:
    """Write the file that the page calls /etc/legwise/legwise.env."""
    values = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram,
        "LEGWISE_KEY": KEY,
        "LEGWISE_RATE_LIMIT": "off",
    }
    file = folder / "legwise.env"
    file.write_text("".join(f"{name}={value}\n" for name, value in (values | more).items()))
    return file


async def _has_no_build_tools(podman: Podman) -> None:
    listed = f"[tool for tool in {BUILD_TOOLS} if find_spec(tool) or which(tool)]"
    find = f"from importlib.util import find_spec; from shutil import which; print({listed})"
    assert await podman.run("run", "--rm", "--entrypoint=python3", "legwise", "-c", find) == "[]\n"


async def _runs_alone(podman: Podman, runner: Runner, settings: Path) -> None:
    """It polls, with a volume, as no root and on a read-only root."""
    port = free_port()
    places = {"/etc/legwise/legwise.env": str(settings), "127.0.0.1:8080:": f"127.0.0.1:{port}:"}
    await podman.page("container run", {**places, "--read-only ": "--read-only --read-only-tmpfs=false "})
    await wait_until(lambda: _is_ready(podman, "legwise"), bool)
    assert (await get_page(f"http://127.0.0.1:{port}/readyz"))[0] == 200
    await runner.server.queue(said(QUESTION))
    assert "Ferritin does." in (await runner.server.sent(1))[0].text
    assert await podman.run("exec", "legwise", "python3", "-c", IS_PREPARED) == "True\n"
    await podman.page("container health", {})
    status = await podman.run("exec", "legwise", "cat", "/proc/1/status")
    assert "Uid:\t10001\t10001\t10001\t10001\n" in status
    assert "CapBnd:\t0000000000000000\n" in status
    assert "NoNewPrivs:\t1\n" in status
    assert "legwise.sqlite3" in await podman.run("exec", "legwise", "ls")
    await podman.run("stop", "legwise")
    assert await podman.run("inspect", "legwise", "--format={{.State.ExitCode}}") == "0\n"
    await podman.run("rm", "legwise")


async def _runs_twice(podman: Podman, runner: Runner, telegram: str, folder: Path) -> None:
    """Two replicas share the questions that Telegram pushes through nginx; one answers without the other."""
    programs = postgres_server.programs()
    assert programs is not None, postgres_server.CURE
    await containers.make_neighbours(podman, programs)
    port = free_port()
    settings = _settings(
        folder, telegram, LEGWISE_WEBHOOK_URL=f"https://127.0.0.1:{port}/hook", LEGWISE_WEBHOOK_SECRET=SECRET,
        BOT_HOST="127.0.0.1", BOT_PORT=str(port), POSTGRES_PASSWORD="secret",
    )  # fmt: skip
    compose = _compose_file(folder, settings)
    await podman.page(
        "container compose", {"bot/operating/compose.yaml": str(compose), "/etc/legwise/legwise.env": str(settings)}
    )
    for replica in REPLICAS:
        await wait_until(lambda name=replica: _is_ready(podman, name), bool)  # type: ignore[misc]
    await runner.server.queue(*map(_asked_by, range(40, 50)))
    await runner.server.sent(11)
    received = [await _received(podman, replica) for replica in REPLICAS]
    assert sum(received) == 10
    assert all(received)
    await podman.run("kill", REPLICAS[0])
    await runner.server.queue(*map(_asked_by, range(50, 60)))
    await runner.server.sent(21)


def _compose_file(folder: Path, settings: Path) -> Path:
    """Copy the file, with the folders of the test."""
    text = COMPOSE.read_text("utf-8")
    certificates = folder / "letsencrypt"
    (certificates / "live" / "127.0.0.1").mkdir(parents=True)
    certificate = make_certificate(certificates / "live" / "127.0.0.1")
    connector._SSL_CONTEXT_VERIFIED.load_verify_locations(certificate)  # the simulator's client trusts it then
    for original, replacement in {
        "/etc/legwise/legwise.env": str(settings),
        "/etc/letsencrypt:/": f"{certificates}:/",
        "\n  read_only: true\n": f"\n  read_only: true\n  volumes: ['{CONTENT}:{INSIDE}:ro']\n",
        "    LEGWISE_DATABASE_URL:": f"    LEGWISE_CONTENT: {INSIDE}\n    LEGWISE_DATABASE_URL:",
    }.items():
        assert original in text, f"the file does not contain {original}"
        text = text.replace(original, replacement)
    copy = folder / "operating" / COMPOSE.name
    copy.parent.mkdir()
    copy.write_text(text, "utf-8")
    (copy.parent / PROXY.name).write_bytes(PROXY.read_bytes())
    return copy


def _asked_by(person: int) -> dict[str, Any]:
    user = {"id": person}
    return said(QUESTION, PRIVATE | user, from_=ASKER | user)


async def _is_ready(podman: Podman, name: str) -> bool:
    return await podman.try_to("healthcheck", "run", name)


async def _received(podman: Podman, name: str) -> int:
    """Return how many updates a replica received."""
    read = "import os, urllib.request as u; print(u.urlopen(f'http://{os.environ[\"LEGWISE_LISTEN\"]}/metrics').read().decode())"
    metrics = await podman.run("exec", name, "python3", "-c", read)
    return sum(map(int, re.findall(r'^legwise_updates_total\{kind="message"\} (\d+)', metrics, re.MULTILINE)))
