"""The scorer by meaning: the text that is encoded, and its similarity to each phrasing."""

from __future__ import annotations

import numpy as np
import pytest

from faq.matching.cache import ArrayCache
from faq.matching.embedding import EmbeddingScorer
from faq.matching.spelling import Lexicon, Token
from tests.faq.letter_encoder import Letters

PHRASINGS = ("does massage help restless legs", "coffee in the evening", "what is ferritin", "rls at night")
STORED = 0.01
"""How much a cosine moves by storing vectors in 8 bits."""
LEXICON = Lexicon.of(PHRASINGS, {"rls": "restless legs", "java": "coffee"})


def scorer(*known: str) -> EmbeddingScorer:
    return EmbeddingScorer.of(PHRASINGS, LEXICON, Letters(words=frozenset(known)), ArrayCache())


@pytest.mark.parametrize(
    ("typed", "known", "encoded"),
    [
        ("massage", (), "massage"),
        ("masage", (), "massage"),
        ("masage", ("masage",), "masage"),
        ("evenings", ("evenings", "evening"), "evenings"),
        ("zebra", (), "zebra"),
        ("zebra", ("zebra",), "zebra"),
        ("java", (), "coffee"),
        ("java", ("java",), "coffee"),
        ("RLS", (), "restless legs"),
        ("coffe 3 times", ("times",), "coffee 3 times"),
    ],
)
def test_words_in_the_encoders_vocabulary_stay_as_typed_and_others_are_corrected(
    typed: str, known: tuple[str, ...], encoded: str
) -> None:
    assert scorer(*known).text(LEXICON.tokenize(typed)) == encoded


def test_an_unknown_word_stays_as_typed() -> None:
    assert scorer().text((Token("qzx", None), Token("legz", "legs", 0.8))) == "qzx legs"


@pytest.mark.parametrize("phrasing", range(len(PHRASINGS)))
def test_a_phrasing_is_most_similar_to_itself(phrasing: int) -> None:
    cosines = scorer().similarity(LEXICON.tokenize(PHRASINGS[phrasing]))
    assert cosines.shape == (len(PHRASINGS),)
    assert int(cosines.argmax()) == phrasing
    assert cosines[phrasing] == pytest.approx(1, abs=STORED)


def test_a_phrasing_is_as_similar_to_the_others_as_a_question_of_its_words() -> None:
    by_meaning = scorer()
    asked = np.stack([by_meaning.similarity(LEXICON.tokenize(phrasing)) for phrasing in PHRASINGS])
    of_phrasings = np.stack([by_meaning.similarity_of(phrasing) for phrasing in range(len(PHRASINGS))])
    np.testing.assert_allclose(of_phrasings, asked, atol=STORED)
    np.testing.assert_allclose(by_meaning.among(np.arange(len(PHRASINGS))), asked, atol=STORED)


def test_the_length_of_a_class_is_that_of_the_sum_of_its_vectors() -> None:
    by_meaning = scorer()
    vectors = by_meaning.vectors.unit()
    sums = vectors[:2].sum(axis=0), vectors[2:].sum(axis=0)
    lengths = by_meaning.lengths(np.array([0, 0, 1, 1]))
    np.testing.assert_allclose(lengths, [np.linalg.norm(each) for each in sums], rtol=1e-5)


def test_synonyms_are_replaced_before_encoding() -> None:
    by_meaning = scorer()
    np.testing.assert_array_equal(
        by_meaning.similarity(LEXICON.tokenize("rls at night")),
        by_meaning.similarity(LEXICON.tokenize("restless legs at night")),
    )
    np.testing.assert_allclose(
        by_meaning.vectors.unit()[3], Letters().encode(["restless legs at night"])[0], atol=STORED
    )
