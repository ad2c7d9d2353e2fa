"""Keeps what is costly to compute (vectors, the fitted head) in a folder between runs, and makes it anew if need be.

A key is a hash of everything that the arrays depend on, this package's own code included, so that an old array
is never taken for a new one. A folder that can't be read or written costs time, never an answer. Knows arrays
and bytes only.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]

log = logging.getLogger(__name__)

KEPT = 16
"""Files that stay in the folder; the ones used longest ago go first."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of arrays; None keeps nothing."""

    folder: Path | None = None

    def arrays(self, parts: Iterable[str], make: Callable[[], Arrays]) -> Arrays:
        """The arrays that `make` gives, from the folder if they are there. `parts` is all that they depend on."""
        if self.folder is None:
            return make()
        path = self.folder / f"{_key(parts)}.npz"
        kept = _read(path)
        if kept is not None:
            return kept
        log.info("preparing the content, once: this can take a minute")
        made = make()
        with suppress(OSError):
            _write(path, made)
            _tidy(self.folder)
        return made


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
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None
    with suppress(OSError):  # a folder that may only be read serves too
        os.utime(path)
    return arrays


def _write(path: Path, arrays: Arrays) -> None:
    """Written beside and renamed, so that a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        beside = Path(folder) / path.name
        np.savez(beside, **arrays)  # type: ignore[arg-type]  # its stub takes a name of ours for its own option
        beside.replace(path)


def _tidy(folder: Path) -> None:
    by_use = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in by_use[KEPT:]:
        old.unlink(missing_ok=True)
