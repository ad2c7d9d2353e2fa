"""How a red-flag rule reads a message. The rules of `safety.yaml` are checked against their own examples."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.models import Flag, RedFlag, UrgentReply
from faq.safety import RedFlagRules
from tests.faq.sample_faq import urgent_reply

CALL = urgent_reply("call", "Call the emergency number now.", "Nobody reads this chat live.")
POISON = urgent_reply("poison", "Call a poison centre now.", "Even if there are no symptoms.")

CHEST = RedFlag(
    id="chest-pain",
    reply="call",
    when=(("chest",), ("pain", "hurt", "tight", "crushing")),
    unless=("chest freezer", "massage", "bench press"),
    within=6,
)
BREATH = RedFlag(id="breath", reply="call", when=(("can not breathe", "short of breath"),), unless=("through my nose",))
SWALLOWED = RedFlag(
    id="too-many",
    reply="poison",
    when=(("=swallowed", "=ate", "=took"), ("{many} * pill", "{many} pill", "{many} of them", "whole bottle")),
    present=False,
)
TIRED_OF_LIFE = RedFlag(
    id="tired-of-life", reply="call", when=(("not want to live", "want to die"),), negatable=False, present=False
)
RULES = (TIRED_OF_LIFE, SWALLOWED, CHEST, BREATH)
FLAGS = RedFlagRules((CALL, POISON), RULES)


def urgent(message: str) -> bool:
    return FLAGS.detect(message) is not None


def reply_to(message: str) -> UrgentReply | None:
    flag = FLAGS.detect(message)
    return flag.reply if flag else None


@pytest.mark.parametrize(
    "message",
    [
        "my chest hurts",
        "There is a pain in the middle of my chest",
        "CHEST PAIN!!!",
        "i was fine all day, made dinner, then my chest got so tight. is iron good for sleep?",
    ],
)
def test_every_group_must_be_met_in_any_order(message: str) -> None:
    assert reply_to(message) is CALL


def test_a_flag_tells_whether_the_message_is_about_another_person() -> None:
    assert FLAGS.detect("my dad's chest hurts") == Flag(CALL, them=True)
    assert FLAGS.detect("my chest hurts") == Flag(CALL)


@pytest.mark.parametrize("message", ["my chest is fine", "pain in my legs", ""])
def test_one_group_alone_is_not_enough(message: str) -> None:
    assert not urgent(message)


def test_the_groups_must_be_near_each_other() -> None:
    assert not urgent("my chest freezes in the cellar where we store apples and pears, and the stairs pain nobody")


@pytest.mark.parametrize("message", ["my chset hurts", "chest paiin", "chst is tight", "chestpain", "chest huuuurts"])
def test_typos_are_repaired(message: str) -> None:
    assert urgent(message)


@pytest.mark.parametrize("message", ["pain of losing at chess", "the best pain relief", "she guest hosts, painting"])
def test_common_words_are_not_typos(message: str) -> None:
    assert not urgent(message)


@pytest.mark.parametrize(
    "message",
    [
        "no chest pain, just twitchy legs",
        "I have no fever or cough or chest pain",
        "she never had any chest pain",
        "without chest pain",
    ],
)
def test_a_negation_excuses_a_rule(message: str) -> None:
    assert not urgent(message)


@pytest.mark.parametrize(
    "message",
    [
        "no idea why my chest hurts",
        "not sure if this chest pain counts",
        "no fever but chest pain",
        "no, my chest hurts",
        "I can't breathe",
        "I don't want to live",
    ],
)
def test_a_pseudo_negation_excuses_nothing(message: str) -> None:
    assert urgent(message)


@pytest.mark.parametrize(
    "message", ["chest freezer, the lid is tight", "should I massage a tight chest", "chest hurts after bench press"]
)
def test_an_idiom_excuses_a_hit_that_it_touches(message: str) -> None:
    assert not urgent(message)


def test_an_idiom_excuses_only_its_own_clause() -> None:
    assert urgent("I had a massage. Now my chest hurts")


@pytest.mark.parametrize(
    "message",
    ["swallowed 30 pills", "ate like ten of them", "took 25 iron pills", "swallowed a dozen pills", "ate 10pills"],
)
def test_many_is_read_in_digits_and_in_words(message: str) -> None:
    assert reply_to(message) is POISON


@pytest.mark.parametrize("message", ["took 2 pills", "took 65 mg iron pills", "took one of them", "ate in 2019 pills"])
def test_a_dose_a_measure_or_a_year_is_not_many(message: str) -> None:
    assert not urgent(message)


def test_an_exact_word_matches_in_no_other_form() -> None:
    assert not urgent("can I swallow ten of them over a month")


@pytest.mark.parametrize(
    "message",
    [
        "can low iron cause chest pain?",
        "is shortness of breath common",
        "I used to get chest pain",
        "chest pain years ago",
    ],
)
def test_general_questions_and_the_past_excuse_a_rule_of_the_present(message: str) -> None:
    assert not urgent(message)


@pytest.mark.parametrize(
    "message", ["can low iron cause chest pain? it started this morning", "is it my iron that makes my chest hurt?"]
)
def test_a_question_about_a_person_or_about_now_is_not_general(message: str) -> None:
    assert urgent(message)


@pytest.mark.parametrize(
    "message",
    [
        "In 2012 I had chest pain",
        "two bouts of chest pain, ten years ago",
        "chest pain when I was a child",
        "I swallowed 30 pills when I was 17",
        "he swallowed 30 pills, that was in 2006",
        "in the film she swallowed a whole bottle",
        "I read a novel where he didn't want to live",
    ],
)
def test_a_long_past_and_fiction_excuse_every_rule(message: str) -> None:
    assert not urgent(message)


@pytest.mark.parametrize(
    "message",
    [
        "diagnosed in 2012 and now my chest hurts",
        "she had chest pain years ago but it is back",
        "no history of heart trouble but my chest is tight",
        "swallowed 30 pills that expired two years ago",
        "I didn't want to live in 2015 and I feel it again",
        "I read a book and my chest hurts",
        "he swallowed around 2000 mg, 30 pills",
        "diagnosed with anaemia, two years ago. I don't want to live",
    ],
)
def test_a_past_time_excuses_neither_a_return_nor_the_rest_of_the_message(message: str) -> None:
    assert urgent(message)


def test_the_first_rule_wins() -> None:
    assert reply_to("my chest hurts and I swallowed 30 pills") is POISON
    assert reply_to("swallowed 30 pills because I want to die") is CALL


@given(st.text(max_size=300))
def test_any_text_always_gets_the_same_reply(text: str) -> None:
    assert FLAGS.detect(text) == FLAGS.detect(text)


WORDS = "chest pain no not never can i swallowed 30 of them , . ? pills die want to"


@given(st.lists(st.sampled_from(WORDS.split())))
def test_any_order_of_the_words_of_rules_raises_no_error(tokens: list[str]) -> None:
    FLAGS.detect(" ".join(tokens))


@given(st.text(max_size=200))
def test_a_red_flag_is_detected_after_any_text(text: str) -> None:
    assert urgent(f"{text}\nI don't want to live")


@pytest.mark.parametrize("message", ["chest pain " * 400, "," * 5000, "z" * 5000, "swolowed no " * 400])
def test_no_message_is_slow(message: str) -> None:
    FLAGS.detect(message)
    start = time.perf_counter()
    FLAGS.detect(message)
    assert time.perf_counter() - start < 0.1  # generous: the machine may be busy
