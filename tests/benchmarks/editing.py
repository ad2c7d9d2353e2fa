"""How long a curator waits for an answer after an edit, and what that takes of the machine.

    python -m tests.benchmarks.editing

A copy of the packaged content is asked a question in a process of its own, as `legwise ask` does it: with nothing
kept, with everything kept, with one phrasing edited, and with that edit taken back. Then `legwise check` goes over
another edit. Seconds are by the clock and of the processor, all cores together; memory is the most that was resident.
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
    with tempfile.TemporaryDirectory() as place:
        folder, cache = Path(place) / "content", Path(place) / "cache"
        shutil.copytree(PACKAGED, folder)
        one, other = (load(folder).entries[at].phrasings[-1] for at in (0, -1))
        _measure("nothing kept", ASK, folder, cache)
        _measure("everything kept", ASK, folder, cache)
        edit(folder, one, f"{one} these days")
        _measure("one phrasing edited", ASK, folder, cache)
        edit(folder, f"{one} these days", one)
        _measure("the edit taken back", ASK, folder, cache)
        _measure("check, everything kept", CHECK, folder, cache)
        edit(folder, other, f"{other} these days")
        _measure("check, one phrasing edited", CHECK, folder, cache)
        kept = sum(file.stat().st_size for file in cache.rglob("*.npz"))
        print(f"kept on disk in the end: {kept / 1e6:.0f} MB")


def edit(folder: Path, before: str, after: str) -> None:
    """Edit one phrasing where it stands."""
    for file in sorted(folder.glob("*.yaml")):
        words = file.read_text("utf-8")
        if words.count(before) == 1:
            file.write_text(words.replace(before, after), "utf-8")
            return
    raise SystemExit(f"{before!r} stands in no file of the content just once; name another phrasing")


def _measure(told: str, command: Sequence[str], folder: Path, cache: Path) -> None:
    begun = time.perf_counter()
    called = [sys.executable, "-m", "faq", *command, "--content", str(folder)]
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    child = os.posix_spawn(sys.executable, called, os.environ | {"XDG_CACHE_HOME": str(cache)}, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    took = time.perf_counter() - begun
    if status:
        raise SystemExit(f"{' '.join(command)} failed; run it by hand to see why")
    spent, most = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    print(f"{told:27} {took:6.1f} s   {spent:6.1f} s of the processor   {most:6.0f} MB", flush=True)


if __name__ == "__main__":
    main()
