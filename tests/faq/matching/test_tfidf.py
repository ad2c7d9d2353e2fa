"""The scorer by words: its cosines equal the textbook's TF-IDF."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.matching.spelling import Lexicon, Token, stem
from faq.matching.tfidf import UNKNOWN_WEIGHT, TfidfScorer

WORDS = ("iron", "legs", "restless", "sleep", "evening", "coffee", "tea", "night", "running")
PHRASING = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
LABELLED = st.lists(st.tuples(PHRASING, st.integers(0, 3)), min_size=1, max_size=8)
CORRECTED = st.builds(Token, st.just("typed"), st.sampled_from(WORDS), st.sampled_from([0.75, 0.8, 0.9]))
UNKNOWN = st.builds(Token, st.sampled_from(["qzx", "zebra"]), st.none())


def cosines_by_definition(texts: list[str], labels: list[int], tokens: tuple[Token, ...]) -> list[float]:
    """Return the cosine with each phrasing, the slow way: IDF is log((1 + entries) / (1 + entries using)) + 1."""
    stems = [{stem(word) for word in text.split()} for text in texts]
    vocabulary = set().union(*stems)
    entries = len(set(labels))
    using = {
        each: len({label for used, label in zip(stems, labels, strict=True) if each in used}) for each in vocabulary
    }
    idf = {each: math.log((1 + entries) / (1 + using[each])) + 1 for each in vocabulary}
    question: dict[str, float] = {}
    for token in tokens:
        name = token.stem or f"unknown {token.typed}"
        weight = idf[token.stem] * token.confidence if token.stem else UNKNOWN_WEIGHT * max(idf.values())
        question[name] = max(weight, question.get(name, 0.0))
    length = math.sqrt(sum(weight**2 for weight in question.values()))
    return [
        sum(question.get(each, 0.0) * idf[each] for each in used)
        / (length * math.sqrt(sum(idf[each] ** 2 for each in used)))
        for used in stems
    ]


@given(labelled=LABELLED, tokens=st.lists(st.one_of(CORRECTED, UNKNOWN), min_size=1, max_size=6))
def test_similarity_is_the_tfidf_cosine(labelled: list[tuple[str, int]], tokens: list[Token]) -> None:
    texts, labels = [text for text, _ in labelled], [label for _, label in labelled]
    lexicon = Lexicon.of(texts, {})
    valid = tuple(each for each in tokens if each.word is None or each.word in lexicon.counts) or (Token("?", None),)
    cosines = TfidfScorer.of(texts, labels, lexicon).similarity(valid)
    np.testing.assert_allclose(cosines, cosines_by_definition(texts, labels, valid), atol=1e-5)


@given(labelled=LABELLED)
def test_a_phrasing_is_as_similar_to_the_others_as_a_question_of_its_words(labelled: list[tuple[str, int]]) -> None:
    texts, labels = [text for text, _ in labelled], [label for _, label in labelled]
    lexicon = Lexicon.of(texts, {})
    scorer = TfidfScorer.of(texts, labels, lexicon)
    asked = np.stack([scorer.similarity(lexicon.tokenize(text)) for text in texts])
    of_phrasings = np.stack([scorer.similarity_of(phrasing) for phrasing in range(len(texts))])
    np.testing.assert_allclose(of_phrasings, asked, atol=1e-5)
    np.testing.assert_allclose(scorer.among(np.arange(len(texts))), asked, atol=1e-5)
    np.testing.assert_allclose(np.diag(asked), 1, atol=1e-5)


@given(labelled=LABELLED)
def test_the_length_of_a_class_is_that_of_the_sum_of_its_vectors(labelled: list[tuple[str, int]]) -> None:
    ordered = sorted(labelled, key=lambda pair: pair[1])
    texts, names = [text for text, _ in ordered], sorted({label for _, label in ordered})
    labels = np.array([names.index(label) for _, label in ordered])
    scorer = TfidfScorer.of(texts, labels.tolist(), Lexicon.of(texts, {}))
    cosines = scorer.among(np.arange(len(texts)))
    squares = [cosines[np.ix_(labels == label, labels == label)].sum() for label in range(len(names))]
    np.testing.assert_allclose(scorer.lengths(labels), np.sqrt(squares), rtol=1e-4)


TEXTS = ("a walk helps my legs", "coffee in the evening", "legs at night", "tea in the evening")
LEXICON = Lexicon.of(TEXTS, {})


def test_the_contributions_of_the_shared_words_add_up_to_the_cosine() -> None:
    scorer = TfidfScorer.of(TEXTS, (0, 1, 2, 1), LEXICON)
    tokens = LEXICON.tokenize("does a walk help my legs in the evning")
    for phrasing, cosine in enumerate(scorer.similarity(tokens)):
        assert sum(scorer.shared(tokens, phrasing).values()) == pytest.approx(cosine, abs=1e-5)


def test_some_phrasings_are_as_similar_to_each_other_as_among_all() -> None:
    scorer = TfidfScorer.of(TEXTS, (0, 1, 2, 1), LEXICON)
    some = np.array([1, 3])
    np.testing.assert_allclose(scorer.among(some), scorer.among(np.arange(4))[np.ix_(some, some)], atol=1e-6)


def test_a_word_is_rare_if_fewer_than_a_quarter_of_the_entries_use_it() -> None:
    texts = [f"legs number{'abcdefgh'[entry]}" for entry in range(8)]
    scorer = TfidfScorer.of(texts, range(8), Lexicon.of(texts, {}))
    assert scorer.has_rare_word([stem("numbera")])
    assert not scorer.has_rare_word([stem("legs"), None])
