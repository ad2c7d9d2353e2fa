"""Processor use of an idle bot.

    python -m tests.benchmarks.idle [--seconds 60]

Processor time of each process of the bot and of PostgreSQL over a minute, from a few seconds after the start.
Needs the tests' packages, PostgreSQL and psutil: pip install -r .requirements/bench.txt
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable

import psutil

from tests.benchmarks.processes import Setting, run_bot

CALM = 5.0
"""Seconds until the bot is idle."""
SETTINGS = (Setting("SQLite", "polling"), Setting("PostgreSQL", "webhook", 2))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the processor use of an idle bot.")
    parser.add_argument("--seconds", type=float, default=60.0)
    seconds: float = parser.parse_args().seconds
    print(f"{'share of a core':<26}{'each process':<22}{'PostgreSQL':>12}")
    for setting in SETTINGS:
        each, database = asyncio.run(_spent(setting, seconds))
        shares = ", ".join(f"{spent / seconds:.2%}" for spent in each)
        print(f"{setting!s:<26}{shares:<22}{f'{database / seconds:.2%}' if database else '':>12}")


async def _spent(setting: Setting, seconds: float) -> tuple[list[float], float]:
    """Return the processor seconds of each process of the bot, and of the database server."""
    async with run_bot(setting) as bot:
        await asyncio.sleep(CALM)
        bots = [psutil.Process(process.pid) for process in bot.running.values()]
        before, database = [_used([each]) for each in bots], _used(_postgres())
        await asyncio.sleep(seconds)
        spent = [_used([each]) - used for each, used in zip(bots, before, strict=True)]
        return spent, _used(_postgres()) - database


def _postgres() -> list[psutil.Process]:
    """Return the processes of the server started by this process."""
    children = psutil.Process().children(recursive=True)
    return [each for each in children if "postgres" in each.name()]


def _used(processes: Iterable[psutil.Process]) -> float:
    return sum(sum(each.cpu_times()[:2]) for each in processes)


if __name__ == "__main__":
    main()
