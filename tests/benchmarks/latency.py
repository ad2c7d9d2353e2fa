"""How long an answer takes at the rate that Telegram lets a bot write: 30 a second.

    python -m tests.benchmarks.latency [--seconds 60]

Questions come in at 30 a second, each of another person in private; by polling on SQLite, and by webhook on PostgreSQL.
Timed is from the moment an update reaches the server to the moment the answer does, so all of the way is in it; the
server answers at once. The rate limit is lifted, since what would stand in its line is no delay of the bot's. How long
people wait behind groups that flood the bot, `flood` and `sending` tell.
Needs what the tests need, and PostgreSQL: pip install -c constraints.txt ".[test]"
"""

from __future__ import annotations

import argparse
import asyncio
import time
from statistics import median, quantiles
from typing import Any

from tests.benchmarks.running import Setting, asked, paced, running

A_SECOND = 30
WARM_UP = 60
"""Questions before those that are timed."""
SETTINGS = (Setting("SQLite", "polling"), Setting("PostgreSQL", "webhook"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How long an answer takes at 30 questions a second.")
    parser.add_argument("--seconds", type=float, default=60.0)
    seconds: float = parser.parse_args().seconds
    print(f"{'milliseconds':<26}{'questions':>11}{'median':>9}{'p95':>9}{'p99':>9}{'most':>9}")
    for setting in SETTINGS:
        took = [each * 1000 for each in asyncio.run(_took(setting, round(seconds * A_SECOND)))]
        p95, p99 = (quantiles(took, n=100, method="inclusive")[place] for place in (94, 98))
        print(f"{setting!s:<26}{len(took):>11,}{median(took):>9.1f}{p95:>9.1f}{p99:>9.1f}{max(took):>9.1f}")


class Posted(list[dict[str, Any]]):
    """The messages that the server has posted, and when each person got the last of theirs."""

    def __init__(self) -> None:
        super().__init__()
        self.at = dict[int, float]()

    def append(self, message: dict[str, Any]) -> None:
        """Note when."""
        self.at[message["chat"]["id"]] = time.monotonic()
        super().append(message)


async def _took(setting: Setting, questions: int) -> list[float]:
    """Seconds that each answer took."""
    came, posted, people = dict[int, float](), Posted(), WARM_UP + questions
    async with running(setting) as bot:
        bot.server.judge.posted = posted

        async def ask(number: int) -> None:
            came[number] = time.monotonic()
            await bot.server.queue(asked(number))

        await paced(people, A_SECOND, ask)
        await bot.server.until(lambda: len(posted) >= people)
    return [posted.at[number] - came[number] for number in range(WARM_UP + 1, people + 1)]


if __name__ == "__main__":
    main()
