"""Time from update to answer at 30 questions a second, Telegram's limit for a bot.

    python -m tests.benchmarks.latency [--seconds 60]

Each question is private and from another user; by polling on SQLite, and by webhook on PostgreSQL. The time is from the
arrival of an update at the server to that of the answer; the server responds at once. The bot's rate limit is off,
because waiting for it is no delay of the bot. `flood` and `sending` measure waits behind groups that flood the bot.
Needs the tests' packages and PostgreSQL: pip install -r .requirements/test.txt
"""

from __future__ import annotations

import argparse
import asyncio
import time
from statistics import median, quantiles
from typing import Any

from tests.benchmarks.processes import Setting, at_rate, question, run_bot

PER_SECOND = 30
WARM_UP = 60
"""Questions that are not timed."""
SETTINGS = (Setting("SQLite", "polling"), Setting("PostgreSQL", "webhook"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the time of an answer at 30 questions a second.")
    parser.add_argument("--seconds", type=float, default=60.0)
    seconds: float = parser.parse_args().seconds
    print(f"{'milliseconds':<26}{'questions':>11}{'median':>9}{'p95':>9}{'p99':>9}{'max':>9}")
    for setting in SETTINGS:
        times = [each * 1000 for each in asyncio.run(_measure(setting, round(seconds * PER_SECOND)))]
        p95, p99 = (quantiles(times, n=100, method="inclusive")[index] for index in (94, 98))
        print(f"{setting!s:<26}{len(times):>11,}{median(times):>9.1f}{p95:>9.1f}{p99:>9.1f}{max(times):>9.1f}")


class Posted(list[dict[str, Any]]):
    """The messages posted by the server, with the time of the last one to each user."""

    def __init__(self) -> None:
        super().__init__()
        self.at = dict[int, float]()

    def append(self, message: dict[str, Any]) -> None:
        """Record the time of a message."""
        self.at[message["chat"]["id"]] = time.monotonic()
        super().append(message)


async def _measure(setting: Setting, questions: int) -> list[float]:
    """Return the seconds that each answer took."""
    asked, posted, count = dict[int, float](), Posted(), WARM_UP + questions
    async with run_bot(setting) as bot:
        bot.server.api.posted = posted

        async def ask(number: int) -> None:
            asked[number] = time.monotonic()
            await bot.server.queue(question(number))

        await at_rate(count, PER_SECOND, ask)
        await bot.server.until(lambda: len(posted) >= count)
    return [posted.at[number] - asked[number] for number in range(WARM_UP + 1, count + 1)]


if __name__ == "__main__":
    main()
