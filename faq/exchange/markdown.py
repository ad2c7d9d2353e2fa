"""Reads a FAQ from Markdown: `# topic`, `## question`, and below it the answer.

Lines of their own are `Source: …`, `Reviewed: 2026-11-22`, and `Phrasings:` with a list below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from faq.exchange.entries import Draft, Drafts, as_date, present
from faq.exchange.html_text import plain_text
from faq.exchange.sources import Gathered
from faq.exchange.text_file import MAX_TEXT, ExchangeError
from faq.loading.yaml_document import Value

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])[ \t]+(.*)")
_SOURCE = re.compile(r"\s*(?:\*\*|__)?sources?:(?:\*\*|__)?[ \t]*(.*)", re.IGNORECASE)
_REVIEWED = re.compile(r"\s*(?:\*\*|__)?reviewed:(?:\*\*|__)?[ \t]*(.*)", re.IGNORECASE)
_PHRASINGS = re.compile(r"\s*(?:\*\*|__)?phrasings?:(?:\*\*|__)?[ \t]*", re.IGNORECASE)


@dataclass(slots=True)
class _Section:
    """The lines below a question, sorted as they are read."""

    where: str
    topic: str
    question: str
    lines: list[str] = field(default_factory=list)
    phrasings: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    reviewed: str = ""
    listing: bool = False
    """Whether the items that follow are phrasings."""

    def add(self, line: str) -> None:
        """Add a line that is no heading."""
        item = _ITEM.fullmatch(line)
        if self.listing and item:
            self.phrasings.append(item[1].strip())
        elif _PHRASINGS.fullmatch(line):
            self.listing = True
        elif source := _SOURCE.fullmatch(line):
            self.sources.append(source[1].strip())
        elif reviewed := _REVIEWED.fullmatch(line):
            self.reviewed = reviewed[1].strip()
        else:
            self.listing = self.listing and not line.strip()
            self.lines.append(line)

    @property
    def answer(self) -> str:
        return plain_text("\n".join(_paragraphs(self.lines))).strip()


def read_markdown(content: str, name: str, topic: str) -> Drafts:
    """Read Markdown.

    Raises:
        ExchangeError: with every line that cannot be taken.

    """
    sections, faults = _sections(content, name, topic)
    sources = Gathered("source")
    if not sections and not faults:
        faults = [f"{name}: has no question; begin one with `## `"]
    faults += [fault for section in sections for fault in _faults(section)]
    entries = tuple(_draft(section, sources) for section in sections)
    if faults := [*faults, *sources.faults]:
        raise ExchangeError(faults)
    return Drafts(entries, sources.values)


def _sections(content: str, name: str, topic: str) -> tuple[list[_Section], list[str]]:
    sections: list[_Section] = []
    current: _Section | None = None
    faults: list[str] = []
    fence = ""
    for number, line in enumerate(content.replace("\r\n", "\n").split("\n"), 1):
        fence = _fence(line, fence)
        heading = None if fence else _HEADING.fullmatch(line)
        if heading and len(heading[1]) == 1:
            topic, current = heading[2] or topic, None
        elif heading and len(heading[1]) == 2:
            current = _Section(f"{name}:{number}", topic, plain_text(heading[2] or "").strip())
            sections.append(current)
        elif current:
            current.add(heading[2] or "" if heading else line)
        elif line.strip():
            cure = "put it below a `## question`, or delete it"
            faults.append(f"{name}:{number}: this text belongs to no question; {cure}")
    if fence:
        faults.append(f"{name}: the code that begins with {fence} has no end; write {fence} below its last line")
    return sections, faults


def _fence(line: str, fence: str) -> str:
    """Return the fence that code is in after a line; empty outside of code."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match[1]
    return "" if match[1].startswith(fence) else fence


def _faults(section: _Section) -> list[str]:
    faults = []
    if not section.question:
        faults.append(f"{section.where}: the heading is empty; write the question behind `## `")
    if sum(map(len, section.lines)) > MAX_TEXT:
        faults.append(f"{section.where}: the answer has more than {MAX_TEXT:,} characters; shorten it")
    elif not section.answer:
        faults.append(f"{section.where}: the question has no answer; write it below, or delete the question")
    return faults


def _draft(section: _Section, sources: Gathered) -> Draft:
    pages = [sources.add_page(written, section.where) for written in section.sources]
    fields = present(
        question=section.question,
        phrasings=list[Value](section.phrasings),
        answer=section.answer,
        refer=list[Value](dict.fromkeys(page for page in pages if page)),
        reviewed=present(on=as_date(section.reviewed)),
    )
    return Draft(section.where, section.topic, fields)


def _paragraphs(lines: list[str]) -> list[str]:
    """Return the paragraphs, each as one line; an item of a list is one too."""
    found: list[str] = []
    joined = False
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item:
            found.append(f"• {item[1].strip()}")
        elif joined and line.strip():
            found[-1] += f" {line.strip()}"
        elif line.strip():
            found.append(line.strip())
        joined = bool(line.strip())
    return found
