"""Stores the assistant that was built from a content folder, so that the next start need not build it again.

The key of a snapshot hashes everything that it depends on: the content, this package with its files, the libraries and
the model. A folder that cannot be read or written only costs time.

A snapshot is a pickle, and unpickling runs code. So it is used only if the file and its folder belong to the user of
this process and nobody else can write to them, as ssh does with keys, and if its bytes are those that were written.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import pickle
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

import numpy as np
import rapidfuzz
import Stemmer

from faq.files import evict, replace_file
from faq.memory import uncollected
from faq.paths import PACKAGE, content_files

FORMAT = b"legwise snapshot 1\n"
"""The first bytes of a snapshot; its SHA-256 and the pickle follow."""
SUFFIX = ".snapshot"
MAX_FILES = 8
"""Snapshots that are kept, two of each content and model; the least recently used are deleted."""
_DIGEST = hashlib.sha256().digest_size

log = logging.getLogger(__name__)


def content_state(content: Path) -> str | None:
    """Hash a content folder and the code that reads it; None if a file of it cannot be read."""
    digest = hashlib.sha256(_code())
    try:
        for part in _parts(content, content_files(content)):
            digest.update(b"%d:%b" % (len(part), part))
    except OSError:
        return None
    return digest.hexdigest()


@cache
def _code() -> bytes:
    """Hash the files of this package, and the versions of what they run on."""
    versions = (sys.version, np.__version__, rapidfuzz.__version__, Stemmer.version())
    digest = hashlib.sha256("\0".join(versions).encode())
    files = (file for file in PACKAGE.rglob("*") if file.parent.name != "__pycache__" and file.is_file())
    for part in _parts(PACKAGE, files):
        digest.update(b"%d:%b" % (len(part), part))
    return digest.digest()


def _parts(folder: Path, files: Iterable[Path]) -> Iterator[bytes]:
    """Yield the name and the bytes of each file. Raises OSError for what is no file: reading it might never end."""
    for file in sorted(files):
        if not file.is_file():
            raise IsADirectoryError(file)
        yield os.fsencode(file.relative_to(folder))
        yield file.read_bytes()


@dataclass(frozen=True, slots=True)
class Snapshots:
    """A folder of snapshots; without a folder, nothing is stored.

    A snapshot is of a `content_state`, and has a name: the model, or which part of the assistant it is. Without a state
    nothing is stored either.
    """

    folder: Path | None = None

    def state(self, content: Path) -> str | None:
        """Return the state of a content folder, if anything can be stored."""
        return None if self.folder is None else content_state(content)

    @uncollected()
    def load(self, state: str | None, name: str, shared: object = None) -> object | None:
        """Return what is stored of a state by a name, if there is something that can be trusted and read.

        `shared` takes the place of what was shared when it was stored.
        """
        if self.folder is None or state is None:
            return None
        key = _key(state, name)
        file = self.folder / f"{key}{SUFFIX}"
        try:
            loaded: object = _Unpickler(_read(file, key), shared).load()
        except FileNotFoundError:
            return None
        except Exception as fault:  # unpickling raises errors of any kind
            log.info("%s: is not used, the content is prepared anew: %s", file, fault)
            return None
        with suppress(OSError):  # the folder may be read-only
            os.utime(file)
        return loaded

    @uncollected()
    def store(self, state: str | None, name: str, built: object, shared: object = None) -> None:
        """Store what was built of a state, without what it shares with something that is stored by another name."""
        if self.folder is None or state is None or not hasattr(os, "geteuid"):  # without owners nothing can be trusted
            return
        key = _key(state, name)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _demand_private(self.folder.stat())
            replace_file(self.folder / f"{key}{SUFFIX}", _sealed(key, _pickled(built, shared)))
            evict(self.folder, SUFFIX, MAX_FILES)
        except Exception as fault:  # pickling raises errors of any kind
            log.info("%s: no snapshot is stored, the next start will be as slow: %s", self.folder, fault)


def _key(state: str, name: str) -> str:
    return hashlib.sha256(f"{state} {name}".encode()).hexdigest()


class _Pickler(pickle.Pickler):
    """Leaves one object out."""

    def __init__(self, file: IO[bytes], shared: object) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._shared = shared

    def persistent_id(self, found: object) -> bool | None:
        """Return a placeholder for the object that is left out; None for objects that are stored."""
        return True if self._shared is not None and found is self._shared else None


class _Unpickler(pickle.Unpickler):
    """Puts an object where one was left out."""

    def __init__(self, payload: bytes, shared: object) -> None:
        super().__init__(io.BytesIO(payload))
        self._shared = shared

    def persistent_load(self, _: object) -> object:
        """Return the object that was left out."""
        return self._shared


def _pickled(built: object, shared: object) -> bytes:
    file = io.BytesIO()
    _Pickler(file, shared).dump(built)
    return file.getvalue()


def _read(file: Path, key: str) -> bytes:
    """Return the pickle of a file. Raises OSError and ValueError if it is not to be trusted."""
    _demand_private(file.parent.stat())
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(descriptor, "rb") as opened:  # noqa: PTH123 - of a descriptor
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("is no file")
        _demand_private(found)
        sealed = opened.read()
    payload = sealed[len(FORMAT) + _DIGEST :]
    if sealed != _sealed(key, payload):
        raise ValueError("is damaged")
    return payload


def _sealed(key: str, payload: bytes) -> bytes:
    return FORMAT + hashlib.sha256(key.encode() + payload).digest() + payload


def _demand_private(found: os.stat_result) -> None:
    if found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError("others than this user can write there")
