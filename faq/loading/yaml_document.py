"""Reads a YAML file as plain values, each with its position.

The file is untrusted: `yaml.compose` gives nodes (text and position), never objects, so that a repeated key, an
unquoted `no`, an alias bomb or a file that is not UTF-8 becomes a fault with a position instead of a wrong value.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
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
"""libyaml's loader where PyYAML has it: ten times as fast, and as safe."""
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
            return _invalid(document, 1, 1, f"is larger than {MAX_BYTES:,} bytes", "split it into several files")
        raw = path.read_bytes()
    except OSError as error:
        return _invalid(document, 1, 1, f"cannot be read ({error.strerror})", "check that it exists and is readable")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return _invalid(document, line, column, "is not UTF-8 text", "save the file as UTF-8")
    document.faults.extend(Fault(name, *finding) for finding in hidden(text))
    return document if document.faults else _parse(text, document)


def _invalid(document: Document, line: int, column: int, problem: str, cure: str) -> Document:
    document.faults.append(Fault(document.file, line, column, problem, cure))
    return document


def _parse(text: str, document: Document) -> Document:
    """Compose with the fast loader; on an error try again in Python, which reports more."""
    try:
        return _compose(_FAST, text, document)
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
    document.faults.extend(_forbidden(text, document.file, loader))
    if document.faults:
        return document
    node = yaml.compose(text, Loader=loader)
    if node is None:
        return _invalid(document, 1, 1, "is empty", "fill it, or delete the file")
    document.value = _value(document, node, ())
    return document


def _position(mark: _Mark | None) -> tuple[int, int]:
    """Line and column as editors count them, from 1."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _unprintable(text: str) -> tuple[int, int]:
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    at = match.start() if match else 0
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _forbidden(text: str, file: str, loader: type[_Loader]) -> Iterator[Fault]:
    """Yield faults for anchors, aliases, tags, a second document and deep nesting, before anything is composed."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=loader):
        line, column = _position(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                yield Fault(file, line, column, "a second document starts here", "use one document per file")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield Fault(file, line, column, "anchors (&) and aliases (*) are not allowed", "write the text out")
        elif (tag := getattr(event, "tag", None)) and tag not in _PLAIN_TAGS:
            yield Fault(file, line, column, f"the tag {tag} is not allowed", "remove the tag")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            yield Fault(
                file, line, column, f"nested deeper than {MAX_DEPTH} levels", "check the indentation and brackets"
            )
            return


def _value(document: Document, node: yaml.Node, location: Location) -> Value:
    """Convert a node, and store the position of each value in the document."""
    document.places[location] = _position(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return _mapping(document, node, location)
    if isinstance(node, yaml.SequenceNode):
        return [_value(document, child, (*location, index)) for index, child in enumerate(node.value)]
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    if plain and (found := curly(str(node.value))):
        _invalid(document, *_position(node.start_mark), *found)
    return _scalar(node)


def _mapping(document: Document, node: yaml.MappingNode, location: Location) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key, child in node.value:
        position = _position(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            kind = "list" if isinstance(key, yaml.SequenceNode) else "mapping"
            _invalid(document, *position, f"a key is a {kind}, but text is expected", "write the key as text")
            continue
        name = str(key.value)
        inner = (*location, name)
        if inner in document.keys:
            first, _ = document.keys[inner]
            _invalid(document, *position, f"the key `{name}` is repeated (first in line {first})", "remove one of them")
            continue
        document.keys[inner] = position
        values[name] = _value(document, child, inner)
    return values


def _scalar(node: yaml.Node) -> Value:
    """Return the value of YAML 1.1 where a person would read the same, otherwise the text as written."""
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
