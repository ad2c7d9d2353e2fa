"""Calibration: bins of a tenth, and the distance between their scores and their shares of right questions."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.tools.calibration import Bin, bins, calibration_error

SCORED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1)


def error(*scored: tuple[float, bool]) -> float | None:
    return calibration_error(bins(scored))


def test_scores_that_say_nine_in_ten_and_are_right_nine_times_have_no_error() -> None:
    assert error(*[(0.9, True)] * 9, (0.9, False)) == pytest.approx(0)


def test_each_bin_counts_by_its_questions() -> None:
    scored = [(0.9375, True), (0.9375, True), (0.9375, False), (0.125, True)]
    assert bins(scored) == (Bin(0.1, 1, 0.125, 1.0), Bin(0.9, 3, 0.9375, 2 / 3))
    assert error(*scored) == pytest.approx((3 * (0.9375 - 2 / 3) + 0.875) / 4)


def test_a_score_of_one_is_in_the_highest_bin() -> None:
    assert bins([(1.0, True), (0.9, True)]) == (Bin(0.9, 2, 0.95, 1.0),)


def test_scores_too_low_are_as_far_off_as_scores_too_high() -> None:
    assert error((0.35, True), (0.35, True)) == pytest.approx(0.65)
    assert error((0.65, False)) == pytest.approx(0.65)


def test_without_questions_there_is_no_error() -> None:
    assert bins([]) == ()
    assert error() is None


@given(scored=SCORED)
def test_the_bins_have_every_question_once_and_the_error_is_from_0_to_1(scored: list[tuple[float, bool]]) -> None:
    filled = bins(scored)
    assert sum(each.questions for each in filled) == len(scored)
    assert [each.low for each in filled] == sorted({each.low for each in filled})
    assert 0 <= (calibration_error(filled) or 0) <= 1


@given(scored=SCORED, order=st.randoms(use_true_random=False))
def test_the_order_of_the_questions_changes_nothing(scored: list[tuple[float, bool]], order: Random) -> None:
    mixed = list(scored)
    order.shuffle(mixed)
    assert error(*mixed) == pytest.approx(error(*scored))
