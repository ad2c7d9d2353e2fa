"""How long `legwise ask` takes after an edit, with its processor time and memory.

    python -m tests.benchmarks.editing

`legwise ask` runs on a copy of the packaged content: with an empty cache, with a full one, after an edit of a phrasing,
and after that edit is undone. `legwise check` then checks another edit. Printed are the elapsed seconds, the processor
seconds of all cores, and the maximum resident memory.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from faq.loading import PACKAGED, load

ASK = ("ask", "what is my body lacking")
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
        _measure("check, full cache", CHECK, folder, cache)
        edit(folder, other, f"{other} these days")
        _measure("check, one phrasing edited", CHECK, folder, cache)
        size = sum(file.stat().st_size for file in cache.rglob("*.npz"))
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
    begin = time.perf_counter()
    arguments = [sys.executable, "-m", "faq", *command, "--content", str(folder)]
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    child = os.posix_spawn(sys.executable, arguments, os.environ | {"XDG_CACHE_HOME": str(cache)}, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    elapsed = time.perf_counter() - begin
    if status:
        raise SystemExit(f"{' '.join(command)} failed; run it by hand for its error")
    spent, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    print(f"{title:27} {elapsed:6.1f} s   {spent:6.1f} s processor   {memory:6.0f} MB", flush=True)


if __name__ == "__main__":
    main()
