"""Emergencies are found by the phrases of a language, unless something near excuses or negates them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.languages.phrases import NEGATION_SCOPE, WITHIN, ForeignRedFlags
from faq.models import Language
from faq.text import MAX_LENGTH
from tests.faq.languages import language
from tests.faq.sample_faq import urgent_reply

REPLIES = (
    urgent_reply("self-harm", "Talk to somebody."),
    urgent_reply("poisoning", "Call the poison line."),
    urgent_reply("fire", "Leave the house."),
)
SPANISH = language(
    "es",
    words={"child": ("hij*", "bebe", "niño de {number} años"), "ate": ("comió", "se tragó")},
    phrases={
        "self-harm": ("quiero desaparecer",),
        "poisoning": ("{child} + {ate} + jabón", "sin pulso"),
        "fire": ("fuego", "hay humo"),
    },
    calm=("hace * años", "fuego artificial*", "desaparecer un rato"),
    negations=("no", "sin", "ningún"),
)
GERMAN = language("de", phrases={"fire": ("es brennt", "fuego"), "poisoning": ("vergiftet",)}, negations=("kein",))
ANY_TEXT = st.text(st.characters(exclude_categories=()))
FILLERS = st.sampled_from(["luego", "cocina", "azul", "7", "martes"])


def flagged(message: str, *languages: Language) -> list[tuple[str, str]]:
    """Return the replies that a message gets, each with its language."""
    detector = ForeignRedFlags(REPLIES, languages or (SPANISH,))
    return [(flag.reply.id, flag.language) for flag in detector.detect(message)]


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("¡FUEGO en el garaje!", "fire"),
        ("creo que hay humo aquí", "fire"),
        ("mi hija comió jabon", "poisoning"),
        ("jabón: se lo comió mi hijo", "poisoning"),
        ("el niño de 3 años se tragó un jabón", "poisoning"),
        ("quiero desaparecer", "self-harm"),
    ],
)
def test_a_phrase_is_found_with_its_stems_groups_and_numbers(message: str, reply: str) -> None:
    assert flagged(message) == [(reply, "es")]


@pytest.mark.parametrize("message", ["", "buenos días", "mi hija comió pan", "hay mucho humo", "fueguito", "jabón"])
def test_a_message_with_a_part_of_a_phrase_raises_no_alarm(message: str) -> None:
    assert flagged(message) == []


@given(st.permutations(["hijo", "comió", "jabón"]), st.lists(FILLERS, max_size=WITHIN - 3), st.randoms())
def test_the_parts_of_a_phrase_are_found_in_any_order(parts: list[str], others: list[str], random: Random) -> None:
    words = [*parts]
    for other in others:
        words.insert(random.randint(0, len(words)), other)
    assert flagged(" ".join(words)) == [("poisoning", "es")]


@pytest.mark.parametrize(("between", "found"), [(WITHIN - 3, True), (WITHIN - 2, False)])
def test_parts_further_apart_than_a_sentence_tell_nothing(between: int, *, found: bool) -> None:
    assert bool(flagged(f"hijo comió {'y ' * between}jabón")) is found


def test_parts_may_be_in_different_clauses() -> None:
    assert flagged("el jabón, mi hijo, lo comió") == [("poisoning", "es")]


def test_the_gravest_phrase_gives_the_reply() -> None:
    assert flagged("hay humo y mi hijo comió jabón") == [("poisoning", "es")]
    assert flagged("fuego, quiero desaparecer, mi hijo comió jabón") == [("self-harm", "es")]


def test_each_language_gives_its_own_reply_and_the_gravest_comes_first() -> None:
    assert flagged("es brennt, hijo comió jabón", SPANISH, GERMAN) == [("poisoning", "es"), ("fire", "de")]
    assert flagged("hay humo, vergiftet", SPANISH, GERMAN) == [("poisoning", "de"), ("fire", "es")]
    assert flagged("fuego", SPANISH, GERMAN) == [("fire", "es"), ("fire", "de")]


@pytest.mark.parametrize("message", ["fuego hace diez años", "hace 2 años hubo fuego", "fuegos artificiales y fuego"])
def test_a_calm_phrase_in_the_same_clause_excuses_a_phrase(message: str) -> None:
    assert flagged(message.replace("fuegos artificiales", "fuego artificial")) == []


@pytest.mark.parametrize("message", ["hace diez años, y ahora fuego", "fuego artificial. ¡Hay humo!"])
def test_a_calm_phrase_in_another_clause_excuses_nothing(message: str) -> None:
    assert flagged(message) == [("fire", "es")]


def test_self_harm_is_excused_only_by_a_calm_phrase_on_its_own_words() -> None:
    assert flagged("quiero desaparecer como hace diez años") == [("self-harm", "es")]
    assert flagged("quiero desaparecer un rato") == []


def test_a_calm_phrase_of_one_language_excuses_the_phrase_of_another() -> None:
    assert flagged("fuego hace diez años", SPANISH, GERMAN) == []


@pytest.mark.parametrize(
    "message",
    [
        "no fuego",
        "no hay humo",
        "no veo fuego",
        "ningún hijo comió jabón",
        "hijo no comió jabón",
        "mi hijo comió pan, no jabón",
    ],
)
def test_a_negation_up_to_two_words_before_a_part_calms_it(message: str) -> None:
    assert flagged(message) == []


@pytest.mark.parametrize("message", ["no se ve fuego", "fuego, no", "no, fuego", "fuego no es broma", "no. Hay humo"])
def test_a_negation_further_off_or_behind_or_in_another_clause_calms_nothing(message: str) -> None:
    assert flagged(message) == [("fire", "es")]


def test_the_reach_of_a_negation_is_two_words() -> None:
    assert NEGATION_SCOPE == 2


def test_a_negation_that_is_a_word_of_the_phrase_does_not_calm_it() -> None:
    assert flagged("sin pulso") == [("poisoning", "es")]


def test_a_negation_counts_in_its_own_language_alone() -> None:
    assert flagged("kein fuego", SPANISH, GERMAN) == [("fire", "es")]
    assert flagged("no fuego", SPANISH, GERMAN) == [("fire", "de")]


def test_what_is_negated_once_counts_where_it_is_not() -> None:
    assert flagged("no veo fuego, pero sí, fuego") == [("fire", "es")]


def test_a_negated_part_does_not_hide_the_one_before_it() -> None:
    assert flagged("mi hijo, no mi bebé, comió jabón") == [("poisoning", "es")]


def test_a_language_without_phrases_finds_nothing() -> None:
    assert flagged("fuego", language()) == []


@given(ANY_TEXT)
def test_any_text_is_searched(text: str) -> None:
    flagged(text, SPANISH, GERMAN)


@given(st.lists(FILLERS | st.sampled_from(["hijo", "comió", "jabón", "fuego", "no", ".", "hace"]), max_size=80))
def test_any_order_of_the_languages_own_words_is_searched(words: list[str]) -> None:
    assert len(flagged(" ".join(words), SPANISH, GERMAN)) <= 2


@pytest.mark.parametrize(
    "part", ["hijo ", "no ", "hace ", "fuego ", ",", "ا", "a", "jabón,", "\N{COMBINING ACUTE ACCENT}", "👩‍👩‍👧"]
)
def test_a_message_of_full_length_of_anything_is_searched(part: str) -> None:
    flagged((part * MAX_LENGTH)[:MAX_LENGTH], SPANISH, GERMAN)
