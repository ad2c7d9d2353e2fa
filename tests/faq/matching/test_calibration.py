"""The scale of the probabilities."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from faq.matching.calibration import LEAST_TEMPERATURE, MANY, SAMPLE, Calibration, sample
from faq.matching.scorer import Floats

SCORES = np.array([[0.9, 0.1, 0.0], [0.8, 0.3, 0.1], [0.2, 0.7, 0.1], [0.4, 0.5, 0.2]], np.float32)
LABELS = np.array([0, 0, 1, 1])


@given(
    scores=arrays(np.float32, 4, elements=st.floats(-2, 2, width=32)),
    temperature=st.floats(0.1, 1),
    none_logit=st.floats(0, 1),
)
def test_the_probabilities_of_the_classes_and_of_none_add_up_to_one(
    scores: Floats, temperature: float, none_logit: float
) -> None:
    probabilities = Calibration(temperature, none_logit).softmax(scores[None])[0]
    powers = np.exp(np.append(scores.astype(np.float64), none_logit) / temperature)
    np.testing.assert_allclose(probabilities, powers / powers.sum(), atol=1e-4)
    np.testing.assert_allclose(probabilities.sum(), 1, atol=1e-4)


def test_extreme_scores_stay_finite() -> None:
    assert Calibration().softmax(np.array([[1e4, -1e4, 0]], np.float32)).tolist() == [[1, 0, 0, 0]]


def test_the_surer_the_scores_the_lower_the_temperature() -> None:
    sure, vague = (Calibration.of(factor * SCORES, LABELS, 2, MANY) for factor in (3, 0.5))
    assert sure.temperature >= LEAST_TEMPERATURE
    assert sure.softmax(3 * SCORES)[0, 0] > vague.softmax(0.5 * SCORES)[0, 0]


def test_the_fewer_phrasings_the_less_sure_of_itself_a_faq_is() -> None:
    counts = (10, 100, MANY, 10 * MANY, 1000 * MANY)
    logits = [Calibration.of(SCORES, LABELS, 2, phrasings).none_logit for phrasings in counts]
    assert logits == sorted(logits, reverse=True)
    assert logits[0] > logits[-1]


def test_a_small_content_is_calibrated_on_all_of_its_phrasings() -> None:
    assert sample(["b", "a", "c"]).tolist() == [0, 1, 2]


def test_an_edit_changes_one_phrasing_of_the_sample_at_most() -> None:
    texts = [f"phrasing {number}" for number in range(5 * SAMPLE)]
    before = {texts[at] for at in sample(texts)}
    edited = ["a new one", *texts]
    after = {edited[at] for at in sample(edited)}
    assert len(before) == len(after) == SAMPLE
    assert len(before - after) <= 1
