"""The operator's page agrees with the code: its settings, files and figures exist."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.bootstrap import SHUTDOWN_TIMEOUT
from bot.config.settings import NAMES, default_database_url
from bot.desk.login import ALL_TRIES, TRIES
from bot.desk.sessions import LONGEST_SESSION
from bot.sending.pacing import Limits
from bot.simulator import WAIT_TIMEOUT
from bot.store import retention
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.store import Store
from bot.updates import expiry, polling, webhook
from bot.updates.inbox import LEASE
from faq.paths import QUESTIONS
from tests.bot.database_fixtures import KEY, NOON
from tests.bot.operating import page
from tests.bot.operating.page import PAGE
from tests.bot.process import CONTENT, ROOT

HERE = ROOT / "bot" / "operating"
UNIT, PROXY = (HERE / "legwise@.service").read_text("utf-8"), (HERE / "nginx.conf").read_text("utf-8")
ALERTS = [
    rule for group in yaml.safe_load((HERE / "alerts.yaml").read_text("utf-8"))["groups"] for rule in group["rules"]
]


def test_every_alert_has_its_row() -> None:
    assert re.findall(r"^\| `(Legwise\w+)`", PAGE, re.MULTILINE) == [rule["alert"] for rule in ALERTS]


@pytest.mark.parametrize("text", [PAGE, UNIT, PROXY])
def test_every_setting_named_in_a_file_exists(text: str) -> None:
    assert set(re.findall(r"(?:LEGWISE|TELEGRAM)_[A-Z_]+", text)) <= set(NAMES)


@pytest.mark.parametrize("file", re.findall(r"\]\((?!http|#)([^)#]+)", PAGE))
def test_every_link_of_the_page_has_its_file(file: str) -> None:
    assert (HERE / file).exists()


@pytest.mark.parametrize(
    "figure",
    [
        f"answers in progress get {SHUTDOWN_TIMEOUT:g} s",
        f"those in groups up to {expiry.GROUP_LIFETIME / 60:g} minutes",
        f"inline queries {expiry._QUERY_LIFETIMES['inline_query']:g} s",
        f"presses of buttons {expiry._QUERY_LIFETIMES['callback_query']:g} s",
        f"stores unfetched updates for {expiry.DAY / 3600:g} hours",
        f"take over its updates after {LEASE:g} s",
        f"which is {Limits().everywhere.most} messages a second",
        f"are deleted after {retention.VOTES.days} days",
        f"polling has fetched nothing for {polling.MAX_SILENCE:g} s",
        f"a file `{QUESTIONS}` in the folder",
        f"A session ends after {LONGEST_SESSION / 3600:g} hours",
        f"may try {TRIES} passwords a minute; all together may try {ALL_TRIES}",
    ],
)
def test_its_figures_are_those_of_the_code(figure: str) -> None:
    assert figure in PAGE


def test_page_unit_and_proxy_name_the_same_ports_and_files() -> None:
    assert (
        {"8081", "8082"}
        == set(re.findall(r"server 127\.0\.0\.1:(\d+)", PROXY))
        <= set(re.findall(r"legwise@(\d+)", PAGE))
    )
    for place in ("/var/lib/legwise/legwise.sqlite3", "/opt/legwise/bin/legwise", "/etc/legwise/legwise.env"):
        assert place in UNIT
        assert place in PAGE
    for line in ("Restart=on-failure", "RestartSec=10s", "MemoryMax=4G", "CacheDirectory=legwise"):
        assert f"\n{line}\n" in UNIT
    assert f"client_max_body_size {webhook.MAX_BODY // 10**6}m;" in PROXY
    assert default_database_url().endswith("/legwise.sqlite3")


def test_every_block_of_commands_has_a_name_for_tests_or_only_starts_and_stops_services() -> None:
    blocks = re.findall(r"(<!-- [\w ]+ -->\n)?```sh\n(.*?)```", PAGE, re.DOTALL)
    unnamed = "".join(block for name, block in blocks if not name).splitlines()
    assert [line for line in unnamed if not line.startswith(("systemctl ", "nginx -t "))] == []


def test_the_command_for_a_key_makes_one() -> None:
    [line] = re.findall(r"^/opt/legwise/bin/python (-c .*) >> /etc/legwise/legwise.env$", PAGE, re.MULTILINE)
    made = subprocess.run(f"{sys.executable} {line}", shell=True, capture_output=True, text=True, check=True).stdout
    name, _, key = made.strip().partition("=")
    assert name == "LEGWISE_KEY"
    assert Crypto(key).pseudonym(1)


async def test_the_command_of_the_page_opens_the_desk_on_the_bots_database(tmp_path: Path) -> None:
    (tmp_path / "legwise.env").write_text(f"LEGWISE_KEY={KEY}\nLEGWISE_MODEL=off\nLEGWISE_CONTENT={CONTENT}\n")
    script = "\n".join(page.commands("desk")).replace("/etc/legwise/", f"{tmp_path}/")
    script = script.replace("/var/lib/legwise/", f"{tmp_path}/")
    script = script.replace("/opt/legwise/bin/legwise", f"exec {sys.executable} -m bot")
    async with open_database(f"sqlite+aiosqlite:///{tmp_path}/legwise.sqlite3"):
        desk = await asyncio.create_subprocess_exec(
            "sh", "-euc", script, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
        )
        assert desk.stdout is not None
        lines = [(await asyncio.wait_for(desk.stdout.readline(), WAIT_TIMEOUT)).decode() for _ in range(2)]
        desk.terminate()
        assert await desk.wait() == 0
    assert lines[0].startswith("legwise desk: http://127.0.0.1:")
    assert "the questions of the bot's database" in lines[1]
    assert str(CONTENT) in lines[1]


async def test_the_command_of_the_page_shows_curators_the_shared_questions(tmp_path: Path) -> None:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path}/legwise.sqlite3") as engine:
        await Store(engine, Crypto(KEY), lambda: NOON).shared.add("is it low?", "a" * 32)
    (tmp_path / "legwise.env").write_text(f"LEGWISE_KEY={KEY}\n")
    places = {"/etc/legwise/": f"{tmp_path}/", "/var/lib/legwise/": f"{tmp_path}/"}
    places["/opt/legwise/bin/legwise"] = f"{sys.executable} -m bot"
    assert page.run_commands("shared", places, {"PYTHONPATH": str(ROOT)}) == "2026-11-22  is it low?\n"


async def test_the_command_of_the_page_writes_a_report(tmp_path: Path) -> None:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path}/legwise.sqlite3"):
        pass
    (tmp_path / "legwise.env").write_text(f"LEGWISE_KEY={KEY}\nLEGWISE_MODEL=off\nLEGWISE_CONTENT={CONTENT}\n")
    places = {"/etc/legwise/": f"{tmp_path}/", "/var/lib/legwise/": f"{tmp_path}/", "/var/tmp/": f"{tmp_path}/"}
    places["/opt/legwise/bin/legwise"] = f"{sys.executable} -m bot"
    page.run_commands("report", places, {"PYTHONPATH": str(ROOT)})
    assert "<html" in (tmp_path / "legwise-report.html").read_text("utf-8")
