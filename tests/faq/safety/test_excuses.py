"""No lone word of an excuse silences a rule: "at the market", "in the kitchen" change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.models import Faq, RedFlag
from faq.safety import RedFlagRules

GRAMMAR = """no not never none neither nor without if when whenever whether would could might may can does did is was
    were had ago once since before until after last back used ever yet long always often sometimes usually years year
    months month weeks week days day ok okay fine better over gone well"""
"""Words that change what a sentence says; an excuse may rest on them, as grammar."""


@pytest.fixture(scope="module")
def rules(packaged: Faq) -> RedFlagRules:
    return RedFlagRules(packaged.urgent_replies, packaged.red_flags)


def words_of_excuses(rule: RedFlag) -> list[str]:
    return sorted({word for phrase in rule.unless for word in phrase.split() if word.isalpha()} - {*GRAMMAR.split()})


@settings(max_examples=600)
@given(data=st.data())
def test_a_word_of_an_excuse_after_an_emergency_changes_nothing(
    packaged: Faq, rules: RedFlagRules, data: st.DataObject
) -> None:
    rule = data.draw(st.sampled_from([rule for rule in packaged.red_flags if words_of_excuses(rule)]))
    word = data.draw(st.sampled_from(words_of_excuses(rule)))
    example = data.draw(st.sampled_from(rule.yes))
    assert rules.detect(f"{example} at the {word}") is not None


def test_no_excuse_of_the_packaged_rules_is_a_single_word(packaged: Faq) -> None:
    assert [(rule.id, phrase) for rule in packaged.red_flags for phrase in rule.unless if " " not in phrase] == []
