"""Reads the languages of `languages/`: one file each, named by its code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from faq.loading.place import Place
from faq.loading.schema import LanguageFile
from faq.loading.yaml_document import Document, Fault, read_document
from faq.models import Language, LanguageCard
from faq.paths import LANGUAGES

_GROUP = re.compile(r"\{([^{}]*)\}")
_SIGN = re.compile(r"[{}+]")
_NUMBER = "number"
"""The group that stands for digits: it needs no definition."""


def read_languages(folder: Path) -> dict[str, Document]:
    """Read the files of a content folder's languages, by code."""
    paths = sorted(path for path in (folder / LANGUAGES).glob("*.yaml") if not path.name.startswith("."))
    return {path.stem: read_document(path, f"{LANGUAGES}/{path.name}") for path in paths}


def build_language(code: str, file: LanguageFile) -> Language:
    """Build a language."""
    card = file.card
    return Language(
        code=code,
        name=file.name,
        reviewed=file.reviewed,
        card=LanguageCard(
            only_english=card.only_english,
            emergency=card.emergency,
            talk=card.talk,
            poison=card.poison,
            likely=card.likely,
            urgent=card.urgent,
            crisis=card.crisis,
        ),
        start=file.start,
        help=file.help,
        description=file.description,
        common=tuple(file.common),
        words={name: tuple(words) for name, words in file.words.items()},
        phrases={reply: tuple(phrases) for reply, phrases in file.phrases.items()},
        calm=tuple(file.calm),
        negations=tuple(file.negations),
        countries=dict(file.countries),
        emergencies={reply: tuple(messages) for reply, messages in file.emergencies.items()},
        ordinary=tuple(file.ordinary),
    )


def translation_faults(languages: Iterable[Place], replies: Place, helplines: Place) -> Iterator[Fault]:
    """Yield faults for groups, replies and countries that a language names and nothing defines."""
    ids = replies.at("replies").names("id")
    countries = {country.name for country in helplines.at("countries").named()}
    for language in languages:
        yield from _undefined_groups(language)
        for reply in (*language.at("phrases").named(), *language.at("emergencies").named()):
            if ids and reply.name not in ids:
                yield reply.fault(f"unknown reply `{reply.name}`", "add it to replies.yaml, or correct the name")
        for country in language.at("countries").named():
            if country.name not in countries:
                yield country.fault(f"helplines.yaml has no country `{country.name}`", "add it there, or remove it")


def _undefined_groups(language: Place) -> Iterator[Fault]:
    known = {_NUMBER}
    for group in language.at("words").named():
        yield from _unknown(group, known)
        known.add(group.name)
    for phrases in (*language.at("phrases").named(), language.at("calm"), language.at("negations")):
        yield from _unknown(phrases, known)


def _unknown(phrases: Place, known: set[str]) -> Iterator[Fault]:
    for phrase in phrases.each_with(_SIGN):
        for name in _GROUP.findall(phrase.text):
            if name not in known:
                yield phrase.fault(f"unknown group `{name}`", "define it above in `words`, or correct the name")
        if "+" in phrase.text.replace(" + ", " "):
            yield phrase.fault("a plus does not stand between spaces", "write the parts as `one + other`")
        braced = (slot for slot in phrase.text.split() if "{" in slot or "}" in slot)
        if any(not _GROUP.fullmatch(slot) for slot in braced):
            yield phrase.fault("a group is not a word of its own", "write {name} between spaces")
