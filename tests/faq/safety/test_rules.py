"""Red flags: how a rule reads a message. What alarms us is content, and `safety.yaml` proves itself by its examples."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.models import RedFlag, UrgentReply
from faq.safety import FailedExample, RedFlagRules, prove

CALL = UrgentReply("call", "Call the emergency number now.", ("Nobody reads this chat live.",), ())
POISON = UrgentReply("poison", "Call a poison centre now.", ("Even if there are no symptoms.",), ())

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
    """A rule fires when each of its groups is met, wherever in the message that is."""
    assert FLAGS.detect(message) is CALL


@pytest.mark.parametrize("message", ["my chest is fine", "pain in my legs", ""])
def test_one_group_alone_is_not_enough(message: str) -> None:
    """A rule stays silent while a group is not met."""
    assert not urgent(message)


def test_the_groups_must_stand_near_each_other() -> None:
    """Words that are far apart belong to different stories."""
    assert not urgent("my chest freezes in the cellar where we store apples and pears, and the stairs pain nobody")


@pytest.mark.parametrize("message", ["my chset hurts", "chest paiin", "chst is tight", "chestpain", "chest huuuurts"])
def test_typos_are_forgiven(message: str) -> None:
    """A slip, a swap, a run of letters or a missing space doesn't hide a red flag."""
    assert urgent(message)


@pytest.mark.parametrize("message", ["pain of losing at chess", "the best pain relief", "she guest hosts, painting"])
def test_ordinary_words_are_no_typos(message: str) -> None:
    """A word that is right as it stands is never taken for an alarming one."""
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
def test_a_denial_calms_a_rule(message: str) -> None:
    """What is denied is not there."""
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
def test_a_negation_is_not_always_a_denial(message: str) -> None:
    """Doubt, inability and a plain "no" deny nothing; nor does a negation that is the red flag itself."""
    assert urgent(message)


@pytest.mark.parametrize(
    "message", ["chest freezer, the lid is tight", "should I massage a tight chest", "chest hurts after bench press"]
)
def test_an_idiom_excuses_what_it_touches(message: str) -> None:
    """A phrase of `unless` calms the words that it is part of, stands amid or stands beside."""
    assert not urgent(message)


def test_an_idiom_excuses_only_its_own_clause() -> None:
    """What is said elsewhere in the message excuses nothing."""
    assert urgent("I had a massage. Now my chest hurts")


@pytest.mark.parametrize(
    "message",
    ["swallowed 30 pills", "ate like ten of them", "took 25 iron pills", "swallowed a dozen pills", "ate 10pills"],
)
def test_many_is_read_in_digits_and_in_words(message: str) -> None:
    """{many} is five or more of something, however it is written."""
    assert FLAGS.detect(message) is POISON


@pytest.mark.parametrize("message", ["took 2 pills", "took 65 mg iron pills", "took one of them", "ate in 2019 pills"])
def test_a_dose_a_measure_or_a_year_is_not_many(message: str) -> None:
    """A few, a measure and a year are no pile of tablets."""
    assert not urgent(message)


def test_an_exact_word_is_met_in_no_other_form() -> None:
    """=swallowed tells what was done from what may be done."""
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
def test_general_questions_and_the_past_are_left_to_the_faq(message: str) -> None:
    """A rule of the present asks that somebody has it now."""
    assert not urgent(message)


@pytest.mark.parametrize(
    "message", ["can low iron cause chest pain? it started this morning", "is it my iron that makes my chest hurt?"]
)
def test_a_general_question_about_oneself_is_not_general(message: str) -> None:
    """A question that tells of a person, or of now, is answered as a red flag."""
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
def test_what_is_long_past_or_made_up_is_nobodys_present(message: str) -> None:
    """Years ago, a childhood and a film calm every rule, those on poison and on life too."""
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
def test_a_time_past_says_nothing_of_the_rest(message: str) -> None:
    """What is old may have returned, stand beside what is new, or be the age of a thing."""
    assert urgent(message)


def test_the_first_rule_wins() -> None:
    """The order of the rules is the order of gravity, wherever their words stand in the message."""
    assert FLAGS.detect("my chest hurts and I swallowed 30 pills") is POISON
    assert FLAGS.detect("swallowed 30 pills because I want to die") is CALL


def test_prove_tells_what_each_example_gets() -> None:
    """An example that does not do what its list says is a fault, with what was expected and what came."""
    rule = RedFlag("faint", "call", (("fainted",),), yes=("I fainted", "I swooned"), no=("I fainted twice", "I slept"))
    assert list(prove((CALL,), (rule,))) == [
        FailedExample("faint", "I swooned", "call", None),
        FailedExample("faint", "I fainted twice", None, "call"),
    ]


@given(st.text(max_size=300))
def test_any_text_gives_an_outcome(text: str) -> None:
    """Nothing that anyone types raises, and the same text always gets the same reply."""
    assert FLAGS.detect(text) is FLAGS.detect(text)


WORDS = "chest pain no not never can i swallowed 30 of them , . ? pills die want to"


@given(st.lists(st.sampled_from(WORDS.split())))
def test_any_order_of_alarming_words_gives_an_outcome(tokens: list[str]) -> None:
    """Nor does any heap of the very words that the rules look for."""
    FLAGS.detect(" ".join(tokens))


@given(st.text(max_size=200))
def test_a_red_flag_is_seen_behind_any_sentence(text: str) -> None:
    """A sentence of its own is enough, whatever was written before it."""
    assert urgent(f"{text}\nI don't want to live")


@pytest.mark.parametrize("message", ["chest pain " * 400, "," * 5000, "z" * 5000, "swolowed no " * 400])
def test_no_message_is_slow(message: str) -> None:
    """The time for a whole message of anything is bounded, generously here: a busy machine isn't a fault."""
    FLAGS.detect(message)
    begun = time.perf_counter()
    FLAGS.detect(message)
    assert time.perf_counter() - begun < 0.1
