"""The privacy text, and whether disk and log agree with it after every path through the bot."""

from __future__ import annotations

import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import update

from bot.handlers.error_handler import ErrorHandler
from bot.handlers.throttle import MemoryWindows, Throttle
from bot.log import RedactingFormatter
from bot.metrics import Metrics
from bot.models import ChatSettings, Vote
from bot.routes import build_application
from bot.sending.client import make_bot
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.simulator import TOKEN, ApiError, BotApi
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.sql import change
from bot.store.store import Store
from bot.store.tables import SHARED
from bot.updates.inbox import Finished, Inbox, StoredUpdate
from tests.bot.conftest import KEY, Chat, Clock
from tests.bot.fake_request import FakeRequest
from tests.bot.sample_updates import GROUP, by_admin, by_bot, edited, pressed, pressed_inline, said
from tests.bot.small_faq import assistant

PRIVACY = """What is kept, and for how long

Your message is kept on the computer that I run on until it is answered, usually for less than a second. Then its text \
is deleted. The bare number of the message stays for two days, so that nothing is answered twice.

Which of my messages answers which message: for two days, so that I can correct or remove an answer. These are numbers \
of messages and chats, the question from which the answer came in the list, and codes in place of you and of your \
words. Nobody can read them back without my key.

If you ask on within 15 minutes (“and for children?”), I look up there which question I answered you last, so that I \
know what you mean. Nothing more is kept for it.

Your votes on answers: for 180 days, under such a code and not under your name.

Questions for the curators: only if you press “Share this question with the curators”, see what they would read, and \
press “Share this”. Numbers, links and addresses are struck out. They are encrypted, and deleted after 90 days. A code \
in place of you, used for nothing else, serves to count how many different people asked alike: the curators' pages \
show a question only if three did, and its words may then go into my list. The operator who runs me can read each. You \
can take yours back by the button beneath, or by /forgetme.

How often each question of the list was answered and voted on, and each kind of message came, in all chats together on \
a day: for 180 days, without people, words or the hour.

Of a group: its number and its settings, until I am removed from it.

How many answers you got and buttons you pressed: for an hour at most and only in memory, so that nobody takes up all \
of my time.

That I named somebody to talk to, so that I don't under each message: for an hour and only in memory.

That I told you that only admins may ask me in a group, so that I say it once: for six hours and only in memory.

When I last wrote in a chat, if I run as several processes: for about a minute, under a code that is used for nothing \
else.

In an emergency I guess from the language of your app which country's numbers to show. Neither the language nor the \
country is kept. Pictures, files and voice messages are never opened.

Nothing else is kept: no name, no history, no profile. My log never holds what you wrote. Nothing is passed on to \
anybody else.

/forgetme deletes at once whatever is kept under your codes.

Telegram itself carries our messages; its own privacy policy covers that."""
OLDER_STAY = (
    "Some questions were shared before I kept a code with them, and I can't tell whose they are. Take yours back by "
    "the button “Take it back” beneath each. Otherwise they are deleted 90 days after they were shared."
)
MORE = "/privacy tells what is kept."

ANN: dict[str, Any] = {"id": 6_123_456_789, "is_bot": False, "first_name": "Wilhelmina", "username": "wilhelmina"}
HOME = {"id": ANN["id"], "type": "private", "first_name": "Wilhelmina"}
CHAT = -1001
"""The id of GROUP."""
SECRET = "my aunt Zebedee twitches"
"""No answer to that."""


@pytest_asyncio.fixture
async def chat(empty_database: Path, tmp_path: Path) -> AsyncIterator[Chat]:
    """A chat on a database opened as `legwise run` opens it, where deleted rows leave no bytes."""
    file, clock, api, metrics = tmp_path / "legwise.sqlite3", Clock(), BotApi(), Metrics()
    shutil.copy(empty_database, file)
    bot = make_bot(TOKEN, "https://api.example.org", FakeRequest(api), RetryingRateLimiter(delays=(0.0, 0.0)))
    async with open_database(f"sqlite+aiosqlite:///{file}") as engine:
        store = Store(engine, Crypto(KEY), clock)
        error_handler = ErrorHandler(metrics, store.crypto)
        application = build_application(bot, assistant(), error_handler, store, Throttle(windows=MemoryWindows(clock)))
        async with application:
            yield Chat(api, bot, application, error_handler, store, clock, metrics)
    assert not api.refused


def by_ann(text: str, chat: dict[str, Any] = HOME, **fields: Any) -> dict[str, Any]:
    return said(text, chat, from_=ANN, **fields)


def press(data: str, under: dict[str, Any]) -> dict[str, Any]:
    return pressed(data, under, from_=ANN)


async def asks(chat: Chat) -> None:
    """A question in private and in a group, with an answer, with suggestions, without, and with its edit."""
    for where in (HOME, GROUP):
        for question, after in (("What stores iron?", SECRET), ("ferritin", SECRET), (SECRET, "Question 3?")):
            incoming = by_ann(f"/ask {question}", where)
            await chat(incoming)
            await chat(edited(incoming, f"/ask {after}"))


async def votes(chat: Chat) -> None:
    """Votes on an answer, on the lack of one, on suggestions and on an inline answer."""
    await chat(by_ann("ferritin"))
    await chat(press("n", chat.api.posted[-1]))
    await chat(press("v:store:1", by_bot(chat=GROUP)))
    await chat(press("v::0", by_bot(chat=HOME)))
    await chat(pressed_inline("v:low:1", "inline-1", from_=ANN))


async def shares(chat: Chat) -> None:
    """A question for the curators, in private and in a group."""
    for where in (HOME, GROUP):
        await chat(by_ann(f"/ask {SECRET}", where))
        await chat(press("q", chat.api.posted[-1]))
        await chat(press("qs", chat.api.posted[-1]))


async def withdraws(chat: Chat) -> None:
    """The same, taken back."""
    await chat(by_ann(SECRET))
    await chat(press("q", chat.api.posted[-1]))
    await chat(press("qs", chat.api.posted[-1]))
    [[button]] = chat.api.posted[-1]["reply_markup"]["inline_keyboard"]
    await chat(press(button["callback_data"], chat.api.posted[-1]))


async def keeps_private(chat: Chat) -> None:
    """A question that is shown but not shared."""
    await chat(by_ann(SECRET))
    await chat(press("q", chat.api.posted[-1]))
    await chat(press("qk", chat.api.posted[-1]))


async def sets_up(chat: Chat) -> None:
    """Settings, by an admin in the group and in private."""
    chat.api.promote(ANN, GROUP)
    await chat(by_ann("/settings", GROUP))
    await chat(press("g:-1001:remove:1h", chat.api.posted[-1]))
    await chat(by_ann("/start settings_-1001"))
    await chat(press("g:-1001:listen:on", chat.api.posted[-1]))
    await chat(by_ann(f"/ask@legwise_bot {SECRET}", GROUP))


async def is_forgotten(chat: Chat) -> None:
    """Some of that, and then to be forgotten."""
    await asks(chat)
    await votes(chat)
    await chat(by_ann("/forgetme"))


async def meets_faults(chat: Chat) -> None:
    """Questions whose answers fail, which is logged."""
    for code, words in ((400, "Bad Request: chat not found"), (403, "Forbidden: bot was blocked by the user")):
        chat.api.fail("sendMessage", ApiError(code, words))
        await chat(by_ann(SECRET))
    chat.api.fail("answerCallbackQuery", ApiError(400, "Bad Request: query is too old"))
    await chat(press("v:store:1", by_bot(chat=HOME)))


PATHS = (asks, votes, shares, withdraws, keeps_private, sets_up, is_forgotten, meets_faults)


def on_disk(folder: Path) -> bytes:
    """All bytes of the database and its side files."""
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def forms(number: int) -> list[bytes]:
    """The ways in which a number can be written: as text, and as bytes from either end."""
    size = (number.bit_length() + 7) // 8
    return [str(number).encode(), number.to_bytes(size, "big"), number.to_bytes(size, "little")]


def traces() -> list[bytes]:
    """Ann's identity, her texts and the token, none of which may be found."""
    words = ("Wilhelmina", "wilhelmina", "Zebedee", "zebedee", "twitches", "What stores", TOKEN.partition(":")[2])
    return [*forms(ANN["id"]), *(word.encode() for word in words)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
async def test_after_every_path_neither_disk_nor_log_holds_the_users_identity_or_text(
    chat: Chat, tmp_path: Path, caplog: pytest.LogCaptureFixture, path: Callable[[Chat], Awaitable[None]]
) -> None:
    caplog.set_level(logging.INFO)
    await path(chat)
    left, logged = on_disk(tmp_path), caplog.text.encode()
    assert [trace for trace in traces() if trace in left] == []
    assert [trace for trace in traces() if trace in logged] == []
    assert len(left) > 10_000, "the database was read"


async def test_the_search_finds_stored_data(chat: Chat, tmp_path: Path) -> None:
    await votes(chat)
    assert chat.store.crypto.pseudonym(ANN["id"]).encode() in on_disk(tmp_path)
    assert b"store" in on_disk(tmp_path)


async def test_a_message_is_on_disk_only_until_it_is_answered(chat: Chat, tmp_path: Path) -> None:
    inbox, update = Inbox(chat.store.engine), by_ann(SECRET)
    await inbox.add([StoredUpdate(update["update_id"], update)])
    assert b"Zebedee" in on_disk(tmp_path)
    await chat(update)
    await inbox.exchange([Finished(update["update_id"])])
    await inbox.checkpoint()
    left = on_disk(tmp_path)
    assert [trace for trace in traces() if trace in left] == []


async def test_a_token_logged_by_a_library_is_redacted() -> None:
    record = logging.LogRecord("library", logging.ERROR, "", 0, "POST /bot%s/sendMessage", (TOKEN,), None)
    assert TOKEN not in RedactingFormatter(SecretStr(TOKEN)).format(record)


@pytest.mark.parametrize("where", [HOME, GROUP])
async def test_privacy_lists_the_stored_data_and_retention_periods(chat: Chat, where: dict[str, Any]) -> None:
    [call] = await chat(by_ann("/privacy", where))
    assert call.text == PRIVACY


async def test_forgetme_deletes_the_users_data_and_says_how_much(chat: Chat, tmp_path: Path) -> None:
    for text in ("What stores iron?", "What is low ferritin?"):
        await chat(by_ann(text))
    await chat(press("v:low:1", chat.api.posted[-1]))
    [call] = await chat(by_ann("/forgetme"))
    assert call.text == f"Deleted: 1 vote, 0 shared questions, and what I knew of 2 answers to you.\n\n{MORE}"
    assert chat.store.crypto.pseudonym(ANN["id"]).encode() not in on_disk(tmp_path)


async def test_forgetme_without_data_says_so(chat: Chat) -> None:
    [call] = await chat(by_ann("/forgetme"))
    assert call.text == f"Nothing was kept under your codes, so there was nothing to delete.\n\n{MORE}"


async def test_forgetme_in_a_group_deletes_that_users_data_everywhere_and_no_others(chat: Chat) -> None:
    await chat(press("v:low:1", by_bot(chat=HOME)))
    await chat(pressed("v:low:0", by_bot(chat=GROUP)))
    await chat.store.chats.change(CHAT, ChatSettings(listen=True))
    [call] = await chat(by_ann("/forgetme@legwise_bot", GROUP))
    assert call.text.startswith("Deleted: 1 vote, 0 shared questions, and what I knew of 0 answers to you.")
    assert (await chat.store.votes.tally())["low"][Vote.UNHELPFUL] == 1
    assert (await chat.store.chats.settings(CHAT)).listen, "a group's settings are nobody's"


async def test_forgetme_deletes_the_users_shared_questions_and_says_so(chat: Chat, tmp_path: Path) -> None:
    await chat.store.shared.add("somebody else's", chat.store.crypto.asker(5))
    await shares(chat)
    assert chat.store.crypto.asker(ANN["id"]).encode() in on_disk(tmp_path)
    [call] = await chat(by_ann("/forgetme"))
    assert call.text == f"Deleted: 0 votes, 2 shared questions, and what I knew of 2 answers to you.\n\n{MORE}"
    assert [question.text for question in await chat.store.shared.for_curators()] == ["somebody else's"]
    assert chat.store.crypto.asker(ANN["id"]).encode() not in on_disk(tmp_path)


async def test_forgetme_names_the_older_questions_whose_asker_was_not_recorded(chat: Chat) -> None:
    id_ = await chat.store.shared.add("an older one", "")
    await change(chat.store.engine, update(SHARED).where(SHARED.c.id == id_).values(asker=None))
    [call] = await chat(by_ann("/forgetme"))
    assert call.text.endswith(f"\n\n{OLDER_STAY}\n\n{MORE}")
    assert len(await chat.store.shared.for_curators()) == 1


async def test_a_user_who_writes_as_the_group_cannot_delete_data(chat: Chat) -> None:
    await chat(by_admin("/ask What stores iron?"))
    [call] = await chat(by_admin("/forgetme"))
    assert call.text == (
        "You speak as a group or channel here, so I can't tell who you are. Write /forgetme to me in private."
    )
    assert await chat.store.answers.last_unasked(CHAT) is None
