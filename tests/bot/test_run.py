"""`legwise run` as an operator runs it: a process, over real HTTP, against the simulator of the Bot API."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.config.version import version
from bot.models import ALLOWED_UPDATES
from bot.simulator import TOKEN, WAIT_TIMEOUT, ApiError, serve
from faq.answer_card import entry_card
from faq.card import plain
from faq.loading import PACKAGED, load
from tests.benchmarks.breaking import locked_database
from tests.bot.process import (
    CONTENT,
    QUESTION,
    SECRET,
    Runner,
    WebhookSettings,
    free_port,
    get_page,
    stored_updates,
    wait_for_exit,
)
from tests.bot.sample_updates import ASKER, OTHER, PRIVATE, pressed, said


@pytest_asyncio.fixture
async def runner(tmp_path: Path) -> AsyncIterator[Runner]:
    async with serve() as server:
        yield Runner(tmp_path, server)
        assert server.refused == []


@pytest.mark.parametrize(
    ("content", "question", "entry"),
    [(str(CONTENT), QUESTION, "store"), ("", "what is my body lacking", "body-lacking")],
)
async def test_a_question_goes_in_and_its_sourced_answer_comes_out(
    runner: Runner, packaged_cache: Path, content: str, question: str, entry: str
) -> None:
    faq = load(Path(content) if content else PACKAGED)
    await runner.server.queue(said(question))
    async with runner.run(LEGWISE_CONTENT=content, XDG_CACHE_HOME=str(packaged_cache.parent)) as process:
        [call] = await runner.server.sent(1)
        code, errors = await wait_for_exit(process, signal.SIGTERM)
    assert call.text == plain(entry_card(faq.by_id[entry], faq))
    assert "From one article (" in call.text
    assert (code, stored_updates(runner.database)) == (0, [])
    assert question not in errors
    assert TOKEN not in errors


async def test_with_a_webhook_updates_are_pushed_and_answered_and_it_tells_how_it_is(runner: Runner) -> None:
    hooked = WebhookSettings.on_free_port()
    async with runner.run(**hooked.settings) as process:
        await runner.server.until(lambda: runner.server.webhook.url)
        assert runner.server.webhook.info()["allowed_updates"] == list(ALLOWED_UPDATES)
        await runner.server.queue(said(QUESTION), said("chest pain"))
        await runner.server.sent(2)
        await runner.server.until(lambda: not runner.server.updates)
        assert await get_page(f"{hooked.url}/healthz") == (200, "alive\n")
        status, parts = await get_page(f"{hooked.url}/readyz")
        well = {"database": "ok", "telegram": "ok", "assistant": "ok", "version": version()}
        assert (status, json.loads(parts)) == (200, well)
        metrics = (await get_page(f"{hooked.url}/metrics"))[1]
        code, errors = await wait_for_exit(process, signal.SIGTERM)
    assert (code, stored_updates(runner.database), runner.server.polls) == (0, [], [])
    for told in ('updates_total{kind="message"} 2.0', 'outcomes_total{outcome="answer"} 1.0',
                 'outcomes_total{outcome="urgent"} 1.0', "queue_seconds_count 2.0"):  # fmt: skip
        assert f"legwise_{told}\n" in metrics
    assert SECRET not in errors + metrics


@pytest.mark.parametrize("path", ["/bot%3Ax", "/h%C3%B6k", "/a%20b%2Fc"])
async def test_a_webhook_path_with_encoded_characters_receives_its_updates(runner: Runner, path: str) -> None:
    hooked = WebhookSettings.on_free_port()
    settings = hooked.settings | {"LEGWISE_WEBHOOK_URL": hooked.url + path, "LEGWISE_MODEL": "off"}
    async with runner.run(**settings) as process:
        await runner.server.until(lambda: runner.server.webhook.url)
        await runner.server.queue(said(QUESTION))
        await runner.server.sent(1)
        assert (await wait_for_exit(process, signal.SIGTERM))[0] == 0
    assert runner.server.webhook.last_error is None


async def test_killed_midway_with_30_pushed_questions_it_answers_all_of_them_after_a_restart(runner: Runner) -> None:
    hooked, server = WebhookSettings.on_free_port(), runner.server
    people = [{"id": 1000 + number} for number in range(30)]
    server.delay = 0.2
    async with runner.run(**hooked.settings) as process:
        await server.until(lambda: server.webhook.url)
        await server.queue(*(said(QUESTION, PRIVATE | person, from_=ASKER | person) for person in people))
        await server.sent(1)
        process.kill()
        await process.communicate()
    server.delay = 0.0
    async with runner.run(**hooked.settings) as process:
        answered = {person["id"] for person in people}
        await server.until(lambda: {call["chat_id"] for call in server.api.calls_of("sendMessage")} == answered)
        assert (await wait_for_exit(process, signal.SIGTERM))[0] == 0
    assert stored_updates(runner.database) == []


async def test_an_edit_of_the_content_takes_effect_without_a_restart_and_a_broken_one_is_told_to_the_admins(
    runner: Runner, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    entries = content / "ferritin.yaml"
    whole, server = entries.read_text("utf-8"), runner.server
    await server.queue(said("/start", PRIVATE | {"id": 4711}, from_=ASKER | {"id": 4711}))
    async with runner.run(LEGWISE_CONTENT=str(content), LEGWISE_MODEL="off", LEGWISE_ADMINS="4711") as process:
        await server.sent(1)
        entries.write_text("- broken", "utf-8")
        [_, told] = await server.sent(2)
        entries.write_text(whole.replace("Ferritin does.", "Ferritin does, a protein."), "utf-8")
        await server.sent(3)
        await server.queue(said(QUESTION))
        answer = (await server.sent(4))[-1]
        _, errors = await wait_for_exit(process, signal.SIGTERM)
    assert (told["chat_id"], "can't be used" in told.text) == (4711, True)
    assert "Ferritin does, a protein." in answer.text
    assert "the edited content is in use" in errors


async def test_a_webhook_that_telegram_does_not_take_is_told(runner: Runner) -> None:
    hooked = WebhookSettings.on_free_port()
    runner.server.api.faults.append(("setWebhook", ApiError(400, "Bad Request: bad webhook: failed to resolve host")))
    code, errors = await runner.run_to_exit(**hooked.settings)
    assert code == 2
    assert errors.splitlines()[-1] == (
        f"LEGWISE_WEBHOOK_URL: Telegram does not accept {hooked.url}/hook: Bad webhook: failed to resolve host; "
        "check the address, then start again."
    )
    runner.server.api.refused.clear()


async def test_where_another_listens_already_it_does_not_start(runner: Runner) -> None:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        place = f"127.0.0.1:{bound.getsockname()[1]}"
        code, errors = await runner.run_to_exit(LEGWISE_LISTEN=place)
    assert code == 2
    assert errors.splitlines()[-1].startswith(f"LEGWISE_LISTEN: cannot listen on {place}: ")


async def test_with_polling_it_tells_how_it_is_where_it_is_told_to_and_logs_json_where_it_is_told_to(
    runner: Runner,
) -> None:
    place = f"127.0.0.1:{free_port()}"
    question = said(QUESTION)
    runner.server.api.faults.append(("sendMessage", ApiError(502, "Bad Gateway")))
    await runner.server.queue(question)
    async with runner.run(LEGWISE_LISTEN=place, LEGWISE_LOG="json") as process:
        await runner.server.sent(1)
        assert (await get_page(f"http://{place}/readyz"))[0] == 200
        assert "legwise_poll_age_seconds" in (await get_page(f"http://{place}/metrics"))[1]
        _, errors = await wait_for_exit(process, signal.SIGTERM)
    lines = [json.loads(line) for line in errors.splitlines()]
    [listens] = [line for line in lines if line["event"] == f"listening on {place}"]
    assert (listens["level"], listens["logger"]) == ("info", "bot.receiver")
    [again] = [line for line in lines if "retrying in" in line["event"]]
    assert again["update"] == question["update_id"]


async def test_sigint_ends_it_as_well(runner: Runner) -> None:
    async with runner.run() as process:
        await runner.server.until(lambda: runner.server.polls)
        assert (await wait_for_exit(process, signal.SIGINT))[0] == 0


async def test_it_asks_for_the_updates_it_has_lines_for_and_sets_the_menus(runner: Runner) -> None:
    async with runner.run() as process:
        await runner.server.until(lambda: len(runner.server.api.calls_of("setMyCommands")) == 3)
        await wait_for_exit(process, signal.SIGTERM)
    assert json.loads(runner.server.polls[0]["allowed_updates"]) == list(ALLOWED_UPDATES)
    assert [call["scope"]["type"] for call in runner.server.api.calls_of("setMyCommands")] == [
        "all_private_chats", "all_group_chats", "all_chat_administrators",
    ]  # fmt: skip


async def test_killed_midway_with_30_questions_it_answers_all_of_them_after_a_restart(runner: Runner) -> None:
    server = runner.server
    people = [{"id": 1000 + number} for number in range(30)]
    chats = [said(QUESTION, PRIVATE | person, from_=ASKER | person) for person in people]
    server.delay = 0.2
    await server.queue(*chats)
    async with runner.run() as process:
        await server.sent(1)
        process.kill()
        await process.communicate()
    assert not server.updates, "Telegram had been told that they came"
    assert stored_updates(runner.database), "and some were not answered"
    server.delay = 0.0
    async with runner.run() as process:
        everybody = {chat["message"]["chat"]["id"] for chat in chats}
        await server.until(lambda: {call["chat_id"] for call in server.api.calls_of("sendMessage")} == everybody)
        assert (await wait_for_exit(process, signal.SIGTERM))[0] == 0
    assert stored_updates(runner.database) == []


async def test_what_is_in_work_at_sigterm_is_finished_first_even_if_the_signal_comes_twice(runner: Runner) -> None:
    runner.server.delay = 1.0
    await runner.server.queue(said(QUESTION))
    async with runner.run() as process:
        await runner.server.until(lambda: runner.server.delayed_calls)
        process.send_signal(signal.SIGTERM)
        code, _ = await wait_for_exit(process, signal.SIGTERM)
    assert (code, len(runner.server.api.calls_of("sendMessage")), stored_updates(runner.database)) == (0, 1, [])


async def test_nothing_of_what_was_asked_is_left_on_the_disk(runner: Runner) -> None:
    await runner.server.queue(said("what is ferritin? my secret"), said("does magnesium help? a secret"))
    async with runner.run() as process:
        await runner.server.sent(2)
        await wait_for_exit(process, signal.SIGTERM)
    left = b"".join(file.read_bytes() for file in runner.folder.iterdir() if file.is_file())
    assert b"secret" not in left


async def test_a_second_delivery_of_an_answered_update_is_not_answered_again(runner: Runner) -> None:
    question = said(QUESTION)
    for _ in range(2):
        await runner.server.queue(question)
        async with runner.run() as process:
            await runner.server.sent(1)
            await runner.server.until(lambda: not runner.server.updates)
            await wait_for_exit(process, signal.SIGTERM)
    assert len(runner.server.api.calls_of("sendMessage")) == 1


async def test_an_update_that_cannot_be_read_is_set_aside_and_the_rest_go_on(runner: Runner) -> None:
    broken = pressed("t")
    del broken["callback_query"]["chat_instance"]
    broken["callback_query"]["data"] = "secret"
    await runner.server.queue(said(QUESTION), broken, {"no": "number"}, said(QUESTION))
    async with runner.run() as process:
        await runner.server.sent(2)
        _, errors = await wait_for_exit(process, signal.SIGTERM)
    assert any(
        "set aside: TypeError" in line and f"update={broken['update_id']}" in line for line in errors.splitlines()
    )
    assert "secret" not in errors


async def test_a_flood_pause_and_faults_of_the_network_lose_no_answer(runner: Runner) -> None:
    runner.server.api.faults += [
        ("sendMessage", ApiError(429, "Too Many Requests: retry after 1", retry_after=1)),
        ("sendMessage", ApiError(502, "Bad Gateway")),
    ]
    await runner.server.queue(said(QUESTION))
    async with runner.run() as process:
        [call] = await runner.server.sent(1)
        assert (await wait_for_exit(process, signal.SIGTERM))[0] == 0
    assert "sorry" not in call.text.casefold()


async def test_faults_of_polling_are_waited_out(runner: Runner) -> None:
    runner.server.api.faults += [
        ("getUpdates", ApiError(502, "Bad Gateway")),
        ("getUpdates", ApiError(429, "Too Many Requests", retry_after=1)),
    ]
    runner.server.bodies += [b"<html>secret"]
    await runner.server.queue(said(QUESTION))
    async with runner.run() as process:
        await runner.server.sent(1)
        _, errors = await wait_for_exit(process, signal.SIGTERM)
    assert "secret" not in errors


async def test_menus_that_cannot_be_set_keep_nobody_from_an_answer(runner: Runner) -> None:
    runner.server.api.faults.append(("setMyCommands", ApiError(429, "Too Many Requests", retry_after=3600)))
    await runner.server.queue(said(QUESTION))
    async with runner.run() as process:
        await runner.server.sent(1)
        _, errors = await wait_for_exit(process, signal.SIGTERM)
    assert "the command menus could not be set: Flood control: repeat in 3600 s" in errors


async def test_another_poller_is_named_and_waited_for(runner: Runner) -> None:
    runner.server.api.faults.append(("getUpdates", ApiError(409, "Conflict: terminated by other getUpdates request")))
    async with runner.run() as process:
        await runner.server.until(lambda: runner.server.polls)
        _, errors = await wait_for_exit(process, signal.SIGTERM)
    assert "another process polls with this token; stop the other one" in errors


async def test_a_token_that_telegram_rejects_for_a_while_is_tried_again(runner: Runner) -> None:
    runner.server.api.faults.append(("getUpdates", ApiError(401, "Unauthorized")))
    await runner.server.queue(said(QUESTION))
    async with runner.run() as process:
        await runner.server.sent(1)
        code, errors = await wait_for_exit(process, signal.SIGTERM)
    assert (code, "Telegram rejects the token; retrying" in errors) == (0, True)
    assert f"legwise {version()}, with the Bot API at {runner.server.url}" in errors


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
            "(ClientConnectorError); check the network and the address, then start again."),
        ),
    ],
)  # fmt: skip
async def test_what_it_cannot_start_with_is_told_in_one_line(
    runner: Runner, settings: dict[str, str], line: str
) -> None:
    code, errors = await runner.run_to_exit(**settings)
    *log, last = errors.splitlines()
    assert (code, last) == (2, line)
    assert all("with the Bot API at" in told for told in log)


async def test_a_database_that_another_legwise_uses_is_refused(runner: Runner) -> None:
    async with runner.run() as process:
        await runner.server.until(lambda: runner.server.polls)
        code, errors = await runner.run_to_exit()
        await wait_for_exit(process, signal.SIGTERM)
    line = f"{runner.database}: another legwise is using it; stop that one, or set another file.\n"
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
    runner: Runner, place: Callable[[Path], Path], reason: str
) -> None:
    code, errors = await runner.run_to_exit(LEGWISE_DATABASE_URL=f"sqlite+aiosqlite:///{place(runner.folder)}")
    [line] = errors.splitlines()
    assert code == 2
    assert line.startswith(f"{place(runner.folder)}: {reason}; set ")


async def test_content_with_faults_is_told_by_file_and_exits_with_1(runner: Runner, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, errors = await runner.run_to_exit(LEGWISE_CONTENT=str(tmp_path / "empty"))
    assert code == 1
    assert "faq.yaml" in errors
    assert "Traceback" not in errors


async def test_what_comes_in_while_the_content_is_opened_waits_for_it_and_a_stop_meanwhile_loses_nothing(
    runner: Runner, tmp_path: Path
) -> None:
    question = said(QUESTION)
    await runner.server.queue(question)
    # Without its cache, the packaged content takes long to open.
    async with runner.run(LEGWISE_CONTENT="", LEGWISE_MODEL="off", XDG_CACHE_HOME=str(tmp_path)) as process:
        await runner.server.until(lambda: not runner.server.updates)
        assert (await wait_for_exit(process, signal.SIGTERM))[0] == 0
    assert stored_updates(runner.database) == [question["update_id"]]
    async with runner.run(LEGWISE_MODEL="off") as process:
        await runner.server.sent(1)
        assert (await wait_for_exit(process, signal.SIGTERM))[0] == 0
    assert stored_updates(runner.database) == []


async def test_from_an_empty_cache_an_emergency_is_answered_before_the_questions_that_came_before_it(
    runner: Runner, tmp_path: Path
) -> None:
    question, emergency = said(QUESTION), said("I have chest pain", PRIVATE | OTHER, from_=OTHER)
    await runner.server.queue(question, emergency)
    async with runner.run(XDG_CACHE_HOME=str(tmp_path / "cache")) as process:
        calls = await runner.server.sent(2)
        await runner.server.until(lambda: runner.server.api.calls_of("setMyCommands"))
        code, errors = await wait_for_exit(process, signal.SIGTERM)
    assert [call["chat_id"] for call in calls] == [OTHER["id"], PRIVATE["id"]]
    assert calls[0].text.startswith("Call")
    assert errors.index("answering emergencies as @") < errors.index("answering as @")
    assert (code, stored_updates(runner.database)) == (0, [])


async def test_while_the_matcher_is_built_an_emergency_is_answered_and_a_question_waits(
    runner: Runner, tmp_path: Path
) -> None:
    question, emergency = said("what is ferritin"), said("I have chest pain", PRIVATE | OTHER, from_=OTHER)
    await runner.server.queue(question, emergency)
    async with runner.run(LEGWISE_CONTENT="", XDG_CACHE_HOME=str(tmp_path / "cache")) as process:
        [call] = await runner.server.sent(1)
        process.kill()
        await process.communicate()
    assert call["chat_id"] == OTHER["id"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux ends a child with its parent")
async def test_the_process_that_prepares_an_edit_ends_when_the_bot_is_killed(runner: Runner, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    async with runner.run(LEGWISE_CONTENT=str(content), LEGWISE_MODEL="off") as process:
        await runner.server.until(lambda: runner.server.api.calls_of("setMyCommands"))
        entries = content / "ferritin.yaml"
        entries.write_text(entries.read_text("utf-8").replace("Ferritin does.", "Ferritin does, a protein."), "utf-8")
        children = await _until(lambda: Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())
        child = Path("/proc") / children[0]
        await _until(lambda: b"reload_worker" in (child / "cmdline").read_bytes())
        await asyncio.sleep(0.2)  # it takes a moment to ask for its end, and seconds to prepare
        process.kill()
        await process.communicate()
        await asyncio.sleep(0.3)  # much less than it takes to prepare
        assert not child.exists() or "\nState:\tZ" in (child / "status").read_text()


async def _until(get: Callable[[], Any]) -> Any:
    """Wait until something is true, and return it."""
    async with asyncio.timeout(WAIT_TIMEOUT):
        while not (value := get()):  # noqa: ASYNC110 - the processes set no event
            await asyncio.sleep(0.01)
    return value


async def test_while_the_database_is_locked_an_emergency_is_answered_at_once_and_not_again_afterwards(
    tmp_path: Path,
) -> None:
    async with serve() as server:
        runner = Runner(tmp_path, server)
        async with runner.run(LEGWISE_MODEL="off") as process:
            await server.queue(said(QUESTION))
            await server.sent(1)
            async with locked_database(runner.database):
                await server.queue(said(QUESTION), said("I have chest pain"))
                await server.sent(2)
            await server.sent(3)
            await wait_for_exit(process, signal.SIGTERM)
        texts = [call.text for call in server.calls("sendMessage")]
    assert [text.startswith("Call 112 now.") for text in texts] == [False, True, False]
