"""Remembers which messages passed the red-flag rules, so that `legwise check` tries only what changed.

Stored under a hash of the rules, of the languages and of the code that reads them; any change of those tries all again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np

import faq.languages
import faq.safety
import faq.text
from faq.matching.cache import ArrayCache
from faq.models import Faq

_FOLDER = "checked"
_HASHES = "hashes"


class Passed:
    """The messages that passed under the rules of one FAQ, by hash: no text of theirs is stored."""

    def __init__(self, faq: Faq, cache: ArrayCache) -> None:
        self._cache = cache.subcache(_FOLDER)
        self._name = _name(faq)
        stored = self._cache.get(self._name)
        self._hashes: frozenset[int] = frozenset(stored[_HASHES].tolist()) if stored else frozenset()

    def __contains__(self, message: str) -> bool:
        return _hash(message) in self._hashes

    def store(self, messages: Iterable[str]) -> None:
        """Replace what is stored by these messages; call it with all that passed, before or now."""
        hashes = frozenset(map(_hash, messages))
        if hashes != self._hashes:
            self._cache.put(self._name, {_HASHES: np.array(sorted(hashes), np.uint64)})
            self._hashes = hashes


def _hash(message: str) -> int:
    return int.from_bytes(hashlib.blake2b(message.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _name(faq_: Faq) -> str:
    """Hash all that a red flag depends on beside the message."""
    rules = (faq_.red_flags, faq_.urgent_replies, faq_.languages, faq_.support)
    digest = hashlib.sha256(repr(rules).encode("utf-8", "surrogatepass"))
    for source in _sources():
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _sources() -> list[Path]:
    folders = [Path(folder) for package in (faq.languages, faq.safety) for folder in package.__path__]
    return [*sorted(path for folder in folders for path in folder.iterdir() if path.is_file()), Path(faq.text.__file__)]
