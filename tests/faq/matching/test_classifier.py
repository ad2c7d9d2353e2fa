"""The classifier: each question is scored by two views, and a phrasing that is left out as if it had never stood."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from faq.matching.classifier import Classifier
from faq.matching.scorer import Floats, ScorerConfig
from tests.faq.matching.fixed_scorer import ANSWERABLE, LABELS, SENSE, WORDS, FixedScorer, directions, scorers

TEXTS = tuple(f"phrasing {number}" for number in range(len(LABELS)))


def classifier(*of: FixedScorer, labels: tuple[int, ...] = LABELS, answerable: int = ANSWERABLE) -> Classifier:
    return Classifier.of(of, TEXTS[: len(labels)], labels, answerable)


def asked(of: Classifier, phrasing: int) -> Floats:
    """Return the scores of a question that equals a phrasing."""
    return of.scores([scorer.similarity_of(phrasing) for scorer in of.scorers]).total


@pytest.mark.parametrize("configs", [(WORDS,), (SENSE,), (WORDS, SENSE)], ids=["words", "sense", "both"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_phrasing_that_is_left_out_scores_as_if_it_had_never_stood_in_the_content(
    configs: tuple[ScorerConfig, ...], seed: int
) -> None:
    whole = classifier(*scorers(*configs, seed=seed))
    for phrasing in range(len(LABELS)):
        labels = tuple(np.delete(LABELS, phrasing).tolist())
        others = classifier(*(scorer.without(phrasing) for scorer in scorers(*configs, seed=seed)), labels=labels)
        cosines = [np.delete(scorer.similarity_of(phrasing), phrasing) for scorer in whole.scorers]
        expected = others.scores(cosines)
        left_out = whole.left_out(phrasing)
        np.testing.assert_allclose(left_out.ridge, expected.ridge, atol=1e-4)
        np.testing.assert_allclose(left_out.pooled, expected.pooled, atol=1e-4)


def test_the_only_phrasing_of_a_class_does_not_find_it_when_left_out() -> None:
    lonely = classifier(*scorers(WORDS, labels=(0, 0, 1, 2, 2)), labels=(0, 0, 1, 2, 2))
    assert lonely.left_out(2).total[1] == 0
    assert int(asked(lonely, 2).argmax()) == 1


@pytest.mark.parametrize("phrasing", range(len(LABELS)))
def test_every_phrasing_scores_highest_in_its_own_class(phrasing: int) -> None:
    assert int(asked(classifier(*scorers(WORDS, SENSE)), phrasing).argmax()) == LABELS[phrasing]


def test_weights_matter_only_in_proportion() -> None:
    words, sense = scorers(WORDS, SENSE)
    louder = classifier(
        replace(words, config=replace(WORDS, weight=10.0)), replace(sense, config=replace(SENSE, weight=30.0))
    )
    plain = classifier(words, sense)
    np.testing.assert_allclose(asked(louder, 5), asked(plain, 5), atol=1e-5)
    assert louder.calibration.temperature == pytest.approx(plain.calibration.temperature)
    assert louder.calibration.none_logit == pytest.approx(plain.calibration.none_logit)


def test_two_scorers_that_agree_score_as_one() -> None:
    (sense,) = scorers(SENSE)
    twice = classifier(replace(sense, config=replace(SENSE, name="more")), sense)
    np.testing.assert_allclose(asked(twice, 7), asked(classifier(sense), 7), atol=1e-4)


def test_the_scorer_with_more_weight_decides_where_two_disagree() -> None:
    both = classifier(*scorers(WORDS, SENSE))
    like_1, like_2 = both.scorers[0].similarity_of(3), both.scorers[1].similarity_of(8)
    assert int(both.scores([like_1, like_2]).total.argmax()) == 2


def test_missing_similarities_of_a_second_scorer_raise_an_error() -> None:
    both = classifier(*scorers(WORDS, SENSE))
    with pytest.raises(ValueError, match="shorter"):
        both.scores([both.scorers[0].similarity_of(0)])


@pytest.mark.parametrize("answerable", [3, 4], ids=["with chatter", "without chatter"])
def test_a_question_near_no_phrasing_is_most_likely_none_of_them(answerable: int) -> None:
    both, zeros = classifier(*scorers(WORDS, SENSE), answerable=answerable), np.zeros(len(LABELS), np.float32)
    assert both.probabilities(both.scores([zeros, zeros]).total).sum() < 0.5


def test_chatter_is_no_entry() -> None:
    both = classifier(*scorers(WORDS, SENSE))
    for phrasing in (10, 11):
        probabilities = both.probabilities(asked(both, phrasing))
        assert probabilities[:ANSWERABLE].max() < probabilities[ANSWERABLE]


def test_the_same_content_gives_the_same_scores_bit_for_bit() -> None:
    one, other = classifier(*scorers(WORDS, SENSE)), classifier(*scorers(WORDS, SENSE))
    assert one.calibration == other.calibration
    assert asked(one, 4).tobytes() == asked(other, 4).tobytes()


@settings(max_examples=20)
@given(order=st.permutations(range(len(LABELS))))
def test_the_order_of_the_phrasings_within_their_class_changes_no_score(order: list[int]) -> None:
    order.sort(key=LABELS.__getitem__)
    plain = classifier(*scorers(WORDS, SENSE))
    other = classifier(*(scorer.in_order(order) for scorer in scorers(WORDS, SENSE)))
    np.testing.assert_allclose(asked(other, order.index(0)), asked(plain, 0), atol=1e-4)


def test_a_single_entry_with_a_single_phrasing_can_be_asked() -> None:
    alone = classifier(FixedScorer(np.ones((1, 1), np.float32)), labels=(0,), answerable=1)
    (probability,) = alone.probabilities(asked(alone, 0))
    assert 0 <= probability <= 1


def test_cosines_over_all_scorers_are_weighted() -> None:
    words, sense = scorers(WORDS, SENSE)
    some = np.array([1, 4, 9])
    expected = 0.25 * words.among(some) + 0.75 * sense.among(some)
    np.testing.assert_allclose(classifier(words, sense).cosines_among(some), expected, atol=1e-6)


@given(scores=arrays(np.float32, 4, elements=st.floats(-2, 2, width=32)))
def test_a_higher_score_never_has_a_lower_probability(scores: Floats) -> None:
    order = np.argsort(scores, kind="stable")
    assert np.all(np.diff(classifier(*scorers(WORDS)).probabilities(scores)[order]) >= 0)


def test_distinct_classes_give_a_lower_temperature() -> None:
    clean, mixed = np.eye(4, dtype=np.float32)[list(LABELS)], directions(LABELS, seed=1)
    neat, vague = classifier(FixedScorer(clean)), classifier(FixedScorer(mixed))
    assert neat.calibration.temperature <= vague.calibration.temperature
