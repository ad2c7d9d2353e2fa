"""The classes that a message may belong to, and the curated messages of each: `Classes`.

The entries come first. All others compete with them, so that a message that only shares an entry's words is not
answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

import numpy as np

from faq.matching.scorer import Floats
from faq.models import Faq

Group = Literal["entry", "emergency", "calm", "everyday", "chatter", "near", "unlike", "small talk", "follow-up"]
"""What a class is: an entry, emergencies of one reply, calm messages on the subject or of everyday life that resemble
them, chatter, questions of the same field that no entry answers, messages that entries are unlike, small talk of one
kind, and what asks for more of an answer.
"""
Sums = Mapping[Group, float]
"""Of what the classes of each group have; zero for a group without classes."""
_NONE: dict[Group, float] = dict.fromkeys(get_args(Group), 0.0)
_Class = tuple[Group, str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Classes:
    """The messages of a FAQ, with the class of each."""

    texts: tuple[str, ...]
    labels: tuple[int, ...]
    """The class of each text, ascending."""
    names: tuple[str, ...]
    """The name of each class within its group: an entry's id, a kind of small talk."""
    spans: Mapping[Group, slice]
    """The classes of each group."""

    @classmethod
    def of(cls, faq: Faq) -> Classes:
        """Collect the messages; an entry's own question is one of its phrasings."""
        classes = [(group, name, messages) for group, name, texts in _classes(faq) if (messages := _each_once(texts))]
        pairs = [(text, label) for label, (_, _, messages) in enumerate(classes) for text in messages]
        return cls(
            texts=tuple(text for text, _ in pairs),
            labels=tuple(label for _, label in pairs),
            names=tuple(name for _, name, _ in classes),
            spans=_spans([group for group, _, _ in classes]),
        )

    def span(self, group: Group) -> slice:
        """Return the classes of a group; an empty slice if it has none."""
        return self.spans.get(group, slice(0, 0))

    def sums(self, shares: Floats) -> Sums:
        """Return what the classes of each group have together; `shares` is of shape (classes,)."""
        starts = [span.start for span in self.spans.values()]
        sums = np.add.reduceat(shares, starts, dtype=np.float64).tolist()
        return _NONE | dict(zip(self.spans, sums, strict=True))

    def described(self, label: int) -> str:
        """Return the group and name of a class in words."""
        group = next(group for group, span in self.spans.items() if span.start <= label < span.stop)
        return " ".join(dict.fromkeys((group, self.names[label])))


def _classes(faq: Faq) -> Iterator[_Class]:
    yield from (("entry", entry.id, (entry.question, *entry.phrasings)) for entry in faq.entries)
    yield from (("emergency", reply, messages) for reply, messages in faq.emergencies.items())
    yield "calm", "calm", faq.calm
    yield "everyday", "everyday", faq.everyday
    yield from (("chatter", group, messages) for group, messages in faq.chatter.items())
    yield "near", "near", faq.near
    yield "unlike", "near", (message for entry in faq.entries for message in entry.unlike.near)
    yield "unlike", "everyday", (message for entry in faq.entries for message in entry.unlike.everyday)
    yield from (("small talk", talk.kind, talk.messages) for talk in faq.small_talk)
    yield "follow-up", "more", faq.follow_ups.more
    yield "follow-up", "sources", faq.follow_ups.sources


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _spans(groups: list[Group]) -> dict[Group, slice]:
    return {
        group: slice(members[0], members[-1] + 1)
        for group, labels in groupby(range(len(groups)), key=groups.__getitem__)
        for members in [list(labels)]
    }
