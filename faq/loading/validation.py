"""A document held against its shape: every pydantic error becomes a fault in the curator's words.

Knows how pydantic reports; knows no file by name.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from faq.loading.document import Document, Fault, Location, Value
from faq.loading.schema import LONGEST_ID, known_keys

Shape = TypeVar("Shape", bound=BaseModel)

_ID_CURE = f"write at most {LONGEST_ID} of a-z and 0-9, with single hyphens between"
_WANTED = {
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-11-22",
}


def validated(document: Document, shape: type[Shape]) -> Shape | None:
    """The document as its shape, or None with the faults added to the document."""
    if document.value is None and document.faults:
        return None
    try:
        return shape.model_validate(document.value)
    except ValidationError as error:
        document.faults.extend(_fault(document, detail) for detail in error.errors(include_url=False))
        return None


def _fault(document: Document, error: ErrorDetails) -> Fault:
    location = _known(document, error["loc"])
    name = f"`{location[-1]}`" if location and isinstance(location[-1], str) else "this"
    match error["type"]:
        case "missing":
            missing = error["loc"][-1]
            return document.fault(location, f"`{missing}` is missing", f"add `{missing}:` here")
        case "extra_forbidden":
            return document.fault(location, f"{name} is not a key that is known here", _nearest(error), at_key=True)
        case "string_type":
            return document.fault(
                location, f"{name} is {_kind(error['input'])} where text is wanted", "put it in quotes"
            )
        case "string_pattern_mismatch":
            return document.fault(location, f"{name} is no id: {_shown(error['input'])}", _ID_CURE)
        case "string_too_long":
            longest = error["ctx"]["max_length"]
            return document.fault(location, f"{name} is longer than {longest} characters", "shorten it")
        case kind if kind in _WANTED:
            what = f"{name} is {_kind(error['input'])} where {_WANTED[kind]} is wanted"
            return document.fault(location, what, f"write {_WANTED[kind]}")
        case _:
            reason = error["msg"].removeprefix("Value error, ").removeprefix("String ").removeprefix("List ")
            return document.fault(location, f"{name} {reason[:1].lower()}{reason[1:]}", "correct it")


def _known(document: Document, location: Location) -> Location:
    """The part of a pydantic location that stands in the file: pydantic adds names of its own to unions and keys."""
    known: Location = ()
    for step in location:
        if (*known, step) in document.places:
            known = (*known, step)
    return known


def _nearest(error: ErrorDetails) -> str:
    found = process.extractOne(str(error["loc"][-1]), known_keys(), score_cutoff=70)
    return f"did you mean `{found[0]}`?" if found else "remove it"


def _kind(value: Value) -> str:
    match value:
        case bool():
            return "read as yes or no"
        case int() | float():
            return "a number"
        case str():
            return f"the text {_shown(value)}"
        case None:
            return "empty"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return "a date"


def _shown(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= 60 else f"{text[:57]}…")
