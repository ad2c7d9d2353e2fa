"""The form of an entry: `changed` makes an entry's values of it, `values` fills it, `by_field` places faults. Pure."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import FormData

from bot.desk import forms
from bot.desk.field_labels import plain
from faq.editing import EditEntry, Preview
from faq.loading.schema import MAX_ID_LENGTH
from faq.loading.yaml_document import Location, Value, parse_document

LONGEST = 40_000
"""Characters of a field; a request is limited too."""
TEXTS = ("label", "question", "subject", "answer", "more")
LINES = ("phrasings", "unlike.near", "unlike.everyday")
"""Fields with an item a line."""
IDS = ("refer", "related", "note.sources")
"""Fields with an id in each of their boxes."""
INNER = (
    "cites.section", "cites.reference", "cites.says", "note.text", "values.test", "values.start", "values.below",
    "reviewed.on", "reviewed.by.role", "reviewed.by.name",
)  # fmt: skip
FIELDS = (*TEXTS, *LINES, *IDS, *INNER)
Typed = dict[str, str | list[str]]
"""The texts of the fields; several for a field with boxes."""
_NUMBERS = {"cites.reference", "values.start", "values.below"}
_DATES = {"reviewed.on"}
_MISSING = re.compile(r"`(\w+)` is missing")
_ENTRY = 2
"""Steps to an entry: the list, and its number."""
_NO_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class FieldFault:
    """A fault of a field; of the whole entry or of other places if the field is empty."""

    field: str
    where: str
    problem: str
    cure: str


def typed(form: FormData) -> Typed:
    """Return the texts of a form, by the names of its fields. Raises HTTPException."""
    texts = {
        name: forms.text(form, name, "", LONGEST).replace("\r\n", "\n").strip() for name in FIELDS if name not in IDS
    }
    boxes = {name: [text for each in form.getlist(name) if (text := str(each).strip()[:LONGEST])] for name in IDS}
    return {name: boxes[name] if name in IDS else texts[name] for name in FIELDS}


def fields(texts: Typed) -> dict[str, Value]:
    """Return the values of an entry as a form has them; an empty value removes a field."""
    found: dict[str, Value] = {}
    for name in FIELDS:
        _put(found, name, _value(name, texts[name]))
    return found


def changed(texts: Typed, entry: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values that differ from those of an entry, so that no other is touched."""
    before = fields(values(entry))
    return {name: value for name, value in fields(texts).items() if value != before[name]}


def values(entry: Mapping[str, Value]) -> Typed:
    """Return the texts that the form shows for an entry."""
    shown: Typed = {}
    for name in FIELDS:
        value: Value = dict(entry)
        for step in name.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        listed = [str(item) for item in value] if isinstance(value, list) else []
        text = "" if value is None or isinstance(value, dict | list) else str(value).strip()
        shown[name] = listed if name in IDS else "\n".join(listed) if name in LINES else text
    return shown


def state(entry: Mapping[str, Value]) -> str:
    """Return a hash of an entry's values, by which a form knows whether another curator changed it meanwhile."""
    return hashlib.sha256(repr(sorted(entry.items())).encode()).hexdigest()[:16]


def slug(question: str) -> str:
    """Return an id made of a question."""
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode().casefold()
    return _NO_SLUG.sub("-", plain).strip("-")[:MAX_ID_LENGTH].strip("-")


def by_field(preview: Preview) -> tuple[FieldFault, ...]:
    """Return the faults of a preview, each with the field of the form that it is in."""
    document = parse_document(preview.after, preview.file)
    entries = ((location, at) for location, at in document.places.items() if len(location) == _ENTRY)
    # Of several at the same position the last counts: an entry rather than its first field.
    places = (*document.keys.items(), *document.places.items(), *entries)
    spots = {f"{document.file}:{line}:{column}": location for location, (line, column) in places}
    index = _index(document.value, preview)
    return tuple(_fault(fault, spots, index) for fault in preview.faults)


def _fault(fault: str, spots: Mapping[str, Location], index: int | None) -> FieldFault:
    where, _, told = fault.partition(": ")
    problem, _, cure = told.rpartition("; ")
    match spots.get(where):
        case ("entries", number, *steps) if number == index:
            missing = _MISSING.match(problem)
            field = (missing and _field([*steps, missing[1]])) or _field(steps)
            line = next((f"line {step + 1}" for step in steps if isinstance(step, int)), "")
            return FieldFault(field, line if field else where, plain(problem or cure), plain(cure))
        case _:
            return FieldFault("", where, problem or cure, cure)


def _field(steps: Iterable[str | int]) -> str:
    """Return the field at a location, or the first one inside it."""
    name = ".".join(step for step in steps if isinstance(step, str))
    return next((each for each in FIELDS if name and (each == name or each.startswith(f"{name}."))), "")


def _index(value: Value, preview: Preview) -> int | None:
    """Return the number of the edited entry in its file; a new one is the last."""
    entries = value.get("entries") if isinstance(value, dict) else None
    if not isinstance(entries, list):
        return None
    if not isinstance(preview.edit, EditEntry):
        return len(entries) - 1
    edited = preview.edit.entry
    return next((n for n, each in enumerate(entries) if isinstance(each, dict) and each.get("id") == edited), None)


def _put(found: dict[str, Value], name: str, value: Value) -> None:
    *parents, last = name.split(".")
    for parent in parents:
        inner = found.setdefault(parent, {})
        assert isinstance(inner, dict), "a field is a mapping or a value"
        found = inner
    found[last] = value


def _value(name: str, text: str | list[str]) -> Value:
    """Return a list, a number or a date as such; what is none of them stays text, so that the check reports it."""
    if isinstance(text, list):
        return [*text]
    if name in LINES:
        return [line.strip() for line in text.splitlines() if line.strip()]
    try:
        if name in _DATES:
            return date.fromisoformat(text)
        if name in _NUMBERS:
            number = int(text) if text.lstrip("-").isdigit() else float(text)
            return number if math.isfinite(number) else text
    except ValueError:
        return text
    return text
