"""Loads a folder of YAML files as a `Faq`, or raises a `FaqError` with every fault as file:line:column.

folder         the files of a folder, by their names
yaml_document  a file -> values with their positions; invisible names the characters that nobody sees
schema         the shape of each file
validation     a document against its shape
references     checks across entries and files, with citations, red_flags, helplines; place is a value with its location
dates          what was last looked at too long ago
languages      one file each, in a folder of their own
length         cards that do not fit a message
build          shapes -> the values of `faq.models`
fallback       what the packaged content lends to a FAQ that has none of its own
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from faq.loading.build import Shapes, build
from faq.loading.dates import date_faults
from faq.loading.fallback import with_packaged
from faq.loading.folder import MISSING, Folder, read_folder
from faq.loading.length import too_long
from faq.loading.references import reference_faults
from faq.loading.schema import (
    ChatterFile,
    EmergenciesFile,
    FaqFile,
    HelplinesFile,
    LanguageFile,
    MatchingFile,
    RepliesFile,
    SafetyFile,
    SourcesFile,
    SupportFile,
    TalkFile,
    TopicFile,
    WordsFile,
)
from faq.loading.validation import Shape, validate
from faq.loading.yaml_document import Document, FaqError, Fault
from faq.memory import uncollected
from faq.models import Faq
from faq.paths import PACKAGED, WHOLE

__all__ = ["PACKAGED", "FaqError", "Fault", "load", "validated"]


def load(folder: Path = PACKAGED, today: date | None = None) -> Faq:
    """Load a content folder; given a date, what was reviewed too long before it, or after it, is a fault.

    Raises:
        FaqError: with all faults of all files.

    """
    return validated(read_folder(folder), today)


@cache
def _packaged() -> Faq:
    return load()


@uncollected()
def validated(read: Folder, today: date | None = None) -> Faq:
    """Return the FAQ of a folder that was read; otherwise as `load`."""
    shapes, content = _shapes(read), read.places
    faults = [*read.faults, *reference_faults(content), *too_long(shapes, content)]
    faults += date_faults(content, today) if today else ()
    if faults:
        raise FaqError(faults)
    return with_packaged(build(shapes), _missing(read), _packaged)


def _missing(read: Folder) -> frozenset[str]:
    """Return the files that the packaged content stands in for; chatter.yaml too if it has other messages only."""
    missing = {name for name, document in read.files.items() if document.value is MISSING}
    chatter = read.files["chatter"].value
    lent = {"chatter"} if isinstance(chatter, dict) and "chatter" not in chatter else set()
    return frozenset(missing | lent)


def _shapes(read: Folder) -> Shapes:
    """Validate each file; its faults are in the document."""
    files = read.files
    return Shapes(
        faq=validate(files[WHOLE], FaqFile),
        words=_optional(files["words"], WordsFile),
        sources=_optional(files["sources"], SourcesFile),
        matching=_optional(files["matching"], MatchingFile),
        chatter=_optional(files["chatter"], ChatterFile),
        talk=_optional(files["talk"], TalkFile),
        safety=_optional(files["safety"], SafetyFile),
        emergencies=_optional(files["emergencies"], EmergenciesFile),
        replies=_optional(files["replies"], RepliesFile),
        helplines=_optional(files["helplines"], HelplinesFile),
        support=_optional(files["support"], SupportFile),
        topics=tuple(validate(topic, TopicFile) for topic in read.topics),
        languages={code: validate(document, LanguageFile) for code, document in read.languages.items()},
    )


def _optional(document: Document, shape: type[Shape]) -> Shape | None:
    """Return an optional file as its shape; None if it is missing or has a fault."""
    return None if document.value is MISSING else validate(document, shape)
