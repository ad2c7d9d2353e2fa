"""/gaps, for the admins alone: what three people asked in vain, and the button that lets an entry answer it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.handlers.gaps import Curation
from bot.handlers.phrasings import REVIEW, Phrasings
from bot.models import Decision
from bot.simulator import Call
from faq.engine import OFF, open_assistant
from tests.bot.conftest import Chat, ChatFactory
from tests.bot.process import CONTENT
from tests.bot.sample_updates import ASKER, GROUP, OTHER, PRIVATE, pressed, said

ADMIN = ASKER
VIOLIN = ("can I play the violin",) * 3
EDITED = "elsewhere.yaml"
"""The file of the entry that is nearest to those questions."""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder that can be edited."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest_asyncio.fixture
async def chat(make_chat: ChatFactory, content: Path, tmp_path: Path) -> AsyncIterator[Chat]:
    """A chat of which one user is an admin, with content that can be edited."""
    async with open_chat(make_chat, content, tmp_path) as ready:
        yield ready


def open_chat(make_chat: ChatFactory, content: Path, data: Path, *, packaged: bool = False) -> Any:
    """Open a chat with an admin; `packaged` content is edited by nobody."""
    assistant = open_assistant(content, OFF)
    curation = Curation(assistant, Phrasings(None if packaged else content, data / REVIEW))
    return make_chat(assistant, admins=(ADMIN["id"],), curation=curation)


async def share(chat: Chat, *texts: str) -> None:
    """Share questions, each of another person."""
    for number, text in enumerate(texts):
        await chat.store.shared.add(text, chat.store.crypto.asker(number + 1))


async def decisions(chat: Chat) -> set[Decision | None]:
    return {question.decision for question in await chat.store.shared.for_curators()}


async def press(chat: Chat, person: dict[str, Any] = ADMIN) -> list[Call]:
    """Press the first button of the last message."""
    message = chat.api.posted[-1]
    [data] = message["reply_markup"]["inline_keyboard"][0]
    return await chat(pressed(data["callback_data"], message, from_=person))


async def test_an_admin_reads_what_three_people_asked_alike_and_how_many(chat: Chat) -> None:
    await share(chat, *VIOLIN, "what does one person ask")
    [call] = await chat(said("/gaps"))
    assert call.text.startswith("Asked in vain\n\n1. “")
    assert "play the violin” 3 people, " in call.text
    assert "Suggestion: " in call.text
    assert "one person" not in call.text
    assert [label for label, _ in call.buttons] == ["1. Add to What about pregnancy?"]


async def test_of_many_gaps_the_three_that_most_asked_for_are_shown(chat: Chat) -> None:
    for text, people in (("violin lessons", 3), ("tulip bulbs", 4), ("guitar tuning", 5), ("oboe reeds", 6)):
        await share(chat, *[text] * people)
    [call] = await chat(said("/gaps"))
    assert [name in call.text for name in ("oboe", "guitar", "tulip", "violin")] == [True, True, True, False]
    assert "The desk shows 1 more." in call.text


async def test_without_gaps_the_answer_says_so(chat: Chat) -> None:
    await share(chat, *VIOLIN[:2])
    [call] = await chat(said("/gaps"))
    assert call.text == "No question was asked alike by 3 people and left without an answer."


async def test_an_accepted_phrasing_stands_in_the_content_and_its_questions_are_decided(
    chat: Chat, content: Path
) -> None:
    await share(chat, *VIOLIN)
    before = (content / EDITED).read_text("utf-8")
    await chat(said("/gaps"))
    *_, call = await press(chat)
    after = (content / EDITED).read_text("utf-8")
    assert "It is in use within seconds." in call.text
    assert "play the violin" in after
    assert after.count("\n") == before.count("\n")
    assert await decisions(chat) == {Decision.ACCEPTED}
    [call] = await chat(said("/gaps"))
    assert call.text.startswith("No question was asked alike")


async def test_where_the_content_cannot_be_written_the_phrasing_goes_to_a_file_that_the_answer_names(
    make_chat: ChatFactory, content: Path, tmp_path: Path
) -> None:
    async with open_chat(make_chat, content, tmp_path, packaged=True) as chat:
        await share(chat, *VIOLIN)
        await chat(said("/gaps"))
        *_, call = await press(chat)
        assert f"this stands in {tmp_path / REVIEW}, until a curator copies it" in call.text
        assert await decisions(chat) == {Decision.ACCEPTED}
    header, line = (tmp_path / REVIEW).read_text("utf-8").splitlines()
    assert header == "day\twho\tentry\tphrasing\taskers"
    assert line.split("\t")[2:] in [["pregnancy", text, "3"] for text in VIOLIN]
    assert (tmp_path / REVIEW).stat().st_mode & 0o777 == 0o600


async def test_a_content_folder_that_refuses_writes_leads_to_the_file_too(
    chat: Chat, content: Path, tmp_path: Path
) -> None:
    (content / "changes.tsv").mkdir()  # refused by the system, whoever runs the tests
    before = (content / EDITED).read_bytes()
    await share(chat, *VIOLIN)
    await chat(said("/gaps"))
    *_, call = await press(chat)
    assert "The content cannot be written here" in call.text
    assert (content / EDITED).read_bytes() == before
    assert "play the violin" in (tmp_path / REVIEW).read_text("utf-8")


async def test_with_neither_content_nor_file_to_write_nothing_is_decided(
    chat: Chat, content: Path, tmp_path: Path
) -> None:
    (content / "changes.tsv").mkdir()
    (tmp_path / REVIEW).mkdir()
    await share(chat, *VIOLIN)
    await chat(said("/gaps"))
    *_, call = await press(chat)
    assert f"{tmp_path / REVIEW}: cannot be written (Is a directory); free space or permit writing there" in call.text
    assert await decisions(chat) == {None}


async def test_a_second_press_changes_nothing_and_says_why(chat: Chat, content: Path) -> None:
    await share(chat, *VIOLIN)
    await chat(said("/gaps"))
    message = chat.api.posted[-1]
    await press(chat)
    after = (content / EDITED).read_bytes()
    [[button]] = message["reply_markup"]["inline_keyboard"]
    *_, call = await chat(pressed(button["callback_data"], message))
    assert call.text == "That question is answered, decided or withdrawn by now. /gaps shows what is left."
    assert (content / EDITED).read_bytes() == after


async def test_content_with_a_fault_is_left_alone_and_the_answer_names_the_fault(chat: Chat, content: Path) -> None:
    await share(chat, *VIOLIN)
    await chat(said("/gaps"))
    with (content / EDITED).open("a", encoding="utf-8") as file:
        file.write("nonsense: 1\n")
    *_, call = await press(chat)
    assert call.text.startswith("That could not be added, and nothing was changed:")
    assert EDITED in call.text
    assert await decisions(chat) == {None}


async def test_others_get_what_any_unknown_command_or_button_gets(chat: Chat, content: Path) -> None:
    await share(chat, *VIOLIN)
    await chat(said("/gaps"))
    gaps = chat.api.posted[-1]
    before = (content / EDITED).read_bytes()
    home = PRIVATE | {"id": OTHER["id"]}
    for where in (home, GROUP):
        told = [[call.text for call in await chat(said(text, where, from_=OTHER))] for text in ("/gaps", "/nonsense")]
        assert told[0] == told[1]
    [[button]] = gaps["reply_markup"]["inline_keyboard"]
    [call] = await chat(pressed(button["callback_data"], gaps, from_=OTHER))
    assert call["text"] == "This button is not mine, or too old."
    assert (content / EDITED).read_bytes() == before
    assert await decisions(chat) == {None}


async def test_hostile_words_are_shown_as_they_are(chat: Chat) -> None:
    await share(chat, *(f"<b>violin</b> & <a href='x'>play</a> {way}" for way in ("now", "then", "soon")))
    [call] = await chat(said("/gaps"))
    assert "“<b>violin</b> & <a" in call.text
