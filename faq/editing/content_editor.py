"""Edits a content folder: `ContentEditor`. A file is written whole or not at all, and never over another's change."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from faq.editing.change_log import Change, noted
from faq.editing.edits import AddOutOfScope, Edit, NewEntry, applied, entry_ids
from faq.editing.effects import Effects, effects
from faq.editing.errors import ChangedError, InvalidEditError, RefusedError, WriteError
from faq.editing.preview import Preview, Receipt
from faq.editing.yaml_patch import patched
from faq.engine import Engine
from faq.files import delete_partial, replace_file
from faq.loading import FaqError, validated
from faq.loading.folder import Folder, read_folder
from faq.loading.yaml_document import Document, parse_document
from faq.models import Faq
from faq.paths import QUESTIONS, WHOLE
from faq.tools.checks import faults
from faq.tools.evaluation import Labelled, read_questions

_CHATTER = "chatter.yaml"
_BOM = b"\xef\xbb\xbf"


def _today() -> date:
    return datetime.now(UTC).date()


class ContentEditor:
    """Previews, writes and undoes edits of one folder. Calls block, and may come from several threads or processes."""

    def __init__(self, folder: Path, engine: Engine | None = None, today: Callable[[], date] = _today) -> None:
        self.folder = folder.resolve()
        self._engine, self._today = engine or Engine(), today

    def preview(self, edit: Edit, *, with_effects: bool = False, asked: Sequence[str] = ()) -> Preview:
        """Return an edit as it would be written.

        Args:
            edit: the change.
            with_effects: whether to measure the effects, which takes seconds.
            asked: questions that the edit is for; the effects have their outcomes.

        Raises:
            InvalidEditError: if there is nothing to write.

        """
        read = read_folder(self.folder)
        preview = self._patched(edit, read)
        checked = self._checked(read, preview)
        if isinstance(checked, tuple):
            return replace(preview, faults=checked)
        if not with_effects:
            return preview
        found = self._effects(checked, asked)
        return replace(preview, faults=found.mismatches, effects=found) if found else preview

    def write(self, preview: Preview, who: str = "", askers: int = 0) -> Receipt:
        """Write an edit, and note its author and the number of askers.

        Raises:
            ChangedError: if the file was changed since the preview.
            RefusedError: if `legwise check` would find faults.
            WriteError: if the file system refuses.

        """
        with self._locked():
            self._expect(preview.file, preview.before)
            checked = preview.faults or self._checked(read_folder(self.folder), preview)
            if isinstance(checked, tuple):
                raise RefusedError(preview.file, checked)
            change = Change.of(preview.edit, self._today(), who, askers)
            self._write(preview.file, preview.before, preview.after, change)
        return Receipt(preview, who, askers)

    def undo(self, receipt: Receipt) -> None:
        """Put the file back as it was before an edit. Raises as `write`."""
        written = receipt.written
        with self._locked():
            self._expect(written.file, written.after)
            change = Change.of(written.edit, self._today(), receipt.who, receipt.askers, undone=True)
            self._write(written.file, written.after, written.before, change)

    def topics(self) -> tuple[str, ...]:
        """Return the names of the topics that a new entry may be in, in their order."""
        return tuple(file.file.removesuffix(".yaml") for file in _files_of_entries(read_folder(self.folder)))

    def _patched(self, edit: Edit, read: Folder) -> Preview:
        name = _file_of(edit, read)
        raw = self._read(name)
        document = parse_document(raw, name) if raw is not None else Document(name, {})
        if document.faults or not isinstance(document.value, dict):
            raise InvalidEditError("\n".join((*map(str, document.faults), f"{name}: correct it by hand first")))
        after = applied(edit, document.value)
        bom, text = (_BOM, (raw or b"")[3:]) if (raw or b"").startswith(_BOM) else (b"", raw or b"")
        data = bom + patched(text.decode(), document.value, after).encode()
        if parse_document(data, name).value != after:
            raise InvalidEditError(f"{name}: is written in a way that cannot be edited here; edit it by hand")
        return Preview(edit, name, raw, data)

    def _checked(self, read: Folder, preview: Preview) -> Faq | tuple[str, ...]:
        """Return the content with an edit, or the faults that `legwise check` finds."""
        try:
            faq = validated(read.with_document(parse_document(preview.after, preview.file)), self._today())
        except FaqError as error:
            return tuple(map(str, error.faults))
        return tuple(faults(faq, self._engine.cache)) or faq

    def _effects(self, faq: Faq, asked: Sequence[str]) -> Effects | None:
        """Return the effects; None if there is nothing to compare with, because the edit cures a fault."""
        try:
            before = self._engine.open(self.folder)
        except FaqError:
            return None
        return effects(before, self._engine.assistant(faq), self._questions(faq), asked)

    def _questions(self, faq: Faq) -> tuple[Labelled, ...]:
        file = self.folder / QUESTIONS
        return read_questions(file, faq.by_id.__contains__) if file.is_file() else ()

    def _path(self, name: str) -> Path:
        """Return the path of a file, which is never outside the folder."""
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder):
            raise InvalidEditError(f"{name}: leads out of {self.folder}; put the file itself there")
        return path

    def _read(self, name: str) -> bytes | None:
        path = self._path(name)
        try:
            return path.read_bytes() if path.exists() else None
        except OSError as error:
            raise WriteError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None

    def _expect(self, name: str, data: bytes | None) -> None:
        if self._read(name) != data:
            raise ChangedError(f"{self.folder / name}: was changed meanwhile, and is left as it is; make the edit anew")

    def _write(self, name: str, before: bytes | None, after: bytes | None, change: Change) -> None:
        """Write a file, or delete it if an edit made it."""
        path = self._path(name)
        try:
            mode = path.stat().st_mode & 0o777 if before is not None else 0o644
            with noted(self.folder, change):
                self._expect(name, before)
                if after is None:
                    path.unlink()
                else:
                    replace_file(path, after, mode)
            delete_partial(path.parent)
        except OSError as error:
            cure = "nothing was changed; free space or permit writing there, and try again"
            raise WriteError(f"{path}: cannot be written ({error.strerror}); {cure}") from None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the lock of the folder: one process writes at a time. No lock file is left in it."""
        try:
            folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            raise WriteError(f"{self.folder}: cannot be opened ({error.strerror}); check that it exists") from None
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)


def _file_of(edit: Edit, read: Folder) -> str:
    """Return the name of the file that an edit is for: always one that the folder has, or chatter.yaml."""
    if isinstance(edit, AddOutOfScope):
        return _CHATTER
    files = _files_of_entries(read)
    if isinstance(edit, NewEntry):
        found = next((file.file for file in files if file.file == f"{edit.topic}.yaml"), None)
        kind, name = "topic", edit.topic
    else:
        found = next((file.file for file in files if edit.entry in entry_ids(file.value)), None)
        kind, name = "entry", edit.entry
    if found is None:
        raise InvalidEditError(f"{name!r}: there is no such {kind}; reload the content, and choose another")
    return found


def _files_of_entries(read: Folder) -> tuple[Document, ...]:
    """Return the topic files, or faq.yaml alone if there is none; faq.yaml too if it has entries."""
    whole = read.files[WHOLE]
    return (*((whole,) if entry_ids(whole.value) or not read.topics else ()), *read.topics)
