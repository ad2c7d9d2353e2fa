"""The curator's copy of the packaged content, because the package itself is never written to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from platformdirs import user_data_path

from faq.errors import OperatorError
from faq.paths import PACKAGED, content_files

ORIGIN = ".packaged"
"""File in the copy with the digest of the content that it was copied from."""


@dataclass(frozen=True, slots=True)
class ContentCopy:
    """A folder that may be edited.

    Attributes:
        is_behind: whether it was edited, and the package has other content by now.

    """

    folder: Path
    is_behind: bool


def default_folder() -> Path:
    """Return the folder of the copy in the user's data directory."""
    return user_data_path("legwise") / "content"


def open_copy(folder: Path, packaged: Path = PACKAGED) -> ContentCopy:
    """Copy the content if there is no copy, or if the copy is unedited and the package has other content by now.

    Raises OperatorError.
    """
    with _faults(folder):
        newest = digest(packaged)
        if not folder.exists():
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _copy(packaged, folder, newest)
            return ContentCopy(folder, is_behind=False)
        origin = _origin(folder)
        if origin == newest:
            return ContentCopy(folder, is_behind=False)
        if digest(folder) != origin:
            return ContentCopy(folder, is_behind=True)
        _copy(packaged, folder, newest)
        return ContentCopy(folder, is_behind=False)


def digest(folder: Path) -> str:
    """Return a hash of the names and bytes of all content files."""
    hashed = sha256()
    for file in sorted(content_files(folder)):
        data = file.read_bytes()
        hashed.update(f"{file.relative_to(folder)}\0{len(data)}\0".encode() + data)
    return hashed.hexdigest()


def _origin(folder: Path) -> str:
    file = folder / ORIGIN
    return file.read_text("ascii", errors="replace").strip() if file.is_file() else ""


def _copy(packaged: Path, folder: Path, newest: str) -> None:
    """Put a copy in place of the folder, whole or not at all."""
    with TemporaryDirectory(prefix=".content-", dir=folder.parent) as temporary:
        new, old = Path(temporary, "new"), Path(temporary, "old")
        for file in (*content_files(packaged), *packaged.glob("*.md")):
            target = new / file.relative_to(packaged)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)  # without the mode: the package may be read-only
        (new / ORIGIN).write_text(f"{newest}\n", "ascii")
        if folder.exists():
            folder.rename(old)
        new.rename(folder)


@contextmanager
def _faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        cure = "make room or give the right to write there, or name a folder of your own by --content"
        raise OperatorError(f"{folder}: the content cannot be copied there: {fault.strerror}; {cure}.") from None
