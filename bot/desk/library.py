"""The content folder as the pages show it: `Library.now`. It is read again only after a file has changed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.desk.search import EntrySearch
from bot.reload.watcher import Fingerprint, fingerprint
from faq.editing import ContentEditor
from faq.engine import Engine, open_engine
from faq.loading import FaqError, validated
from faq.loading.folder import Folder, read_folder
from faq.loading.yaml_document import Value
from faq.models import Faq


@dataclass(frozen=True)
class Content:
    """The content at a moment.

    Attributes:
        state: of the files.
        read: the files as they are, valid or not.
        faq: the last valid content; None if none was valid since the start.
        faults: why the files are not valid; `faq` is older than they are then.

    """

    state: Fingerprint
    read: Folder
    faq: Faq | None
    faults: tuple[str, ...] = ()

    @cached_property
    def search(self) -> EntrySearch:
        """The index of the entries."""
        assert self.faq, "an entry was asked for"
        return EntrySearch.of(self.faq)

    @cached_property
    def written(self) -> dict[str, dict[str, Value]]:
        """The values of each entry as its file has them, by id."""
        return {entry.at("id").text: entry.value for entry in self.read.places.entries if isinstance(entry.value, dict)}

    @cached_property
    def files(self) -> dict[str, str]:
        """The name of each entry's file, by id."""
        return {entry.at("id").text: entry.document.file for entry in self.read.places.entries}


class Library:
    """One content folder, its engine and its editor. Reading happens in threads, one at a time.

    Args:
        folder: the content.
        model: as in the settings.

    """

    def __init__(self, folder: Path, model: str | None = None) -> None:
        self.folder, self._model = folder, model
        self._lock, self._engine_lock = asyncio.Lock(), asyncio.Lock()
        self._content: Content | None = None
        self._engine: Engine | None = None

    async def now(self) -> Content:
        """Return the content as it is now."""
        async with self._lock:
            state = fingerprint(self.folder)
            if self._content is None or self._content.state != state:
                self._content = await asyncio.to_thread(_read, self.folder, state, self._content)
            return self._content

    async def engine(self) -> Engine:
        """Return the engine, which takes a second to open. Raises EncoderError."""
        async with self._engine_lock:
            if self._engine is None:
                self._engine = await asyncio.to_thread(open_engine, self._model)
            return self._engine

    async def editor(self) -> ContentEditor:
        """Return the editor of the folder. Raises EncoderError."""
        return ContentEditor(self.folder, await self.engine())


def _read(folder: Path, state: Fingerprint, last: Content | None) -> Content:
    read = read_folder(folder)
    try:
        return Content(state, read, validated(read))
    except FaqError as error:
        return Content(state, read, last.faq if last else None, tuple(map(str, error.faults)))
