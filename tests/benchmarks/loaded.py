"""Loads all that the running bot loads, asks some questions and waits, so that `footprint` can measure its memory.

python -m tests.benchmarks.loaded MODEL QUESTIONS.tsv [bot]
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from faq.engine import open_assistant

BOT = ("bot.log", "bot.config.settings", "bot.run")


def main(model: str, questions: str, *parts: str) -> None:
    """Load, ask, print "ready", and wait until standard input ends."""
    for name in BOT if "bot" in parts else ():
        import_module(name)
    assistant = open_assistant(model=model or None)
    for line in Path(questions).read_text("utf-8").splitlines()[1:]:
        assistant.ask(line.split("\t")[0])
    print("ready", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
