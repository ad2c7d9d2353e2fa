"""A YAML file as plain values, each with its place. Knows YAML; knows nothing of entries or any schema.

The file is hostile: `yaml.compose` gives nodes (text and position), never objects, so that a duplicate key, an
unquoted `no`, an alias bomb or a file that is no UTF-8 becomes a fault with a place instead of a wrong value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import yaml

from faq.errors import OperatorError

LARGEST = 2_000_000
"""Bytes of one file; the packaged files hold a tenth of it."""
DEEPEST = 12
"""Levels of nesting; an entry needs six, and composing recurses."""

_TYPES = {
    "tag:yaml.org,2002:bool": "yes/no value",
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:timestamp": "date",
}
if TYPE_CHECKING:
    _Loader = yaml.SafeLoader | yaml.CSafeLoader

_FAST: type[_Loader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C where PyYAML has it: ten times as fast, and as safe."""
_PLAIN_TAGS = {*_TYPES, *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))}

Value = str | int | float | bool | date | None | list["Value"] | dict[str, "Value"]
Location = tuple[str | int, ...]


class _Mark(Protocol):
    """A position of PyYAML's, from 0; it has two such classes, one in C."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with the content: where, what, and the cure."""

    file: str
    line: int
    column: int
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}; {self.cure}"


class FaqError(OperatorError):
    """The content can't be used. `faults` holds every one of them, in order of file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults), exit_code=1)


@dataclass(frozen=True, slots=True)
class Document:
    """The values of one file, where each stands, and what was wrong on the way."""

    file: str
    value: Value = None
    places: dict[Location, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Location, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, location: Location, what: str, cure: str, *, at_key: bool = False) -> Fault:
        """A fault at a value (or its key), or at the nearest thing around it that has a place."""
        places = self.keys if at_key and location in self.keys else self.places
        while location and location not in places:
            location = location[:-1]
        line, column = places.get(location, (1, 1))
        return Fault(self.file, line, column, what, cure)


def read(path: Path, name: str) -> Document:
    """Read one file. Faults are in the document; nothing is raised."""
    document = Document(name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        return _refused(document, 1, 1, f"can't be read ({error.strerror})", "check that it is there and readable")
    if len(raw) > LARGEST:
        return _refused(document, 1, 1, f"is larger than {LARGEST:,} bytes", "split it into several files")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return _refused(document, line, column, "is not UTF-8 text", "save the file as UTF-8")
    return _composed(text, document)


def _refused(document: Document, line: int, column: int, what: str, cure: str) -> Document:
    document.faults.append(Fault(document.file, line, column, what, cure))
    return document


def _composed(text: str, document: Document) -> Document:
    """Compose with the fast loader; what it refuses is told by the other, which says more of what is wrong."""
    try:
        return _composed_by(_FAST, text, document)
    except (yaml.YAMLError, ValueError, OverflowError):
        return _told_by_python(text, document)


def _told_by_python(text: str, document: Document) -> Document:
    document.faults.clear()
    try:
        return _composed_by(yaml.SafeLoader, text, document)
    except yaml.MarkedYAMLError as error:
        line, column = _where(error.problem_mark or error.context_mark)
        return _refused(document, line, column, f"is not YAML: {error.problem}", "check the indent and the quotes here")
    except (yaml.YAMLError, ValueError, OverflowError):  # PyYAML lets int() and chr() fail on absurd escapes
        return _refused(document, *_unprintable(text), "holds a character that YAML refuses", "delete it")


def _composed_by(loader: type[_Loader], text: str, document: Document) -> Document:
    document.faults.extend(_unwelcome(text, document.file, loader))
    if document.faults:
        return document
    node = yaml.compose(text, Loader=loader)
    if node is None:
        return _refused(document, 1, 1, "is empty", "fill it, or delete the file")
    reader = _Reader(document)
    return Document(document.file, reader.value(node, ()), document.places, document.keys, document.faults)


def _where(mark: _Mark | None) -> tuple[int, int]:
    """Line and column as editors count them, from 1."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _unprintable(text: str) -> tuple[int, int]:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    at = found.start() if found else 0
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _unwelcome(text: str, file: str, loader: type[_Loader]) -> Iterator[Fault]:
    """Anchors, aliases, tags, a second document, deep nesting: refused before anything is composed."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=loader):
        line, column = _where(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                yield Fault(file, line, column, "a second document begins here", "keep one document a file")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield Fault(file, line, column, "anchors (&) and aliases (*) are not used here", "write the text out")
        elif (tag := getattr(event, "tag", None)) and tag not in _PLAIN_TAGS:
            yield Fault(file, line, column, f"the tag {tag} is not allowed", "remove the tag")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            yield Fault(file, line, column, f"nested deeper than {DEEPEST} levels", "check the indent and brackets")
            return


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns nodes into values and notes the place of each in the document."""

    document: Document

    def value(self, node: yaml.Node, location: Location) -> Value:
        self.document.places[location] = _where(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*location, index)) for index, child in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key, child in node.value:
            place = _where(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                what = f"a key is a {'list' if isinstance(key, yaml.SequenceNode) else 'mapping'} where text is wanted"
                self.document.faults.append(Fault(self.document.file, *place, what, "write the key as text"))
                continue
            name, inner = str(key.value), (*location, str(key.value))
            if inner in self.document.keys:
                first = self.document.keys[inner][0]
                what = f"the key `{name}` stands here twice (first in line {first})"
                self.document.faults.append(Fault(self.document.file, *place, what, "keep one of them"))
                continue
            self.document.keys[inner] = place
            values[name] = self.value(child, inner)
        return values


def _scalar(node: yaml.Node) -> Value:
    """The value that YAML 1.1 sees, where it is also what a person would see; else the text as written."""
    text = str(node.value)
    try:
        match _TYPES.get(node.tag):
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
