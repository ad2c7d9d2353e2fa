"""What faults cost: who gets no answer, or two, what it weighs meanwhile, and how soon it is well again by itself.

    python -m tests.benchmarks.faults [--only NAME] [--questions 1080] [--outage 30] [--log]

`legwise run` is asked 30 questions a second, each by another person, every third in another group, while something
breaks for real: Telegram's answers, its server, the database's, the disk, the machine's clock. What recurs meets a
tenth of the messages; an outage begins after five seconds and lasts 30. Printed are the questions lost; the answers
too many, and how many there may be (of those that Telegram carried out and said otherwise, or that were in flight);
other messages than answers, which are apologies; megabytes resident before, at most and in the end; the seconds from
the mending until everybody who had asked by then was answered; and the log lines of the busiest second.
Needs what the tests need (pip install -c constraints.txt ".[test]"), and for some of it root, Debian's `faketime` or
PostgreSQL: what is left out is told. All of it takes about ten minutes on two quiet cores.
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

from bot.simulator import serving
from bot.simulator.errors import DoneThen, Dropped, Refusal
from tests.benchmarks import breaking
from tests.benchmarks.stage import LeftOutError, Stage
from tests.benchmarks.trial import Trial
from tests.bot.test_run import House

GATEWAY = Refusal(502, "Bad Gateway")
FLOODS = [Refusal(429, f"Too Many Requests: retry after {pause}", retry_after=pause) for pause in range(1, 6)]
STEP = 3600
"""Seconds by which the clock is put forward and back."""
DELAY = 0.02
"""Seconds that the server takes for an answer."""
LINE = "{:<32}{:>6}{:>6}{:>9}{:>7}{:>17}{:>8}{:>8}"


Scenario = Callable[[Stage], Awaitable[None]]


async def floods(stage: Stage) -> None:
    """429, every tenth message."""
    await stage.recurring(*FLOODS)


async def drops(stage: Stage) -> None:
    """502 or dropped, every tenth."""
    await stage.recurring(GATEWAY, Dropped())


async def done(stage: Stage) -> None:
    """Done, then 502 or dropped."""
    await stage.recurring(DoneThen(GATEWAY), DoneThen(Dropped()))


async def api(stage: Stage) -> None:
    """Bot API away."""
    await stage.outage_of(breaking.api_away(stage.trial.server))


async def silence(stage: Stage) -> None:
    """Bot API silent."""
    await stage.outage_of(breaking.api_silent(stage.trial.server))


async def pushed(stage: Stage) -> None:
    """Bot API away, webhook."""
    stage.hooked()
    await stage.outage_of(breaking.api_away(stage.trial.server))


async def database(stage: Stage) -> None:
    """PostgreSQL away."""
    await stage.outage_of(stage.on_postgres().away())


async def stalled(stage: Stage) -> None:
    """PostgreSQL silent."""
    await stage.outage_of(stage.on_postgres().silent())


async def hooked(stage: Stage) -> None:
    """PostgreSQL away, webhook."""
    stage.hooked()
    await stage.outage_of(stage.on_postgres().away())


async def disk(stage: Stage) -> None:
    """Full disk."""
    if os.getuid():
        raise LeftOutError("a small disk of its own is mounted for this one; run it as root")
    disk = stage.after.enter_context(breaking.small_disk(stage.trial.house.folder / "disk"))
    stage.trial.settings["LEGWISE_DATABASE_URL"] = f"sqlite+aiosqlite:///{disk}/legwise.sqlite3"
    await stage.outage_of(breaking.full(disk))


async def lock(stage: Stage) -> None:
    """Locked SQLite file."""
    await stage.outage_of(breaking.locked(stage.trial.house.database))


async def clock(stage: Stage) -> None:
    """Clock an hour on and back, killed."""
    library = breaking.library()
    if library is None:
        raise LeftOutError("Debian's libfaketime is not installed; apt-get install faketime")
    machine = breaking.Stepped(stage.trial.house.folder / "clock", library)
    stage.trial.settings |= machine.settings
    stage.trial.server.delay = 0.5
    steps = (STEP, -STEP, 0)
    await stage.restarts_after(*(lambda to=to: machine.put(to) for to in steps))


SCENARIOS: dict[str, Scenario] = {
    told.__name__: told
    for told in (floods, drops, done, api, silence, pushed, database, stalled, hooked, disk, lock, clock)
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What faults cost.")
    parser.add_argument("--only", choices=SCENARIOS, action="append", help="play this one; may be told again")
    parser.add_argument("--questions", type=int, default=1080)
    parser.add_argument("--outage", type=float, default=30.0, help="seconds that something is away")
    parser.add_argument("--log", action="store_true", help="show what is logged, by kind")
    told = parser.parse_args()
    print(LINE.format("", "asked", "lost", "doubled", "other", "MB", "well s", "lines/s"))
    for name in told.only or SCENARIOS:
        asyncio.run(_played(SCENARIOS[name], told))


async def _played(scenario: Scenario, told: argparse.Namespace) -> None:
    title = (scenario.__doc__ or "").rstrip(".")
    async with _stage(told) as stage:
        watching = asyncio.create_task(stage.trial.watch())
        try:
            await scenario(stage)
        except LeftOutError as why:
            print(f"{title:<32}LEFT OUT: {why}", flush=True)
            return
        finally:
            watching.cancel()
        _print(title, stage)
        if told.log:
            stage.trial.show(sys.stderr)


@asynccontextmanager
async def _stage(told: argparse.Namespace) -> AsyncIterator[Stage]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as after:
        async with serving() as server:
            server.delay = DELAY
            settings = {"LEGWISE_MODEL": "off", "LEGWISE_RATE_LIMIT": "off"}
            yield Stage(Trial(House(Path(folder), server), settings), after, told.questions, told.outage)


def _print(title: str, stage: Stage) -> None:
    seen = stage.trial.seen(stage.broke)
    weight = "{:.0f}/{:.0f}/{:.0f}".format(*seen.memory)
    doubled = f"{seen.doubled} ({stage.may})"
    line = LINE.format(title, seen.asked, seen.lost, doubled, seen.other, weight, f"{seen.well:.1f}", seen.lines)
    leaks = f"  {seen.leaks} log lines with words of people" if seen.leaks else ""
    print(line + leaks, flush=True)


if __name__ == "__main__":
    main()
