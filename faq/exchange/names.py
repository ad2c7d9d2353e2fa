"""Makes ids and file names of titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from faq.loading.schema import MAX_ID_LENGTH

_OTHER = re.compile(r"[^a-z0-9]+")
_READ = 4 * MAX_ID_LENGTH
"""Characters of a title that its id is made of."""


class Names:
    """Gives every title an id of its own: a number is added where titles are alike."""

    def __init__(self, taken: Iterable[str] = (), default: str = "entry") -> None:
        self._taken = set(taken)
        self._default = default
        self._numbers: dict[str, int] = {}

    def take(self, name: str) -> None:
        """Give this name to no title."""
        self._taken.add(name)

    def of(self, title: str) -> str:
        """Return the id of one more title."""
        base = name = slug(title) or self._default
        number = self._numbers.get(base, 1)
        while name in self._taken:
            number += 1
            name = f"{_cut(base, MAX_ID_LENGTH - len(f'-{number}'))}-{number}"
        self._numbers[base] = number
        self._taken.add(name)
        return name


def slug(title: str) -> str:
    """Return the words of a title as an id; empty if it has no letter of ASCII."""
    letters = unicodedata.normalize("NFKD", title[:_READ]).encode("ascii", "ignore").decode().lower()
    return _cut(_OTHER.sub("-", letters.replace("'", "")).strip("-"), MAX_ID_LENGTH)


def _cut(name: str, length: int) -> str:
    """Return at most that many characters, whole words if there are several."""
    if len(name) <= length:
        return name
    return name[: length + 1].rpartition("-")[0] or name[:length]
