"""Throughput of two replicas on one PostgreSQL, compared with one.

    python -m tests.benchmarks.replicas [--rounds 5] [--questions 750]

Two cores cannot show the speed of two machines, because the server, PostgreSQL and both replicas share them. The server
therefore takes 500 ms for each answer, so that each replica is limited by its 24 slots, to 48 answers a second.
Measured is whether replicas that share an inbox delay each other (claims, locks, double work), not the speed of a
processor. Questions of different users are pushed to the replicas in turn; the time is from the first answer to the
last. Both settings run in every round and are compared within a round. Needs the tests' packages and PostgreSQL: pip
install -r .requirements/test.txt
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter
from statistics import median

from tests.benchmarks.processes import Setting, question, run_bot

DELAY = 0.5
"""Response time of the server, in seconds."""
SETTINGS = (Setting("PostgreSQL", "webhook", 1), Setting("PostgreSQL", "webhook", 2))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the throughput of two replicas.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=750)
    options = parser.parse_args()
    rates = [[asyncio.run(_rate(setting, options.questions)) for setting in SETTINGS] for _ in range(options.rounds)]
    print(f"{'':<26}{'answers/s':>11}{'of one':>9}   (least, most)")
    for setting, ours in zip(SETTINGS, zip(*rates, strict=True), strict=True):
        ratio = median(rate / round_[0] for rate, round_ in zip(ours, rates, strict=True))
        print(f"{setting!s:<26}{median(ours):>11.0f}{ratio:>8.2f}x   ({min(ours):.0f}, {max(ours):.0f})")


async def _rate(setting: Setting, questions: int) -> float:
    async with run_bot(setting) as bot:
        bot.server.delay = DELAY
        posted = bot.server.api.posted
        await bot.server.queue(*map(question, range(1, questions + 1)))
        await bot.server.until(lambda: posted)
        begin, first = time.monotonic(), len(posted)
        await bot.server.until(lambda: len(posted) >= questions)
        elapsed = time.monotonic() - begin
        answers = Counter(message["chat"]["id"] for message in posted)
        assert max(answers.values()) == 1, "an answer was given twice"
        return (questions - first) / elapsed


if __name__ == "__main__":
    main()
