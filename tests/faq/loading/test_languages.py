"""A language of `languages/` loads whole, or with its faults: what it names must be defined."""

from __future__ import annotations

import pytest

from faq.loading import load
from faq.models import OTHER_LANGUAGES
from tests.faq.content_folder import ContentFolder, faults

SPANISH = """\
name: español
reviewed: none
card:
  only_english: Solo leo inglés.
  emergency: Llama a emergencias
  talk: Habla con alguien
  poison: Llama por una intoxicación
  likely: "¿Es esta tu pregunta?"
  urgent: Puede ser una emergencia.
  crisis: Lo siento mucho.
start: Hola.
help: Ayuda.
description: Preguntas.
countries: {GB: Reino Unido}
common: [el, la]
words:
  child: [niñ*, hijo]
  family: ["{child}", "hijo de {number} años"]
phrases:
  heart: [me duele el pecho, "{family} + corazón"]
calm: [hace * años]
negations: ["no", sin]
emergencies:
  heart: [me duele mucho el pecho]
ordinary: [hola]
"""
ES = "languages/es.yaml"
ALONE = "write {name} between spaces"
DEFINE = "define it above in `words`, or correct the name"


@pytest.fixture
def spanish(folder: ContentFolder) -> ContentFolder:
    """A content folder with one language."""
    (folder.path / "languages").mkdir()
    return folder.write(ES, SPANISH)


def test_a_language_is_named_by_its_file_and_loads_whole(spanish: ContentFolder) -> None:
    [language] = load(spanish.path).languages
    assert (language.code, language.name) == ("es", "español")
    assert language.card.urgent == "Puede ser una emergencia."
    assert language.words == {"child": ("niñ*", "hijo"), "family": ("{child}", "hijo de {number} años")}
    assert language.phrases == {"heart": ("me duele el pecho", "{family} + corazón")}
    assert (language.calm, language.negations) == (("hace * años",), ("no", "sin"))
    assert language.countries == {"GB": "Reino Unido"}
    assert (language.emergencies, language.ordinary) == ({"heart": ("me duele mucho el pecho",)}, ("hola",))


def test_a_content_without_languages_loads(folder: ContentFolder) -> None:
    assert load(folder.path).languages == ()


def test_several_languages_load_in_the_order_of_their_codes(spanish: ContentFolder) -> None:
    for code in ("pt", "de"):
        spanish.write(f"languages/{code}.yaml", SPANISH)
    assert [language.code for language in load(spanish.path).languages] == ["de", "es", "pt"]


def test_a_hidden_file_such_as_an_editors_copy_is_not_read(spanish: ContentFolder) -> None:
    spanish.write("languages/.es.yaml", "name: [")
    assert len(load(spanish.path).languages) == 1


def test_a_language_that_is_not_curated_has_the_card_of_all_others(spanish: ContentFolder) -> None:
    assert load(spanish.path).language("nl") is None
    spanish.write(f"languages/{OTHER_LANGUAGES}.yaml", SPANISH)
    faq = load(spanish.path)
    other, curated = faq.language("nl"), faq.language("es")
    assert other
    assert curated
    assert (other.code, curated.code) == (OTHER_LANGUAGES, "es")


def test_the_sentences_and_the_name_are_all_that_a_language_needs(spanish: ContentFolder) -> None:
    spanish.write(ES, SPANISH.partition("countries:")[0])
    [language] = load(spanish.path).languages
    assert (language.common, language.phrases, language.countries) == ((), {}, {})


FAULTS = [
    ("{family} + corazón", "{famly} + corazón", f"{ES}:20:30: unknown group `famly`; {DEFINE}"),
    ('["{child}",', '["{chld}",', f"{ES}:18:12: unknown group `chld`; {DEFINE}"),
    ('["{child}",', '["{family}",', f"{ES}:18:12: unknown group `family`; {DEFINE}"),
    ("[hace * años]", '["{when}"]', f"{ES}:21:8: unknown group `when`; {DEFINE}"),
    ('["no", sin]', '["no", "{without}"]', f"{ES}:22:19: unknown group `without`; {DEFINE}"),
    ("{family} + corazón", "{family}s + corazón", f"{ES}:20:30: a group is not a word of its own; {ALONE}"),
    ("{family} + corazón", "mi{family} + corazón", f"{ES}:20:30: a group is not a word of its own; {ALONE}"),
    ("{family} + corazón", "{family}* + corazón", f"{ES}:20:30: a group is not a word of its own; {ALONE}"),
    ("{family} + corazón", "{family + corazón", f"{ES}:20:30: a group is not a word of its own; {ALONE}"),
    ("{family} + corazón", "family} + corazón", f"{ES}:20:30: a group is not a word of its own; {ALONE}"),
    ("  heart: [me duele el", "  hart: [me duele el",
     f"{ES}:20:9: unknown reply `hart`; add it to replies.yaml, or correct the name"),
    ("  heart: [me duele mucho", "  lungs: [me duele mucho",
     f"{ES}:24:10: unknown reply `lungs`; add it to replies.yaml, or correct the name"),
    ("{GB: Reino Unido}", "{MX: México}",
     f"{ES}:14:17: helplines.yaml has no country `MX`; add it there, or remove it"),
    ("ordinary: [hola]", "ordinry: [hola]", f"{ES}:25:1: `ordinry` is not a known key; did you mean `ordinary`?"),
    ("  talk: Habla con alguien\n", "", f"{ES}:4:3: `talk` is missing; add `talk:` here"),
    ("  child: [niñ*, hijo]", "  child: []", f"{ES}:17:10: `child` is empty; add at least one"),
    ("common: [el, la]", "common: [el, no]",
     f"{ES}:15:14: this is read as yes or no, but text is expected; put it in quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), FAULTS)
def test_a_mistake_is_reported_with_its_place_and_its_cure(
    spanish: ContentFolder, old: str, new: str, fault: str
) -> None:
    assert faults(spanish.replace(ES, old, new)) == [fault]


def test_a_number_in_digits_is_a_group_that_needs_no_definition(spanish: ContentFolder) -> None:
    assert load(spanish.replace(ES, "[hace * años]", '["hace {number} años"]').path).languages


def test_a_misspelled_key_that_is_needed_is_missing_too(spanish: ContentFolder) -> None:
    assert faults(spanish.replace(ES, "  urgent: Puede", "  urgnt: Puede")) == [
        f"{ES}:4:3: `urgent` is missing; add `urgent:` here",
        f"{ES}:9:3: `urgnt` is not a known key; did you mean `urgent`?",
    ]


def test_every_mistake_of_every_language_is_reported_at_once(spanish: ContentFolder) -> None:
    spanish.write("languages/de.yaml", SPANISH.replace("GB:", "ZZ:"))
    spanish.replace(ES, "[hace * años]", '["{when} {then}"]')
    assert faults(spanish) == [
        "languages/de.yaml:14:17: helplines.yaml has no country `ZZ`; add it there, or remove it",
        f"{ES}:21:8: unknown group `then`; {DEFINE}",
        f"{ES}:21:8: unknown group `when`; {DEFINE}",
    ]


def test_a_file_that_is_no_yaml_is_one_fault(spanish: ContentFolder) -> None:
    [fault] = faults(spanish.write(ES, "name: [español\n"))
    assert fault.startswith(f"{ES}:")
