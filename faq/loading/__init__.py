"""Loads a folder of YAML files as a `Faq`, or raises a `FaqError` with every fault as file:line:column.

yaml_document  a file -> values with their positions; invisible names the characters that nobody sees
schema         the shape of each file
validation     a document against its shape
references     checks across entries and files, with citations, red_flags, helplines; place is a value with its location
languages      one file each, in a folder of their own
length         cards that do not fit a message
build          shapes -> the values of `faq.models`
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from faq.loading.build import Shapes, build
from faq.loading.helplines import expired
from faq.loading.languages import FOLDER as LANGUAGES
from faq.loading.languages import read_languages
from faq.loading.length import too_long
from faq.loading.place import Place
from faq.loading.references import ContentDocuments, reference_faults
from faq.loading.schema import (
    ArticleFile,
    ChatterFile,
    EmergenciesFile,
    HelplinesFile,
    LanguageFile,
    MatchingFile,
    RepliesFile,
    SafetyFile,
    SourcesFile,
    SupportFile,
    TopicFile,
)
from faq.loading.validation import Shape, validate
from faq.loading.yaml_document import Document, FaqError, Fault, Value, read_document
from faq.models import Faq

__all__ = ["PACKAGED", "FaqError", "Fault", "load"]

PACKAGED = Path(__file__).parent.parent / "content"
"""The content that ships with the package."""

_REQUIRED = ("article", "sources", "matching", "chatter", "safety")
_MISSING: dict[str, Value] = {}
"""The value of a file that is not there, told from an empty file by its identity."""
_OPTIONAL = ("emergencies", "replies", "helplines", "support")


def load(folder: Path = PACKAGED, today: date | None = None) -> Faq:
    """Load a content folder; given a date, helplines that were reviewed too long before it are faults.

    Raises:
        FaqError: with all faults of all files.

    """
    required = {name: read_document(folder / f"{name}.yaml", f"{name}.yaml") for name in _REQUIRED}
    optional = {name: _optional(folder, name, required["safety"]) for name in _OPTIONAL}
    languages = read_languages(folder)
    topics = _topics(folder, required["article"])
    shapes = Shapes(
        article=validate(required["article"], ArticleFile),
        sources=validate(required["sources"], SourcesFile),
        matching=validate(required["matching"], MatchingFile),
        chatter=validate(required["chatter"], ChatterFile),
        safety=validate(required["safety"], SafetyFile),
        emergencies=validate(optional["emergencies"], EmergenciesFile),
        replies=_validated(optional["replies"], RepliesFile),
        helplines=_validated(optional["helplines"], HelplinesFile),
        support=_validated(optional["support"], SupportFile),
        topics=tuple(validate(topic, TopicFile) for topic in topics),
        languages={code: validate(document, LanguageFile) for code, document in languages.items()},
    )
    content = _content(required | optional, topics, languages)
    documents = (*required.values(), *optional.values(), *topics, *languages.values())
    faults = [fault for document in documents for fault in document.faults]
    faults += [*_misnamed(folder), *reference_faults(content), *too_long(shapes, content)]
    faults += expired(content.helplines, today) if today else ()
    if faults:
        raise FaqError(faults)
    return build(shapes)


def _optional(folder: Path, name: str, safety: Document) -> Document:
    """Read a file that may be missing; replies.yaml only where there are no rules."""
    file = folder / f"{name}.yaml"
    needed = name == "replies" and Place(safety, safety.value).at("rules").value
    return read_document(file, file.name) if needed or file.exists() else Document(file.name, _MISSING)


def _validated(document: Document, shape: type[Shape]) -> Shape | None:
    """Return an optional file as its shape; None if it is missing or has a fault."""
    return None if document.value is _MISSING else validate(document, shape)


def _topics(folder: Path, article: Document) -> list[Document]:
    """Read the topic files in the order of article.yaml; report files that it does not list, or that are missing."""
    whole = Place(article, article.value)
    existing = {path.stem for path in folder.glob("*.yaml") if not path.name.startswith(".")} - {
        *_REQUIRED,
        *_OPTIONAL,
    }
    ordered: dict[str, Document] = {}
    for place in whole.at("topics").each():
        name, file = place.text, f"{place.text}.yaml"
        if name in ordered:
            article.faults.append(place.fault(f"`{name}` is listed twice", "remove one of them"))
        elif name in existing:
            ordered[name] = read_document(folder / file, file)
        elif name:
            fault = place.fault(f"there is no file {file}", "add it, or remove this line")
            ordered[name] = Document(file, faults=[fault])
    for unlisted in sorted(existing - ordered.keys()):
        if whole.texts("topics"):
            problem = f"the file {unlisted}.yaml is not listed in `topics`"
            article.faults.append(article.fault(("topics",), problem, "add it in the order in which topics are shown"))
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
        article=whole["article"],
        sources=whole["sources"],
        safety=whole["safety"],
        matching=whole["matching"],
        emergencies=whole["emergencies"],
        replies=whole["replies"],
        helplines=whole["helplines"],
        topics=tuple(Place(document, document.value) for document in topics),
        languages=tuple(Place(document, document.value) for document in languages.values()),
    )
