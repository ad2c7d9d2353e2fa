"""A YAML folder -> Faq, or FaqError with every fault as file:line:column. Nothing else reads the content.

document    a file as values, each with its place (hostile YAML ends here)
schema      the shape of each file
validation  a document held against its shape
crossing    what no single entry can know; citations and red_flags are its larger parts
length      what would not fit a message
build       shapes -> the frozen values of `faq.models`
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from faq.loading.build import Shapes, build
from faq.loading.length import LONGEST_MESSAGE, too_long
from faq.loading.place import Place
from faq.loading.references import ContentDocuments, crossing
from faq.loading.schema import (
    ArticleFile,
    ChatterFile,
    EmergenciesFile,
    MatchingFile,
    SafetyFile,
    SourcesFile,
    TopicFile,
)
from faq.loading.validation import validated
from faq.loading.yaml_document import Document, FaqError, Fault, read
from faq.models import Faq

__all__ = ["LONGEST_MESSAGE", "PACKAGED", "FaqError", "Fault", "load"]

PACKAGED = Path(__file__).parent.parent / "content"
"""The content that ships with the package."""

_NAMED = ("article", "sources", "matching", "chatter", "safety")

_EMERGENCIES = "emergencies"
"""The one file that may be missing: rules alone can tell red flags, only less well."""


def load(folder: Path = PACKAGED) -> Faq:
    """Load a content folder.

    Raises:
        FaqError: with every fault of every file, each with its place and its cure.

    """
    named = {name: read(folder / f"{name}.yaml", f"{name}.yaml") for name in _NAMED}
    emergencies = _emergencies(folder)
    topics = _topics(folder, named["article"])
    shapes = Shapes(
        article=validated(named["article"], ArticleFile),
        sources=validated(named["sources"], SourcesFile),
        matching=validated(named["matching"], MatchingFile),
        chatter=validated(named["chatter"], ChatterFile),
        safety=validated(named["safety"], SafetyFile),
        emergencies=validated(emergencies, EmergenciesFile),
        topics=tuple(validated(topic, TopicFile) for topic in topics),
    )
    content = _content(named, emergencies, topics)
    faults = [fault for document in (*named.values(), emergencies, *topics) for fault in document.faults]
    faults += [*_misnamed(folder), *crossing(content), *too_long(shapes, content)]
    if faults:
        raise FaqError(faults)
    return build(shapes)


def _emergencies(folder: Path) -> Document:
    file = folder / f"{_EMERGENCIES}.yaml"
    return read(file, file.name) if file.exists() else Document(file.name, {})


def _topics(folder: Path, article: Document) -> list[Document]:
    """The topic files in the order that article.yaml gives; a file it does not name, or lacks, is a fault."""
    whole = Place(article, article.value)
    there = {path.stem for path in folder.glob("*.yaml") if not path.name.startswith(".")} - {*_NAMED, _EMERGENCIES}
    ordered: dict[str, Document] = {}
    for place in whole.at("topics").each():
        name, file = place.text, f"{place.text}.yaml"
        if name in ordered:
            article.faults.append(place.fault(f"`{name}` stands here twice", "keep one of them"))
        elif name in there:
            ordered[name] = read(folder / file, file)
        elif name:
            fault = place.fault(f"there is no file {file}", "add it, or remove this line")
            ordered[name] = Document(file, faults=[fault])
    for stray in sorted(there - ordered.keys()):
        if whole.texts("topics"):
            what = f"the file {stray}.yaml is not among `topics`"
            article.faults.append(article.fault(("topics",), what, "add it in the order in which topics are shown"))
        ordered[stray] = read(folder / f"{stray}.yaml", f"{stray}.yaml")
    return list(ordered.values())


def _misnamed(folder: Path) -> Iterator[Fault]:
    """Files that a curator takes for content, and that would silently not be read."""
    for path in folder.glob("[!.]*"):
        if path.suffix.casefold() in {".yml", ".yaml"} and path.suffix != ".yaml":
            yield Fault(path.name, 1, 1, "is not read: its name does not end in .yaml", "rename it")


def _content(named: dict[str, Document], emergencies: Document, topics: list[Document]) -> ContentDocuments:
    whole = {name: Place(document, document.value) for name, document in named.items()}
    return ContentDocuments(
        article=whole["article"],
        sources=whole["sources"],
        safety=whole["safety"],
        matching=whole["matching"],
        emergencies=Place(emergencies, emergencies.value),
        topics=tuple(Place(document, document.value) for document in topics),
    )
