"""How long `legwise ask` takes after an edit, with its processor time and memory.

    python -m tests.benchmarks.editing

`legwise ask` runs on a copy of the packaged content: with an empty cache, with a full one, after an edit of a phrasing,
and after that edit is undone. `legwise check` then checks all, and another edit. Printed are the elapsed seconds, the
processor seconds of all cores, and the maximum resident memory.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from faq.loading import PACKAGED, load
from tests.benchmarks.commands import QUESTION, cost_of

ASK = ("ask", QUESTION)
CHECK = ("check",)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, cache = Path(temporary) / "content", Path(temporary) / "cache"
        shutil.copytree(PACKAGED, folder)
        one, other = (load(folder).entries[at].phrasings[-1] for at in (0, -1))
        _measure("empty cache", ASK, folder, cache)
        _measure("full cache", ASK, folder, cache)
        edit(folder, one, f"{one} these days")
        _measure("one phrasing edited", ASK, folder, cache)
        edit(folder, f"{one} these days", one)
        _measure("edit undone", ASK, folder, cache)
        _measure("first check", CHECK, folder, cache)
        edit(folder, other, f"{other} these days")
        _measure("check, one phrasing edited", CHECK, folder, cache)
        size = sum(file.stat().st_size for file in cache.rglob("*") if file.is_file())
        print(f"cache on disk in the end: {size / 1e6:.0f} MB")


def edit(folder: Path, before: str, after: str) -> None:
    """Replace one phrasing in its file."""
    for file in sorted(folder.glob("*.yaml")):
        words = file.read_text("utf-8")
        if words.count(before) == 1:
            file.write_text(words.replace(before, after), "utf-8")
            return
    raise SystemExit(f"{before!r} is not in exactly one file of the content; choose another phrasing")


def _measure(title: str, command: Sequence[str], folder: Path, cache: Path) -> None:
    print(f"{title:27}{cost_of([*command, '--content', str(folder)], cache)}", flush=True)


if __name__ == "__main__":
    main()
