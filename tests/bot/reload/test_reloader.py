"""Edits to the content of a running bot: real files, the real watcher, the real process that makes content ready."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from telegram import Update

from bot.handlers.state import HandlerState
from bot.handlers.throttle import MemoryWindows, Throttle
from bot.reload import reloader
from bot.reload.reloader import Admins, CurrentApplication, Reloader, reloaded
from bot.reload.watcher import changes, stamp
from bot.routes import Telegram, build_application
from bot.sending.coordinator import NoCoordinator
from bot.store.database import opened
from bot.updates.inbox import Inbox, StoredUpdate
from bot.updates.processor import Answer
from bot.updates.result import Result
from bot.views import admin_notices
from faq.assistant import Assistant
from faq.card import entry_card, plain
from faq.engine import OFF, Engine
from faq.loading import load
from faq.matching.cache import ArrayCache
from faq.models import Faq
from faq.tools.diff import Difference, Move
from tests.bot.conftest import Chat, Chatting
from tests.bot.judge import Call, Refusal
from tests.bot.sample_updates import ASKER, PRIVATE, migrated, pressed, said, standing, typed
from tests.bot.workers import working
from tests.faq.content_folder import Folder

CONTENT = Path(__file__).parents[1] / "content"
QUESTION = "What stores iron?"
OLD, NEW = "Ferritin does.", "Ferritin does, a protein."
BROKEN = "cites: {section: Basics, reference: 3}"
ADMIN = 4711


@dataclass
class ReloadScenario:
    """A bot whose content is a folder that a test may edit."""

    chat: Chat
    folder: Folder
    newest: CurrentApplication
    reloading: Reloader
    swapped: list[Faq]

    async def asks(self) -> str:
        """What a person gets for the question now."""
        return (await self.meets(said(QUESTION)))[-1].text

    async def meets(self, update: dict[str, Any]) -> list[Call]:
        """The calls that an update leads to now."""
        before = len(self.chat.judge.calls)
        await self.newest.process_update(Update.de_json(self.chat.judge.see(update), self.chat.bot))
        return self.chat.judge.calls[before:]

    async def edited(self) -> None:
        """Put a content to use in which every answer is another."""
        faq = self.reloading.faq
        entries = tuple(replace(entry, answer=NEW) for entry in faq.entries)
        await self.newest.swap(self.reloading.engine.assistant(replace(faq, entries=entries)))

    async def told(self, count: int) -> list[str]:
        """What the admins were told, once it is so much."""
        await _until(lambda: len(self._messages()) >= count)
        return self._messages()

    async def swaps(self, count: int) -> None:
        """Wait until so many contents were taken over."""
        await _until(lambda: len(self.swapped) >= count)

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Follow the folder as it is now."""
        async with reloaded(self.reloading, stamp(self.folder.path)):
            await asyncio.sleep(0.1)
            yield

    def _messages(self) -> list[str]:
        return [call.text for call in self.chat.judge.calls if call.parameters.get("chat_id") == ADMIN]


@pytest_asyncio.fixture
async def bench(chatting: Chatting, tmp_path: Path) -> AsyncIterator[ReloadScenario]:
    folder, engine = Folder(tmp_path / "content"), Engine(None, ArrayCache(tmp_path / "cache"))
    shutil.copytree(CONTENT, folder.path)
    first = engine.assistant(load(folder.path))
    async with chatting(first) as chat:
        chat.judge.see(said("/start", PRIVATE | {"id": ADMIN}, from_=ASKER | {"id": ADMIN}))

        throttle = Throttle(windows=MemoryWindows(chat.clock))
        state = HandlerState.of(throttle)

        def table(assistant: Assistant) -> Telegram:
            return build_application(chat.bot, assistant, chat.failures, chat.store, throttle, state)

        newest, swapped = CurrentApplication.of(table, first), list[Faq]()
        await newest.application.initialize()

        async def swap(assistant: Assistant) -> None:
            await newest.swap(assistant)
            swapped.append(assistant.faq)

        admins = Admins(chat.bot, (ADMIN,))
        following = Reloader(folder.path, OFF, engine, first.faq, swap, admins.tell)
        yield ReloadScenario(chat, folder, newest, following, swapped)


async def _until(met: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not met():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.02)


def _children() -> set[str]:
    """The numbers of our child processes that have not ended; Linux alone tells them."""
    threads = Path("/proc/self/task")
    return {child for thread in threads.glob("*/children") for child in thread.read_text().split()}


async def test_an_edit_takes_effect_without_a_restart(bench: ReloadScenario) -> None:
    assert OLD in await bench.asks()
    async with bench.following():
        bench.folder.replace("ferritin.yaml", OLD, NEW)
        await bench.swaps(1)
    assert NEW in await bench.asks()
    assert bench.reloading.faq == load(bench.folder.path)


async def test_what_an_edit_changes_is_logged_by_id_and_count(
    bench: ReloadScenario, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    bench.folder.write("questions.tsv", "question\taccept\nwhich protein holds the iron\tstore\n")
    async with bench.following():
        bench.folder.replace("ferritin.yaml", ", iron storage]", "]").replace(
            "ferritin.yaml", "ferritin under the limit]", "ferritin under the limit, iron storage]"
        )
        await bench.swaps(1)
        await _until(lambda: "is in use" in caplog.text)
    assert "edited 2 (store, low)" in caplog.text
    assert "questions go elsewhere (store -> low 1)" in caplog.text
    assert "right 1.000 -> 1.000" in caplog.text
    assert "iron storage" not in caplog.text


async def test_a_broken_file_keeps_the_last_good_content_and_the_admins_are_told_where(bench: ReloadScenario) -> None:
    async with bench.following():
        bench.folder.replace("ferritin.yaml", BROKEN, "cites: {section: <Nowhere>}")
        [told] = await bench.told(1)
        assert OLD in await bench.asks()
    first, fault = told.split("\n\n")
    assert first.startswith("The content was edited and can't be used: 1 fault.")
    assert fault.startswith("ferritin.yaml:7:")
    assert "<Nowhere>" in fault
    assert bench.swapped == []


async def test_the_admins_are_told_once_of_a_fault_and_once_that_it_is_gone(
    bench: ReloadScenario, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench.following():
        bench.folder.replace("ferritin.yaml", BROKEN, "cites: {section: Nowhere}")
        await bench.told(1)
        bench.folder.write("elsewhere.yaml", "# Seen again.\n" + (CONTENT / "elsewhere.yaml").read_text())
        await _until(lambda: caplog.text.count("cannot be used") == 2)
        bench.folder.replace("ferritin.yaml", "cites: {section: Nowhere}", BROKEN)
        assert len(await bench.told(2)) == 2
    assert (await bench.told(2))[1] == "The content has no fault any more and is in use."
    assert bench.swapped == [], "it says what it said before"


async def test_a_deleted_file_is_a_fault_until_it_is_back(bench: ReloadScenario) -> None:
    async with bench.following():
        bench.folder.remove("sources.yaml")
        [told] = await bench.told(1)
        assert "sources.yaml:1:1: can't be read" in told
        assert OLD in await bench.asks()
        shutil.copy(CONTENT / "sources.yaml", bench.folder.path)
        await bench.told(2)


async def test_a_folder_that_is_replaced_as_a_whole_is_followed_on(bench: ReloadScenario, tmp_path: Path) -> None:
    async with bench.following():
        shutil.rmtree(bench.folder.path)
        await bench.told(1)
        shutil.copytree(CONTENT, tmp_path / "next")
        Folder(tmp_path / "next").replace("ferritin.yaml", OLD, NEW)
        (tmp_path / "next").rename(bench.folder.path)
        await bench.swaps(1)
        bench.folder.replace("ferritin.yaml", NEW, "Ferritin, as ever.")
        await bench.swaps(2)
    assert "Ferritin, as ever." in await bench.asks()


async def test_of_two_edits_in_quick_succession_the_later_one_counts(
    bench: ReloadScenario, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with bench.following():
        bench.folder.replace("ferritin.yaml", OLD, "Something else.")
        await _until(lambda: "being made ready" in caplog.text)
        bench.folder.replace("ferritin.yaml", "Something else.", NEW)
        await _until(lambda: bench.swapped and bench.swapped[-1].by_id["store"].answer == NEW)
        await asyncio.sleep(0.3)
    assert NEW in await bench.asks()
    assert bench.swapped[-1].by_id["store"].answer == NEW


async def test_a_file_that_is_half_written_is_waited_for(bench: ReloadScenario) -> None:
    whole = (bench.folder.path / "ferritin.yaml").read_bytes().replace(OLD.encode(), NEW.encode())
    async with bench.following():
        for end in range(0, len(whole), len(whole) // 8):
            bench.folder.write("ferritin.yaml", whole[:end])
            await asyncio.sleep(0.05)
        bench.folder.write("ferritin.yaml", whole)
        await bench.swaps(1)
    assert await bench.told(0) == []


async def test_no_update_is_lost_over_a_swap_and_each_answer_is_wholly_old_or_wholly_new(
    bench: ReloadScenario, tmp_path: Path
) -> None:
    old = bench.reloading.faq
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'inbox'}") as engine:
        workers = working(Inbox(engine), _answer(bench), bot=bench.chat.bot)
        workers.begin()
        sent = 0
        async with bench.following():
            bench.folder.replace("ferritin.yaml", OLD, NEW).replace("article.yaml", "disclaimer: ", "disclaimer: New. ")
            while not bench.swapped or sent < 100:
                update = bench.chat.judge.see(
                    said(QUESTION, PRIVATE | {"id": 10_000 + sent}, from_=ASKER | {"id": 10_000 + sent})
                )
                await workers.inbox.keep([StoredUpdate(update["update_id"], update)])
                sent += 1
                await asyncio.sleep(0.01)
            await _until(lambda: workers.waiting == 0)
        assert await workers.inbox.pending() == ()
    answers = [call.text for call in bench.chat.judge.calls if call.method == "sendMessage"]
    possible = [plain(entry_card(faq.by_id["store"], faq)) for faq in (old, bench.reloading.faq)]
    assert len(answers) == sent
    assert set(answers) <= set(possible)
    assert (answers[0], await bench.asks()) == tuple(possible)


def _answer(bench: ReloadScenario) -> Answer:
    async def answer(update: Update) -> Result:
        await bench.newest.process_update(update)
        return bench.chat.failures.ending(update)

    return answer


async def test_an_update_ends_with_the_content_that_it_began_with(bench: ReloadScenario) -> None:
    before = bench.newest.application
    await bench.edited()
    read = Update.de_json(bench.chat.judge.see(said(QUESTION)), bench.chat.bot)
    await before.process_update(read)
    assert OLD in bench.chat.judge.calls[-1].text
    assert NEW in await bench.asks()


async def test_a_question_that_was_shared_is_not_shared_again_after_an_edit(bench: ReloadScenario) -> None:
    await bench.meets(said("who won the match"))
    answer = bench.chat.judge.posted[-1]
    await bench.meets(pressed("q", answer))
    await bench.edited()
    [notice] = await bench.meets(pressed("q", answer))
    assert notice["text"] == "This question is shared already."
    assert len(await bench.chat.store.shared.all()) == 1


async def test_an_album_that_an_edit_falls_into_gets_one_reply(bench: ReloadScenario) -> None:
    picture: dict[str, Any] = {"photo": [], "media_group_id": "7", "document": {"file_id": "a", "file_unique_id": "b"}}
    first = await bench.meets(said(**picture))
    await bench.edited()
    assert (len(first), await bench.meets(said(**picture))) == (1, [])


async def test_who_typed_enough_for_now_has_typed_enough_after_an_edit(bench: ReloadScenario) -> None:
    for _ in range(60):
        await bench.meets(typed("ferritin"))
    await bench.edited()
    [call] = await bench.meets(typed("ferritin"))
    assert call["results"] == []


async def test_a_group_that_moved_is_not_greeted_for_an_edit(bench: ReloadScenario) -> None:
    old, new = migrated()
    await bench.meets(old)
    await bench.edited()
    assert await bench.meets(new) == []
    assert await bench.meets(standing("member", new["message"]["chat"], before="left")) == []


async def test_a_process_that_dies_keeps_the_last_good_content(
    bench: ReloadScenario, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    async with bench.following():
        bench.folder.replace("ferritin.yaml", OLD, NEW)
        [told] = await bench.told(1)
        monkeypatch.undo()
        assert "could not be made ready" in told
        assert "its process ended with 1" in caplog.text
        bench.folder.replace("ferritin.yaml", NEW, "Ferritin, as ever.")
        await bench.swaps(1)


async def test_what_check_finds_is_told_though_the_content_is_in_use(bench: ReloadScenario) -> None:
    async with bench.following():
        bench.folder.replace("ferritin.yaml", "low ferritin level", "sudden chest pain")
        [told] = await bench.told(1)
    assert told.startswith("The edited content is in use now, but legwise check finds ")
    assert len(bench.swapped) == 1


class OneOfTwo(NoCoordinator):
    """Two processes that share what was told; a turn is never free again."""

    def __init__(self) -> None:
        self.taken = set[str]()

    async def acquire(self, name: str, most: int, seconds: float) -> bool | None:
        free = name not in self.taken
        self.taken.add(name)
        return free


async def test_of_two_processes_that_find_the_same_one_tells_the_admins(bench: ReloadScenario) -> None:
    others = OneOfTwo()
    one, other = (Admins(bench.chat.bot, (ADMIN,), others) for _ in range(2))
    for reply in (admin_notices.refused(["article.yaml:1:1: it is empty"]), admin_notices.mended()):
        await one.tell(reply)
        await other.tell(reply)
    assert [text.split(":")[0] for text in await bench.told(0)] == [
        "The content was edited and can't be used", "The content has no fault any more and is in use.",
    ]  # fmt: skip


async def test_admins_that_cannot_be_told_stop_nothing(bench: ReloadScenario) -> None:
    refusal = Refusal(403, "Forbidden: bot can't initiate conversation with a user")
    bench.chat.judge.faults.append(("sendMessage", refusal))
    async with bench.following():
        bench.folder.replace("ferritin.yaml", BROKEN, "cites: {section: Nowhere}")
        await _until(lambda: not bench.chat.judge.faults)
        bench.folder.replace("ferritin.yaml", "cites: {section: Nowhere}", BROKEN).replace("ferritin.yaml", OLD, NEW)
        await bench.swaps(1)


async def test_the_end_of_the_run_ends_what_was_being_made_ready(
    bench: ReloadScenario, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    others = _children()
    async with bench.following():
        bench.folder.replace("ferritin.yaml", OLD, NEW)
        await _until(lambda: "being made ready" in caplog.text)
        await asyncio.sleep(0.05)  # its process has begun
    assert _children() <= others
    assert bench.swapped == []


async def test_an_edit_from_before_the_following_began_is_seen(bench: ReloadScenario) -> None:
    seen = stamp(bench.folder.path)
    bench.folder.replace("ferritin.yaml", OLD, NEW)
    async with reloaded(bench.reloading, seen):
        await bench.swaps(1)


async def test_files_that_are_no_content_change_nothing(tmp_path: Path) -> None:
    folder = Folder.tiny(tmp_path)
    stamps = changes(tmp_path, stamp(tmp_path))
    task = asyncio.ensure_future(anext(stamps))
    await asyncio.sleep(0.3)
    folder.write(".ferritin.yaml.swp", "x").write("notes.txt", "x").write("4913", "x")
    await asyncio.sleep(1.5)
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await stamps.aclose()


def test_a_long_difference_is_cut_in_the_log() -> None:
    many = tuple(f"entry-{n}" for n in range(20))
    difference = Difference(added=many, asked=5000, moves=tuple(Move(name, "none", 2) for name in many))
    line = reloader.told(difference)
    assert line.startswith("added 20 (entry-0, ")
    assert "entry-7, …); 40 of 5,000 questions go elsewhere (entry-0 -> none 2, " in line
    assert "entry-8" not in line
