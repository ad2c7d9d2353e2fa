"""Gathers the sources and the article that several entries name, and reports where they contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from faq.exchange.entries import Fields, present
from faq.exchange.names import Names

_URL = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_MARKDOWN = re.compile(r"\[([^\[\]]*)\]\(<?(https?://[^\s<>]+?)>?(?:\s+\"[^\"]*\")?\)", re.IGNORECASE)


class Gathered:
    """Values by name, each with the place that named it first."""

    def __init__(self, kind: str, known: Mapping[str, Fields] | None = None) -> None:
        self.values: dict[str, Fields] = dict(known or {})
        self.faults: list[str] = []
        self._kind = kind
        self._first: dict[str, str] = {}
        self._names = Names(self.values, default=kind)
        self._by_url = {str(fields.get("url")): name for name, fields in self.values.items()}

    def add(self, name: str, fields: Fields, where: str) -> None:
        """Add a value; one of that name must be the same."""
        first = self.values.setdefault(name, fields)
        place = self._first.setdefault(name, where)
        self._names.take(name)
        self._by_url.setdefault(str(fields.get("url")), name)
        if first != fields:
            named, cure = (self._kind, "") if name == self._kind else (f"{self._kind} `{name}`", ", or rename one")
            self.faults.append(f"{where}: the {named} differs from the one at {place}; write it alike in both{cure}")

    def add_page(self, written: str, where: str) -> str | None:
        """Add a page that is written as its address, with or without a title, and return its id; None if it is none."""
        title, url = _page(written)
        if not url:
            problem = f"{where}: the source {_shown(written)} has no web address"
            self.faults.append(f"{problem}; write one that begins with https://")
            return None
        if url not in self._by_url:
            self.add(
                self._names.of(title or url.partition("://")[2]), present(title=title or _host(url), url=url), where
            )
        return self._by_url[url]


def differing(named: Iterable[tuple[str, Fields]], kind: str) -> tuple[Fields | None, list[str]]:
    """Return the one value that all places name, and a fault for each place that names another."""
    gathered = Gathered(kind)
    for where, fields in named:
        if fields:
            gathered.add(kind, fields, where)
    return gathered.values.get(kind), gathered.faults


def _page(written: str) -> tuple[str, str]:
    """Return title and address of `address`, `title address`, `[title](address)`; no address if there is none."""
    if link := _MARKDOWN.search(written):
        return link[1].strip(), _valid(link[2])
    if address := _URL.search(written):
        title = (written[: address.start()] + written[address.end() :]).strip(" \t:;,–—-|()<>")
        return title, _valid(address[0])
    return written, ""


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _valid(url: str) -> str:
    try:
        return url if urlsplit(url).hostname else ""
    except ValueError:  # a host in half a bracket
        return ""


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:57]}…")
