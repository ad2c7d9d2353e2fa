"""Stores fitted arrays in a folder between runs.

Keys hash everything that the arrays depend on, this package's code included, so a stale array is never used. A folder
that cannot be read or written only costs time.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]

log = logging.getLogger(__name__)

MAX_FILES = 16
"""Files in the folder; the least recently used are deleted."""
COUNT = "count"
"""Name of the stored number of arrays: a damaged archive may list too few."""
PARTIAL = "partial-"
MAX_PARTIAL_AGE = 3600.0
"""Age in seconds after which a partial file counts as left over from a killed process."""


@dataclass(frozen=True, slots=True)
class ArrayCache:
    """A folder of arrays; without a folder, nothing is stored."""

    folder: Path | None = None

    def arrays(
        self, parts: Iterable[str], make: Callable[[], Arrays], fits: Callable[[Arrays], bool] = lambda _: True
    ) -> Arrays:
        """Return the cached arrays if they fit, or make and store them. `parts` is everything that they depend on."""
        name = _key(parts)
        cached = self.get(name)
        if cached is not None and fits(cached):
            return cached
        if self.folder is not None:
            log.info("preparing the content; this happens once and can take two minutes")
        made = make()
        self.put(name, made)
        return made

    def get(self, name: str) -> Arrays | None:
        """Return the arrays stored under a name, if any can be read."""
        return None if self.folder is None else _read(self.folder / f"{name}.npz")

    def put(self, name: str, arrays: Arrays) -> None:
        """Store arrays under a name, replacing any."""
        if self.folder is not None:
            try:
                _write(self.folder / f"{name}.npz", arrays)
                with suppress(FileNotFoundError):  # deleted by another process
                    _evict(self.folder)
            except OSError as fault:
                log.warning("%s: cannot write the cache, the next start will be as slow: %s", self.folder, fault)

    def subcache(self, name: str) -> ArrayCache:
        """Return a cache in a subfolder, evicted independently."""
        return replace(self, folder=self.folder and self.folder / name)


def _key(parts: Iterable[str]) -> str:
    digest = hashlib.sha256(_code())
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def _code() -> bytes:
    """Hash the code that makes the arrays, and numpy's version."""
    package = Path(__file__).parent
    digest = hashlib.sha256(np.__version__.encode())
    for source in (*sorted(package.glob("*.py")), package.parent / "text.py"):
        digest.update(source.read_bytes())
    return digest.digest()


def _read(path: Path) -> Arrays | None:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = dict(archive)
        if arrays.pop(COUNT) != len(arrays):
            return None
    except Exception:  # numpy, zipfile and zlib raise many kinds of error for a damaged archive
        return None
    with suppress(OSError):  # the folder may be read-only
        os.utime(path)
    return arrays


def _write(path: Path, arrays: Arrays) -> None:
    """Write to a temporary folder and rename, so that no reader sees a partial file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=PARTIAL, dir=path.parent) as folder:
        partial = Path(folder) / path.name
        np.savez(partial, **arrays, **{COUNT: np.array(len(arrays))})  # type: ignore[arg-type]  # its stub takes our names for its own option
        partial.replace(path)


def _evict(folder: Path) -> None:
    for partial in folder.glob(f"{PARTIAL}*"):
        if time.time() - partial.stat().st_mtime > MAX_PARTIAL_AGE:
            shutil.rmtree(partial, ignore_errors=True)
    by_use = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in by_use[MAX_FILES:]:
        path.unlink(missing_ok=True)
