"""Reads a YAML file as plain values, each with its position.

The file is untrusted: `yaml.parse` gives events (text and position), never objects, so that a repeated key, an
unquoted `no`, an alias bomb or a file that is not UTF-8 becomes a fault with a position instead of a wrong value.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import yaml

from faq.errors import OperatorError
from faq.loading.invisible import curly, hidden, likely_cause

MAX_BYTES = 2_000_000
"""Of one file; the packaged files have a tenth of it."""
MAX_DEPTH = 12
"""Levels of nesting; an entry needs six, and reading recurses."""

_TYPES = {
    "tag:yaml.org,2002:bool": "yes/no value",
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:timestamp": "date",
}
if TYPE_CHECKING:
    _Loader = yaml.SafeLoader | yaml.CSafeLoader

FAST_LOADER: type[_Loader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's loader where PyYAML has it: ten times as fast, and as safe."""
_IMPLICIT = yaml.SafeLoader.yaml_implicit_resolvers
"""Tags, with the pattern of the texts that have them, by the first character."""
_PLAIN_TAGS = {*_TYPES, *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))}

Value = str | int | float | bool | date | None | list["Value"] | dict[str, "Value"]
Location = tuple[str | int, ...]


class _Mark(Protocol):
    """A position of PyYAML's, from 0; it has two such classes, one in C."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake in the content: position, problem and cure."""

    file: str
    line: int
    column: int
    problem: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.problem}; {self.cure}"


class _TooDeepError(Exception):
    """A file is nested deeper than `MAX_DEPTH`."""


class FaqError(OperatorError):
    """The content is invalid. `faults` has all its faults, in order of file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults), exit_code=1)


@dataclass(slots=True)
class Document:
    """The values of one file, their positions, and the faults found so far."""

    file: str
    value: Value = None
    places: dict[Location, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Location, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, location: Location, problem: str, cure: str, *, at_key: bool = False) -> Fault:
        """Return a fault at a value (or its key), or at the nearest value around it that has a position."""
        places = self.keys if at_key and location in self.keys else self.places
        while location and location not in places:
            location = location[:-1]
        line, column = places.get(location, (1, 1))
        return Fault(self.file, line, column, problem, cure)


def read_document(path: Path, name: str) -> Document:
    """Read one file. Faults are in the document; nothing is raised."""
    document = Document(name)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):  # reading it might never end
            return _invalid(document, 1, 1, "is no file but a pipe or a device", "put a file there")
        if found.st_size > MAX_BYTES:
            return _too_large(document)
        raw = path.read_bytes()
    except OSError as error:
        return _invalid(document, 1, 1, f"cannot be read ({error.strerror})", "check that it exists and is readable")
    return parse_document(raw, name)


def parse_document(raw: bytes, name: str) -> Document:
    """Read the bytes of a file. Faults are in the document; nothing is raised."""
    document = Document(name)
    if len(raw) > MAX_BYTES:
        return _too_large(document)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return _invalid(document, line, column, "is not UTF-8 text", "save the file as UTF-8")
    document.faults.extend(Fault(name, *finding) for finding in hidden(text))
    return document if document.faults else _parse(text, document)


def _too_large(document: Document) -> Document:
    return _invalid(document, 1, 1, f"is larger than {MAX_BYTES:,} bytes", "split it into several files")


def _invalid(document: Document, line: int, column: int, problem: str, cure: str) -> Document:
    document.faults.append(Fault(document.file, line, column, problem, cure))
    return document


def _parse(text: str, document: Document) -> Document:
    """Compose with the fast loader; on an error try again in Python, which reports more."""
    try:
        return _compose(FAST_LOADER, text, document)
    except (yaml.YAMLError, ValueError, OverflowError):
        document.faults.clear()
        return _parse_in_python(text, document)


def _parse_in_python(text: str, document: Document) -> Document:
    try:
        return _compose(yaml.SafeLoader, text, document)
    except yaml.MarkedYAMLError as error:
        line, column = _position(error.problem_mark or error.context_mark)
        if cause := likely_cause(text, line) or likely_cause(text, _position(error.context_mark)[0]):
            return _invalid(document, *cause)
        cure = "check indentation and quotes here"
        return _invalid(document, line, column, f"is not valid YAML: {error.problem}", cure)
    except (yaml.YAMLError, ValueError, OverflowError):  # PyYAML passes absurd escapes to int() and chr()
        return _invalid(document, *_unprintable(text), "contains a character that YAML does not allow", "delete it")


def _compose(loader: type[_Loader], text: str, document: Document) -> Document:
    """Return what the file holds; the document with its faults if it has something that is not allowed."""
    read = Document(document.file)
    events = _allowed(yaml.parse(text, Loader=loader), document)
    try:
        is_empty = not _read_values(events, read)
    except _TooDeepError:
        return document
    if document.faults:
        return document
    return _invalid(document, 1, 1, "is empty", "fill it, or delete the file") if is_empty else read


def _position(mark: _Mark | None) -> tuple[int, int]:
    """Line and column as editors count them, from 1."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _unprintable(text: str) -> tuple[int, int]:
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    at = match.start() if match else 0
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _allowed(events: Iterable[yaml.Event], document: Document) -> Iterator[yaml.Event]:
    """Pass events on; add a fault for each anchor, alias, tag and second document. Raises _TooDeepError."""
    depth = documents = 0
    for event in events:
        if isinstance(event, yaml.ScalarEvent) and not event.tag and not event.anchor:  # nearly all
            yield event
            continue
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if found := _forbidden(event, documents, depth):
            document.faults.append(Fault(document.file, *_position(event.start_mark), *found))
        if depth > MAX_DEPTH:
            raise _TooDeepError
        yield event


def _forbidden(event: yaml.Event, documents: int, depth: int) -> tuple[str, str] | None:
    """Return problem and cure of an event that no file may have."""
    if depth > MAX_DEPTH:
        return f"nested deeper than {MAX_DEPTH} levels", "check the indentation and brackets"
    if isinstance(event, yaml.DocumentStartEvent):
        return ("a second document starts here", "use one document per file") if documents > 1 else None
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "anchors (&) and aliases (*) are not allowed", "write the text out"
    tag = getattr(event, "tag", None)
    return (f"the tag {tag} is not allowed", "remove the tag") if tag and tag not in _PLAIN_TAGS else None


def _read_values(events: Iterator[yaml.Event], document: Document) -> bool:
    """Read the first document of the events, and the events to their end; return whether there is a document."""
    found = False
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            value = _Composer(events, document if not found else Document(document.file)).value(event, ())
            document.value, found = (document.value if found else value), True
    return found


class _Composer:
    """Composes values of the events of a file, and stores the position of each in the document."""

    def __init__(self, events: Iterator[yaml.Event], document: Document) -> None:
        self._events, self._document = events, document

    def value(self, event: yaml.Event, location: Location) -> Value:
        """Return the value that begins with an event."""
        position = self._document.places[location] = _position(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            if not event.style and (found := curly(event.value)):
                _invalid(self._document, *position, *found)
            return _scalar(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(location)
        if isinstance(event, yaml.SequenceStartEvent):
            return [self.value(each, (*location, index)) for index, each in enumerate(self._members())]
        return None  # an alias, which is a fault

    def _members(self) -> Iterator[yaml.Event]:
        """Yield the first event of each member, to the end of the list or mapping."""
        for event in self._events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            yield event

    def _mapping(self, location: Location) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key in self._members():
            name = self._name(key, location)
            child = next(self._events)
            if name is None:
                self._skip(child)
            else:
                values[name] = self.value(child, (*location, name))
        return values

    def _name(self, key: yaml.Event, location: Location) -> str | None:
        """Return a key; None, with a fault, if it is no text or a repeated one."""
        document, position = self._document, _position(key.start_mark)
        if not isinstance(key, yaml.ScalarEvent):
            kind = "list" if isinstance(key, yaml.SequenceStartEvent) else "mapping"
            _invalid(document, *position, f"a key is a {kind}, but text is expected", "write the key as text")
            self._skip(key)
            return None
        name = str(key.value)
        first, _ = document.keys.setdefault((*location, name), position)
        if (*location, name) in document.places:
            _invalid(document, *position, f"the key `{name}` is repeated (first in line {first})", "remove one of them")
            return None
        return name

    def _skip(self, event: yaml.Event) -> None:
        """Read past a value that is not used."""
        _Composer(self._events, Document(self._document.file)).value(event, ())


def _scalar(event: yaml.ScalarEvent) -> Value:
    """Return the value of YAML 1.1 where a person would read the same, otherwise the text as written."""
    text: str = event.value
    try:
        match _TYPES.get(event.tag or _implied_tag(event)):
            case "yes/no value":
                return text.lower() in {"yes", "true", "on", "y"}
            case "number":
                return int(text) if text.lstrip("+-").isdigit() else float(text)
            case "nothing":
                return None
            case "date":
                return date.fromisoformat(text)
    except ValueError:
        return text
    return text


def _implied_tag(event: yaml.ScalarEvent) -> str:
    """Return the tag of a text without one; a text in quotes is a text."""
    resolvers = _IMPLICIT.get(event.value[:1], ()) if event.implicit[0] else ()
    return next((tag for tag, pattern in resolvers if pattern.match(event.value)), "")
