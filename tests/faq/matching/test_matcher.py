"""Matcher.rank: every entry once, the likeliest first, by words alone or by words and a second scorer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.matching import Matcher
from faq.matching.cache import ArrayCache
from faq.matching.embedding import EmbeddingScorer
from faq.matching.matcher import SINGLE_WORD_LIMIT
from faq.models import Entry, Faq
from faq.outcome import Match
from tests.faq.letter_encoder import Letters
from tests.faq.matching.test_tfidf import WORDS
from tests.faq.sample_faq import LEGS, covered, faq

SMALL = Matcher.of(LEGS)
BOTH = Matcher.of(LEGS, Letters())
TALK = st.lists(st.sampled_from((*WORDS, "ferritin", "massage", "qzx", "feritin", "?", "rls"))).map(" ".join)
SPELLINGS = (
    ("anemia", "anaemia"), ("anemic", "anaemic"), ("hemoglobin", "haemoglobin"), ("leukemia", "leukaemia"),
    ("hemochromatosis", "haemochromatosis"), ("hemodialysis", "haemodialysis"), ("celiac", "coeliac"),
    ("diarrhea", "diarrhoea"), ("apnea", "apnoea"), ("thalassemia", "thalassaemia"), ("pediatric", "paediatric"),
    ("pediatrician", "paediatrician"), ("gynecologist", "gynaecologist"), ("etiology", "aetiology"),
    ("neurons", "neurones"), ("behavior", "behaviour"), ("mom", "mum"), ("personalized", "personalised"),
    ("program", "programme"),
)  # fmt: skip


def first(ranking: tuple[Match, ...]) -> str:
    return ranking[0].entry.id


@pytest.mark.parametrize("matcher", [SMALL, BOTH], ids=["words", "words and letters"])
@given(message=st.one_of(TALK, st.text()))
def test_a_ranking_holds_every_entry_once_sorted_by_scores_from_0_to_1(matcher: Matcher, message: str) -> None:
    ranking = matcher.rank(message).matches
    scores = [match.score for match in ranking]
    assert sorted(match.entry.id for match in ranking) == sorted(LEGS.by_id)
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert ranking == matcher.rank(message).matches


@settings(max_examples=50)
@given(message=st.text())
def test_any_message_is_ranked_on_the_packaged_content(packaged: Faq, matcher: Matcher, message: str) -> None:
    ranking = matcher.rank(message).matches
    assert [match.score for match in ranking] == sorted((match.score for match in ranking), reverse=True)
    assert {match.entry.id for match in ranking} == set(packaged.by_id)


@pytest.mark.parametrize("message", ["", " \n", "?!", "🦵", "\x00\u200b"])
def test_a_message_without_words_scores_zero_in_the_order_of_the_faq(message: str) -> None:
    assert SMALL.rank(message).matches == tuple(Match(entry, 0.0) for entry in LEGS.entries)


def test_every_phrasing_finds_its_own_entry(packaged: Faq, matcher: Matcher) -> None:
    asked = [(entry, text) for entry in packaged.entries for text in (entry.question, *entry.phrasings)]
    assert [(entry.id, text) for entry, text in asked if first(matcher.rank(text).matches) != entry.id] == []


@settings(max_examples=100)
@given(data=st.data())
def test_case_punctuation_and_space_change_no_ranking(packaged: Faq, matcher: Matcher, data: st.DataObject) -> None:
    entry: Entry = data.draw(st.sampled_from(packaged.entries))
    phrasing = data.draw(st.sampled_from(entry.phrasings))
    loud = f"  {phrasing.upper().replace(' ', '  ')} ?!\n"
    assert matcher.rank(loud).matches == matcher.rank(phrasing).matches


@pytest.mark.parametrize(("american", "british"), SPELLINGS)
def test_american_and_british_spelling_find_the_same_entry(
    packaged: Faq, matcher: Matcher, american: str, british: str
) -> None:
    asked = [text for entry in packaged.entries for text in (entry.question, *entry.phrasings)]
    pairs = [
        (text, re.sub(rf"\b{old}\b", new, text, flags=re.IGNORECASE))
        for text in asked
        for old, new in ((american, british), (british, american))
    ]
    changed = [(text, other) for text, other in pairs if text != other]
    assert changed, "no phrasing has the word; choose another"
    assert [
        pair for pair in changed if first(matcher.rank(pair[0]).matches) != first(matcher.rank(pair[1]).matches)
    ] == []


@pytest.mark.parametrize(
    "message",
    ["how", "what", "is it", "the", "iron", "legs", "b", "<b>&amp;", "today", "what is the weather like today"],
)
def test_one_shared_word_is_not_enough_for_an_answer(packaged: Faq, matcher: Matcher, message: str) -> None:
    assert matcher.rank(message).matches[0].score < packaged.thresholds.words.answer


@pytest.mark.parametrize("message", ["bats", "iran"])
def test_one_word_that_resembles_a_known_one_is_not_enough_for_an_answer(
    packaged: Faq, matcher: Matcher, message: str
) -> None:
    assert matcher.rank(message).matches[0].score < packaged.thresholds.words.answer


def test_a_corrected_word_scores_less_than_a_typed_one() -> None:
    baths = Matcher.of(faq(covered("bath", "bath", "a warm tub"), covered("walk", "walking", "a long way on foot")))
    typed, corrected = baths.rank("bath").matches[0], baths.rank("bats").matches[0]
    assert typed == Match(baths.faq.by_id["bath"], 1.0)
    assert corrected.score < typed.score


@pytest.mark.parametrize(
    ("message", "entry"),
    [
        ("feritin", "what-is-ferritin"),
        ("wat is my body laking", "body-lacking"),
        ("does cofee make restles legs worse", "caffeine-alcohol"),
        ("magnesum for rls", "magnesium"),
        ("whats the diffrence between iron and feritin", "iron-vs-ferritin"),
        ("how comon is restlesslegs", "rls-prevalence"),
    ],
)
def test_a_misspelt_question_finds_its_entry(matcher: Matcher, message: str, entry: str) -> None:
    assert first(matcher.rank(message).matches) == entry


@pytest.mark.parametrize(
    "message",
    [
        "how do I fix a leaking tap", "my car will not start this morning", "who won the world cup in 1998",
        "write me a python script that sorts a list", "best pizza in rome", "cheap flights to lisbon",
        "recipe for banana bread", "translate good morning into french", "asdf qwer zxcv", "lorem ipsum dolor sit amet",
    ],
)  # fmt: skip
def test_off_topic_questions_get_no_suggestion(packaged: Faq, matcher: Matcher, message: str) -> None:
    assert matcher.rank(message).matches[0].score < packaged.thresholds.words.suggest


def test_chatter_gets_no_suggestion(packaged: Faq, matcher: Matcher) -> None:
    messages = [message for group in packaged.chatter.values() for message in group]
    assert len(messages) > 100
    assert [text for text in messages if matcher.rank(text).matches[0].score >= packaged.thresholds.words.suggest] == []


def test_unknown_words_lower_the_score() -> None:
    suffixes = ("", " zebra", " zebra xylophone", " zebra xylophone quartz")
    scores = [SMALL.rank(f"massage help{suffix}").matches[0].score for suffix in suffixes]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_a_phrasing_of_two_entries_is_an_exact_match_of_neither() -> None:
    twice = Matcher.of(faq(covered("one", "warm bath", "hot tub"), covered("two", "warm baths", "cold plunge")))
    assert twice.rank("warm bath").matches[0].score < 1


def test_a_phrasing_word_for_word_is_an_exact_match() -> None:
    assert SMALL.rank("Massage gun, for LEGS?").matches[0] == Match(LEGS.by_id["massage"], 1.0)


def test_synonyms_make_two_wordings_one() -> None:
    assert SMALL.rank("should I avoid java").matches == SMALL.rank("should I avoid coffee").matches


SCRIPT = """
from tests.faq.sample_faq import LEGS
from faq.matching import Matcher
matcher = Matcher.of(LEGS)
for question in ("massge", "tea in the evning", "pregnant runing", "hello", "legslegs"):
    print([(match.entry.id, match.score) for match in matcher.rank(question).matches])
calibration = matcher.classifier.calibration
print(calibration.temperature.hex(), calibration.none_logit.hex())
"""


def test_every_process_ranks_the_same() -> None:
    command = [sys.executable, "-c", SCRIPT]
    root = Path(__file__).parents[3]
    runs = [
        subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=root, env=os.environ | {"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert "massage" in runs[0]


def test_a_matcher_scores_by_words_and_with_an_encoder_by_meaning_too() -> None:
    assert [scorer.config.name for scorer in BOTH.classifier.scorers] == ["words", "meaning"]
    assert [scorer.config.name for scorer in SMALL.classifier.scorers] == ["words"]


def test_a_second_scorer_finds_entries_that_words_do_not() -> None:
    question = "espressomachines"
    assert [token.word for token in SMALL.lexicon.tokenize(question)] == [None]
    assert first(BOTH.rank(question).matches) == "caffeine"
    assert BOTH.rank(question).matches[0].score > SMALL.rank(question).matches[0].score


def test_phrasings_are_exact_matches_with_two_scorers_too() -> None:
    for entry in LEGS.entries:
        for phrasing in entry.phrasings:
            assert BOTH.rank(phrasing).matches[0] == Match(entry, 1.0)


def test_the_encoder_gets_corrected_words_unless_they_are_in_its_vocabulary() -> None:
    knowing = Matcher.of(LEGS, Letters(words=frozenset({"massge"}))).scorers[1]
    plain = BOTH.scorers[1]
    assert isinstance(plain, EmbeddingScorer)
    assert isinstance(knowing, EmbeddingScorer)
    tokens = SMALL.lexicon.tokenize("massge or rls qzx")
    assert plain.text(tokens) == "massage or restless legs qzx"
    assert knowing.text(tokens) == "massge or restless legs qzx"


def test_a_matcher_from_the_cache_ranks_like_a_new_one(tmp_path: Path) -> None:
    for question in ("massge", "espressomachines", "pregnant runing"):
        cached = [Matcher.of(LEGS, Letters(), ArrayCache(tmp_path)).rank(question).matches for _ in range(2)]
        assert cached == [BOTH.rank(question).matches] * 2


def test_a_damaged_file_in_the_cache_is_made_again(tmp_path: Path) -> None:
    Matcher.of(LEGS, Letters(), ArrayCache(tmp_path))
    files = list(tmp_path.rglob("*.npz"))
    assert files
    for file in files:
        file.write_bytes(file.read_bytes()[:100])
    assert Matcher.of(LEGS, Letters(), ArrayCache(tmp_path)).rank("massge").matches == BOTH.rank("massge").matches


def test_the_limit_for_a_single_common_word_is_below_both_answer_thresholds(packaged: Faq) -> None:
    assert min(packaged.thresholds.words.answer, packaged.thresholds.meaning.answer) > SINGLE_WORD_LIMIT
