"""Effects of faults: lost and doubled answers, memory, and the time to recover.

    python -m tests.benchmarks.faults [--only NAME] [--questions 1080] [--outage 30] [--log]

`legwise run` gets 30 questions a second, each from another user and every third in another group, while something
really fails: calls to the Bot API, its server, the database server, the disk, the clock. Recurring faults meet a tenth
of the messages; an outage begins after five seconds and lasts 30. Printed are the lost questions; the doubled answers,
and how many are unavoidable (those that Telegram carried out but reported as failed, or that were in progress); other
messages, which are apologies; resident megabytes before, at most and in the end; the seconds from the end of the fault
until all questions asked by then were answered; and the log lines of the busiest second. Needs the tests' packages (pip
install -r .requirements/test.txt), and for some of it root, Debian's `faketime` or PostgreSQL; cases left out are
reported. The whole benchmark takes about ten minutes on two quiet cores.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

from bot.simulator import serve
from bot.simulator.errors import ApiError, ConnectionDroppedError, ExecutedThen
from tests.benchmarks import breaking
from tests.benchmarks.stage import LeftOutError, Stage
from tests.benchmarks.trial import Trial
from tests.bot.process import Runner

GATEWAY = ApiError(502, "Bad Gateway")
FLOODS = [ApiError(429, f"Too Many Requests: retry after {pause}", retry_after=pause) for pause in range(1, 6)]
STEP = 3600
"""Seconds by which the clock is set forward and back."""
DELAY = 0.02
"""Response time of the server, in seconds."""
LINE = "{:<32}{:>6}{:>6}{:>9}{:>7}{:>17}{:>8}{:>8}"


Case = Callable[[Stage], Awaitable[None]]


async def floods(stage: Stage) -> None:
    """429, every tenth message."""
    await stage.recurring(*FLOODS)


async def drops(stage: Stage) -> None:
    """502 or dropped, every tenth."""
    await stage.recurring(GATEWAY, ConnectionDroppedError())


async def executed(stage: Stage) -> None:
    """Executed, then 502 or dropped."""
    await stage.recurring(ExecutedThen(GATEWAY), ExecutedThen(ConnectionDroppedError()))


async def api(stage: Stage) -> None:
    """Bot API unreachable."""
    await stage.outage_of(breaking.api_unreachable(stage.trial.server))


async def stall(stage: Stage) -> None:
    """Bot API stalled."""
    await stage.outage_of(breaking.api_stalled(stage.trial.server))


async def api_webhook(stage: Stage) -> None:
    """Bot API unreachable, webhook."""
    stage.use_webhook()
    await stage.outage_of(breaking.api_unreachable(stage.trial.server))


async def database(stage: Stage) -> None:
    """PostgreSQL stopped."""
    await stage.outage_of(stage.on_postgres().stopped())


async def database_stall(stage: Stage) -> None:
    """PostgreSQL stalled."""
    await stage.outage_of(stage.on_postgres().stalled())


async def database_webhook(stage: Stage) -> None:
    """PostgreSQL stopped, webhook."""
    stage.use_webhook()
    await stage.outage_of(stage.on_postgres().stopped())


async def disk(stage: Stage) -> None:
    """Full disk."""
    if os.getuid():
        raise LeftOutError("it mounts a small file system; run it as root")
    disk = stage.cleanup.enter_context(breaking.small_disk(stage.trial.runner.folder / "disk"))
    stage.trial.settings["LEGWISE_DATABASE_URL"] = f"sqlite+aiosqlite:///{disk}/legwise.sqlite3"
    await stage.outage_of(breaking.full_disk(disk))


async def lock(stage: Stage) -> None:
    """Locked SQLite file."""
    await stage.outage_of(breaking.locked_database(stage.trial.runner.database))


async def clock(stage: Stage) -> None:
    """Clock an hour on and back, killed."""
    library = breaking.find_faketime()
    if library is None:
        raise LeftOutError("Debian's libfaketime is not installed; apt-get install faketime")
    fake_clock = breaking.FakeClock(stage.trial.runner.folder / "clock", library)
    stage.trial.settings |= fake_clock.settings
    stage.trial.server.delay = 0.5
    steps = (STEP, -STEP, 0)
    await stage.restarts_after(*(lambda to=to: fake_clock.set(to) for to in steps))


CASES: dict[str, Case] = {
    case.__name__: case
    for case in (
        floods,
        drops,
        executed,
        api,
        stall,
        api_webhook,
        database,
        database_stall,
        database_webhook,
        disk,
        lock,
        clock,
    )
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the effects of faults.")
    parser.add_argument("--only", choices=CASES, action="append", help="run this case; may be repeated")
    parser.add_argument("--questions", type=int, default=1080)
    parser.add_argument("--outage", type=float, default=30.0, help="seconds that an outage lasts")
    parser.add_argument("--log", action="store_true", help="print the log lines, by kind")
    options = parser.parse_args()
    print(LINE.format("", "asked", "lost", "doubled", "other", "MB", "recovery s", "lines/s"))
    for name in options.only or CASES:
        asyncio.run(_run(CASES[name], options))


async def _run(case: Case, options: argparse.Namespace) -> None:
    title = (case.__doc__ or "").rstrip(".")
    async with _stage(options) as stage:
        watching = asyncio.create_task(stage.trial.watch())
        try:
            await case(stage)
        except LeftOutError as error:
            print(f"{title:<32}LEFT OUT: {error}", flush=True)
            return
        finally:
            watching.cancel()
        _print(title, stage)
        if options.log:
            stage.trial.show(sys.stderr)


@asynccontextmanager
async def _stage(options: argparse.Namespace) -> AsyncIterator[Stage]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as after:
        async with serve() as server:
            server.delay = DELAY
            settings = {"LEGWISE_MODEL": "off", "LEGWISE_RATE_LIMIT": "off"}
            yield Stage(Trial(Runner(Path(folder), server), settings), after, options.questions, options.outage)


def _print(title: str, stage: Stage) -> None:
    result = stage.trial.result(stage.began)
    memory = "{:.0f}/{:.0f}/{:.0f}".format(*result.memory)
    doubled = f"{result.doubled} ({stage.unavoidable})"
    line = LINE.format(
        title, result.asked, result.lost, doubled, result.other, memory, f"{result.recovery:.1f}", result.log_lines
    )
    leaks = f"  {result.leaks} log lines with user text or the token" if result.leaks else ""
    print(line + leaks, flush=True)


if __name__ == "__main__":
    main()
