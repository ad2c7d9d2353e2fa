"""The classifier: leave-one-out scores in closed form equal those of a refit, and the fit is deterministic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from faq.matching.classifier import MANY, RIDGE, Classifier, _kernel, _modest, _one_hot, _pooled_without_self, fit
from faq.matching.kernel_ridge import Kernel
from faq.matching.scorer import Floats, ScorerConfig

WORDS = ScorerConfig("words", weight=1.0, sharpness=2.0, nearest=0.0)
SENSE = ScorerConfig("sense", weight=3.0, sharpness=4.0, nearest=0.5)
LABELS = (0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3)
ANSWERABLE = 3
"""Classes 0 to 2 are entries, class 3 is chatter."""


def directions(labels: Sequence[int], seed: int, size: int = 8) -> Floats:
    """Return unit vectors that cluster by class."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(max(labels) + 1, size))
    vectors = centres[list(labels)] + random.normal(scale=0.4, size=(len(labels), size))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def cosines_among(labels: Sequence[int], seed: int) -> Floats:
    vectors = directions(labels, seed)
    return vectors @ vectors.T


def fit_to(
    configs: Sequence[ScorerConfig], similarities: Sequence[Floats], labels: Sequence[int], answerable: int
) -> Classifier:
    """Fit to whole matrices; the fit gets copies of their rows."""
    return fit(configs, [partial(_rows, matrix) for matrix in similarities], labels, answerable)


def _rows(matrix: Floats, rows: slice) -> Floats:
    return matrix[rows].copy()


def fitted(configs: Sequence[ScorerConfig], seed: int = 1) -> tuple[Classifier, list[Floats]]:
    similarities = [cosines_among(LABELS, seed + n) for n in range(len(configs))]
    return fit_to(configs, similarities, LABELS, ANSWERABLE), similarities


def left_out_scores(classifier: Classifier, similarities: Sequence[Floats], ridge: Floats | None) -> Floats:
    """Return the scores that `fit` calibrates on: the closed forms of both views, added."""
    scores = np.zeros((len(classifier.labels), len(classifier.lengths[0])), np.float32) if ridge is None else ridge
    for config, cosines, lengths in zip(classifier.configs, similarities, classifier.lengths, strict=True):
        rows, one_hot = slice(0, len(cosines)), _one_hot(classifier.labels)
        pooled = _pooled_without_self(cosines.copy(), rows, classifier.labels, one_hot, lengths, config.nearest)
        scores = scores + config.weight * pooled
    return scores


def refitted_without(index: int, configs: Sequence[ScorerConfig], similarities: Sequence[Floats]) -> Floats:
    """Return the scores of a phrasing by a classifier fitted without it."""
    rest = np.delete(np.arange(len(LABELS)), index)
    others = fit_to(
        configs,
        [each[np.ix_(rest, rest)] for each in similarities],
        np.array(LABELS)[rest].tolist(),
        ANSWERABLE,
    )
    return others.scores([each[index, rest] for each in similarities])


@pytest.mark.parametrize("configs", [(WORDS,), (SENSE,), (WORDS, SENSE)], ids=["words", "sense", "both"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_leave_one_out_scores_in_closed_form_equal_those_of_a_refit_without_the_phrasing(
    configs: tuple[ScorerConfig, ...], seed: int
) -> None:
    classifier, similarities = fitted(configs, seed)
    kernel = Kernel.zeros(len(LABELS))
    kernel.add(slice(0, len(LABELS)), _kernel(classifier.configs, similarities))
    _, ridge = kernel.solve(_one_hot(np.array(LABELS)), RIDGE)
    closed = left_out_scores(classifier, similarities, ridge)
    refitted = [refitted_without(index, configs, similarities) for index in range(len(LABELS))]
    np.testing.assert_allclose(closed, refitted, atol=2e-3)


def test_leave_one_out_scores_without_ridge_are_those_of_pooling_alone() -> None:
    classifier, similarities = fitted([WORDS, SENSE])
    pooled = left_out_scores(classifier, similarities, None)
    for index in range(len(LABELS)):
        rest = np.delete(np.arange(len(LABELS)), index)
        others = fit_to(
            [WORDS, SENSE],
            [each[np.ix_(rest, rest)] for each in similarities],
            [LABELS[at] for at in rest],
            ANSWERABLE,
        )
        alone = replace(others, dual=None).scores([each[index, rest] for each in similarities])
        np.testing.assert_allclose(pooled[index], alone, atol=2e-3)


def test_the_only_phrasing_of_a_class_does_not_find_it_when_left_out() -> None:
    labels = (0, 0, 1, 2, 2)
    cosines = cosines_among(labels, seed=4)
    classifier = fit_to([WORDS], [cosines], labels, 3)
    assert int(left_out_scores(classifier, [cosines], None)[2].argmax()) != 1
    assert int(classifier.scores([cosines[2]]).argmax()) == 1


def test_the_weights_of_the_scorers_are_normalised() -> None:
    classifier, _ = fitted([WORDS, SENSE])
    assert [(config.name, config.weight) for config in classifier.configs] == [("words", 0.25), ("sense", 0.75)]


def test_weights_matter_only_in_proportion() -> None:
    classifier, similarities = fitted([WORDS, SENSE])
    louder = fit_to([replace(WORDS, weight=10.0), replace(SENSE, weight=30.0)], similarities, LABELS, ANSWERABLE)
    cosines = [each[5] for each in similarities]
    np.testing.assert_allclose(louder.scores(cosines), classifier.scores(cosines), atol=1e-5)
    assert (louder.temperature, louder.none_logit) == pytest.approx((classifier.temperature, classifier.none_logit))


def test_two_scorers_that_agree_score_as_one() -> None:
    alone, (cosines,) = fitted([SENSE])
    twice = fit_to([replace(SENSE, name="more"), SENSE], [cosines, cosines], LABELS, ANSWERABLE)
    np.testing.assert_allclose(twice.scores([cosines[7], cosines[7]]), alone.scores([cosines[7]]), atol=1e-4)


def test_the_scorer_with_more_weight_decides_where_two_disagree() -> None:
    classifier, similarities = fitted([WORDS, SENSE])
    like_a_1, like_a_2 = similarities[0][3], similarities[1][8]
    assert int(classifier.scores([like_a_1, like_a_2]).argmax()) == 2


def test_missing_similarities_of_a_second_scorer_raise_an_error() -> None:
    classifier, similarities = fitted([WORDS, SENSE])
    with pytest.raises(ValueError, match="shorter"):
        classifier.scores([similarities[0][0]])


@pytest.mark.parametrize("index", range(len(LABELS)))
def test_every_phrasing_scores_highest_in_its_own_class(index: int) -> None:
    classifier, similarities = fitted([WORDS, SENSE])
    assert int(classifier.scores([each[index] for each in similarities]).argmax()) == LABELS[index]


@given(scores=arrays(np.float32, 4, elements=st.floats(-2, 2, width=32)))
def test_the_probabilities_of_the_classes_and_of_none_add_up_to_one(scores: Floats) -> None:
    classifier, _ = fitted([WORDS])
    probabilities = classifier.probabilities(scores).astype(np.float64)
    powers = np.exp(scores.astype(np.float64) / classifier.temperature)
    none = np.exp(classifier.none_logit / classifier.temperature)
    assert np.all((probabilities >= 0) & (probabilities <= 1))
    np.testing.assert_allclose(probabilities.sum() + none / (none + powers.sum()), 1, atol=1e-4)
    np.testing.assert_allclose(probabilities, powers / (none + powers.sum()), atol=1e-4)


@given(scores=arrays(np.float32, 4, elements=st.floats(-2, 2, width=32)))
def test_a_higher_score_never_has_a_lower_probability(scores: Floats) -> None:
    classifier, _ = fitted([WORDS])
    order = np.argsort(scores, kind="stable")
    assert np.all(np.diff(classifier.probabilities(scores)[order]) >= 0)


def test_extreme_scores_stay_finite() -> None:
    classifier, _ = fitted([WORDS])
    probabilities = classifier.probabilities(np.array([1e4, -1e4, 0, 0], np.float32))
    assert probabilities.tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize("answerable", [3, 4], ids=["with chatter", "without chatter"])
def test_a_question_near_no_phrasing_is_most_likely_none_of_them(answerable: int) -> None:
    classifier = fit_to([WORDS, SENSE], [cosines_among(LABELS, 1), cosines_among(LABELS, 2)], LABELS, answerable)
    zeros = np.zeros(len(LABELS), np.float32)
    assert classifier.probabilities(classifier.scores([zeros, zeros])).sum() < 0.5


def test_the_same_content_gives_the_same_classifier() -> None:
    one, _ = fitted([WORDS, SENSE])
    other, _ = fitted([WORDS, SENSE])
    assert one.dual is not None
    assert other.dual is not None
    assert one.dual.tobytes() == other.dual.tobytes()
    assert (one.temperature, one.none_logit) == (other.temperature, other.none_logit)
    assert [each.tobytes() for each in one.lengths] == [each.tobytes() for each in other.lengths]


@settings(max_examples=20)
@given(order=st.permutations(range(len(LABELS))))
def test_the_order_of_the_phrasings_within_their_class_changes_no_score(order: list[int]) -> None:
    order.sort(key=LABELS.__getitem__)
    classifier, similarities = fitted([WORDS, SENSE])
    other = fit_to(
        [WORDS, SENSE],
        [each[np.ix_(order, order)] for each in similarities],
        [LABELS[at] for at in order],
        ANSWERABLE,
    )
    cosines = [each[0] for each in similarities]
    np.testing.assert_allclose(other.scores([near[order] for near in cosines]), classifier.scores(cosines), atol=1e-4)


def test_chatter_is_no_entry() -> None:
    classifier, similarities = fitted([WORDS, SENSE])
    for index in (10, 11):
        probabilities = classifier.probabilities(classifier.scores([each[index] for each in similarities]))
        assert probabilities[:ANSWERABLE].max() < probabilities[ANSWERABLE]


def test_distinct_classes_give_a_lower_temperature() -> None:
    clean, mixed = np.eye(4, dtype=np.float32)[list(LABELS)], directions(LABELS, seed=1)
    neat = fit_to([WORDS], [clean @ clean.T], LABELS, ANSWERABLE)
    vague = fit_to([WORDS], [mixed @ mixed.T * 0.3], LABELS, ANSWERABLE)
    assert neat.temperature <= vague.temperature


def test_a_single_entry_with_a_single_phrasing_can_be_fitted() -> None:
    one = np.ones((1, 1), np.float32)
    classifier = fit_to([WORDS], [one], [0], 1)
    (probability,) = classifier.probabilities(classifier.scores([one[0]]))
    assert 0 <= probability <= 1


def test_a_classifier_from_arrays_scores_as_the_fitted_one() -> None:
    classifier, similarities = fitted([WORDS, SENSE])
    restored = Classifier.from_arrays([WORDS, SENSE], LABELS, classifier.arrays())
    scores = restored.scores([each[4] for each in similarities])
    assert scores.tobytes() == classifier.scores([each[4] for each in similarities]).tobytes()
    assert restored.probabilities(scores).tobytes() == classifier.probabilities(scores).tobytes()


def test_the_fewer_phrasings_the_less_sure_of_itself_a_faq_is() -> None:
    logits = [_modest(0.2, 0.3, phrasings)[1] for phrasings in (10, 100, MANY, 10 * MANY, 1000 * MANY)]
    assert logits == sorted(logits, reverse=True)
    assert logits[0] > logits[-1] == 0.3
    assert _modest(0.01, 0.3, MANY)[0] > 0.01
