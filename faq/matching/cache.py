"""Stores arrays in a folder between runs. A folder that cannot be read or written only costs time."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
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

    def get(self, name: str) -> Arrays | None:
        """Return the arrays stored under a name, if any can be read."""
        return None if self.folder is None else read_arrays(self.folder / f"{name}.npz")

    def put(self, name: str, arrays: Arrays) -> None:
        """Store arrays under a name, replacing any."""
        if self.folder is not None:
            try:
                write_arrays(self.folder / f"{name}.npz", arrays)
                with suppress(FileNotFoundError):  # deleted by another process
                    _evict(self.folder)
            except OSError as fault:
                log.warning("%s: cannot write the cache, the next start will be as slow: %s", self.folder, fault)

    def subcache(self, name: str) -> ArrayCache:
        """Return a cache in a subfolder, evicted independently."""
        return replace(self, folder=self.folder and self.folder / name)


def read_arrays(path: Path) -> Arrays | None:
    """Return the arrays of a file; None if it is missing, damaged, or would run code."""
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


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays to a file. Raises OSError.

    They are written to a temporary folder and renamed, so that no reader sees a partial file.
    """
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
