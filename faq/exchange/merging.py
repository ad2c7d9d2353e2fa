"""Fits imported entries to a content folder that exists: one page keeps one id, and no id means two pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from faq.exchange.entries import Draft, Drafts, Fields
from faq.exchange.names import Names
from faq.loading.yaml_document import Value

_PAGE = {"title", "url"}
"""The fields of a page that was named by its address; its id was made here, so it may be changed."""


def fitted(drafts: Drafts, known: Mapping[str, Value]) -> Drafts:
    """Return the drafts with the ids of pages that the folder has, and other ids for those that it hasn't."""
    names = Names([*known, *drafts.sources], default="source")
    by_url = {fields["url"]: name for name, fields in known.items() if isinstance(fields, dict) and "url" in fields}
    renamed: dict[Value, Value] = {}
    for name, fields in drafts.sources.items():
        if fields.keys() <= _PAGE and known.get(name) != fields:
            same = by_url.get(fields.get("url"))
            renamed[name] = same or (names.of(name) if name in known else name)
    sources = {str(renamed.get(name, name)): fields for name, fields in drafts.sources.items()}
    entries = tuple(_renamed(entry, renamed) for entry in drafts.entries)
    pages = set(by_url.values()) & set(renamed.values())
    return replace(drafts, entries=entries, sources={n: f for n, f in sources.items() if n not in pages})


def merge_faults(
    drafts: Drafts, sources: Mapping[str, Value], tests: Mapping[str, Value], article: Value
) -> Iterator[str]:
    """Yield a fault for each source and test, and for the article, that differs from the folder's."""
    for kind, imported, known in (("source", drafts.sources, sources), ("test", drafts.tests, tests)):
        for name, fields in imported.items():
            if name in known and _stripped(known[name]) != _stripped(fields):
                yield f"the {kind} `{name}` differs from the folder's; write it alike, or rename it"
    for key in ("title", "url"):
        named = (drafts.article or {}).get(key)
        if isinstance(article, dict) and named and named != article.get(key):
            cure = "import it into a folder of its own"
            yield f"the {key} of the article differs from the folder's, which its entries would cite; {cure}"


def _stripped(value: Value) -> Value:
    """Return a value as the loader takes it, without the space around its texts."""
    match value:
        case str():
            return value.strip()
        case list():
            return [_stripped(each) for each in value]
        case dict():
            return {name: _stripped(each) for name, each in value.items()}
        case _:
            return value


def _renamed(entry: Draft, names: Mapping[Value, Value]) -> Draft:
    fields = dict(entry.fields)
    if "refer" in fields:
        fields["refer"] = _each(fields["refer"], names)
    if isinstance(note := fields.get("note"), dict) and "sources" in note:
        fields["note"] = {**note, "sources": _each(note["sources"], names)}
    return replace(entry, fields=fields)


def _each(listed: Value, names: Mapping[Value, Value]) -> Value:
    if not isinstance(listed, list):
        return listed
    return [names.get(name, name) if isinstance(name, str) else name for name in listed]


def as_mapping(value: Value) -> Fields:
    """Return a mapping; an empty one for any other value."""
    return value if isinstance(value, dict) else {}
