"""Checks of the basis of each answer: sections, references and sources exist and state every number quoted.

Works on places; skips checks that depend on an invalid value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from faq.loading.place import Place
from faq.loading.yaml_document import Fault
from faq.text import numbers, sentences

_CURE = "tell a figure as its source does, in a sentence of its own, or remove it"


def basis_faults(entries: Iterable[Place], article: Place) -> Iterator[Fault]:
    """Yield faults in the basis of each entry: the article, or pages elsewhere."""
    sections, has_article = _sections(article), article.at("article").value is not None
    for entry in entries:
        if not isinstance(entry.value, dict):
            continue
        cites, refer, note = (entry.at(key) for key in ("cites", "refer", "note"))
        if has_article and (cites.value is None) == (refer.value is None):
            yield entry.fault("an entry either cites the article or refers elsewhere", "give it `cites:` or `refer:`")
        if not has_article and not article.document.faults and cites.value is not None:
            yield cites.fault("there is no article to cite", "add `article:` to faq.yaml, or name pages by `refer:`")
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
        if source.text and source.text not in known and not pages.document.faults:
            yield source.fault(f"unknown source `{source.text}`", "add it to sources.yaml, or correct the name")


def figure_faults(entries: Iterable[Place], replies: Place, article: Place, pages: Place) -> Iterator[Fault]:
    """Yield faults for sentences whose numbers are not those of one figure of a cited source.

    A number without what it counts misleads: "3.8 points, 428 people" joins a result to people who were never counted.
    """
    sections = _sections(article)
    known = {page.name: page for page in pages.at("sources").named()}
    for entry in entries:
        section, note = entry.at("cites").at("section").text, entry.at("note")
        cited = [sections.get(section)] if section else [known.get(name) for name in entry.texts("refer") or ()]
        yield from _unstated(entry.at("answer"), cited)
        yield from _unstated(entry.at("more"), cited)
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


def _unstated(text: Place, cited: list[Place | None]) -> Iterator[Fault]:
    """Yield a fault for each sentence with numbers that no one figure has; none if a source or a figure is invalid."""
    stated = [_figures(page) if page else None for page in cited]
    if not stated or None in stated:
        return
    figures = [figure for page in stated for figure in page or ()]
    for sentence in sentences(text.text):
        told = dict.fromkeys(numbers(sentence))
        if not any(figure.issuperset(told) for figure in (frozenset(), *figures)):
            which = "the number" if len(told) == 1 else "the numbers"
            problem = f"{which} {', '.join(told)} of one sentence are in no one figure of the cited sources"
            yield text.fault(problem.replace("are in", "is in") if len(told) == 1 else problem, _CURE)


def _figures(page: Place) -> list[frozenset[str]] | None:
    """Return the numbers of each figure of a source; None if one is invalid."""
    if not isinstance(page.value, dict):
        return None
    figures = list(page.at("figures").each())
    if not all(figure.at("value").text and figure.at("of").text for figure in figures):
        return None
    told = (" ".join(figure.at(key).text for key in ("value", "of", "among", "under")) for figure in figures)
    return [frozenset(numbers(each)) for each in told]
