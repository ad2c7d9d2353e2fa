"""The head: closed-form left-out scores are those of a real refit, and the same content gives the same head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from faq.matching.classifier import RIDGE, Classifier, _kernel, _one_hot, _pooled_without_self, fit
from faq.matching.kernel_ridge import Kernel
from faq.matching.scorer import Floats, ScorerConfig

WORDS = ScorerConfig("words", weight=1.0, sharpness=2.0, nearest=0.0)
SENSE = ScorerConfig("sense", weight=3.0, sharpness=4.0, nearest=0.5)
LABELS = (0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3)
ANSWERABLE = 3
"""Classes 0 to 2 are entries, class 3 is chatter."""


def directions(labels: Sequence[int], seed: int, size: int = 8) -> Floats:
    """Unit vectors that lie near those of the same class."""
    dice = np.random.default_rng(seed)
    centres = dice.normal(size=(max(labels) + 1, size))
    vectors = centres[list(labels)] + dice.normal(scale=0.4, size=(len(labels), size))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def among(labels: Sequence[int], seed: int) -> Floats:
    vectors = directions(labels, seed)
    return vectors @ vectors.T


def fit_to(
    configs: Sequence[ScorerConfig], pairwise_similarities: Sequence[Floats], labels: Sequence[int], answerable: int
) -> Classifier:
    """Fit to whole arrays, of which the fit gets rows of its own."""
    return fit(configs, [partial(_rows, told) for told in pairwise_similarities], labels, answerable)


def _rows(told: Floats, rows: slice) -> Floats:
    return told[rows].copy()


def fitted(configs: Sequence[ScorerConfig], seed: int = 1) -> tuple[Classifier, list[Floats]]:
    pairwise_similarities = [among(LABELS, seed + n) for n in range(len(configs))]
    return fit_to(configs, pairwise_similarities, LABELS, ANSWERABLE), pairwise_similarities


def left_out_scores(head: Classifier, pairwise_similarities: Sequence[Floats], ridge: Floats | None) -> Floats:
    """What `fit` calibrates on: the closed forms of both views, added."""
    scores = np.zeros((len(head.labels), len(head.lengths[0])), np.float32) if ridge is None else ridge
    for kind, cosines, length in zip(head.configs, pairwise_similarities, head.lengths, strict=True):
        rows, known = slice(0, len(cosines)), _one_hot(head.labels)
        left = _pooled_without_self(cosines.copy(), rows, head.labels, known, length, kind.nearest)
        scores = scores + kind.weight * left
    return scores


def refitted_without(index: int, configs: Sequence[ScorerConfig], pairwise_similarities: Sequence[Floats]) -> Floats:
    """The scores of a phrasing by a head that has never seen it."""
    rest = np.delete(np.arange(len(LABELS)), index)
    others = fit_to(
        configs,
        [each[np.ix_(rest, rest)] for each in pairwise_similarities],
        np.array(LABELS)[rest].tolist(),
        ANSWERABLE,
    )
    return others.scores([each[index, rest] for each in pairwise_similarities])


@pytest.mark.parametrize("configs", [(WORDS,), (SENSE,), (WORDS, SENSE)], ids=["words", "sense", "both"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_left_out_scores_in_closed_form_are_those_of_refitting_without_the_phrasing(
    configs: tuple[ScorerConfig, ...], seed: int
) -> None:
    head, pairwise_similarities = fitted(configs, seed)
    kernel = Kernel.zeros(len(LABELS))
    kernel.add(slice(0, len(LABELS)), _kernel(head.configs, pairwise_similarities))
    _, ridge = kernel.solve(_one_hot(np.array(LABELS)), RIDGE)
    closed = left_out_scores(head, pairwise_similarities, ridge)
    refitted = [refitted_without(index, configs, pairwise_similarities) for index in range(len(LABELS))]
    np.testing.assert_allclose(closed, refitted, atol=2e-3)


def test_left_out_scores_without_ridge_are_those_of_pooling_alone() -> None:
    head, pairwise_similarities = fitted([WORDS, SENSE])
    pooled = left_out_scores(head, pairwise_similarities, None)
    for index in range(len(LABELS)):
        rest = np.delete(np.arange(len(LABELS)), index)
        others = fit_to(
            [WORDS, SENSE],
            [each[np.ix_(rest, rest)] for each in pairwise_similarities],
            [LABELS[at] for at in rest],
            ANSWERABLE,
        )
        alone = replace(others, dual=None).scores([each[index, rest] for each in pairwise_similarities])
        np.testing.assert_allclose(pooled[index], alone, atol=2e-3)


def test_a_phrasing_left_out_of_a_class_of_its_own_finds_it_no_more() -> None:
    labels = (0, 0, 1, 2, 2)
    cosines = among(labels, seed=4)
    head = fit_to([WORDS], [cosines], labels, 3)
    assert int(left_out_scores(head, [cosines], None)[2].argmax()) != 1
    assert int(head.scores([cosines[2]]).argmax()) == 1


def test_the_weights_of_the_kinds_are_shares_of_their_sum() -> None:
    head, _ = fitted([WORDS, SENSE])
    assert [(kind.name, kind.weight) for kind in head.configs] == [("words", 0.25), ("sense", 0.75)]


def test_weights_matter_only_in_proportion() -> None:
    head, pairwise_similarities = fitted([WORDS, SENSE])
    louder = fit_to(
        [replace(WORDS, weight=10.0), replace(SENSE, weight=30.0)], pairwise_similarities, LABELS, ANSWERABLE
    )
    nears = [each[5] for each in pairwise_similarities]
    np.testing.assert_allclose(louder.scores(nears), head.scores(nears), atol=1e-5)
    assert (louder.temperature, louder.none_logit) == pytest.approx((head.temperature, head.none_logit))


def test_two_kinds_that_agree_score_as_one() -> None:
    alone, (cosines,) = fitted([SENSE])
    twice = fit_to([replace(SENSE, name="more"), SENSE], [cosines, cosines], LABELS, ANSWERABLE)
    np.testing.assert_allclose(twice.scores([cosines[7], cosines[7]]), alone.scores([cosines[7]]), atol=1e-4)


def test_the_heavier_kind_decides_where_two_disagree() -> None:
    head, pairwise_similarities = fitted([WORDS, SENSE])
    like_a_1, like_a_2 = pairwise_similarities[0][3], pairwise_similarities[1][8]
    assert int(head.scores([like_a_1, like_a_2]).argmax()) == 2


def test_a_second_kind_without_its_nearness_is_refused() -> None:
    head, pairwise_similarities = fitted([WORDS, SENSE])
    with pytest.raises(ValueError, match="shorter"):
        head.scores([pairwise_similarities[0][0]])


@pytest.mark.parametrize("index", range(len(LABELS)))
def test_every_phrasing_scores_highest_in_its_own_class(index: int) -> None:
    head, pairwise_similarities = fitted([WORDS, SENSE])
    assert int(head.scores([each[index] for each in pairwise_similarities]).argmax()) == LABELS[index]


@given(scores=arrays(np.float32, 4, elements=st.floats(-2, 2, width=32)))
def test_likelihoods_and_none_of_them_add_up_to_one(scores: Floats) -> None:
    head, _ = fitted([WORDS])
    likely = head.likelihoods(scores).astype(np.float64)
    powers = np.exp(scores.astype(np.float64) / head.temperature)
    none = np.exp(head.none_logit / head.temperature)
    assert np.all((likely >= 0) & (likely <= 1))
    np.testing.assert_allclose(likely.sum() + none / (none + powers.sum()), 1, atol=1e-4)
    np.testing.assert_allclose(likely, powers / (none + powers.sum()), atol=1e-4)


@given(scores=arrays(np.float32, 4, elements=st.floats(-2, 2, width=32)))
def test_a_higher_score_is_never_less_likely(scores: Floats) -> None:
    head, _ = fitted([WORDS])
    order = np.argsort(scores, kind="stable")
    assert np.all(np.diff(head.likelihoods(scores)[order]) >= 0)


def test_extreme_scores_stay_finite() -> None:
    head, _ = fitted([WORDS])
    likely = head.likelihoods(np.array([1e4, -1e4, 0, 0], np.float32))
    assert likely.tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize("answerable", [3, 4], ids=["with chatter", "without chatter"])
def test_a_question_near_no_phrasing_is_none_of_them(answerable: int) -> None:
    head = fit_to([WORDS, SENSE], [among(LABELS, 1), among(LABELS, 2)], LABELS, answerable)
    none_logit = np.zeros(len(LABELS), np.float32)
    assert head.likelihoods(head.scores([none_logit, none_logit])).sum() < 0.5


def test_the_same_content_gives_the_same_head() -> None:
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
    head, pairwise_similarities = fitted([WORDS, SENSE])
    other = fit_to(
        [WORDS, SENSE],
        [each[np.ix_(order, order)] for each in pairwise_similarities],
        [LABELS[at] for at in order],
        ANSWERABLE,
    )
    nears = [each[0] for each in pairwise_similarities]
    np.testing.assert_allclose(other.scores([near[order] for near in nears]), head.scores(nears), atol=1e-4)


def test_chatter_scores_for_no_entry() -> None:
    head, pairwise_similarities = fitted([WORDS, SENSE])
    for index in (10, 11):
        likely = head.likelihoods(head.scores([each[index] for each in pairwise_similarities]))
        assert likely[:ANSWERABLE].max() < likely[ANSWERABLE]


def test_sharper_likelihoods_come_from_cleaner_content() -> None:
    clean, mixed = np.eye(4, dtype=np.float32)[list(LABELS)], directions(LABELS, seed=1)
    neat = fit_to([WORDS], [clean @ clean.T], LABELS, ANSWERABLE)
    vague = fit_to([WORDS], [mixed @ mixed.T * 0.3], LABELS, ANSWERABLE)
    assert neat.temperature <= vague.temperature


def test_one_entry_with_one_phrasing_can_be_fitted() -> None:
    one = np.ones((1, 1), np.float32)
    head = fit_to([WORDS], [one], [0], 1)
    (likely,) = head.likelihoods(head.scores([one[0]]))
    assert 0 <= likely <= 1


def test_a_kept_head_scores_as_the_fitted_one() -> None:
    head, pairwise_similarities = fitted([WORDS, SENSE])
    kept = Classifier.kept([WORDS, SENSE], LABELS, head.arrays())
    scores = kept.scores([each[4] for each in pairwise_similarities])
    assert scores.tobytes() == head.scores([each[4] for each in pairwise_similarities]).tobytes()
    assert kept.likelihoods(scores).tobytes() == head.likelihoods(scores).tobytes()
