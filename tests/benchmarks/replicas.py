"""What two replicas on one PostgreSQL carry, beside one.

    python -m tests.benchmarks.replicas [--rounds 5] [--questions 750]

Two cores cannot show what two machines would do: the server, PostgreSQL and both replicas would share them. So the
server takes 500 ms for each answer, and each replica is bound by its 24 places, not by the processor: 48 answers a
second at most. What is measured is whether replicas that share an inbox hold each other up (claims, locks, double
work), not how fast a processor is. Questions of different people wait in the inbox through the webhook of each in
turn; counted is from the first answer to the last. All run in turns, and are compared within a turn.
Needs what the tests need, and PostgreSQL: pip install -c constraints.txt ".[test]"
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter
from statistics import median

from tests.benchmarks.running import Setting, asked, running

DELAY = 0.5
"""Seconds that the server takes."""
SETTINGS = (Setting("PostgreSQL", "webhook", 1), Setting("PostgreSQL", "webhook", 2))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What two replicas carry.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=750)
    told = parser.parse_args()
    rates = [[asyncio.run(_rate(setting, told.questions)) for setting in SETTINGS] for _ in range(told.rounds)]
    print(f"{'':<26}{'answers/s':>11}{'of one':>9}   (least, most)")
    for setting, ours in zip(SETTINGS, zip(*rates, strict=True), strict=True):
        times = median(rate / turn[0] for rate, turn in zip(ours, rates, strict=True))
        print(f"{setting!s:<26}{median(ours):>11.0f}{times:>8.2f}x   ({min(ours):.0f}, {max(ours):.0f})")


async def _rate(setting: Setting, questions: int) -> float:
    async with running(setting) as bot:
        bot.server.delay = DELAY
        posted = bot.server.judge.posted
        await bot.server.queue(*map(asked, range(1, questions + 1)))
        await bot.server.until(lambda: posted)
        begun, first = time.monotonic(), len(posted)
        await bot.server.until(lambda: len(posted) >= questions)
        took = time.monotonic() - begun
        twice = Counter(message["chat"]["id"] for message in posted)
        assert max(twice.values()) == 1, "an answer was given twice"
        return (questions - first) / took


if __name__ == "__main__":
    main()
