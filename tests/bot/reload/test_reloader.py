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
from bot.reload.admins import Admins
from bot.reload.current import CurrentApplication
from bot.reload.reloader import Reloader, reloading
from bot.reload.watcher import fingerprint
from bot.routes import Telegram, build_application
from bot.sending.coordinator import NoCoordinator
from bot.simulator import ApiError, Call
from bot.store.database import open_database
from bot.updates.inbox import Inbox, StoredUpdate
from bot.updates.processor import Answer
from bot.updates.result import Result
from bot.views import admin_notices
from faq.answer_card import entry_card
from faq.assistant import Assistant
from faq.card import plain
from faq.engine import OFF, Engine
from faq.loading import load
from faq.matching.cache import ArrayCache
from faq.models import Faq
from faq.tools.diff import Difference, Move
from tests.bot.conftest import Chat, ChatFactory
from tests.bot.sample_updates import ASKER, PRIVATE, bot_status, migrated, pressed, said, typed
from tests.bot.updates.inbox_helpers import pending
from tests.bot.workers import make_workers
from tests.faq.content_folder import ContentFolder

CONTENT = Path(__file__).parents[1] / "content"
QUESTION = "What stores iron?"
OLD, NEW = "Ferritin does.", "Ferritin does, a protein."
BROKEN = "cites: {section: Basics, reference: 3}"
ADMIN = 4711


@dataclass
class ReloadScenario:
    """A bot whose content is a folder that a test may edit."""

    chat: Chat
    folder: ContentFolder
    current: CurrentApplication
    reloader: Reloader
    engine: Engine
    swapped: list[Faq]
    faq: Faq

    async def asks(self) -> str:
        """What a person gets for the question now."""
        return (await self.meets(said(QUESTION)))[-1].text

    async def meets(self, update: dict[str, Any]) -> list[Call]:
        """The calls that an update leads to now."""
        before = len(self.chat.api.calls)
        await self.current.process_update(Update.de_json(self.chat.api.record(update), self.chat.bot))
        return self.chat.api.calls[before:]

    async def edited(self) -> None:
        """Put a content to use in which every answer is another."""
        faq = self.faq
        entries = tuple(replace(entry, answer=NEW) for entry in faq.entries)
        await self.current.swap(self.engine.assistant(replace(faq, entries=entries)))

    async def notices(self, count: int) -> list[str]:
        """What the admins were told, once it is so much."""
        await _until(lambda: len(self._messages()) >= count)
        return self._messages()

    async def swaps(self, count: int) -> None:
        """Wait until so many contents were taken over."""
        await _until(lambda: len(self.swapped) >= count)

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Follow the folder as it is now."""
        async with reloading(self.reloader, fingerprint(self.folder.path)):
            await asyncio.sleep(0.1)
            yield

    def _messages(self) -> list[str]:
        return [call.text for call in self.chat.api.calls if call.parameters.get("chat_id") == ADMIN]


@pytest_asyncio.fixture
async def scenario(make_chat: ChatFactory, tmp_path: Path) -> AsyncIterator[ReloadScenario]:
    folder, engine = ContentFolder(tmp_path / "content"), Engine(None, ArrayCache(tmp_path / "cache"))
    shutil.copytree(CONTENT, folder.path)
    first = engine.assistant(load(folder.path))
    async with make_chat(first) as chat:
        chat.api.record(said("/start", PRIVATE | {"id": ADMIN}, from_=ASKER | {"id": ADMIN}))

        throttle = Throttle(windows=MemoryWindows(chat.clock))
        state = HandlerState(throttle, chat.metrics)

        def build(assistant: Assistant) -> Telegram:
            return build_application(chat.bot, assistant, chat.error_handler, chat.store, throttle, state)

        current, swapped = CurrentApplication(build, first), list[Faq]()
        await current.application.initialize()

        async def swap(assistant: Assistant) -> None:
            await current.swap(assistant)
            swapped.append(assistant.faq)

        admins = Admins(chat.bot, (ADMIN,))
        following = Reloader(folder.path, OFF, engine, first.faq, swap, admins.notify)
        yield ReloadScenario(chat, folder, current, following, engine, swapped, first.faq)


async def _until(met: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not met():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.02)


def _children() -> set[str]:
    """The numbers of our child processes that have not ended; Linux alone tells them."""
    threads = Path("/proc/self/task")
    return {child for thread in threads.glob("*/children") for child in thread.read_text().split()}


async def test_an_edit_takes_effect_without_a_restart(scenario: ReloadScenario) -> None:
    assert OLD in await scenario.asks()
    async with scenario.following():
        scenario.folder.replace("ferritin.yaml", OLD, NEW)
        await scenario.swaps(1)
    assert NEW in await scenario.asks()
    assert (scenario.swapped or [scenario.faq])[-1] == load(scenario.folder.path)


async def test_what_an_edit_changes_is_logged_by_id_and_count(
    scenario: ReloadScenario, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    scenario.folder.write("questions.tsv", "question\taccept\nwhich protein holds the iron\tstore\n")
    async with scenario.following():
        scenario.folder.replace("ferritin.yaml", ", iron storage]", "]").replace(
            "ferritin.yaml", "ferritin under the limit]", "ferritin under the limit, iron storage]"
        )
        await scenario.swaps(1)
        await _until(lambda: "compared with" in caplog.text)
    assert "edited 2 (store, low)" in caplog.text
    assert "questions get another answer (store -> low 1)" in caplog.text
    assert "right 1.000 -> 1.000" in caplog.text
    assert "iron storage" not in caplog.text


async def test_a_broken_file_keeps_the_last_good_content_and_the_admins_are_told_where(
    scenario: ReloadScenario,
) -> None:
    async with scenario.following():
        scenario.folder.replace("ferritin.yaml", BROKEN, "cites: {section: <Nowhere>}")
        [notice] = await scenario.notices(1)
        assert OLD in await scenario.asks()
    first, fault = notice.split("\n\n")
    assert first.startswith("The content was edited and can't be used: 1 fault.")
    assert fault.startswith("ferritin.yaml:8:")
    assert "<Nowhere>" in fault
    assert scenario.swapped == []


async def test_the_admins_are_told_once_of_a_fault_and_once_that_it_is_gone(
    scenario: ReloadScenario, caplog: pytest.LogCaptureFixture
) -> None:
    async with scenario.following():
        scenario.folder.replace("ferritin.yaml", BROKEN, "cites: {section: Nowhere}")
        await scenario.notices(1)
        scenario.folder.write("elsewhere.yaml", "# Seen again.\n" + (CONTENT / "elsewhere.yaml").read_text())
        await _until(lambda: caplog.text.count("the content is invalid") == 2)
        scenario.folder.replace("ferritin.yaml", "cites: {section: Nowhere}", BROKEN)
        assert len(await scenario.notices(2)) == 2
    assert (await scenario.notices(2))[1] == "The content has no fault any more and is in use."
    assert scenario.swapped == [], "it says what it said before"


async def test_a_deleted_file_is_a_fault_until_it_is_back(scenario: ReloadScenario) -> None:
    async with scenario.following():
        scenario.folder.remove("sources.yaml")
        [notice] = await scenario.notices(1)
        assert "unknown source `clinic`; add it to sources.yaml" in notice
        assert OLD in await scenario.asks()
        shutil.copy(CONTENT / "sources.yaml", scenario.folder.path)
        await scenario.notices(2)


async def test_a_folder_that_is_replaced_as_a_whole_is_followed_on(scenario: ReloadScenario, tmp_path: Path) -> None:
    async with scenario.following():
        shutil.rmtree(scenario.folder.path)
        await scenario.notices(1)
        shutil.copytree(CONTENT, tmp_path / "next")
        ContentFolder(tmp_path / "next").replace("ferritin.yaml", OLD, NEW)
        (tmp_path / "next").rename(scenario.folder.path)
        await scenario.swaps(1)
        scenario.folder.replace("ferritin.yaml", NEW, "Ferritin, as ever.")
        await scenario.swaps(2)
    assert "Ferritin, as ever." in await scenario.asks()


async def test_of_two_edits_in_quick_succession_the_later_one_counts(
    scenario: ReloadScenario, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with scenario.following():
        scenario.folder.replace("ferritin.yaml", OLD, "Something else.")
        await _until(lambda: "preparing it" in caplog.text)
        scenario.folder.replace("ferritin.yaml", "Something else.", NEW)
        await _until(lambda: scenario.swapped and scenario.swapped[-1].by_id["store"].answer == NEW)
        await asyncio.sleep(0.3)
    assert NEW in await scenario.asks()
    assert scenario.swapped[-1].by_id["store"].answer == NEW


async def test_a_file_that_is_half_written_is_waited_for(scenario: ReloadScenario) -> None:
    whole = (scenario.folder.path / "ferritin.yaml").read_bytes().replace(OLD.encode(), NEW.encode())
    async with scenario.following():
        for end in range(0, len(whole), len(whole) // 8):
            scenario.folder.write("ferritin.yaml", whole[:end])
            await asyncio.sleep(0.05)
        scenario.folder.write("ferritin.yaml", whole)
        await scenario.swaps(1)
    assert await scenario.notices(0) == []


async def test_no_update_is_lost_over_a_swap_and_each_answer_is_wholly_old_or_wholly_new(
    scenario: ReloadScenario, tmp_path: Path
) -> None:
    old = (scenario.swapped or [scenario.faq])[-1]
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'inbox'}") as engine:
        workers = make_workers(Inbox(engine), _answer(scenario), bot=scenario.chat.bot)
        workers.start()
        sent = 0
        async with scenario.following():
            scenario.folder.replace("ferritin.yaml", OLD, NEW).replace("faq.yaml", "disclaimer: ", "disclaimer: New. ")
            while not scenario.swapped or sent < 100:
                update = scenario.chat.api.record(
                    said(QUESTION, PRIVATE | {"id": 10_000 + sent}, from_=ASKER | {"id": 10_000 + sent})
                )
                await workers.inbox.add([StoredUpdate(update["update_id"], update)])
                sent += 1
                await asyncio.sleep(0.01)
            await _until(lambda: len(scenario.chat.api.calls_of("sendMessage")) == sent)
            await workers.stop(5.0)
        assert await pending(workers.inbox) == ()
    answers = [call.text for call in scenario.chat.api.calls if call.method == "sendMessage"]
    possible = [plain(entry_card(faq.by_id["store"], faq)) for faq in (old, (scenario.swapped or [scenario.faq])[-1])]
    assert len(answers) == sent
    assert set(answers) <= set(possible)
    assert (answers[0], await scenario.asks()) == tuple(possible)


def _answer(scenario: ReloadScenario) -> Answer:
    async def answer(update: Update) -> Result:
        await scenario.current.process_update(update)
        return scenario.chat.error_handler.result(update)

    return answer


async def test_an_update_ends_with_the_content_that_it_began_with(scenario: ReloadScenario) -> None:
    before = scenario.current.application
    await scenario.edited()
    read = Update.de_json(scenario.chat.api.record(said(QUESTION)), scenario.chat.bot)
    await before.process_update(read)
    assert OLD in scenario.chat.api.calls[-1].text
    assert NEW in await scenario.asks()


async def test_a_question_that_was_shared_is_not_shared_again_after_an_edit(scenario: ReloadScenario) -> None:
    await scenario.meets(said("who won the match"))
    answer = scenario.chat.api.posted[-1]
    await scenario.meets(pressed("q", answer))
    await scenario.meets(pressed("qs", scenario.chat.api.posted[-1]))
    await scenario.edited()
    [notice] = await scenario.meets(pressed("q", answer))
    assert notice["text"] == "This question is shared already."
    assert len(await scenario.chat.store.shared.for_curators()) == 1


async def test_an_album_that_an_edit_falls_into_gets_one_reply(scenario: ReloadScenario) -> None:
    picture: dict[str, Any] = {"photo": [], "media_group_id": "7", "document": {"file_id": "a", "file_unique_id": "b"}}
    first = await scenario.meets(said(**picture))
    await scenario.edited()
    assert (len(first), await scenario.meets(said(**picture))) == (1, [])


async def test_who_typed_enough_for_now_has_typed_enough_after_an_edit(scenario: ReloadScenario) -> None:
    for _ in range(60):
        await scenario.meets(typed("ferritin"))
    await scenario.edited()
    [call] = await scenario.meets(typed("ferritin"))
    assert call["results"] == []


async def test_a_group_that_moved_is_not_greeted_for_an_edit(scenario: ReloadScenario) -> None:
    old, new = migrated()
    await scenario.meets(old)
    await scenario.edited()
    assert await scenario.meets(new) == []
    assert await scenario.meets(bot_status("member", new["message"]["chat"], before="left")) == []


async def test_a_process_that_dies_keeps_the_last_good_content(
    scenario: ReloadScenario, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    async with scenario.following():
        scenario.folder.replace("ferritin.yaml", OLD, NEW)
        [notice] = await scenario.notices(1)
        monkeypatch.undo()
        assert "could not be made ready" in notice
        assert "its process ended with 1" in caplog.text
        scenario.folder.replace("ferritin.yaml", NEW, "Ferritin, as ever.")
        await scenario.swaps(1)


async def test_an_edit_is_in_use_before_it_is_checked(
    scenario: ReloadScenario, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with scenario.following():
        scenario.folder.replace("ferritin.yaml", OLD, NEW)
        await _until(lambda: "compared with the one before: edited 1 (store); 0 of" in caplog.text)
    assert caplog.text.index("is in use") < caplog.text.index("compared with")


async def test_a_content_whose_check_was_cut_short_by_an_edit_without_effect_is_checked_after_all(
    scenario: ReloadScenario,
) -> None:
    async with scenario.following():
        scenario.folder.replace("ferritin.yaml", "low ferritin level", "sudden chest pain")
        await scenario.swaps(1)
        scenario.folder.write("elsewhere.yaml", "# Seen again.\n" + (CONTENT / "elsewhere.yaml").read_text())
        [notice] = await scenario.notices(1)
    assert "legwise check finds" in notice


async def test_what_check_finds_is_told_though_the_content_is_in_use(scenario: ReloadScenario) -> None:
    async with scenario.following():
        scenario.folder.replace("ferritin.yaml", "low ferritin level", "sudden chest pain")
        [notice] = await scenario.notices(1)
    assert notice.startswith("The edited content is in use now, but legwise check finds ")
    assert len(scenario.swapped) == 1


class OneOfTwo(NoCoordinator):
    """Two processes that share what was told; a turn is never free again."""

    def __init__(self) -> None:
        self.taken = set[str]()

    async def acquire(self, name: str, most: int, seconds: float) -> bool | None:
        free = name not in self.taken
        self.taken.add(name)
        return free


async def test_of_two_processes_that_find_the_same_one_tells_the_admins(scenario: ReloadScenario) -> None:
    others = OneOfTwo()
    one, other = (Admins(scenario.chat.bot, (ADMIN,), others) for _ in range(2))
    for reply in (admin_notices.refused(["faq.yaml:1:1: it is empty"]), admin_notices.mended()):
        await one.notify(reply)
        await other.notify(reply)
    assert [text.split(":")[0] for text in await scenario.notices(0)] == [
        "The content was edited and can't be used", "The content has no fault any more and is in use.",
    ]  # fmt: skip


async def test_admins_that_cannot_be_told_stop_nothing(scenario: ReloadScenario) -> None:
    refusal = ApiError(403, "Forbidden: bot can't initiate conversation with a user")
    scenario.chat.api.faults.append(("sendMessage", refusal))
    async with scenario.following():
        scenario.folder.replace("ferritin.yaml", BROKEN, "cites: {section: Nowhere}")
        await _until(lambda: not scenario.chat.api.faults)
        scenario.folder.replace("ferritin.yaml", "cites: {section: Nowhere}", BROKEN).replace("ferritin.yaml", OLD, NEW)
        await scenario.swaps(1)


async def test_the_end_of_the_run_ends_what_was_being_made_ready(
    scenario: ReloadScenario, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    others = _children()
    async with scenario.following():
        scenario.folder.replace("ferritin.yaml", OLD, NEW)
        await _until(lambda: "preparing it" in caplog.text)
        await asyncio.sleep(0.05)  # its process has begun
    assert _children() <= others
    assert scenario.swapped == []


async def test_an_edit_from_before_the_following_began_is_seen(scenario: ReloadScenario) -> None:
    seen = fingerprint(scenario.folder.path)
    scenario.folder.replace("ferritin.yaml", OLD, NEW)
    async with reloading(scenario.reloader, seen):
        await scenario.swaps(1)


def test_a_long_difference_is_cut_in_the_log() -> None:
    many = tuple(f"entry-{n}" for n in range(20))
    difference = Difference(added=many, questions=5000, moves=tuple(Move(name, "none", 2) for name in many))
    line = reloader.summary(difference)
    assert line.startswith("added 20 (entry-0, ")
    assert "entry-7, …); 40 of 5,000 questions get another answer (entry-0 -> none 2, " in line
    assert "entry-8" not in line
