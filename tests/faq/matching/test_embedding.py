"""The second kind of evidence: what the encoder is given to read, and how near that is to each phrasing."""

from __future__ import annotations

import numpy as np
import pytest

from faq.matching.cache import ArrayCache
from faq.matching.embedding import EmbeddingScorer
from faq.matching.spelling import Lexicon, Token
from tests.faq.letter_encoder import Letters

PHRASINGS = ("does massage help restless legs", "coffee in the evening", "what is ferritin", "rls at night")
LEXICON = Lexicon.of(PHRASINGS, {"rls": "restless legs", "java": "coffee"})


def semantic(*known: str) -> EmbeddingScorer:
    return EmbeddingScorer.of(PHRASINGS, LEXICON, Letters(words=frozenset(known)), ArrayCache())


@pytest.mark.parametrize(
    ("typed", "known", "given"),
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
def test_a_word_that_the_encoder_knows_stays_as_typed_and_another_is_given_as_it_was_read(
    typed: str, known: tuple[str, ...], given: str
) -> None:
    assert semantic(*known).text(LEXICON.read(typed)) == given


def test_a_word_that_nobody_knows_is_given_as_typed() -> None:
    assert semantic().text((Token("qzx", None), Token("legz", "legs", 0.8))) == "qzx legs"


@pytest.mark.parametrize("phrasing", range(len(PHRASINGS)))
def test_a_phrasing_is_nearest_to_itself(phrasing: int) -> None:
    near = semantic().similarity(LEXICON.read(PHRASINGS[phrasing]))
    assert near.shape == (len(PHRASINGS),)
    assert int(near.argmax()) == phrasing
    assert near[phrasing] == pytest.approx(1)


def test_phrasings_are_as_near_to_each_other_as_when_they_are_asked() -> None:
    evidence = semantic()
    asked = np.stack([evidence.similarity(LEXICON.read(phrasing)) for phrasing in PHRASINGS])
    np.testing.assert_allclose(evidence.pairwise(slice(0, len(PHRASINGS))), asked, atol=1e-5)


def test_synonyms_are_replaced_before_the_encoder_reads() -> None:
    evidence = semantic()
    np.testing.assert_array_equal(
        evidence.similarity(LEXICON.read("rls at night")), evidence.similarity(LEXICON.read("restless legs at night"))
    )
    np.testing.assert_array_equal(evidence.vectors[3], Letters().encode(["restless legs at night"])[0])


def test_evidence_of_another_encoder_is_not_taken_for_this_one() -> None:
    other = EmbeddingScorer.of(PHRASINGS, LEXICON, Letters(name="other"), ArrayCache())
    assert other.made_of != semantic().made_of
