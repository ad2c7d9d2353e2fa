"""Checks that the rules of safety.yaml name existing concepts and replies; an unknown name would disable a rule.

Works on places; skips checks that depend on an invalid value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from faq.loading.place import Place, duplicate_ids
from faq.loading.yaml_document import Fault

_NUMBERS = re.compile(r"\{(?:number|many)\}")
"""Number placeholders of a phrase; anything else in braces is a concept."""

_BRACE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class _Concepts:
    """The names of all concepts, and of those defined above the phrase."""

    everywhere: AbstractSet[str]
    above: AbstractSet[str]


def red_flag_faults(safety: Place, file: Place) -> Iterator[Fault]:
    """Yield faults of ids, concepts and replies in safety.yaml and replies.yaml."""
    yield from duplicate_ids(file.at("replies").each())
    yield from _forms(file)
    yield from duplicate_ids(safety.at("rules").each())
    replies = file.at("replies").names("id")
    for rule in safety.at("rules").each():
        reply = rule.at("reply")
        if replies and reply.text and reply.text not in replies:
            yield reply.fault(f"unknown reply `{reply.text}`", "add it to replies.yaml, or correct the name")
    if not isinstance(safety.value, dict) or not isinstance(safety.value.get("concepts", {}), dict):
        return
    known = {concept.name for concept in safety.at("concepts").named()}
    yield from _definitions(safety, known)
    for rule in safety.at("rules").each():
        yield from _rule(rule, _Concepts(known, known))


def _forms(file: Place) -> Iterator[Fault]:
    for reply in file.at("replies").each():
        if isinstance(reply.value, dict) and reply.at("you").value is None and reply.at("them").value is None:
            yield reply.fault("a reply has a text", "give it `you:`, `them:` or both")


def emergency_faults(file: Place, replies_file: Place) -> Iterator[Fault]:
    """Yield faults for messages of emergencies.yaml under a reply that replies.yaml does not have."""
    replies = replies_file.at("replies").names("id")
    for messages in file.at("like").named():
        if replies and messages.name not in replies:
            yield messages.fault(f"unknown reply `{messages.name}`", "add it to replies.yaml, or correct the name")


def _definitions(safety: Place, known: AbstractSet[str]) -> Iterator[Fault]:
    above: set[str] = set()
    for concept in safety.at("concepts").named():
        yield from _phrases(concept, _Concepts(known, above))
        above.add(concept.name)


def _rule(rule: Place, concepts: _Concepts) -> Iterator[Fault]:
    yield from _phrases(rule.at("unless"), concepts)
    for excuse in rule.at("unless").each():
        if len(excuse.text.split()) == 1 and not excuse.text.startswith("{"):
            yield excuse.fault("one word excuses too much", "write the phrase in which it does")
    for group in rule.at("when").each():
        if group.text:
            yield from _concept(group, concepts)
        yield from _phrases(group, concepts)


def _phrases(phrases: Place, concepts: _Concepts) -> Iterator[Fault]:
    for phrase in phrases.each_with(_BRACE):
        if not set("{}") & set(_NUMBERS.sub("", phrase.text)):
            continue
        if phrase.text[0] == "{" and phrase.text[-1] == "}" and phrase.text.count("{") == 1:
            yield from _concept(phrase, concepts)
        else:
            yield phrase.fault("a concept cannot be part of a phrase", "make it an item of its own, or write it out")


def _concept(phrase: Place, concepts: _Concepts) -> Iterator[Fault]:
    name = phrase.text.removeprefix("{").removesuffix("}")
    if name not in concepts.everywhere:
        yield phrase.fault(f"unknown concept `{name}`", "add it to `concepts`, or correct the name")
    elif name not in concepts.above:
        yield phrase.fault(f"the concept `{name}` is defined further down", "move it above")
