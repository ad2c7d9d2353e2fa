"""Checks of the basis of each answer: sections, references and sources exist and state every number quoted.

Works on places; skips checks that depend on an invalid value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from faq.loading.place import Place
from faq.loading.yaml_document import Fault

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def basis_faults(entries: Iterable[Place], article: Place) -> Iterator[Fault]:
    """Yield faults in the basis of each entry: the article, or pages elsewhere."""
    sections = _sections(article)
    for entry in entries:
        if not isinstance(entry.value, dict):
            continue
        cites, refer, note = (entry.at(key) for key in ("cites", "refer", "note"))
        if (cites.value is None) == (refer.value is None):
            yield entry.fault("an entry either cites the article or refers elsewhere", "give it `cites:` or `refer:`")
        if refer.value is not None and note.value is not None:
            yield note.fault("a referral cannot have a note", "move its text into the answer")
        if sections:
            yield from _citation(cites, sections)


def source_faults(entries: Iterable[Place], replies: Place, pages: Place) -> Iterator[Fault]:
    """Yield faults for unknown sources of entries, notes and urgent replies."""
    known = {page.name for page in pages.at("sources").named()}
    lists = [named for entry in entries for named in (entry.at("refer"), entry.at("note").at("sources"))]
    lists += [reply.at("sources") for reply in replies.at("replies").each()]
    for source in (source for named in lists for source in named.each()):
        if known and source.text and source.text not in known:
            yield source.fault(f"unknown source `{source.text}`", "add it to sources.yaml, or correct the name")


def figure_faults(entries: Iterable[Place], replies: Place, article: Place, pages: Place) -> Iterator[Fault]:
    """Yield faults for numbers that the `figures` of no cited source list."""
    sections = _sections(article)
    known = {page.name: page for page in pages.at("sources").named()}
    for entry in entries:
        section, note = entry.at("cites").at("section").text, entry.at("note")
        refer = [known.get(name) for name in entry.texts("refer") or ()]
        yield from _unstated(entry.at("answer"), [sections.get(section)] if section else refer)
        yield from _unstated(note.at("text"), [known.get(name) for name in note.texts("sources") or ()])
    for reply in replies.at("replies").each():
        cited = [known.get(name) for name in reply.texts("sources") or ()]
        for form in (reply.at("you"), reply.at("them")):
            for text in (form.at("heading"), *form.at("paragraphs").each()):
                yield from _unstated(text, cited)


def _sections(article: Place) -> dict[str, Place]:
    """The sections by name; none if one is invalid."""
    sections = {section.at("name").text: section for section in article.at("article").at("sections").each()}
    return {} if "" in sections else sections


def _citation(cites: Place, sections: Mapping[str, Place]) -> Iterator[Fault]:
    section, reference = cites.at("section"), cites.at("reference")
    if section.text and section.text not in sections:
        yield section.fault(f"the article has no section `{section.text}`", f"name one of: {'; '.join(sections)}")
    elif section.text and type(reference.value) is int:  # not a bool, which is an int to Python
        numbers = _references(sections[section.text])
        if numbers is not None and reference.value not in numbers:
            known = ", ".join(map(str, numbers))
            cure = f"it has {known}" if known else "it has none: leave `reference` out"
            yield reference.fault(f"section `{section.text}` has no reference {reference.value}", cure)


def _references(section: Place) -> list[int] | None:
    """The reference numbers of a section; None if one is invalid."""
    if not isinstance(section.value, dict) or "references" not in section.value:
        return []
    listed = section.value["references"]
    numbers = [number for number in listed if type(number) is int] if isinstance(listed, list) else None
    return numbers if numbers is not None and numbers == listed else None


def _unstated(place: Place, cited: list[Place | None]) -> Iterator[Fault]:
    stated = [page.texts("figures") if page else None for page in cited]
    if not stated or None in stated:
        return
    listed = {figure for figures in stated for figure in figures or ()}
    for number in dict.fromkeys(_NUMBER.findall(place.text.replace(",", ""))):
        if number not in listed:
            cure = "remove it, or cite a source whose `figures` list it"
            yield place.fault(f"the number {number} is in none of the cited sources", cure)
