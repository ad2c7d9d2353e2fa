"""Files that other processes may read at any time: each is replaced as a whole, and a folder holds only so many."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

PARTIAL = ".partial-"
MAX_PARTIAL_AGE = 3600.0
"""Age in seconds after which a partial file counts as left over from a killed process."""


def replace_file(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file, in place of any of that name. Raises OSError, and the old file stays."""
    with NamedTemporaryFile(prefix=PARTIAL, dir=path.parent, delete=False) as partial:
        written = Path(partial.name)
        try:
            partial.write(data)
            partial.close()
            written.chmod(mode)
            written.replace(path)
        except BaseException:
            written.unlink()
            raise


def evict(folder: Path, suffix: str, most: int) -> None:
    """Delete the least recently used files with a suffix, and partial files of killed processes. Raises OSError."""
    delete_partial(folder)
    with suppress(FileNotFoundError):  # deleted by another process
        by_use = sorted(folder.glob(f"*{suffix}"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in by_use[most:]:
            file.unlink(missing_ok=True)


def delete_partial(folder: Path) -> None:
    """Delete the partial files that killed processes left in a folder. Raises OSError."""
    with suppress(FileNotFoundError):  # deleted by another process
        for partial in folder.glob(f"{PARTIAL}*"):
            if time.time() - partial.stat().st_mtime > MAX_PARTIAL_AGE:
                partial.unlink(missing_ok=True)
