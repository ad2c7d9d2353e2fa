"""What a bot that nobody asks takes of a core.

    python -m tests.benchmarks.idle [--seconds 60]

Processor time of each process of the bot over a minute, from some seconds after it began to answer; PostgreSQL's is
told beside. Needs what the tests need, PostgreSQL and psutil: pip install -c constraints.txt ".[test,bench]"
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable

import psutil

from tests.benchmarks.running import Setting, running

CALM = 5.0
"""Seconds until all is at rest."""
SETTINGS = (Setting("SQLite", "polling"), Setting("PostgreSQL", "webhook", 2))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What a bot that nobody asks takes of a core.")
    parser.add_argument("--seconds", type=float, default=60.0)
    seconds: float = parser.parse_args().seconds
    print(f"{'of a core':<26}{'each process':<22}{'PostgreSQL':>12}")
    for setting in SETTINGS:
        each, database = asyncio.run(_spent(setting, seconds))
        shares = ", ".join(f"{spent / seconds:.2%}" for spent in each)
        print(f"{setting!s:<26}{shares:<22}{f'{database / seconds:.2%}' if database else '':>12}")


async def _spent(setting: Setting, seconds: float) -> tuple[list[float], float]:
    """Seconds of the processor: of each process of the bot, and of the database's server."""
    async with running(setting) as bot:
        await asyncio.sleep(CALM)
        bots = [psutil.Process(process.pid) for process in bot.living.values()]
        before, database = [_used([each]) for each in bots], _used(_postgres())
        await asyncio.sleep(seconds)
        spent = [_used([each]) - used for each, used in zip(bots, before, strict=True)]
        return spent, _used(_postgres()) - database


def _postgres() -> list[psutil.Process]:
    """The server that this process started, with its processes."""
    children = psutil.Process().children(recursive=True)
    return [each for each in children if "postgres" in each.name()]


def _used(processes: Iterable[psutil.Process]) -> float:
    return sum(sum(each.cpu_times()[:2]) for each in processes)


if __name__ == "__main__":
    main()
