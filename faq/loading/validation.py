"""Validates a document against its shape: each pydantic error becomes a fault in plain words."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from faq.loading.schema import MAX_ID_LENGTH, known_keys
from faq.loading.yaml_document import Document, Fault, Location, Value

Shape = TypeVar("Shape", bound=BaseModel)

_ID_CURE = f"use at most {MAX_ID_LENGTH} of a-z and 0-9, with single hyphens between"
_EXPECTED = {
    "string_type": "text is",
    "list_type": "a list is",
    "dict_type": "keys and values are",
    "model_type": "keys and values are",
    "int_type": "a whole number is",
    "float_type": "a number is",
    "bool_type": "true or false is",
    "date_type": "a date such as 2026-11-22 is",
}


def validate(document: Document, shape: type[Shape]) -> Shape | None:
    """Return the document as its shape, or None after adding the faults to the document."""
    if document.value is None and document.faults:
        return None
    try:
        return shape.model_validate(document.value)
    except ValidationError as error:
        document.faults.extend(_fault(document, shape, detail) for detail in error.errors(include_url=False))
        return None


def _fault(document: Document, shape: type[BaseModel], error: ErrorDetails) -> Fault:
    location = _known(document, error["loc"])
    name = f"`{location[-1]}`" if location and isinstance(location[-1], str) else "this"
    problem, cure = _problem(error, shape)
    at_key = error["type"] == "extra_forbidden" or error["loc"][-1:] == ("[key]",)
    return document.fault(location, problem if error["type"] == "missing" else f"{name} {problem}", cure, at_key=at_key)


def _problem(error: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    """Return the problem with a value, and the cure."""
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"`{error['loc'][-1]}` is missing", f"add `{error['loc'][-1]}:` here"
        case "extra_forbidden":
            return "is not a known key", _nearest(error, shape)
        case "string_too_short":
            return "is empty", "write text"
        case "too_short":
            return "is empty", "add at least one"
        case "string_too_long":
            return f"is longer than {context['max_length']} characters", "shorten it"
        case "string_pattern_mismatch":
            return f"is not a valid id: {_shown(error['input'])}", _ID_CURE
        case "string_unicode":
            return "contains half a character", "delete it"
        case "greater_than_equal":
            return f"must be at least {context['ge']:g}", "correct it"
        case "less_than_equal":
            return f"must be at most {context['le']:g}", "correct it"
        case "literal_error":
            return f"is {_shown(error['input'])}, but {context['expected']} is expected", "choose one of them"
        case kind if kind in _EXPECTED:
            return _wrong_type(error["input"], _EXPECTED[kind])
        case _:
            return error["msg"].removeprefix("Value error, "), "correct it"


def _wrong_type(value: Value, expected: str) -> tuple[str, str]:
    """Report a value of another type; quotes make it text where YAML read something else."""
    cure = f"write {expected.rpartition(' ')[0]}"
    if expected.startswith("text"):
        if value is None:
            return "is empty", cure
        if not isinstance(value, (list, dict)):
            cure = "put it in quotes"
    return f"is {_kind(value)}, but {expected} expected", cure


def _known(document: Document, location: Location) -> Location:
    """Return the part of a pydantic location that is in the file: pydantic adds steps for unions and keys."""
    known: Location = ()
    for step in location:
        if (*known, step) in document.places:
            known = (*known, step)
    return known


def _nearest(error: ErrorDetails, shape: type[BaseModel]) -> str:
    *parents, key = error["loc"]
    nearest = process.extractOne(str(key), known_keys(shape, tuple(parents)), scorer=fuzz.ratio, score_cutoff=70)
    return f"did you mean `{nearest[0]}`?" if nearest else "remove it"


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
