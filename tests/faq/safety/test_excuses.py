"""No lone word of an excuse silences a rule: the market and the kitchen change nothing."""

from __future__ import annotations

import random

import pytest

from faq.models import Faq, RedFlag
from faq.safety import RedFlagRules

GRAMMAR = """no not never none neither nor without if when whenever whether would could might may can does did is was
    were had ago once since before until after last back used ever yet long always often sometimes usually years year
    months month weeks week days day ok okay fine better over gone well versus"""
"""Words that change what a sentence says; an excuse may rest on them, as grammar."""
WORDS = 12
"""Words tried after each example, drawn with a fixed seed: all of them would take minutes."""


@pytest.fixture(scope="module")
def rules(packaged: Faq) -> RedFlagRules:
    return RedFlagRules(packaged.urgent_replies, packaged.red_flags)


def some_words_of_excuses(rule: RedFlag, draw: random.Random) -> list[str]:
    words = {word for phrase in rule.unless for word in phrase.split() if word.isalpha()} - {*GRAMMAR.split()}
    return draw.sample(sorted(words), min(WORDS, len(words)))


def test_a_word_of_an_excuse_after_an_emergency_changes_nothing(packaged: Faq, rules: RedFlagRules) -> None:
    draw = random.Random(0)
    longer = [
        f"{example} beside the {word}"
        for rule in packaged.red_flags
        for example in rule.yes
        for word in some_words_of_excuses(rule, draw)
    ]
    assert [message for message in longer if rules.detect(message) is None] == []


def test_no_excuse_of_the_packaged_rules_is_a_single_word(packaged: Faq) -> None:
    assert [(rule.id, phrase) for rule in packaged.red_flags for phrase in rule.unless if " " not in phrase] == []
