"""A YAML folder -> Faq, or FaqError with every fault as file:line:column. Nothing else reads the content.

document    a file as values, each with its place (hostile YAML ends here)
schema      the shape of each file
validation  a document held against its shape
crossing    what no single entry can know
build       shapes -> the frozen values of `faq.entry`
"""

from __future__ import annotations

from pathlib import Path

from faq.card import entry_card, plain
from faq.entry import Faq
from faq.loading.build import Shapes, build
from faq.loading.crossing import Content, Place, crossing
from faq.loading.document import Document, FaqError, Fault, read
from faq.loading.schema import ArticleFile, ChatterFile, MatchingFile, SafetyFile, SourcesFile, TopicFile
from faq.loading.validation import validated

__all__ = ["LONGEST_MESSAGE", "PACKAGED", "FaqError", "Fault", "load"]

PACKAGED = Path(__file__).parent.parent / "content"
"""The content that ships with the package."""
LONGEST_MESSAGE = 4096
"""UTF-16 code units of a Telegram message, counted after its markup is taken out."""

_NAMED = ("article", "sources", "matching", "chatter", "safety")


def load(folder: Path = PACKAGED) -> Faq:
    """Load a content folder.

    Raises:
        FaqError: with every fault of every file, each with its place and its cure.

    """
    named = {name: read(folder / f"{name}.yaml", f"{name}.yaml") for name in _NAMED}
    topics = _topics(folder, named["article"])
    shapes = Shapes(
        article=validated(named["article"], ArticleFile),
        sources=validated(named["sources"], SourcesFile),
        matching=validated(named["matching"], MatchingFile),
        chatter=validated(named["chatter"], ChatterFile),
        safety=validated(named["safety"], SafetyFile),
        topics=tuple(validated(topic, TopicFile) for topic in topics),
    )
    documents = [*named.values(), *topics]
    faults = [fault for document in documents for fault in document.faults]
    faults += crossing(_content(named, topics))
    if faults:
        raise FaqError(faults)
    faq = build(shapes)
    if too_long := list(_too_long(faq, topics)):
        raise FaqError(too_long)
    return faq


def _topics(folder: Path, article: Document) -> list[Document]:
    """The topic files in the order that article.yaml gives; a file it does not name, or lacks, is a fault."""
    ordered = [place for place in Place(article, article.value).at("topics").each() if place.text]
    there = {path.stem for path in folder.glob("*.yaml")} - set(_NAMED)
    for place in ordered:
        if place.text not in there:
            article.faults.append(place.fault(f"there is no file {place.text}.yaml", "add it, or remove this line"))
    for stray in sorted(there - {place.text for place in ordered}):
        what = f"the file {stray}.yaml is not among `topics`"
        article.faults.append(article.fault(("topics",), what, "add it in the order in which topics are shown"))
    names = dict.fromkeys([*(place.text for place in ordered if place.text in there), *sorted(there)])
    return [read(folder / f"{name}.yaml", f"{name}.yaml") for name in names]


def _content(named: dict[str, Document], topics: list[Document]) -> Content:
    whole = {name: Place(document, document.value) for name, document in named.items()}
    return Content(
        article=whole["article"],
        sources=whole["sources"],
        safety=whole["safety"],
        matching=whole["matching"],
        topics=tuple(Place(document, document.value) for document in topics),
    )


def _too_long(faq: Faq, topics: list[Document]) -> list[Fault]:
    """Entries whose whole card would not fit a message. Needs the built FAQ, so it comes last."""
    places = [entry for topic in topics for entry in Place(topic, topic.value).at("entries").each()]
    lengths = [len(plain(entry_card(entry, faq)).encode("utf-16-le")) // 2 for entry in faq.entries]
    return [
        place.at("answer").fault(f"rendered it has {length:,} characters, a message {LONGEST_MESSAGE:,}", "shorten it")
        for place, length in zip(places, lengths, strict=True)
        if length > LONGEST_MESSAGE
    ]
