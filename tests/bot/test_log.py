"""The log: one line for each thing that happened, with the update's number, without words of people or secrets."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys

import pytest
from pydantic import SecretStr

from bot.log import STRUCK_OUT, Redacting, about_update
from tests.bot.judge import TOKEN

BOTH = pytest.mark.parametrize("as_json", [False, True])


def line(text: str, *args: object, as_json: bool = False) -> str:
    """A line as it is written."""
    record = logging.LogRecord("bot.run", logging.WARNING, "", 0, text, args, None)
    return Redacting(SecretStr(TOKEN), SecretStr("hook-secret"), SecretStr(""), as_json=as_json).format(record)


def test_a_line_for_people_has_the_time_the_level_the_words_and_where_they_come_from() -> None:
    time, told = line("answering as @%s", "legwise_bot").split(" ", 1)
    assert time.endswith("Z")
    assert told.split() == ["[warning", "]", "answering", "as", "@legwise_bot", "[bot.run]"]


def test_a_line_for_machines_is_one_json_object() -> None:
    told = json.loads(line("answering as @%s", "legwise_bot", as_json=True))
    assert told.pop("timestamp").endswith("Z")
    assert told == {"event": "answering as @legwise_bot", "level": "warning", "logger": "bot.run"}


async def test_what_is_logged_over_an_update_carries_its_number_and_nothing_else_does() -> None:
    """Also in a task that is started meanwhile, and not in another update's task beside it."""

    async def over(update_id: int) -> list[str]:
        with about_update(update_id):
            await asyncio.sleep(0)
            return [line("here"), await asyncio.create_task(asyncio.sleep(0, line("there")))]

    first, second = await asyncio.gather(over(7), over(8))
    assert all("update=7" in told for told in first)
    assert all("update=8" in told for told in second)
    assert "update=" not in line("after")
    with about_update(9):
        assert json.loads(line("here", as_json=True))["update"] == 9


@BOTH
def test_the_secrets_are_struck_out_wherever_a_library_puts_them(as_json: bool) -> None:
    told = line("POST /bot%s with %s", TOKEN, "hook-secret", as_json=as_json)
    assert f"POST /bot{STRUCK_OUT} with {STRUCK_OUT}" in told
    assert TOKEN not in told


@BOTH
def test_a_traceback_tells_the_way_and_no_values_of_variables(as_json: bool) -> None:
    asked = "my secret " + "story"
    with pytest.raises(KeyError) as raised:
        raise KeyError(len(asked))
    thrown = (KeyError, raised.value, raised.value.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), thrown)
    told = Redacting(SecretStr(TOKEN), as_json=as_json).format(record)
    assert "test_a_traceback_tells_the_way" in told
    assert asked not in told


SAID = """
import logging
from pydantic import SecretStr
from bot.log import set_up
set_up(SecretStr("1:a-token"), as_json=True)
for name in ("httpx", "aiohttp.client", "uvicorn.error", "uvicorn.access", "telegram.ext"):
    logging.getLogger(name).info("an address or a payload")
    logging.getLogger(name).warning("bot1:a-token")
logging.getLogger("bot.run").info("ours")
"""


def test_talkative_libraries_speak_from_a_warning_on_and_never_of_the_token() -> None:
    run = subprocess.run([sys.executable, "-c", SAID], capture_output=True, text=True, check=True)
    told = [json.loads(each)["event"] for each in run.stderr.splitlines()]
    assert told == [f"bot{STRUCK_OUT}"] * 5 + ["ours"]
    assert run.stdout == ""
