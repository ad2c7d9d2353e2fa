"""A FAQ as schema.org FAQPage in JSON-LD. Fields that schema.org lacks are under the key `legwise`, a JSON literal."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from faq.card import paragraphs
from faq.exchange.entries import (
    Draft,
    Drafts,
    Fields,
    all_sources,
    all_tests,
    article_fields,
    as_date,
    entry_fields,
    lab_test_fields,
    source_fields,
)
from faq.exchange.html_text import escaped, plain_text
from faq.exchange.sources import Gathered
from faq.exchange.text_file import MAX_TEXT, ExchangeError
from faq.loading.yaml_document import MAX_DEPTH, Value
from faq.models import Entry, Faq, Source

OURS = "legwise"
_CONTEXT = ["https://schema.org", {OURS: {"@id": "urn:legwise:content", "@type": "@json"}}]
_SHOWN = ("question", "answer")
"""The fields that schema.org has a word for."""

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class _Item:
    """A question of the page and where it is."""

    where: str
    value: dict[str, Json]
    url: str


def json_text(faq: Faq) -> str:
    """Return a FAQ as JSON-LD, which may stand in a page's script as it is: no text of it can end the script."""
    sources = {name: source_fields(source) for name, source in all_sources(faq).items()}
    page = {
        "@context": _CONTEXT,
        "@type": "FAQPage",
        OURS: {
            "title": faq.title,
            "disclaimer": faq.disclaimer,
            "article": article_fields(faq.article),
            "sources": sources,
            "tests": {name: lab_test_fields(test) for name, test in all_tests(faq).items()},
        },
        "mainEntity": [_question(entry) for entry in faq.entries],
    }
    text = json.dumps(page, ensure_ascii=False, indent=2, default=date.isoformat)
    return text.replace("<", "\\u003c") + "\n"


def _question(entry: Entry) -> dict[str, object]:
    fields = {name: value for name, value in entry_fields(entry).items() if name != "question"}
    answer: dict[str, object] = {"@type": "Answer", "text": _html(entry.answer)}
    if entry.sources:
        answer["citation"] = [_page(source) for source in entry.sources]
    return {
        "@type": "Question",
        "name": escaped(entry.question),
        "acceptedAnswer": answer,
        OURS: {"topic": entry.topic, **fields},
    }


def _page(source: Source) -> dict[str, str]:
    return {"@type": "WebPage", "name": source.title, "url": source.url}


def _html(text: str) -> str:
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in paragraphs(text))


def read_json(content: str, name: str, topic: str) -> Drafts:
    """Read JSON-LD of ours or of any web page; properties that a FAQ has no use for are ignored.

    Raises:
        ExchangeError: with every question that cannot be taken.

    """
    pages = list(_pages(_parsed(content, name)))
    if not pages:
        message = f"{name}: contains no FAQPage; save the page's JSON-LD whose `@type` is FAQPage"
        raise ExchangeError([message])
    found = [item for page in pages for item in _items(page, name)]
    faults = [*_nested(pages[0], name), *(fault for item in found for fault in _faults(item))]
    if not found:
        faults.append(f"{name}: `mainEntity` has no Question; add one with `name` and `acceptedAnswer`")
    if faults:
        raise ExchangeError(faults)
    ours = _mapping(pages[0].get(OURS))
    sources = Gathered("source", _sources(ours))
    entries = tuple(_draft(item, topic, sources) for item in found)
    if sources.faults:
        raise ExchangeError(sources.faults)
    return Drafts(
        entries=entries,
        sources=sources.values,
        article=_article(ours),
        disclaimer=_text(ours.get("disclaimer")),
        title=_text(ours.get("title")),
        tests={name: test for name, test in _mapping(ours.get("tests")).items() if isinstance(test, dict)},
    )


def _parsed(content: str, name: str) -> Json:
    try:
        value: Json = json.loads(content)
    except json.JSONDecodeError as error:
        message = f"{name}:{error.lineno}:{error.colno}: is not valid JSON: {error.msg}; correct it here"
        raise ExchangeError([message]) from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
        kind = "a number too long" if isinstance(error, ValueError) else "too many brackets"
        raise ExchangeError([f"{name}: is not valid JSON: {kind}; correct it"]) from None
    return value


def _pages(value: Json) -> Iterator[dict[str, Json]]:
    """Yield the FAQ pages: the value, members of a list, or of a graph."""
    for node in _each(value):
        if "FAQPage" in _types(node):
            yield node
        for inner in _each(node.get("@graph")):
            if "FAQPage" in _types(inner):
                yield inner


def _types(node: Mapping[str, Json]) -> list[str]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2].rpartition(":")[2] for kind in listed if isinstance(kind, str)]


def _items(page: dict[str, Json], name: str) -> Iterator[_Item]:
    url = _text(page.get("url"))
    for number, node in enumerate(_each(page.get("mainEntity"))):
        if "Question" in _types(node):
            yield _Item(f"{name}: mainEntity[{number}]", node, _text(node.get("url")) or url)


def _faults(item: _Item) -> Iterator[str]:
    for key, value in (("name", item.value.get("name")), ("acceptedAnswer.text", _answer(item).get("text"))):
        if not isinstance(value, str) or not plain_text(value[:MAX_TEXT]).strip():
            yield f"{item.where}: `{key}` has no text; write it, or delete the question"
        elif len(value) > MAX_TEXT:
            yield f"{item.where}: `{key}` has {len(value):,} characters, but at most {MAX_TEXT:,} are read; shorten it"
    yield from _nested(item.value, item.where)


def _nested(value: Mapping[str, Json], where: str) -> Iterator[str]:
    if _depth(value.get(OURS)) > MAX_DEPTH:
        yield f"{where}: `{OURS}` is nested deeper than {MAX_DEPTH} levels; write it as the content's README has it"


def _answer(item: _Item) -> dict[str, Json]:
    """Return the accepted answer; the first, or the first suggested one, if there are several."""
    answers = [*_each(item.value.get("acceptedAnswer")), *_each(item.value.get("suggestedAnswer"))]
    return answers[0] if answers else {}


def _draft(item: _Item, topic: str, sources: Gathered) -> Draft:
    ours = _mapping(item.value.get(OURS))
    question = plain_text(_text(item.value.get("name"))).strip()
    fields = {key: value for key, value in ours.items() if key not in (*_SHOWN, "topic")}
    fields = {"id": "", "question": question, **fields, "answer": _answer_text(item, ours)}
    if isinstance(reviewed := fields.get("reviewed"), dict):
        fields["reviewed"] = {**reviewed, "on": as_date(reviewed.get("on"))}
    if not ours and (pages := _cited(item, sources)):
        fields["refer"] = pages
    return Draft(item.where, _text(ours.get("topic")).strip() or topic, fields)


def _answer_text(item: _Item, ours: Fields) -> str:
    """Return our own text of the answer, unless the one for the web was edited since."""
    shown, kept = plain_text(_text(_answer(item).get("text"))).strip(), _text(ours.get("answer"))
    same = plain_text(_html(kept)) == plain_text(_html(shown))
    return kept if same else shown


def _cited(item: _Item, sources: Gathered) -> list[Value]:
    """Return the sources of an answer from the web: the pages it cites, otherwise the page that it is on."""
    answer = _answer(item)
    cited = [f"{_text(page.get('name'))} {_text(page.get('url'))}" for page in _each(answer.get("citation"))]
    pages = cited or list(filter(None, (_text(answer.get("url")) or item.url,)))
    return list(dict.fromkeys(name for page in pages if (name := sources.add_page(page, item.where))))


def _sources(ours: Fields) -> dict[str, Fields]:
    sources = _mapping(ours.get("sources"))
    return {
        name: {**source, **({"checked": as_date(source["checked"])} if "checked" in source else {})}
        for name, source in sources.items()
        if isinstance(source, dict)
    }


def _article(ours: Fields) -> Fields | None:
    article = _mapping(ours.get("article"))
    return {**article, "updated": as_date(article.get("updated"))} if article else None


def _each(value: Json) -> list[dict[str, Json]]:
    """Return the objects of a list, or the one that stands without a list."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]


def _mapping(value: object) -> Fields:
    return dict(value) if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _depth(value: Json) -> int:
    """Return how deep a value is nested, up to one more than is read."""
    depth, level = 0, [value]
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [
            inner
            for each in level
            for inner in (each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())
        ]
    return depth
