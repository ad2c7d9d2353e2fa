"""`legwise run` as an operator runs it: a process, over real HTTP, against the counterpart of the Bot API."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.sending.client import ALLOWED_UPDATES
from bot.simulator import PATIENCE, Counterpart, serving
from faq.card import entry_card, plain
from faq.loading import PACKAGED, load
from tests.bot.database_fixtures import KEY
from tests.bot.judge import TOKEN, Refusal
from tests.bot.sample_updates import ASKER, PRIVATE, pressed, said

ROOT = Path(__file__).parents[2]
CONTENT = Path(__file__).parent / "content"
QUESTION = "What stores iron?"
SECRET = "a-secret-of-the-tests"


@dataclass
class House:
    """A folder to run in, the server to run against, and the ways to start."""

    folder: Path
    server: Counterpart

    @property
    def database(self) -> Path:
        return self.folder / "inbox.sqlite3"

    def environment(self, **settings: str) -> dict[str, str]:
        """The environment of the process: nothing of ours is inherited."""
        ours = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.server.url,
            "LEGWISE_DATABASE_URL": f"sqlite+aiosqlite:///{self.database}",
            "LEGWISE_CONTENT": str(CONTENT),
            "LEGWISE_RATE_LIMIT": "off",  # a test that is about the pace of messages switches it on
            "LEGWISE_KEY": KEY,
        }
        inherited = {k: v for k, v in os.environ.items() if not k.upper().startswith(("LEGWISE_", "TELEGRAM_"))}
        return inherited | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | ours | settings

    @asynccontextmanager
    async def running(self, **settings: str) -> AsyncIterator[Process]:
        """A run, which is killed in the end if it has not ended."""
        environment = self.environment(**settings)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=self.folder, env=environment, stdout=PIPE, stderr=PIPE
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    async def fails(self, **settings: str) -> tuple[int, str]:
        """Run what cannot start; return the exit code and what it says."""
        async with self.running(**settings) as process:
            return await ended(process)


async def ended(process: Process, number: signal.Signals | None = None) -> tuple[int, str]:
    """Send a signal, if any; wait for the end; return the exit code and standard error."""
    if number:
        process.send_signal(number)
    _, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode is not None
    return process.returncode, errors.decode()


def kept(database: Path) -> list[int]:
    """The numbers of the updates whose text is in the database."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT update_id FROM inbox WHERE body IS NOT NULL").fetchall()
    return [row[0] for row in rows]


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with serving() as server:
        yield House(tmp_path, server)
        assert server.refused == []


@pytest.mark.parametrize(
    ("content", "question", "entry"),
    [(str(CONTENT), QUESTION, "store"), ("", "what is my body lacking", "body-lacking")],
)
async def test_a_question_goes_in_and_its_sourced_answer_comes_out(
    house: House, content: str, question: str, entry: str
) -> None:
    faq = load(Path(content) if content else PACKAGED)
    await house.server.queue(said(question))
    async with house.running(LEGWISE_CONTENT=content) as process:
        [call] = await house.server.sent(1)
        code, errors = await ended(process, signal.SIGTERM)
    assert call.text == plain(entry_card(faq.by_id[entry], faq))
    assert "Sources:" in call.text
    assert (code, kept(house.database)) == (0, [])
    assert question not in errors
    assert TOKEN not in errors


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
    return port


@dataclass
class Hooked:
    """The settings of a run with a webhook, and where it is."""

    at: str
    settings: dict[str, str]

    @classmethod
    def free(cls) -> Hooked:
        """A webhook on a free port."""
        place = f"127.0.0.1:{free_port()}"
        return cls(f"http://{place}", {
            "LEGWISE_WEBHOOK_URL": f"http://{place}/hook", "LEGWISE_LISTEN": place, "LEGWISE_WEBHOOK_SECRET": SECRET,
        })  # fmt: skip


async def page(url: str) -> tuple[int, str]:
    """Look at a page of a run; return status and text."""
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def test_with_a_webhook_updates_are_pushed_and_answered_and_it_tells_how_it_is(house: House) -> None:
    hooked = Hooked.free()
    async with house.running(**hooked.settings) as process:
        await house.server.until(lambda: house.server.webhook.url)
        assert house.server.webhook.info()["allowed_updates"] == list(ALLOWED_UPDATES)
        await house.server.queue(said(QUESTION), said("chest pain"))
        await house.server.sent(2)
        await house.server.until(lambda: not house.server.updates)
        assert await page(f"{hooked.at}/healthz") == (200, "alive\n")
        assert await page(f"{hooked.at}/readyz") == (200, '{"database":"ok","telegram":"ok","assistant":"ok"}')
        metrics = (await page(f"{hooked.at}/metrics"))[1]
        code, errors = await ended(process, signal.SIGTERM)
    assert (code, kept(house.database), house.server.polls) == (0, [], [])
    for told in ('updates_total{kind="message"} 2.0', 'outcomes_total{outcome="answer"} 1.0',
                 'outcomes_total{outcome="urgent"} 1.0', "queue_seconds_count 2.0"):  # fmt: skip
        assert f"legwise_{told}\n" in metrics
    assert SECRET not in errors + metrics


async def test_killed_midway_with_30_pushed_questions_it_answers_all_of_them_after_a_restart(house: House) -> None:
    hooked, server = Hooked.free(), house.server
    people = [{"id": 1000 + number} for number in range(30)]
    server.delay = 0.2
    async with house.running(**hooked.settings) as process:
        await server.until(lambda: server.webhook.url)
        await server.queue(*(said(QUESTION, PRIVATE | person, from_=ASKER | person) for person in people))
        await server.sent(1)
        process.kill()
        await process.communicate()
    server.delay = 0.0
    async with house.running(**hooked.settings) as process:
        answered = {person["id"] for person in people}
        await server.until(lambda: {call["chat_id"] for call in server.judge.of("sendMessage")} == answered)
        assert (await ended(process, signal.SIGTERM))[0] == 0
    assert kept(house.database) == []


async def test_an_edit_of_the_content_takes_effect_without_a_restart_and_a_broken_one_is_told_to_the_admins(
    house: House, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    entries = content / "ferritin.yaml"
    whole, server = entries.read_text("utf-8"), house.server
    await server.queue(said("/start", PRIVATE | {"id": 4711}, from_=ASKER | {"id": 4711}))
    async with house.running(LEGWISE_CONTENT=str(content), LEGWISE_MODEL="off", LEGWISE_ADMINS="4711") as process:
        await server.sent(1)
        entries.write_text("- broken", "utf-8")
        [_, told] = await server.sent(2)
        entries.write_text(whole.replace("Ferritin does.", "Ferritin does, a protein."), "utf-8")
        await server.sent(3)
        await server.queue(said(QUESTION))
        answer = (await server.sent(4))[-1]
        _, errors = await ended(process, signal.SIGTERM)
    assert (told["chat_id"], "can't be used" in told.text) == (4711, True)
    assert "Ferritin does, a protein." in answer.text
    assert "the edited content is in use" in errors


async def test_a_webhook_that_telegram_does_not_take_is_told(house: House) -> None:
    hooked = Hooked.free()
    house.server.judge.faults.append(("setWebhook", Refusal(400, "Bad Request: bad webhook: failed to resolve host")))
    code, errors = await house.fails(**hooked.settings)
    assert code == 2
    assert errors.splitlines()[-1] == (
        f"LEGWISE_WEBHOOK_URL: Telegram does not take {hooked.at}/hook: Bad webhook: failed to resolve host; "
        "look to the address, then start again."
    )
    house.server.judge.refused.clear()


async def test_where_another_listens_already_it_does_not_start(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        place = f"127.0.0.1:{bound.getsockname()[1]}"
        code, errors = await house.fails(LEGWISE_LISTEN=place)
    assert code == 2
    assert errors.splitlines()[-1].startswith(f"LEGWISE_LISTEN: cannot listen on {place}: ")


async def test_with_polling_it_tells_how_it_is_where_it_is_told_to_and_logs_json_where_it_is_told_to(
    house: House,
) -> None:
    place = f"127.0.0.1:{free_port()}"
    question = said(QUESTION)
    house.server.judge.faults.append(("sendMessage", Refusal(502, "Bad Gateway")))
    await house.server.queue(question)
    async with house.running(LEGWISE_LISTEN=place, LEGWISE_LOG="json") as process:
        await house.server.sent(1)
        assert (await page(f"http://{place}/readyz"))[0] == 200
        assert "legwise_poll_age_seconds" in (await page(f"http://{place}/metrics"))[1]
        _, errors = await ended(process, signal.SIGTERM)
    lines = [json.loads(line) for line in errors.splitlines()]
    [listens] = [line for line in lines if line["event"] == f"listening on {place}"]
    assert (listens["level"], listens["logger"]) == ("info", "bot.receiver")
    [again] = [line for line in lines if "again in" in line["event"]]
    assert again["update"] == question["update_id"]


async def test_sigint_ends_it_as_well(house: House) -> None:
    async with house.running() as process:
        await house.server.until(lambda: house.server.polls)
        assert (await ended(process, signal.SIGINT))[0] == 0


async def test_it_asks_for_the_updates_it_has_lines_for_and_sets_the_menus(house: House) -> None:
    async with house.running() as process:
        await house.server.until(lambda: len(house.server.judge.of("setMyCommands")) == 3)
        await ended(process, signal.SIGTERM)
    assert json.loads(house.server.polls[0]["allowed_updates"]) == list(ALLOWED_UPDATES)
    assert [call["scope"]["type"] for call in house.server.judge.of("setMyCommands")] == [
        "all_private_chats", "all_group_chats", "all_chat_administrators",
    ]  # fmt: skip


async def test_killed_midway_with_30_questions_it_answers_all_of_them_after_a_restart(house: House) -> None:
    server = house.server
    people = [{"id": 1000 + number} for number in range(30)]
    chats = [said(QUESTION, PRIVATE | person, from_=ASKER | person) for person in people]
    server.delay = 0.2
    await server.queue(*chats)
    async with house.running() as process:
        await server.sent(1)
        process.kill()
        await process.communicate()
    assert not server.updates, "Telegram had been told that they came"
    assert kept(house.database), "and some were not answered"
    server.delay = 0.0
    async with house.running() as process:
        everybody = {chat["message"]["chat"]["id"] for chat in chats}
        await server.until(lambda: {call["chat_id"] for call in server.judge.of("sendMessage")} == everybody)
        assert (await ended(process, signal.SIGTERM))[0] == 0
    assert kept(house.database) == []


async def test_what_is_in_work_at_sigterm_is_finished_first_even_if_the_signal_comes_twice(house: House) -> None:
    house.server.delay = 1.0
    await house.server.queue(said(QUESTION))
    async with house.running() as process:
        await house.server.until(lambda: house.server.held)
        process.send_signal(signal.SIGTERM)
        code, _ = await ended(process, signal.SIGTERM)
    assert (code, len(house.server.judge.of("sendMessage")), kept(house.database)) == (0, 1, [])


async def test_nothing_of_what_was_asked_is_left_on_the_disk(house: House) -> None:
    await house.server.queue(said("my secret ferritin story"), said("another secret story"))
    async with house.running() as process:
        await house.server.sent(2)
        await ended(process, signal.SIGTERM)
    left = b"".join(file.read_bytes() for file in house.folder.iterdir() if file.is_file())
    assert b"secret" not in left


async def test_a_second_delivery_of_an_answered_update_is_not_answered_again(house: House) -> None:
    question = said(QUESTION)
    for _ in range(2):
        await house.server.queue(question)
        async with house.running() as process:
            await house.server.sent(1)
            await house.server.until(lambda: not house.server.updates)
            await ended(process, signal.SIGTERM)
    assert len(house.server.judge.of("sendMessage")) == 1


async def test_an_update_that_cannot_be_read_is_set_aside_and_the_rest_go_on(house: House) -> None:
    broken = pressed("t")
    del broken["callback_query"]["chat_instance"]
    broken["callback_query"]["data"] = "secret"
    await house.server.queue(said(QUESTION), broken, {"no": "number"}, said(QUESTION))
    async with house.running() as process:
        await house.server.sent(2)
        _, errors = await ended(process, signal.SIGTERM)
    assert any(
        "set aside: TypeError" in line and f"update={broken['update_id']}" in line for line in errors.splitlines()
    )
    assert "secret" not in errors


async def test_a_flood_pause_and_faults_of_the_network_lose_no_answer(house: House) -> None:
    house.server.judge.faults += [
        ("sendMessage", Refusal(429, "Too Many Requests: retry after 1", retry_after=1)),
        ("sendMessage", Refusal(502, "Bad Gateway")),
    ]
    await house.server.queue(said(QUESTION))
    async with house.running() as process:
        [call] = await house.server.sent(1)
        assert (await ended(process, signal.SIGTERM))[0] == 0
    assert "sorry" not in call.text.casefold()


async def test_faults_of_polling_are_waited_out(house: House) -> None:
    house.server.judge.faults += [
        ("getUpdates", Refusal(502, "Bad Gateway")),
        ("getUpdates", Refusal(429, "Too Many Requests", retry_after=1)),
    ]
    house.server.bodies += [b"<html>secret"]
    await house.server.queue(said(QUESTION))
    async with house.running() as process:
        await house.server.sent(1)
        _, errors = await ended(process, signal.SIGTERM)
    assert "secret" not in errors


async def test_menus_that_cannot_be_set_keep_nobody_from_an_answer(house: House) -> None:
    house.server.judge.faults.append(("setMyCommands", Refusal(429, "Too Many Requests", retry_after=3600)))
    await house.server.queue(said(QUESTION))
    async with house.running() as process:
        await house.server.sent(1)
        _, errors = await ended(process, signal.SIGTERM)
    assert "the menus of commands are not set: Flood control: repeat in 3600 s" in errors


async def test_another_poller_is_named_and_waited_for(house: House) -> None:
    house.server.judge.faults.append(("getUpdates", Refusal(409, "Conflict: terminated by other getUpdates request")))
    async with house.running() as process:
        await house.server.until(lambda: house.server.polls)
        _, errors = await ended(process, signal.SIGTERM)
    assert "another process polls with this token; stop the other one" in errors


async def test_a_token_that_is_revoked_midway_ends_the_run(house: House) -> None:
    house.server.judge.faults.append(("getUpdates", Refusal(401, "Unauthorized")))
    code, errors = await house.fails()
    assert code == 2
    assert errors.splitlines()[-1].startswith("TELEGRAM_BOT_TOKEN is wrong")


TOKEN_IS_WRONG = "TELEGRAM_BOT_TOKEN is wrong: Telegram knows no bot by it; talk to @BotFather and copy the token anew."


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"TELEGRAM_BOT_TOKEN": ""}, "TELEGRAM_BOT_TOKEN is not set; put the token that @BotFather gave you there."),
        ({"TELEGRAM_BOT_TOKEN": "1:other"}, TOKEN_IS_WRONG),
        (
            {"LEGWISE_CONTEMT": "x"},
            "LEGWISE_CONTEMT is not a setting of legwise; did you mean LEGWISE_CONTENT?",
        ),
        (
            {"TELEGRAM_API_URL": "http://127.0.0.1:9"},
            ("TELEGRAM_API_URL: http://127.0.0.1:9 does not answer as a Bot API: cannot reach the Bot API "
            "(ClientConnectorError); look to the network and the address, then start again."),
        ),
    ],
)  # fmt: skip
async def test_what_it_cannot_start_with_is_told_in_one_line(house: House, settings: dict[str, str], line: str) -> None:
    assert await house.fails(**settings) == (2, f"{line}\n")


async def test_a_database_that_another_legwise_uses_is_refused(house: House) -> None:
    async with house.running() as process:
        await house.server.until(lambda: house.server.polls)
        code, errors = await house.fails()
        await ended(process, signal.SIGTERM)
    line = f"{house.database}: another legwise uses it; stop that one, or name another file.\n"
    assert (code, errors) == (2, line)


def _garbage(folder: Path) -> Path:
    (folder / "garbage").write_text("This is no database at all. " * 100)
    return folder / "garbage"


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (_garbage, "file is not a database"),
        (lambda folder: folder / "missing" / "inbox", "unable to open database file"),
        (lambda _: Path("/proc/inbox"), "unable to open database file"),
    ],
)
async def test_a_database_that_cannot_be_opened_is_refused(
    house: House, place: Callable[[Path], Path], reason: str
) -> None:
    code, errors = await house.fails(LEGWISE_DATABASE_URL=f"sqlite+aiosqlite:///{place(house.folder)}")
    [line] = errors.splitlines()
    assert code == 2
    assert line.startswith(f"{place(house.folder)}: {reason}; name ")


async def test_content_with_faults_is_told_by_file_and_exits_with_1(house: House, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, errors = await house.fails(LEGWISE_CONTENT=str(tmp_path / "empty"))
    assert code == 1
    assert "article.yaml" in errors
    assert "Traceback" not in errors


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that keeps its reader waiting is a FIFO")
async def test_what_comes_in_while_the_content_is_opened_waits_for_it_and_a_stop_meanwhile_loses_nothing(
    house: House, tmp_path: Path
) -> None:
    content, question = tmp_path / "content", said(QUESTION)
    shutil.copytree(CONTENT, content)
    slow = content / "ferritin.yaml"
    whole = slow.read_bytes()
    slow.unlink()
    os.mkfifo(slow)
    await house.server.queue(question)
    async with house.running(LEGWISE_CONTENT=str(content), LEGWISE_MODEL="off") as process:
        await house.server.until(lambda: not house.server.updates)
        assert (await ended(process, signal.SIGTERM))[0] == 0
    assert kept(house.database) == [question["update_id"]]
    async with house.running(LEGWISE_CONTENT=str(content), LEGWISE_MODEL="off") as process:
        await house.server.until(lambda: len(house.server.polls) > 2)
        await asyncio.to_thread(slow.write_bytes, whole)
        await house.server.sent(1)
        assert (await ended(process, signal.SIGTERM))[0] == 0
    assert kept(house.database) == []
