"""The log: lines with the update's number, without user text and secrets, and few of each kind."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys

import pytest
from pydantic import SecretStr

from bot.log import MAX_TEMPLATES, REDACTED, RedactingFormatter, RepeatFilter, update_context
from bot.simulator import TOKEN

FORMATS = pytest.mark.parametrize("as_json", [False, True])


def line(text: str, *args: object, as_json: bool = False) -> str:
    """Return a formatted line."""
    record = logging.LogRecord("bot.run", logging.WARNING, "", 0, text, args, None)
    return RedactingFormatter(SecretStr(TOKEN), SecretStr("hook-secret"), SecretStr(""), as_json=as_json).format(record)


def test_a_text_line_has_the_time_the_level_the_message_and_the_logger() -> None:
    time, rest = line("answering as @%s", "legwise_bot").split(" ", 1)
    assert time.endswith("Z")
    assert rest.split() == ["[warning", "]", "answering", "as", "@legwise_bot", "[bot.run]"]


def test_a_json_line_is_one_object() -> None:
    fields = json.loads(line("answering as @%s", "legwise_bot", as_json=True))
    assert fields.pop("timestamp").endswith("Z")
    assert fields == {"event": "answering as @legwise_bot", "level": "warning", "logger": "bot.run"}


async def test_lines_of_an_updates_task_and_of_the_tasks_it_starts_have_its_number() -> None:
    async def process(update_id: int) -> list[str]:
        with update_context(update_id):
            await asyncio.sleep(0)
            return [line("own task"), await asyncio.create_task(_line_in_task())]

    first, second = await asyncio.gather(process(7), process(8))
    assert all("update=7" in logged for logged in first)
    assert all("update=8" in logged for logged in second)
    assert "update=" not in line("after")
    with update_context(9):
        assert json.loads(line("own task", as_json=True))["update"] == 9


async def _line_in_task() -> str:
    return line("started task")


@FORMATS
def test_secrets_are_replaced_wherever_a_library_puts_them(as_json: bool) -> None:
    logged = line("POST /bot%s with %s", TOKEN, "hook-secret", as_json=as_json)
    assert f"POST /bot{REDACTED} with {REDACTED}" in logged
    assert TOKEN not in logged


@FORMATS
def test_a_traceback_has_no_values_of_variables(as_json: bool) -> None:
    text = "my secret " + "story"
    with pytest.raises(KeyError) as raised:
        raise KeyError(len(text))
    exception = (KeyError, raised.value, raised.value.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), exception)
    logged = RedactingFormatter(SecretStr(TOKEN), as_json=as_json).format(record)
    assert "test_a_traceback_has_no_values" in logged
    assert text not in logged


SCRIPT = """
import logging
from pydantic import SecretStr
from bot.log import set_up
set_up(SecretStr("1:a-token"), as_json=True)
for name in ("httpx", "aiohttp.client", "uvicorn.error", "uvicorn.access", "telegram.ext"):
    logging.getLogger(name).info("a URL or a payload")
    logging.getLogger(name).warning("bot1:a-token")
logging.getLogger("bot.run").info("ours")
"""


def test_noisy_libraries_log_only_warnings_and_never_the_token() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    events = [json.loads(each)["event"] for each in run.stderr.splitlines()]
    assert events == [f"bot{REDACTED}"] * 5 + ["ours"]
    assert run.stdout == ""


class Recorder(logging.Handler):
    """Records the messages that pass the filter."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []
        self.now = 0.0
        self.addFilter(RepeatFilter(limit=2, window=10.0, clock=lambda: self.now))

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def log(self, text: str, *values: object, name: str = "a") -> None:
        """Log a message."""
        self.handle(logging.LogRecord(name, logging.INFO, "", 0, text, values, None))


def test_a_few_messages_of_each_template_and_logger_are_logged_whatever_their_values() -> None:
    recorder = Recorder()
    for number in range(5):
        recorder.log("lost %d", number)
        recorder.log("lost %d", number, name="b")
        recorder.log("found %d", number)
    assert recorder.messages == ["lost 0", "lost 0", "found 0", "lost 1", "lost 1", "found 1"]


def test_the_next_message_after_the_window_gives_the_number_dropped() -> None:
    recorder = Recorder()
    for number in range(5):
        recorder.log("100 %% of %s", number)
    recorder.now = 10.0
    recorder.log("100 %% of %s", "%s")
    assert recorder.messages[2:] == ["100 % of %s (and 3 more like it before)"]
    recorder.now = 20.0
    recorder.log("100 %% of %s", 7)
    assert recorder.messages[3:] == ["100 % of 7"]


def test_the_oldest_templates_are_forgotten() -> None:
    recorder = Recorder()
    for _ in range(3):
        recorder.log("first")
    for number in range(MAX_TEMPLATES):
        recorder.log(f"made of {number}")
    assert len(recorder.messages) == 2 + MAX_TEMPLATES
    recorder.log("first")
    assert recorder.messages[-1] == "first"
