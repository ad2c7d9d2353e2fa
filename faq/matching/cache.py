"""Keeps what is costly to compute (vectors, the fitted head) in a folder between runs, and makes it anew if need be.

A key is a hash of everything that the arrays depend on, this package's own code included, so that an old array
is never taken for a new one. A folder that can't be read or written costs time, never an answer. Knows arrays
and bytes only.
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

KEPT = 16
"""Files that stay in the folder; the ones used longest ago go first."""
COUNT = "count"
"""What holds the number of a file's arrays: a damaged list of them may be short of one."""
BESIDE = "beside-"
LEFT = 3600.0
"""Seconds after which what is half written was left by a process that was killed."""


@dataclass(frozen=True, slots=True)
class ArrayCache:
    """A folder of arrays; None keeps nothing."""

    folder: Path | None = None

    def arrays(self, parts: Iterable[str], make: Callable[[], Arrays]) -> Arrays:
        """The arrays that `make` gives, from the folder if they are there. `parts` is all that they depend on."""
        name = _key(parts)
        kept = self.kept(name)
        if kept is not None:
            return kept
        if self.folder is not None:
            log.info("preparing the content, once: this can take half a minute")
        made = make()
        self.keep(name, made)
        return made

    def kept(self, name: str) -> Arrays | None:
        """The arrays that were kept under a name; None where there are none, or none that can be read."""
        return None if self.folder is None else _read(self.folder / f"{name}.npz")

    def keep(self, name: str, arrays: Arrays) -> None:
        """Keep arrays under a name, in the place of any before."""
        if self.folder is not None:
            try:
                _write(self.folder / f"{name}.npz", arrays)
                with suppress(FileNotFoundError):  # another process has tidied
                    _tidy(self.folder)
            except OSError as fault:
                log.warning("%s: nothing can be kept there, so the next start takes as long: %s", self.folder, fault)

    def beside(self, name: str) -> ArrayCache:
        """Another cache in a folder of this one: what stands on it goes by no use of this one."""
        return replace(self, folder=self.folder and self.folder / name)


def _key(parts: Iterable[str]) -> str:
    digest = hashlib.sha256(_code())
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def _code() -> bytes:
    """A hash of the code that makes the arrays, and of the numpy that it makes them with."""
    here = Path(__file__).parent
    digest = hashlib.sha256(np.__version__.encode())
    for source in (*sorted(here.glob("*.py")), here.parent / "text.py"):
        digest.update(source.read_bytes())
    return digest.digest()


def _read(path: Path) -> Arrays | None:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            arrays = dict(kept)
        if arrays.pop(COUNT) != len(arrays):
            return None
    except Exception:  # what reads archives has many words for a spoilt one
        return None
    with suppress(OSError):  # a folder that may only be read serves too
        os.utime(path)
    return arrays


def _write(path: Path, arrays: Arrays) -> None:
    """Written beside and renamed, so that a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=BESIDE, dir=path.parent) as folder:
        beside = Path(folder) / path.name
        np.savez(beside, **arrays, **{COUNT: np.array(len(arrays))})  # type: ignore[arg-type]  # its stub takes a name of ours for its own option
        beside.replace(path)


def _tidy(folder: Path) -> None:
    for left in folder.glob(f"{BESIDE}*"):
        if time.time() - left.stat().st_mtime > LEFT:
            shutil.rmtree(left, ignore_errors=True)
    by_use = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in by_use[KEPT:]:
        old.unlink(missing_ok=True)
