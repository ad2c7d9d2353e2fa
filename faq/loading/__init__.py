"""Loads a folder of YAML files as a `Faq`, or raises a `FaqError` with every fault as file:line:column.

yaml_document  a file -> values with their positions
schema         the shape of each file
validation     a document against its shape
references     checks across entries and files, with citations and red_flags; place is a value with its location
length         cards that do not fit a message
build          shapes -> the values of `faq.models`
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from faq.loading.build import Shapes, build
from faq.loading.length import too_long
from faq.loading.place import Place
from faq.loading.references import ContentDocuments, reference_faults
from faq.loading.schema import (
    ArticleFile,
    ChatterFile,
    EmergenciesFile,
    MatchingFile,
    SafetyFile,
    SourcesFile,
    TopicFile,
)
from faq.loading.validation import validate
from faq.loading.yaml_document import Document, FaqError, Fault, read_document
from faq.models import Faq

__all__ = ["PACKAGED", "FaqError", "Fault", "load"]

PACKAGED = Path(__file__).parent.parent / "content"
"""The content that ships with the package."""

_REQUIRED = ("article", "sources", "matching", "chatter", "safety")
_EMERGENCIES = "emergencies"  # optional: without it, only the rules find red flags


def load(folder: Path = PACKAGED) -> Faq:
    """Load a content folder.

    Raises:
        FaqError: with all faults of all files.

    """
    required = {name: read_document(folder / f"{name}.yaml", f"{name}.yaml") for name in _REQUIRED}
    emergencies = _emergencies(folder)
    topics = _topics(folder, required["article"])
    shapes = Shapes(
        article=validate(required["article"], ArticleFile),
        sources=validate(required["sources"], SourcesFile),
        matching=validate(required["matching"], MatchingFile),
        chatter=validate(required["chatter"], ChatterFile),
        safety=validate(required["safety"], SafetyFile),
        emergencies=validate(emergencies, EmergenciesFile),
        topics=tuple(validate(topic, TopicFile) for topic in topics),
    )
    content = _content(required, emergencies, topics)
    faults = [fault for document in (*required.values(), emergencies, *topics) for fault in document.faults]
    faults += [*_misnamed(folder), *reference_faults(content), *too_long(shapes, content)]
    if faults:
        raise FaqError(faults)
    return build(shapes)


def _emergencies(folder: Path) -> Document:
    file = folder / f"{_EMERGENCIES}.yaml"
    return read_document(file, file.name) if file.exists() else Document(file.name, {})


def _topics(folder: Path, article: Document) -> list[Document]:
    """Read the topic files in the order of article.yaml; report files that it does not list, or that are missing."""
    whole = Place(article, article.value)
    existing = {path.stem for path in folder.glob("*.yaml") if not path.name.startswith(".")} - {
        *_REQUIRED,
        _EMERGENCIES,
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
    for path in folder.glob("[!.]*"):
        if path.suffix.casefold() in {".yml", ".yaml"} and path.suffix != ".yaml":
            yield Fault(path.name, 1, 1, "is not read, because its name does not end in .yaml", "rename it")


def _content(required: dict[str, Document], emergencies: Document, topics: list[Document]) -> ContentDocuments:
    whole = {name: Place(document, document.value) for name, document in required.items()}
    return ContentDocuments(
        article=whole["article"],
        sources=whole["sources"],
        safety=whole["safety"],
        matching=whole["matching"],
        emergencies=Place(emergencies, emergencies.value),
        topics=tuple(Place(document, document.value) for document in topics),
    )
