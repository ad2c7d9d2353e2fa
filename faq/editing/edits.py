"""The edits that can be made to content, a closed set, and the new value of a file after each: `applied`."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal, assert_never

from faq.editing.errors import InvalidEditError, UnchangedError
from faq.loading.invisible import visible
from faq.loading.schema import EntryShape
from faq.loading.yaml_document import Value
from faq.text import MAX_LENGTH

Likeness = Literal["near", "everyday"]
"""Of a message that is not meant: a question of the same field, or of everyday life."""
File = dict[str, Value]
"""The value of a content file."""
ORDINARY = "everyday questions and talk"
"""The group of chatter.yaml for messages of another field that are out of scope; the packaged file has it."""


@dataclass(frozen=True, slots=True)
class AddPhrasing:
    """Add a phrasing to an entry, which answers it from then on."""

    entry: str
    text: str


@dataclass(frozen=True, slots=True)
class AddUnlike:
    """Add a message to `unlike` of an entry, which shares its words and does not answer it."""

    entry: str
    text: str
    kind: Likeness = "near"


@dataclass(frozen=True, slots=True)
class AddOutOfScope:
    """Add a message to chatter.yaml, so that no entry answers it."""

    text: str
    kind: Likeness = "near"


@dataclass(frozen=True, slots=True)
class EditEntry:
    """Change fields of an entry; an empty value removes a field. Fields that read the same stay as they are written."""

    entry: str
    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Add an entry at the end of a topic, which is named as its file is, without `.yaml`."""

    id: str
    topic: str
    fields: Mapping[str, Value]


Edit = AddPhrasing | AddUnlike | AddOutOfScope | EditEntry | NewEntry


def applied(edit: Edit, file: File) -> File:
    """Return the value of the file that an edit is for, after it.

    Raises:
        UnchangedError: if it changes nothing.
        InvalidEditError: if it cannot be applied.

    """
    after = deepcopy(file)
    match edit:
        case AddPhrasing(entry, text):
            _append(found := _entry(after, entry), ("phrasings",), text)
            _reorder(found)
        case AddUnlike(entry, text, kind):
            _append(found := _entry(after, entry), ("unlike", kind), text)
            _reorder(found)
        case AddOutOfScope(text, kind):
            _append(after, ("near",) if kind == "near" else ("chatter", ORDINARY), text)
        case EditEntry(entry, fields):
            _change(_entry(after, entry), fields)
        case NewEntry(id_, _, fields):
            _entries(after).append(_ordered({**_cleaned_fields(fields), "id": id_}))
        case _:
            assert_never(edit)
    if after == file:
        raise UnchangedError("the edit changes nothing: that is how the content reads already; edit something else")
    return after


def entry_ids(file: Value) -> tuple[str, ...]:
    """Return the ids of a file's entries; none if they are not written as a list."""
    return tuple(str(entry.get("id")) for entry in _listed(file) if isinstance(entry, dict))


def _listed(file: Value) -> list[Value]:
    entries = file.get("entries") if isinstance(file, dict) else None
    return entries if isinstance(entries, list) else []


def _entries(file: File) -> list[Value]:
    entries = file.setdefault("entries", [])
    if not isinstance(entries, list):
        raise InvalidEditError("`entries` of the file is no list; correct it by hand")
    return entries


def _entry(file: File, id_: str) -> File:
    found = (entry for entry in _listed(file) if isinstance(entry, dict) and entry.get("id") == id_)
    return next(found)


def _append(mapping: File, path: tuple[str, ...], text: str) -> None:
    """Append a message to a list, which is made if there is none."""
    key, *rest = path
    if rest:
        inner = mapping.setdefault(key, {})
        if not isinstance(inner, dict):
            raise InvalidEditError(f"`{key}` is no mapping; correct it by hand")
        _append(inner, tuple(rest), text)
        return
    listed = mapping.get(key) or []
    message = " ".join(visible(text).split())
    if not isinstance(listed, list):
        raise InvalidEditError(f"`{key}` is no list; correct it by hand")
    if not message or len(message) > MAX_LENGTH:
        raise InvalidEditError(f"a message has 1 to {MAX_LENGTH:,} characters; shorten it, or type one")
    if message not in listed:
        mapping[key] = [*listed, message]


def _change(entry: File, fields: Mapping[str, Value]) -> None:
    if fields.get("id", entry["id"]) != entry["id"]:
        raise InvalidEditError("`id` is in buttons and links, so it never changes; add a new entry instead")
    changed = {name: value for name, value in fields.items() if _cleaned(value) != _cleaned(entry.get(name))}
    merged = {**entry, **{name: _cleaned(value) for name, value in changed.items()}}
    kept = {name: value for name, value in merged.items() if name not in changed or not _is_empty(value)}
    entry.clear()
    entry.update(kept)
    _reorder(entry)


def _reorder(entry: File) -> None:
    ordered = _ordered(entry)
    entry.clear()
    entry.update(ordered)


def _ordered(entry: File) -> File:
    """Return an entry with its fields in the order of the format; unknown ones, which the check reports, are last."""
    order = [*EntryShape.model_fields, *entry]
    return {name: entry[name] for name in dict.fromkeys(order) if name in entry}


def _cleaned_fields(fields: Mapping[str, Value]) -> File:
    cleaned = {name: _cleaned(value) for name, value in fields.items()}
    return {name: value for name, value in cleaned.items() if not _is_empty(value)}


def _is_empty(value: Value) -> bool:
    return value is None or value in ("", [], {})


def _cleaned(value: Value) -> Value:
    """Return a value without invisible characters and space that means nothing; a paragraph is a line."""
    match value:
        case str():
            lines = (" ".join(line.split()) for line in visible(value).splitlines())
            return "\n".join(filter(None, lines))
        case list():
            return [cleaned for item in value if not _is_empty(cleaned := _cleaned(item))]
        case dict():
            return _cleaned_fields(value)
        case _:
            return value
