"""Reads the files of a content folder as documents; the names of the files are here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from faq.loading.languages import read_languages
from faq.loading.place import Place
from faq.loading.references import ContentDocuments
from faq.loading.yaml_document import Document, Fault, Value, read_document
from faq.memory import uncollected
from faq.paths import LANGUAGES, WHOLE

OPTIONAL = (
    "words", "sources", "matching", "chatter", "talk", "safety", "emergencies", "replies", "helplines", "support",
)  # fmt: skip
MISSING: dict[str, Value] = {}
"""The value of a file that is not there, told from an empty file by its identity."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The documents of a content folder."""

    files: dict[str, Document]
    """The files besides topics and languages, by name without `.yaml`."""
    topics: tuple[Document, ...]
    languages: dict[str, Document]
    misnamed: tuple[Fault, ...] = ()
    """Files that look like content and would silently not be read."""

    @property
    def faults(self) -> list[Fault]:
        documents = (*self.files.values(), *self.topics, *self.languages.values())
        return [*(fault for document in documents for fault in document.faults), *self.misnamed]

    def document(self, name: str) -> Document | None:
        """Return the document of a file besides the languages, by its name with `.yaml`; None if there is none."""
        documents = (*self.files.values(), *self.topics)
        return next((each for each in documents if each.file == name and each.value is not MISSING), None)

    def with_document(self, document: Document) -> Folder:
        """Return the folder with a document in place of the one of that file, or besides the others."""
        stem = document.file.removesuffix(".yaml")
        if stem in self.files:
            return replace(self, files=self.files | {stem: document})
        return replace(self, topics=tuple(document if each.file == document.file else each for each in self.topics))

    @property
    def places(self) -> ContentDocuments:
        """Return the documents as places."""
        whole = {name: Place(document, document.value) for name, document in self.files.items()}
        return ContentDocuments(
            faq=whole[WHOLE],
            sources=whole["sources"],
            safety=whole["safety"],
            matching=whole["matching"],
            emergencies=whole["emergencies"],
            replies=whole["replies"],
            helplines=whole["helplines"],
            topics=tuple(Place(document, document.value) for document in self.topics),
            languages=tuple(Place(document, document.value) for document in self.languages.values()),
        )


@uncollected()
def read_folder(folder: Path) -> Folder:
    """Read every file of a folder. Faults are in the documents; nothing is raised."""
    whole = _file(folder, WHOLE)
    files = {WHOLE: whole} | {name: _optional(folder, name) for name in OPTIONAL}
    if files["replies"].value is MISSING and Place(files["safety"], files["safety"].value).at("rules").value:
        files["replies"] = _file(folder, "replies")  # says that it is missing: rules need replies
    return Folder(files, tuple(_topics(folder, whole)), read_languages(folder), tuple(_misnamed(folder)))


def _file(folder: Path, name: str) -> Document:
    return read_document(folder / f"{name}.yaml", f"{name}.yaml")


def _optional(folder: Path, name: str) -> Document:
    return _file(folder, name) if (folder / f"{name}.yaml").exists() else Document(f"{name}.yaml", MISSING)


def _topics(folder: Path, faq: Document) -> list[Document]:
    """Read the topic files in the order of faq.yaml; report files that it does not list, or that are missing."""
    whole = Place(faq, faq.value)
    existing = {path.stem for path in folder.glob("*.yaml") if not path.name.startswith(".")} - {WHOLE, *OPTIONAL}
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
    for path in (*folder.glob("[!.]*"), *(folder / LANGUAGES).glob("[!.]*")):
        if path.suffix.casefold() in {".yml", ".yaml"} and path.suffix != ".yaml":
            yield Fault(
                str(path.relative_to(folder)), 1, 1, "is not read, because its name does not end in .yaml", "rename it"
            )
