"""Loads a folder of YAML files as a `Faq`, or raises a `FaqError` with every fault as file:line:column.

yaml_document  a file -> values with their positions
schema         the shape of each file
validation     a document against its shape
references     checks across entries and files, with citations, red_flags, helplines; place is a value with its location
languages      one file each, in a folder of their own
length         cards that do not fit a message
build          shapes -> the values of `faq.models`
fallback       what the packaged content lends to a FAQ that has none of its own
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from faq.loading.build import Shapes, build
from faq.loading.fallback import with_packaged
from faq.loading.helplines import expired
from faq.loading.languages import FOLDER as LANGUAGES
from faq.loading.languages import read_languages
from faq.loading.length import too_long
from faq.loading.place import Place
from faq.loading.references import ContentDocuments, reference_faults
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
    TopicFile,
    WordsFile,
)
from faq.loading.validation import Shape, validate
from faq.loading.yaml_document import Document, FaqError, Fault, Value, read_document
from faq.models import Faq

__all__ = ["PACKAGED", "FaqError", "Fault", "load"]

PACKAGED = Path(__file__).parent.parent / "content"
"""The content that ships with the package."""

_REQUIRED = "faq"
_MISSING: dict[str, Value] = {}
"""The value of a file that is not there, told from an empty file by its identity."""
_OPTIONAL = (
    "words", "sources", "matching", "chatter", "safety", "emergencies", "replies", "helplines", "support",
)  # fmt: skip


def load(folder: Path = PACKAGED, today: date | None = None) -> Faq:
    """Load a content folder; given a date, helplines that were reviewed too long before it are faults.

    Raises:
        FaqError: with all faults of all files.

    """
    whole = read_document(folder / f"{_REQUIRED}.yaml", f"{_REQUIRED}.yaml")
    files = {name: _optional(folder, name) for name in _OPTIONAL}
    if files["replies"].value is _MISSING and Place(files["safety"], files["safety"].value).at("rules").value:
        files["replies"] = read_document(folder / "replies.yaml", "replies.yaml")  # says that it is missing
    languages = read_languages(folder)
    topics = _topics(folder, whole)
    shapes = Shapes(
        faq=validate(whole, FaqFile),
        words=_validated(files["words"], WordsFile),
        sources=_validated(files["sources"], SourcesFile),
        matching=_validated(files["matching"], MatchingFile),
        chatter=_validated(files["chatter"], ChatterFile),
        safety=_validated(files["safety"], SafetyFile),
        emergencies=_validated(files["emergencies"], EmergenciesFile),
        replies=_validated(files["replies"], RepliesFile),
        helplines=_validated(files["helplines"], HelplinesFile),
        support=_validated(files["support"], SupportFile),
        topics=tuple(validate(topic, TopicFile) for topic in topics),
        languages={code: validate(document, LanguageFile) for code, document in languages.items()},
    )
    content = _content(files | {_REQUIRED: whole}, topics, languages)
    documents = (whole, *files.values(), *topics, *languages.values())
    faults = [fault for document in documents for fault in document.faults]
    faults += [*_misnamed(folder), *reference_faults(content), *too_long(shapes, content)]
    faults += expired(content.helplines, today) if today else ()
    if faults:
        raise FaqError(faults)
    missing = frozenset(name for name, document in files.items() if document.value is _MISSING)
    return with_packaged(build(shapes), missing, load)


def _optional(folder: Path, name: str) -> Document:
    file = folder / f"{name}.yaml"
    return read_document(file, file.name) if file.exists() else Document(file.name, _MISSING)


def _validated(document: Document, shape: type[Shape]) -> Shape | None:
    """Return an optional file as its shape; None if it is missing or has a fault."""
    return None if document.value is _MISSING else validate(document, shape)


def _topics(folder: Path, faq: Document) -> list[Document]:
    """Read the topic files in the order of faq.yaml; report files that it does not list, or that are missing."""
    whole = Place(faq, faq.value)
    existing = {path.stem for path in folder.glob("*.yaml") if not path.name.startswith(".")} - {
        _REQUIRED,
        *_OPTIONAL,
    }
    ordered: dict[str, Document] = {}
    for place in whole.at("topics").each():
        name, file = place.text, f"{place.text}.yaml"
        if name in ordered:
            faq.faults.append(place.fault(f"`{name}` is listed twice", "remove one of them"))
        elif name in existing:
            ordered[name] = read_document(folder / file, file)
        elif name:
            fault = place.fault(f"there is no file {file}", "add it, or remove this line")
            ordered[name] = Document(file, faults=[fault])
    for unlisted in sorted(existing - ordered.keys()):
        if whole.texts("topics"):
            problem = f"the file {unlisted}.yaml is not listed in `topics`"
            faq.faults.append(faq.fault(("topics",), problem, "add it in the order in which topics are shown"))
        ordered[unlisted] = read_document(folder / f"{unlisted}.yaml", f"{unlisted}.yaml")
    return list(ordered.values())


def _misnamed(folder: Path) -> Iterator[Fault]:
    """Yield faults for files that look like content and would silently not be read."""
    for path in (*folder.glob("[!.]*"), *(folder / LANGUAGES).glob("[!.]*")):
        if path.suffix.casefold() in {".yml", ".yaml"} and path.suffix != ".yaml":
            yield Fault(
                str(path.relative_to(folder)), 1, 1, "is not read, because its name does not end in .yaml", "rename it"
            )


def _content(
    documents: dict[str, Document], topics: list[Document], languages: dict[str, Document]
) -> ContentDocuments:
    whole = {name: Place(document, document.value) for name, document in documents.items()}
    return ContentDocuments(
        faq=whole[_REQUIRED],
        sources=whole["sources"],
        safety=whole["safety"],
        matching=whole["matching"],
        emergencies=whole["emergencies"],
        replies=whole["replies"],
        helplines=whole["helplines"],
        topics=tuple(Place(document, document.value) for document in topics),
        languages=tuple(Place(document, document.value) for document in languages.values()),
    )
