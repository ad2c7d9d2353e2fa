"""How many answers a second come out, from update to send, beside a bare echo bot of python-telegram-bot.

    python -m tests.benchmarks.delivery [QUESTIONS]

Each bot is a process on one core, and has so many questions waiting, each of another person. The server answers at
once, and is the tests' counterpart on another core; both bots meet the same one. `legwise run` is as it is (matching,
rendering, journal, SQLite), with the tests' content, without the model, and with its rate limit lifted. Counted is from
the first answer to the last, in turns, as often as `ROUNDS` says.
Needs what the tests need: pip install -c constraints.txt ".[test]"
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from tests.bot.counterpart import Counterpart, serving
from tests.bot.counterpart.identity import TOKEN
from tests.bot.seat import person, private
from tests.bot.test_run import ROOT, House
from tests.bot.updates import said

QUESTIONS = 1_000
ROUNDS = 3
ECHO, LEGWISE = "PTB's echo", "legwise"


def echo(url: str) -> None:
    """Run the bare echo bot, until it is ended."""

    async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    application = Application.builder().token(TOKEN).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, answer))
    application.run_polling()


def main(questions: int) -> None:
    """Measure and print."""
    rates: dict[str, list[float]] = {ECHO: [], LEGWISE: []}
    for _ in range(ROUNDS):
        for name, seen in rates.items():
            seen.append(asyncio.run(_rate(name, questions)))
            print(f"{name:<12} {seen[-1]:7.0f} answers/s")
    print(f"legwise / echo (medians): {statistics.median(rates[LEGWISE]) / statistics.median(rates[ECHO]):.2f}")


def _asked(number: int) -> dict[str, Any]:
    who = person(number, "Ada")
    return said("What stores iron?", private(who).chat, from_=who)


async def _rate(name: str, questions: int) -> float:
    async with serving() as server:
        await server.queue(*map(_asked, range(1, questions + 1)))
        async with _echoing(server) if name == ECHO else _answering(server):
            await server.until(lambda: server.judge.posted)
            begun = time.monotonic()
            await server.until(lambda: len(server.judge.posted) >= questions)
            return (questions - 1) / (time.monotonic() - begun)


@asynccontextmanager
async def _answering(server: Counterpart) -> AsyncIterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        async with House(Path(folder), server).running(LEGWISE_MODEL="off", LEGWISE_RATE_LIMIT="off") as process:
            on_core(process.pid, 1)
            yield


@asynccontextmanager
async def _echoing(server: Counterpart) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __spec__.name, "echo", server.url, cwd=ROOT, stdout=DEVNULL, stderr=PIPE
    )
    on_core(process.pid, 1)
    try:
        yield
    finally:
        process.kill()
        await process.communicate()


def on_core(pid: int, core: int) -> None:
    """Let a process, and this one, each have a core of their own, where there are two."""
    cores = sorted(os.sched_getaffinity(os.getppid()))
    if len(cores) > 1:
        os.sched_setaffinity(pid, {cores[core]})


if __name__ == "__main__":
    if sys.argv[1:2] == ["echo"]:
        echo(sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS)
