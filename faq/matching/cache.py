"""Stores arrays in a folder between runs. A folder that cannot be read or written only costs time."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from faq.files import evict, replace_file

Arrays = Mapping[str, npt.NDArray[Any]]

log = logging.getLogger(__name__)

SUFFIX = ".npz"
MAX_FILES = 16
"""Files in the folder; the least recently used are deleted."""
COUNT = "count"
"""Name of the stored number of arrays: a damaged archive may list too few."""


@dataclass(frozen=True, slots=True)
class ArrayCache:
    """A folder of arrays; without a folder, nothing is stored."""

    folder: Path | None = None

    def get(self, name: str) -> Arrays | None:
        """Return the arrays stored under a name, if any can be read."""
        return None if self.folder is None else read_arrays(self.folder / f"{name}{SUFFIX}")

    def put(self, name: str, arrays: Arrays) -> None:
        """Store arrays under a name, replacing any."""
        if self.folder is not None:
            try:
                write_arrays(self.folder / f"{name}{SUFFIX}", arrays)
                evict(self.folder, SUFFIX, MAX_FILES)
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
    """Write arrays to a file, in place of any. Raises OSError."""
    data = BytesIO()
    np.savez(data, **arrays, **{COUNT: np.array(len(arrays))})  # type: ignore[arg-type]  # its stub takes our names for its own option
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, data.getvalue(), 0o644)
