"""The rules of safety.yaml held against its concepts and replies: a name that leads nowhere would make a rule deaf.

Works on places, and is silent where what it leans on was refused. Knows nothing of how a rule is met.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from faq.loading.place import Place, taken
from faq.loading.yaml_document import Fault

_NUMBERS = re.compile(r"\{(?:number|many)\}")
"""What stands for numbers in a phrase; anything else in braces is a concept."""


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of concepts: all of them, and those that stand above the phrase."""

    everywhere: AbstractSet[str]
    above: AbstractSet[str]


def red_flags(safety: Place) -> Iterator[Fault]:
    """Faults of ids, concepts and replies in safety.yaml."""
    yield from taken(safety.at("replies").each())
    yield from taken(safety.at("rules").each())
    replies = safety.at("replies").names("id")
    for rule in safety.at("rules").each():
        reply = rule.at("reply")
        if replies and reply.text and reply.text not in replies:
            yield reply.fault(f"no reply is called `{reply.text}`", "add it to `replies`, or correct the name")
    if not isinstance(safety.value, dict) or not isinstance(safety.value.get("concepts", {}), dict):
        return
    known = {concept.name for concept in safety.at("concepts").named()}
    yield from _concepts(safety, known)
    for rule in safety.at("rules").each():
        yield from _rule(rule, _Names(known, known))


def emergencies(file: Place, safety: Place) -> Iterator[Fault]:
    """Messages of emergencies.yaml under a reply that safety.yaml does not have."""
    replies = safety.at("replies").names("id")
    for messages in file.at("like").named():
        if replies and messages.name not in replies:
            yield messages.fault(f"no reply is called `{messages.name}`", "add it to safety.yaml, or correct the name")


def _concepts(safety: Place, known: AbstractSet[str]) -> Iterator[Fault]:
    above: set[str] = set()
    for concept in safety.at("concepts").named():
        yield from _phrases(concept, _Names(known, above))
        above.add(concept.name)


def _rule(rule: Place, names: _Names) -> Iterator[Fault]:
    yield from _phrases(rule.at("unless"), names)
    for group in rule.at("when").each():
        if group.text:
            yield from _concept(group, names)
        yield from _phrases(group, names)


def _phrases(phrases: Place, names: _Names) -> Iterator[Fault]:
    for phrase in phrases.each():
        if not set("{}") & set(_NUMBERS.sub("", phrase.text)):
            continue
        if phrase.text[0] == "{" and phrase.text[-1] == "}" and phrase.text.count("{") == 1:
            yield from _concept(phrase, names)
        else:
            yield phrase.fault("a concept stands amid other words", "give it a phrase of its own, or write it out")


def _concept(phrase: Place, names: _Names) -> Iterator[Fault]:
    name = phrase.text.removeprefix("{").removesuffix("}")
    if name not in names.everywhere:
        yield phrase.fault(f"no concept is called `{name}`", "add it to `concepts`, or correct the name")
    elif name not in names.above:
        yield phrase.fault(f"the concept `{name}` is written further down", "put it above")
