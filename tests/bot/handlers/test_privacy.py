"""Privacy: what people are told of it, and whether it is so, read from the disk and the log after every path."""

from __future__ import annotations

import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.handlers.error_handler import Failures
from bot.handlers.throttle import MemoryWindows, Throttle
from bot.log import Redacting
from bot.models import ChatSettings, Vote
from bot.routes import build_application
from bot.sending.client import make_bot
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.store.crypto import Crypto
from bot.store.database import opened
from bot.store.shared_questions import KEPT as SHARED_KEPT
from bot.store.store import Store
from bot.store.votes import KEPT as VOTES_KEPT
from bot.updates.inbox import Inbox, StoredUpdate
from tests.bot.conftest import KEY, Chat, Clock
from tests.bot.fake_request import Wire
from tests.bot.judge import TOKEN, Judge, Refusal
from tests.bot.sample_updates import GROUP, by_admin, by_bot, edited, pressed, pressed_inline, said
from tests.bot.small_faq import assistant

PRIVACY = """What is kept, and for how long

Your message is kept on the computer that I run on until it is answered, usually for less than a second. Then its text \
is deleted. The bare number of the message stays for two days, so that nothing is answered twice.

Which of my messages answers which message: for two days, so that I can correct or remove an answer. These are numbers \
of messages and chats, the question from which the answer came in the list, and codes in place of you and of your \
words. Nobody can read them back without my key.

Your votes on answers: for 180 days, under such a code and not under your name.

Questions for the curators: only if you press “Share this question with the curators”. Numbers, links and addresses \
are struck out. They are encrypted, under nobody's name, and deleted after 90 days. You can take them back by the \
button beneath.

Of a group: its number and its settings, until I am removed from it.

Of each answer: how often it was chosen or removed on a day. There is nobody's name or code in that.

How many answers you got: for an hour at most and only in memory, so that nobody takes up all of my time.

When I last wrote in a chat, if I run as several processes: for about a minute, under a code that is used for nothing \
else.

Nothing else is kept: no name, no history, no profile. My log never holds what you wrote. Nothing is passed on to \
anybody else.

/forgetme deletes at once whatever is kept under your code.

Telegram itself carries our messages; its own privacy policy covers that."""
SHARED_STAY = (
    "Questions that you shared with the curators are under nobody's name, so I can't find yours. Take them back by the "
    "button “Take it back” beneath each. Otherwise they are deleted after 90 days.\n\n/privacy tells what is kept."
)

ANN: dict[str, Any] = {"id": 6_123_456_789, "is_bot": False, "first_name": "Wilhelmina", "username": "wilhelmina"}
HOME = {"id": ANN["id"], "type": "private", "first_name": "Wilhelmina"}
CHAT = -1001
"""The id of GROUP."""
SECRET = "my aunt Zebedee twitches"
"""No answer to that."""


@pytest_asyncio.fixture
async def chat(empty_database: Path, tmp_path: Path) -> AsyncIterator[Chat]:
    """A chat on a database that is opened as `legwise run` opens it: so that what is deleted leaves no bytes."""
    file, clock, judge, failures = tmp_path / "legwise.sqlite3", Clock(), Judge(), Failures()
    shutil.copy(empty_database, file)
    bot = make_bot(TOKEN, "https://api.example.org", Wire(judge), RetryingRateLimiter(pauses=(0.0, 0.0)))
    async with opened(f"sqlite+aiosqlite:///{file}") as engine:
        store = Store.of(engine, Crypto.of(KEY), clock)
        application = build_application(bot, assistant(), failures, store, Throttle(windows=MemoryWindows(clock)))
        async with application:
            yield Chat(judge, bot, application, failures, store, clock)
    assert not judge.refused


def by_ann(text: str, chat: dict[str, Any] = HOME, **fields: Any) -> dict[str, Any]:
    return said(text, chat, from_=ANN, **fields)


def press(data: str, under: dict[str, Any]) -> dict[str, Any]:
    return pressed(data, under, from_=ANN)


async def asks(chat: Chat) -> None:
    """A question in private and in a group, with an answer, with suggestions, without, and with its edit."""
    for where in (HOME, GROUP):
        for question, after in (("What stores iron?", SECRET), ("ferritin", SECRET), (SECRET, "Question 3?")):
            asked = by_ann(f"/ask {question}", where)
            await chat(asked)
            await chat(edited(asked, f"/ask {after}"))


async def votes(chat: Chat) -> None:
    """A vote on an answer, on no answer, on suggestions, and on what was posted inline."""
    await chat(by_ann("ferritin"))
    await chat(press("n", chat.judge.posted[-1]))
    await chat(press("v:store:1", by_bot(chat=GROUP)))
    await chat(press("v::0", by_bot(chat=HOME)))
    await chat(pressed_inline("v:low:1", "inline-1", from_=ANN))


async def shares(chat: Chat) -> None:
    """A question for the curators, in private and in a group."""
    for where in (HOME, GROUP):
        await chat(by_ann(f"/ask {SECRET}", where))
        await chat(press("q", chat.judge.posted[-1]))


async def withdraws(chat: Chat) -> None:
    """The same, taken back."""
    await chat(by_ann(SECRET))
    await chat(press("q", chat.judge.posted[-1]))
    [[button]] = chat.judge.posted[-1]["reply_markup"]["inline_keyboard"]
    await chat(press(button["callback_data"], chat.judge.posted[-1]))


async def sets_up(chat: Chat) -> None:
    """Settings, by an admin in the group and in private."""
    chat.judge.promote(ANN, GROUP)
    await chat(by_ann("/settings", GROUP))
    await chat(press("g:-1001:remove:1h", chat.judge.posted[-1]))
    await chat(by_ann("/start settings_-1001"))
    await chat(press("g:-1001:listen:on", chat.judge.posted[-1]))
    await chat(by_ann(f"/ask@legwise_bot {SECRET}", GROUP))


async def is_forgotten(chat: Chat) -> None:
    """Some of that, and then to be forgotten."""
    await asks(chat)
    await votes(chat)
    await chat(by_ann("/forgetme"))


async def meets_faults(chat: Chat) -> None:
    """Questions that cannot be answered, and of which the log has to tell."""
    for code, words in ((400, "Bad Request: chat not found"), (403, "Forbidden: bot was blocked by the user")):
        chat.judge.fail("sendMessage", Refusal(code, words))
        await chat(by_ann(SECRET))
    chat.judge.fail("answerCallbackQuery", Refusal(400, "Bad Request: query is too old"))
    await chat(press("v:store:1", by_bot(chat=HOME)))


PATHS = (asks, votes, shares, withdraws, sets_up, is_forgotten, meets_faults)


def on_disk(folder: Path) -> bytes:
    """All bytes of the database and of what is beside it."""
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def forms(number: int) -> list[bytes]:
    """The ways in which a number can be written: as text, and as bytes from either end."""
    size = (number.bit_length() + 7) // 8
    return [str(number).encode(), number.to_bytes(size, "big"), number.to_bytes(size, "little")]


def traces() -> list[bytes]:
    """What must be nowhere: who Ann is, what she wrote, and the token."""
    words = ("Wilhelmina", "wilhelmina", "Zebedee", "zebedee", "twitches", "What stores", TOKEN.partition(":")[2])
    return [*forms(ANN["id"]), *(word.encode() for word in words)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
async def test_after_every_path_neither_disk_nor_log_tells_who_it_was_or_what_they_wrote(
    chat: Chat, tmp_path: Path, caplog: pytest.LogCaptureFixture, path: Callable[[Chat], Awaitable[None]]
) -> None:
    caplog.set_level(logging.INFO)
    await path(chat)
    left, logged = on_disk(tmp_path), caplog.text.encode()
    assert [trace for trace in traces() if trace in left] == []
    assert [trace for trace in traces() if trace in logged] == []
    assert len(left) > 10_000, "the database was read"


async def test_the_search_would_find_what_is_there(chat: Chat, tmp_path: Path) -> None:
    await votes(chat)
    assert chat.store.crypto.pseudonym(ANN["id"]).encode() in on_disk(tmp_path)
    assert b"store" in on_disk(tmp_path)


async def test_a_message_is_on_the_disk_until_it_is_answered_and_no_longer(chat: Chat, tmp_path: Path) -> None:
    inbox, update = Inbox(chat.store.engine), by_ann(SECRET)
    await inbox.keep([StoredUpdate(update["update_id"], update)])
    assert b"Zebedee" in on_disk(tmp_path)
    await chat(update)
    await inbox.done(update["update_id"])
    await inbox.checkpoint()
    left = on_disk(tmp_path)
    assert [trace for trace in traces() if trace in left] == []


async def test_a_token_that_a_library_logs_is_struck_out() -> None:
    record = logging.LogRecord("library", logging.ERROR, "", 0, "POST /bot%s/sendMessage", (TOKEN,), None)
    assert TOKEN not in Redacting(SecretStr(TOKEN)).format(record)


@pytest.mark.parametrize("where", [HOME, GROUP])
async def test_privacy_tells_what_is_kept_and_for_how_long(chat: Chat, where: dict[str, Any]) -> None:
    [call] = await chat(by_ann("/privacy", where))
    assert call.text == PRIVACY


def test_the_times_that_are_told_are_those_that_hold() -> None:
    assert f"for {VOTES_KEPT // 86400} days" in PRIVACY
    assert f"after {SHARED_KEPT.days} days" in PRIVACY


async def test_forgetme_deletes_what_is_kept_of_a_person_and_says_how_much(chat: Chat, tmp_path: Path) -> None:
    for text in ("What stores iron?", "What is low ferritin?"):
        await chat(by_ann(text))
    await chat(press("v:low:1", chat.judge.posted[-1]))
    [call] = await chat(by_ann("/forgetme"))
    assert call.text == f"Deleted: 1 vote, and what I knew of 2 answers to you.\n\n{SHARED_STAY}"
    assert chat.store.crypto.pseudonym(ANN["id"]).encode() not in on_disk(tmp_path)


async def test_forgetme_where_there_was_nothing_says_so(chat: Chat) -> None:
    [call] = await chat(by_ann("/forgetme"))
    assert call.text == f"Nothing was kept under your code, so there was nothing to delete.\n\n{SHARED_STAY}"


async def test_forgetme_in_a_group_is_for_the_person_everywhere_and_for_nobody_else(chat: Chat) -> None:
    await chat(press("v:low:1", by_bot(chat=HOME)))
    await chat(pressed("v:low:0", by_bot(chat=GROUP)))
    await chat.store.chats.change(CHAT, ChatSettings(listen=True))
    [call] = await chat(by_ann("/forgetme@legwise_bot", GROUP))
    assert call.text.startswith("Deleted: 1 vote, and what I knew of 0 answers to you.")
    assert (await chat.store.votes.tally())["low"][Vote.UNHELPFUL] == 1
    assert (await chat.store.chats.settings(CHAT)).listen, "a group's settings are nobody's"


async def test_forgetme_leaves_shared_questions_which_are_nobodys(chat: Chat) -> None:
    await chat(by_ann(SECRET))
    await chat(press("q", chat.judge.posted[-1]))
    await chat(by_ann("/forgetme"))
    assert [question.text for question in await chat.store.shared.all()] == [SECRET]


async def test_who_speaks_as_the_group_cannot_delete_for_all_who_do(chat: Chat) -> None:
    await chat(by_admin("/ask What stores iron?"))
    [call] = await chat(by_admin("/forgetme"))
    assert call.text == (
        "You speak as a group or channel here, so I can't tell who you are. Write /forgetme to me in private."
    )
    assert await chat.store.answers.last_unasked(CHAT) is None
