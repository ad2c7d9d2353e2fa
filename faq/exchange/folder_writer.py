"""Writes drafts as content files. They are written to a stage and loaded from there before any is moved in place."""

from __future__ import annotations

import os
import shutil
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from faq.exchange import content_files
from faq.exchange.content_files import MATCHING, SOURCES, SOURCES_KEY, TESTS_KEY, TOPICS_KEY, WHOLE
from faq.exchange.entries import Draft, Drafts, Fields
from faq.exchange.merging import as_mapping, fitted, merge_faults
from faq.exchange.names import Names
from faq.exchange.text_file import ExchangeError
from faq.exchange.yaml_file import yaml_text
from faq.exchange.yaml_insert import with_items, with_values
from faq.loading import FaqError, Fault, load
from faq.loading.yaml_document import read_document

Topics = Mapping[str, Sequence[Draft]]
"""The entries of each topic, by the name of its file."""


@dataclass(frozen=True, slots=True)
class Written:
    """The result: the files of the topics, and the faults that remain, each with its place in the imported file."""

    entries: int
    topics: tuple[str, ...]
    missing: tuple[str, ...] = ()


def write_folder(drafts: Drafts, folder: Path) -> Written:
    """Write a new content folder, though something may be missing in it.

    Raises:
        ExchangeError: if the folder is not empty or cannot be written; nothing is written then.

    """
    with _stage(folder) as stage:
        if any(path != stage for path in folder.iterdir()):
            raise ExchangeError([f"{folder}: is not empty; name a new folder, or add topics with --into"], exit_code=2)
        topics = _topics(drafts, ())
        files = _topic_texts(topics)
        for name, key, values in ((SOURCES, SOURCES_KEY, drafts.sources), (MATCHING, TESTS_KEY, drafts.tests)):
            if values:
                files[name] = yaml_text({key: dict(values)})
        files[WHOLE] = yaml_text(content_files.whole_fields(drafts, topics))
        _write(files, stage)
        missing = _missing(stage, topics)
        _move(files, stage, folder)
    return Written(len(drafts.entries), tuple(map(content_files.topic_file, topics)), missing)


def add_topics(drafts: Drafts, folder: Path) -> Written:
    """Write new topics into a content folder, which is valid afterwards or stays as it is.

    Raises:
        ExchangeError: with everything that the folder with the new topics would miss.

    """
    _require_valid(folder)
    with _stage(folder) as stage:
        shutil.copytree(folder, stage, dirs_exist_ok=True, ignore=_no_content)
        topics, files = _additions(drafts, folder)
        _write(files, stage)
        if missing := _missing(stage, topics):
            raise ExchangeError(missing)
        _move(files, stage, folder)
    return Written(len(drafts.entries), tuple(map(content_files.topic_file, topics)))


def _require_valid(folder: Path) -> None:
    if not os.path.isfile(folder / WHOLE):  # noqa: PTH113  (Path's raises where nothing may be read)
        raise ExchangeError([f"{folder}: has no {WHOLE}; name a content folder, or leave out --into"], exit_code=2)
    try:
        load(folder)
    except FaqError as error:
        message = f"{folder}: is not valid as it is; correct these faults first"
        raise ExchangeError([message, *map(str, error.faults)]) from None


def _additions(drafts: Drafts, folder: Path) -> tuple[Topics, dict[str, str]]:
    """Return the new topics, and the files to write: theirs, and those that name them and their sources."""
    whole = as_mapping(read_document(folder / WHOLE, WHOLE).value)
    sources, tests = _values(folder, SOURCES, SOURCES_KEY), _values(folder, MATCHING, TESTS_KEY)
    drafts = fitted(drafts, sources)
    if faults := list(merge_faults(drafts, sources, tests, whole.get("article"))):
        raise ExchangeError(faults)
    topics = _topics(drafts, [path.stem for path in folder.iterdir() if content_files.is_content(path)])
    files = _topic_texts(topics)
    if added := {name: fields for name, fields in drafts.sources.items() if name not in sources}:
        files[SOURCES] = _with_values(folder, SOURCES, SOURCES_KEY, added)
    if added := {name: fields for name, fields in drafts.tests.items() if name not in tests}:
        files[MATCHING] = _with_values(folder, MATCHING, TESTS_KEY, added)
    if whole.get(TOPICS_KEY):  # where none is listed, the loader reads them all
        files[WHOLE] = with_items(_text(folder / WHOLE), TOPICS_KEY, list(topics))
    return topics, files


def _values(folder: Path, name: str, key: str) -> Fields:
    """Return the values under the key of a file; none if there is no such file."""
    return as_mapping(as_mapping(read_document(folder / name, name).value).get(key))


def _with_values(folder: Path, name: str, key: str, added: Mapping[str, Fields]) -> str:
    text = with_values(_text(folder / name), key, dict(added))
    if text is None:
        raise ExchangeError([f"{name}: is written in braces, which nothing can be added to; write one key a line"])
    return text


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig") if path.exists() else ""


def _topics(drafts: Drafts, existing: Sequence[str]) -> Topics:
    grouped: dict[str, list[Draft]] = {}
    for entry in drafts.entries:
        grouped.setdefault(entry.topic, []).append(entry)
    names = Names([*content_files.RESERVED, *existing], default="topic")
    return {names.of(title): entries for title, entries in grouped.items()}


def _topic_texts(topics: Topics) -> dict[str, str]:
    return {
        content_files.topic_file(name): yaml_text(content_files.topic_fields(entries[0].topic, entries))
        for name, entries in topics.items()
    }


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """Yield a folder beside the files to be written; leave none if it is not used."""
    created = False
    try:
        created = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".import-") as stage:
            yield Path(stage)
    except OSError as error:
        cure = "check that it is a folder that you may write to, with space left"
        message = f"{folder}: cannot be written ({error.strerror or error}); {cure}"
        raise ExchangeError([message], exit_code=2) from None
    finally:
        if created:
            with suppress(OSError):  # not empty, or not there
                folder.rmdir()


def _no_content(folder: str, names: list[str]) -> list[str]:
    """Return the names that are not copied: files that are no content, and hidden ones."""
    return [
        name
        for name in names
        if name.startswith(".") or not (content_files.is_content(path := Path(folder, name)) or path.is_dir())
    ]


def _write(files: Mapping[str, str], stage: Path) -> None:
    for name, text in files.items():
        (stage / name).write_bytes(text.encode("utf-8"))


def _missing(stage: Path, topics: Topics) -> tuple[str, ...]:
    """Return the faults of the staged folder, each with its place in the imported file.

    Raises:
        ExchangeError: if a new file cannot be read at all.

    """
    try:
        load(stage)
    except FaqError as error:
        places = {content_files.topic_file(name): _places(stage, name, topics[name]) for name in topics}
        return tuple(_located(fault, places) for fault in error.faults)
    return ()


def _places(stage: Path, name: str, entries: Sequence[Draft]) -> list[tuple[int, str]]:
    """Return the first line of each entry with the entry's place in the imported file."""
    file = content_files.topic_file(name)
    document = read_document(stage / file, file)
    if document.value is None:
        raise ExchangeError(map(str, document.faults))
    lines = (document.places["entries", index][0] for index in range(len(entries)))
    return [(line, entry.where) for line, entry in zip(lines, entries, strict=True)]


def _located(fault: Fault, places: Mapping[str, Sequence[tuple[int, str]]]) -> str:
    found = places.get(fault.file, ())
    index = bisect_right(found, fault.line, key=lambda place: place[0]) - 1
    return f"{found[index][1]}: {fault.problem}; {fault.cure}" if index >= 0 else str(fault)


def _move(files: Mapping[str, str], stage: Path, folder: Path) -> None:
    """Move the files in place, the one that lists the topics last; take new ones away again if one cannot be moved."""
    new: list[Path] = []
    try:
        for name in sorted(files, key=lambda name: name == WHOLE):
            target = folder / name
            if target.exists():
                shutil.copymode(target, stage / name)
            else:
                new.append(target)
            (stage / name).replace(target)
    except OSError:
        for path in new:
            path.unlink(missing_ok=True)
        raise
