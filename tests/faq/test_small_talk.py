"""Small talk by its exact words, and what is left of a question that opens with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.models import TalkKind
from faq.outcome import Depth
from faq.small_talk import SmallTalkWords, key
from tests.faq.sample_talk import FOLLOW_UPS, KINDS

WORDS = SmallTalkWords(KINDS, FOLLOW_UPS)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("thanks", "thanks"),
        ("Thaaanks!! 🙏", "thanks"),
        ("GOOD MORNING", "greeting"),
        ("🙏", "thanks"),
        ("🙏🦵", "thanks"),
        ("🦵", "remark"),
        ("thanks for nothing", None),
        ("", None),
        ("?!", None),
    ],
)
def test_small_talk_is_known_by_its_words_whatever_their_case_signs_and_length(
    message: str, kind: TalkKind | None
) -> None:
    found = WORDS.find(message)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("message", "depth"), [("Tell me more!", "more"), ("says who?", "sources"), ("tell me", None), ("hi", None)]
)
def test_a_follow_up_asks_for_more_or_for_the_sources(message: str, depth: Depth | None) -> None:
    assert WORDS.follow_up(message) == depth


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("Hi, what is ferritin?", "what is ferritin?"),
        ("hi hi! thanks. what is ferritin?", "what is ferritin?"),
        ("good morning does massage help", "does massage help"),
        ("no, does it help", "does it help"),
        ("no iron for me", "no iron for me"),
        ("hi", "hi"),
        ("what is ferritin? thanks", "what is ferritin? thanks"),
    ],
)
def test_small_talk_before_a_question_is_left_out_without_a_comma_only_a_greeting_or_thanks(
    message: str, rest: str
) -> None:
    assert WORDS.without_opening(message) == rest


@given(st.text(alphabet=st.sampled_from("hi thanks no,.!?\n🙏")))
def test_what_is_left_is_the_end_of_the_message_and_opens_with_no_small_talk(message: str) -> None:
    rest = WORDS.without_opening(message)
    assert " ".join(message.split()).endswith(" ".join(rest.split()))
    assert WORDS.without_opening(rest) == rest


@given(st.text())
def test_a_message_and_its_capitals_have_one_key(message: str) -> None:
    assert key(f" {message.lower()}\n") == key(message.lower())
