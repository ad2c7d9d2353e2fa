"""The arithmetic of the benchmarks, and typos that are the same on every machine."""

from __future__ import annotations

import math
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.commands import Cost, cost_of, medians
from tests.benchmarks.corpus import phrasings, questions
from tests.benchmarks.figures import Ranked, auroc, figures, right_at
from tests.benchmarks.sets import QuestionSet, labelled_sample
from tests.benchmarks.typos import neighbours, with_typos

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=30)
SENTENCE = "my legs will not let me sleep, what am i missing"


def _ranked(score: float, *, right: bool = True) -> Ranked:
    return Ranked(frozenset({"iron"}), ("iron" if right else "zinc", "diet"), score)


def test_auroc_is_how_often_a_question_in_scope_scores_above_one_out_of_scope() -> None:
    """A tie counts half, so that a method with a constant score has 0.5."""
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert auroc([0.9, 0.1], [0.5]) == 0.5
    assert auroc([0.5, 0.5], [0.5]) == 0.5
    assert auroc([0.5], []) is None


@given(SCORES, SCORES)
def test_auroc_is_what_counting_every_pair_gives(inside: list[float], outside: list[float]) -> None:
    pairs = [(a > b) + (a == b) / 2 for a in inside for b in outside]
    value = auroc(inside, outside)
    assert value is not None
    assert math.isclose(value, sum(pairs) / len(pairs))


@given(SCORES, SCORES)
def test_auroc_does_not_depend_on_the_scale_of_the_scores(inside: list[float], outside: list[float]) -> None:
    """Scorers from 0 to 100 and from 0 to 1 can be compared in one table."""
    assert auroc([8 * score for score in inside], [8 * score for score in outside]) == auroc(inside, outside)


def test_right_at_counts_right_answers_above_the_score_that_rejects_enough() -> None:
    """Of five out of scope, four score at most 0.4: with 80 % rejected, questions above 0.4 are answered."""
    outside = [0.1, 0.2, 0.3, 0.4, 0.9]
    inside = [_ranked(0.5), _ranked(0.4), _ranked(0.6, right=False), _ranked(1.0)]
    assert right_at(inside, outside, 0.80) == 0.5
    assert right_at(inside, outside, 0.95) == 0.25


def test_nothing_is_answered_if_many_off_topic_questions_have_the_top_score() -> None:
    """If one in ten out of scope has the top score, no threshold rejects 95 % and answers anything."""
    assert right_at([_ranked(1.0)], [1.0] + [0.0] * 9, 0.95) == 0.0


def test_a_rejected_question_is_rejected_at_every_threshold() -> None:
    assert auroc([0.01], [float("-inf")]) == 1.0


def test_the_figures_of_a_set_without_off_topic_questions_leave_rejection_out() -> None:
    values = figures([_ranked(0.5), _ranked(0.5, right=False)], [], [_ranked(0.5)])
    assert (values.first, values.among_three, values.with_typos) == (0.5, 0.5, 1.0)
    assert (values.auroc, values.right_at_80, values.right_at_95) == (None, None, None)


def test_a_text_gets_the_same_typos_on_every_run_and_others_with_another_seed() -> None:
    """A fixed result shows that neither hash order nor earlier calls matter."""
    assert with_typos(SENTENCE) == "my legs will not let me sleeep, what am i missing"
    assert with_typos(SENTENCE, 8) != with_typos(SENTENCE)


@given(st.text("abcdefghij klmnop", min_size=8, max_size=60).filter(lambda text: any(map(str.isalpha, text))))
def test_one_or_two_typos_change_the_length_by_two_at_most(text: str) -> None:
    assert abs(len(with_typos(text)) - len(text)) <= 2


@given(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_keys_are_neighbours_of_each_other(letter: str) -> None:
    assert neighbours(letter)
    assert all(letter in neighbours(key) for key in neighbours(letter))


def test_a_text_without_two_adjacent_letters_is_unchanged() -> None:
    assert with_typos("5 µg?!") == "5 µg?!"
    assert with_typos("") == ""


def test_a_corpus_of_any_size_holds_no_phrasing_twice() -> None:
    """Real phrasings come first, then copies with typos."""
    known = QuestionSet("small", {"sleep": (SENTENCE, "restless at night"), "iron": ("iron and legs",)}, (), ())
    texts = phrasings([known], 20)
    assert len(set(texts)) == 20
    assert set(texts[:3]) == {SENTENCE, "restless at night", "iron and legs"}
    assert all(SequenceMatcher(None, text, SENTENCE).ratio() > 0.9 for text in texts[3:] if len(text) > 40)
    assert questions([known], 5) == []


def test_a_sample_of_labelled_questions_is_the_same_each_time() -> None:
    assert labelled_sample() == labelled_sample()
    assert len(set(labelled_sample())) == 200


def test_each_median_of_costs_is_taken_by_itself() -> None:
    assert medians([Cost(1, 5, 30), Cost(2, 4, 10), Cost(9, 3, 20)]) == Cost(2, 4, 20)


def test_a_command_costs_time_and_memory(tmp_path: Path) -> None:
    cost = cost_of(["--version"], tmp_path)
    assert 0 < cost.elapsed < 60
    assert cost.spent > 0
    assert cost.memory > 5


def test_the_cost_of_a_command_that_fails_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"^check --content .* failed; run it by hand"):
        cost_of(["check", "--content", str(tmp_path)], tmp_path)
