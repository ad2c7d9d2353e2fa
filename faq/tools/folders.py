"""The content folders that a command compares: one as it was at a git revision, and what changed since."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from faq.errors import OperatorError
from faq.loading.folder import read_folder
from faq.loading.place import Place

_TEXTS = ("question", "label", "phrasings", "answer", "more", "note")
"""The parts of an entry that advice is about."""


@contextmanager
def content_at(folder: Path, base: str) -> Iterator[Path]:
    """Yield another content to compare with: a folder, or this folder as it was at a git revision.

    Raises:
        OperatorError: if there is neither.

    """
    if Path(base).is_dir():
        yield Path(base)
        return
    with TemporaryDirectory(prefix="legwise-") as copy:
        _unpack(_archive(folder, base), Path(copy))
        yield Path(copy)


def changed_entries(folder: Path, base: Path) -> frozenset[str]:
    """Return the ids of the entries whose texts or phrasings differ from those of a base, valid or not."""
    before = _texts(base)
    if not before:
        raise OperatorError(f"{base}: holds no entries to compare with; name a content folder or another revision")
    return frozenset(name for name, texts in _texts(folder).items() if before.get(name) != texts)


def _texts(folder: Path) -> dict[str, list[object]]:
    entries = read_folder(folder).places.entries
    return {entry.at("id").text: _parts(entry) for entry in entries}


def _parts(entry: Place) -> list[object]:
    return [entry.at(part).value for part in _TEXTS]


def _archive(folder: Path, revision: str) -> bytes:
    """Return a tar file of the folder at a revision."""
    git = shutil.which("git")
    if not git:
        raise OperatorError(f"{revision}: no such folder, and git is not installed; name a content folder")
    # A name that begins with a hyphen would be an option of git's.
    command = [git, "-C", str(folder), "archive", "--format=tar", "--end-of-options", revision, "."]
    result = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - the curator's own revision
    if result.returncode:
        reason = result.stderr.decode("utf-8", "replace").strip().splitlines()
        cause = reason[-1].removeprefix("fatal: ") if reason else "git failed"
        raise OperatorError(f"{revision}: no folder, and no git revision of {folder} ({cause}); name one of the two")
    return result.stdout


def _unpack(archive: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar.getmembers():
            if file := tar.extractfile(member) if member.isfile() else None:
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.read())
