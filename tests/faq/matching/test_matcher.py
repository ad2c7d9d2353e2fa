"""Matcher.rank: every entry once, the likeliest first, from words alone or joined by a second kind of evidence."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.matching import Matcher
from faq.matching.cache import ArrayCache
from faq.matching.embedding import EmbeddingScorer
from faq.matching.matcher import LONE_WORD
from faq.matching.spelling import Lexicon, Token, stem
from faq.matching.tfidf import UNKNOWN, TfidfScorer
from faq.models import Entry, Faq
from faq.outcome import Match
from tests.faq.letter_encoder import Letters
from tests.faq.sample_faq import LEGS, covered, faq

SMALL = Matcher.of(LEGS)
BOTH = Matcher.of(LEGS, Letters())
WORDS = ("iron", "legs", "restless", "sleep", "evening", "coffee", "tea", "night", "running")
TALK = st.lists(st.sampled_from((*WORDS, "ferritin", "massage", "qzx", "feritin", "?", "rls"))).map(" ".join)
RESPELT = (
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
def test_any_message_is_ranked_on_the_packaged_content_too(packaged: Faq, matcher: Matcher, message: str) -> None:
    ranking = matcher.rank(message).matches
    assert [match.score for match in ranking] == sorted((match.score for match in ranking), reverse=True)
    assert {match.entry.id for match in ranking} == set(packaged.by_id)


@pytest.mark.parametrize("message", ["", " \n", "?!", "🦵", "\x00\u200b"])
def test_a_message_without_a_word_means_no_entry_and_keeps_the_order_of_the_faq(message: str) -> None:
    assert SMALL.rank(message).matches == tuple(Match(entry, 0.0) for entry in LEGS.entries)


def test_every_phrasing_finds_its_own_entry(packaged: Faq, matcher: Matcher) -> None:
    asked = [(entry, text) for entry in packaged.entries for text in (entry.question, *entry.phrasings)]
    assert [(entry.id, text) for entry, text in asked if first(matcher.rank(text).matches) != entry.id] == []


@settings(max_examples=100)
@given(data=st.data())
def test_case_marks_and_space_do_not_change_what_a_phrasing_finds(
    packaged: Faq, matcher: Matcher, data: st.DataObject
) -> None:
    entry: Entry = data.draw(st.sampled_from(packaged.entries))
    phrasing = data.draw(st.sampled_from(entry.phrasings))
    loud = f"  {phrasing.upper().replace(' ', '  ')} ?!\n"
    assert matcher.rank(loud).matches == matcher.rank(phrasing).matches


@pytest.mark.parametrize(("american", "british"), RESPELT)
def test_american_and_british_spelling_find_the_same_entry(
    packaged: Faq, matcher: Matcher, american: str, british: str
) -> None:
    asked = [text for entry in packaged.entries for text in (entry.question, *entry.phrasings)]
    respelt = [
        (text, re.sub(rf"\b{old}\b", new, text, flags=re.IGNORECASE))
        for text in asked
        for old, new in ((american, british), (british, american))
    ]
    changed = [(text, other) for text, other in respelt if text != other]
    assert changed, "no phrasing has the word: choose another"
    assert [
        pair for pair in changed if first(matcher.rank(pair[0]).matches) != first(matcher.rank(pair[1]).matches)
    ] == []


@pytest.mark.parametrize(
    "message",
    ["how", "what", "is it", "the", "iron", "legs", "b", "<b>&amp;", "today", "what is the weather like today"],
)
def test_one_shared_word_buys_no_answer(packaged: Faq, matcher: Matcher, message: str) -> None:
    assert matcher.rank(message).matches[0].score < packaged.thresholds.words.answer


@pytest.mark.parametrize("message", ["bats", "iran"])
def test_one_word_that_only_resembles_ours_buys_no_answer(packaged: Faq, matcher: Matcher, message: str) -> None:
    assert matcher.rank(message).matches[0].score < packaged.thresholds.words.answer


def test_a_guessed_word_is_less_certain_than_a_typed_one() -> None:
    baths = Matcher.of(faq(covered("bath", "bath", "a warm tub"), covered("walk", "walking", "a long way on foot")))
    typed, guessed = baths.rank("bath").matches[0], baths.rank("bats").matches[0]
    assert typed == Match(baths.faq.by_id["bath"], 1.0)
    assert guessed.score < typed.score


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
def test_talk_of_other_things_is_not_even_suggested(packaged: Faq, matcher: Matcher, message: str) -> None:
    assert matcher.rank(message).matches[0].score < packaged.thresholds.words.suggest


def test_chatter_is_silent(packaged: Faq, matcher: Matcher) -> None:
    messages = [message for group in packaged.chatter.values() for message in group]
    assert len(messages) > 100
    assert [said for said in messages if matcher.rank(said).matches[0].score >= packaged.thresholds.words.suggest] == []


def test_words_that_no_phrasing_uses_make_an_entry_less_likely() -> None:
    talk = ("", " zebra", " zebra xylophone", " zebra xylophone quartz")
    scores = [SMALL.rank(f"massage help{said}").matches[0].score for said in talk]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_a_phrasing_that_two_entries_claim_is_certain_for_neither() -> None:
    twice = Matcher.of(faq(covered("one", "warm bath", "hot tub"), covered("two", "warm baths", "cold plunge")))
    assert twice.rank("warm bath").matches[0].score < 1


def test_a_phrasing_word_for_word_is_certain() -> None:
    assert SMALL.rank("Massage gun, for LEGS?").matches[0] == Match(LEGS.by_id["massage"], 1.0)


def test_synonyms_make_two_wordings_one() -> None:
    assert SMALL.rank("should I avoid java").matches == SMALL.rank("should I avoid coffee").matches


RANKED_ELSEWHERE = """
from tests.faq.sample_faq import LEGS
from faq.matching import Matcher
matcher = Matcher.of(LEGS)
for question in ("massge", "tea in the evning", "pregnant runing", "hello", "legslegs"):
    print([(match.entry.id, match.score) for match in matcher.rank(question).matches])
print(matcher.head.temperature.hex(), matcher.head.none_logit.hex())
"""


def test_another_process_ranks_the_same() -> None:
    command = [sys.executable, "-c", RANKED_ELSEWHERE]
    root = Path(__file__).parents[3]
    runs = [
        subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=root, env=os.environ | {"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert "massage" in runs[0]


def near_by_definition(texts: list[str], labels: list[int], reads: tuple[Token, ...]) -> list[float]:
    """The cosine of a question with each phrasing, slowly: stems ranking by log((1 + entries) / (1 + using)) + 1."""
    stems = [{stem(word) for word in text.split()} for text in texts]
    every = set().union(*stems)
    entries = len(set(labels))
    using = {each: len({label for found, label in zip(stems, labels, strict=True) if each in found}) for each in every}
    weight = {each: math.log((1 + entries) / (1 + using[each])) + 1 for each in every}
    asked: dict[str, float] = {}
    for read in reads:
        name = read.stem or f"unknown {read.typed}"
        worth = weight[read.stem] * read.confidence if read.stem else UNKNOWN * max(weight.values())
        asked[name] = max(worth, asked.get(name, 0.0))
    length = math.sqrt(sum(worth**2 for worth in asked.values()))
    return [
        sum(asked.get(each, 0.0) * weight[each] for each in found)
        / (length * math.sqrt(sum(weight[each] ** 2 for each in found)))
        for found in stems
    ]


PHRASING = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
UNSURE = st.builds(Token, st.just("typed"), st.sampled_from(WORDS), st.sampled_from([0.75, 0.8, 0.9]))
UNKNOWNS = st.builds(Token, st.sampled_from(["qzx", "zebra"]), st.none())


@given(
    pairs=st.lists(st.tuples(PHRASING, st.integers(0, 3)), min_size=1, max_size=8),
    reads=st.lists(st.one_of(UNSURE, UNKNOWNS), min_size=1, max_size=6),
)
def test_nearness_in_words_is_the_cosine_of_weighed_stems(pairs: list[tuple[str, int]], reads: list[Token]) -> None:
    texts, labels = [text for text, _ in pairs], [label for _, label in pairs]
    lexicon = Lexicon.of(texts, {})
    known = tuple(read for read in reads if read.word is None or read.word in lexicon.counts) or (Token("?", None),)
    near = TfidfScorer.of(texts, labels, lexicon).similarity(known)
    np.testing.assert_allclose(near, near_by_definition(texts, labels, known), atol=1e-5)


@given(pairs=st.lists(st.tuples(PHRASING, st.integers(0, 3)), min_size=1, max_size=8))
def test_phrasings_are_as_near_to_each_other_as_when_they_are_asked(pairs: list[tuple[str, int]]) -> None:
    texts, labels = [text for text, _ in pairs], [label for _, label in pairs]
    lexicon = Lexicon.of(texts, {})
    lexical = TfidfScorer.of(texts, labels, lexicon)
    asked = np.stack([lexical.similarity(lexicon.read(text)) for text in texts])
    np.testing.assert_allclose(lexical.pairwise(slice(0, len(texts))), asked, atol=1e-5)
    np.testing.assert_allclose(np.diag(lexical.pairwise(slice(0, len(texts)))), 1, atol=1e-5)


def test_what_the_words_share_adds_up_to_the_nearness() -> None:
    lexical = SMALL.evidence[0]
    assert isinstance(lexical, TfidfScorer)
    reads = SMALL.lexicon.read("does a walk help my legs in the evning")
    for phrasing, near in enumerate(lexical.similarity(reads)):
        assert sum(lexical.shared(reads, phrasing).values()) == pytest.approx(near, abs=1e-5)


def test_a_second_kind_of_evidence_stands_beside_the_words() -> None:
    assert [kind.name for kind in BOTH.head.configs] == ["words", "meaning"]
    assert sum(kind.weight for kind in BOTH.head.configs) == pytest.approx(1)
    assert [(kind.name, kind.weight) for kind in SMALL.head.configs] == [("words", 1.0)]


def test_a_second_kind_of_evidence_sees_what_the_words_do_not() -> None:
    asked = "espressomachines"
    assert [read.word for read in SMALL.lexicon.read(asked)] == [None]
    assert first(BOTH.rank(asked).matches) == "caffeine"
    assert BOTH.rank(asked).matches[0].score > SMALL.rank(asked).matches[0].score


def test_a_second_kind_of_evidence_leaves_phrasings_word_for_word_as_they_are() -> None:
    for entry in LEGS.entries:
        for phrasing in entry.phrasings:
            assert BOTH.rank(phrasing).matches[0] == Match(entry, 1.0)


def test_the_second_kind_is_asked_in_repaired_words_unless_it_knows_them_as_typed() -> None:
    knowing = Matcher.of(LEGS, Letters(words=frozenset({"massge"}))).evidence[1]
    plain = BOTH.evidence[1]
    assert isinstance(plain, EmbeddingScorer)
    assert isinstance(knowing, EmbeddingScorer)
    reads = SMALL.lexicon.read("massge or rls qzx")
    assert plain.text(reads) == "massage or restless legs qzx"
    assert knowing.text(reads) == "massge or restless legs qzx"


def test_what_was_kept_ranks_as_what_is_made_anew(tmp_path: Path) -> None:
    for asked in ("massge", "espressomachines", "pregnant runing"):
        kept = [Matcher.of(LEGS, Letters(), ArrayCache(tmp_path)).rank(asked).matches for _ in range(2)]
        assert kept == [BOTH.rank(asked).matches] * 2


def test_what_was_kept_for_another_faq_is_not_taken_for_ours(tmp_path: Path) -> None:
    cache = ArrayCache(tmp_path)
    other = replace(LEGS, chatter={"talk": ("does a massage cost much", "massage chairs", "a massage gun on sale")})
    Matcher.of(LEGS, None, cache)
    assert (
        Matcher.of(other, None, cache).rank("massage chair").matches == Matcher.of(other).rank("massage chair").matches
    )
    assert Matcher.of(other).rank("massage chair").matches != SMALL.rank("massage chair").matches


def test_a_spoilt_file_among_the_kept_is_made_anew(tmp_path: Path) -> None:
    Matcher.of(LEGS, Letters(), ArrayCache(tmp_path))
    files = list(tmp_path.glob("*.npz"))
    assert files
    for file in files:
        file.write_bytes(file.read_bytes()[:100])
    assert Matcher.of(LEGS, Letters(), ArrayCache(tmp_path)).rank("massge").matches == BOTH.rank("massge").matches


def test_one_word_of_many_entries_never_reaches_an_answer_by_either_way_of_matching(packaged: Faq) -> None:
    assert min(packaged.thresholds.words.answer, packaged.thresholds.meaning.answer) > LONE_WORD
