"""Red flags in any language: the English rules first, then the phrases of the languages that are not read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.languages.detector import LanguageDetector
from faq.models import Faq, RedFlag
from faq.safety.detector import RedFlags
from faq.text import MAX_LENGTH
from tests.faq.languages import language
from tests.faq.sample_faq import LEGS, urgent_reply

SPANISH = language("es", common=("arde", "cocina", "nuestra", "grito"), phrases={"fire": ("arde", "grito", "coffee")})
GERMAN = language("de", common=("brennt", "küche", "unsere"), phrases={"fire": ("brennt", "grito"), "fall": ("arde",)})
SMALL = replace(
    LEGS,
    urgent_replies=(urgent_reply("fire", "Leave the house."), urgent_reply("fall", "Don't get up.")),
    red_flags=(RedFlag("smoke", "fall", (("smoke",),)),),
    languages=(SPANISH, GERMAN),
)


def red_flags(faq: Faq) -> RedFlags:
    return RedFlags(faq, LanguageDetector.of(faq))


def flagged(detector: RedFlags, message: str) -> tuple[str, str] | None:
    """Return the reply that a message gets and its language, if any."""
    flag = detector.detect(message)
    return (flag.reply.id, flag.language) if flag else None


@pytest.fixture(scope="module")
def packaged_flags(packaged: Faq) -> RedFlags:
    """The red flags of the packaged content."""
    return red_flags(packaged)


@pytest.mark.parametrize(
    ("message", "flag"),
    [
        ("nuestra cocina arde", ("fire", "es")),
        ("unsere küche brennt", ("fire", "de")),
        ("nuestra cocina, un grito", ("fire", "es")),
        ("unsere küche, ein grito", ("fire", "de")),
        ("nuestra cocina azul", None),
        ("what is ferritin", None),
        ("", None),
    ],
)
def test_a_message_gets_the_flag_of_its_own_language(message: str, flag: tuple[str, str] | None) -> None:
    assert flagged(red_flags(SMALL), message) == flag


def test_a_message_in_a_third_language_gets_the_gravest_flag() -> None:
    assert flagged(red_flags(SMALL), "Привет, соседи, arde, спасибо всем") == ("fire", "es")


def test_the_english_rules_come_first() -> None:
    assert flagged(red_flags(SMALL), "nuestra cocina arde, smoke") == ("fall", "en")


def test_what_is_clearly_english_gets_no_foreign_flag() -> None:
    assert flagged(red_flags(SMALL), "should I avoid coffee") is None


def test_a_content_without_languages_has_the_english_rules_alone() -> None:
    english = red_flags(replace(SMALL, languages=()))
    assert flagged(english, "nuestra cocina arde") is None
    assert flagged(english, "smoke") == ("fall", "en")


URGENT = [
    ("quiero suicidarme", "self-harm", "es"),
    ("me duele el pecho", "chest-breath", "es"),
    ("hola, mi madre se desmayó", "physical-emergency", "es"),
    ("meu filho engoliu comprimidos de ferro", "poisoning", "pt"),
    ("dói o peito", "chest-breath", "pt"),
    ("j'ai très mal à la poitrine", "chest-breath", "fr"),
    ("mein Kind hat Eisentabletten verschluckt", "poisoning", "de"),
    ("mein Vater atmet nicht mehr", "unconscious-other", "de"),
    ("mio padre non respira più", "unconscious-other", "it"),
    ("у меня болит в груди", "chest-breath", "ru"),
    ("мой ребёнок проглотил таблетки железа", "poisoning", "ru"),
    ("моя дитина проковтнула таблетки заліза", "poisoning", "uk"),
    ("çocuğum demir hapı yuttu", "poisoning", "tr"),
    ("ابني ابتلع حبوب الحديد", "poisoning", "ar"),
    ("پسرم قرص آهن خورده", "poisoning", "fa"),
    ("मैं मरना चाहता हूँ", "self-harm", "hi"),
    ("main marna chahta hoon", "self-harm", "hi-Latn"),
    ("anak saya menelan tablet besi", "poisoning", "id"),
    ("nie chcę już żyć", "self-harm", "pl"),
    ("ik wil dood", "self-harm", "mul"),
    ("救命", "physical-emergency", "mul"),
    ("もう死にたい", "self-harm", "mul"),
    ("I want to die", "self-harm", "en"),
]


@pytest.mark.parametrize(("message", "reply", "code"), URGENT, ids=[message for message, *_ in URGENT])
def test_an_emergency_gets_its_urgent_reply_in_its_language(
    packaged_flags: RedFlags, message: str, reply: str, code: str
) -> None:
    assert flagged(packaged_flags, message) == (reply, code)


@pytest.mark.parametrize("message", ["QUIERO SUICIDARME", "quiero   suicidarme!!!", "Me dUele el pécho"])
def test_an_emergency_is_found_however_it_is_typed(packaged_flags: RedFlags, message: str) -> None:
    assert packaged_flags.detect(message)


@pytest.mark.parametrize("message", ["no me duele el pecho", "meine Brust tut nicht weh", "AVC il y a dix ans"])
def test_what_is_denied_or_long_ago_raises_no_alarm(packaged_flags: RedFlags, message: str) -> None:
    assert packaged_flags.detect(message) is None


def test_an_emergency_in_two_languages_at_once_is_answered(packaged_flags: RedFlags) -> None:
    assert flagged(packaged_flags, "I want to die, quiero morir") == ("self-harm", "en")
    assert flagged(packaged_flags, "me duele el pecho, what should I do") == ("chest-breath", "es")


@pytest.mark.parametrize("message", ["я больше не хочу жить", "я не хочу жити"])
def test_a_wish_not_to_live_is_not_excused_by_the_wish_to_live_in_it(packaged_flags: RedFlags, message: str) -> None:
    assert packaged_flags.detect(message)


@pytest.mark.parametrize("question", ["dopamine agonists", "dopamin agonist"])
def test_a_medicines_class_is_no_agony(packaged_flags: RedFlags, question: str) -> None:
    assert packaged_flags.detect(question) is None


@settings(max_examples=50)
@given(text=st.text(st.characters(exclude_categories=())))
def test_any_text_is_searched(packaged_flags: RedFlags, text: str) -> None:
    packaged_flags.detect(text)


@pytest.mark.parametrize(
    "part", ["hijo ", "no ", "kind,", "el pecho ", "ابن ", "बच्चा ", "字", "a", "\N{COMBINING ACUTE ACCENT}"]
)
def test_a_message_of_full_length_of_anything_is_searched(packaged_flags: RedFlags, part: str) -> None:
    packaged_flags.detect((part * MAX_LENGTH)[:MAX_LENGTH])
