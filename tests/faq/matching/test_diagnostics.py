"""How each phrasing stands among the others: its twin in its entry, and the entry that claims it when left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from faq.matching import Matcher
from faq.matching.cache import ArrayCache
from faq.matching.classifier import Classifier
from faq.matching.diagnostics import Diagnostics, Siblings
from faq.tools.advice import ALIKE, FEW, advice
from tests.faq.letter_encoder import Letters
from tests.faq.matching.test_classifier import ANSWERABLE, LABELS, SENSE, WORDS, fit_to, fitted
from tests.faq.sample_faq import covered, faq

BATHS = faq(
    covered("bath", "does a warm bath help", "warm baths help", "helped: warm bath", "a long soak in hot water"),
    covered("walk", "does a walk help", "walking at night", "an evening stroll", "a soak after a stroll in hot water"),
    chatter=("good morning everyone", "what is the weather like"),
)


def told(matcher: Matcher) -> dict[str, tuple[str, ...]]:
    """The places of each kind of advice, by the first words of its title."""
    return {" ".join(kind.title.split()[:3]): kind.places for kind in advice(matcher)}


def test_the_twin_is_the_nearest_earlier_phrasing_of_the_same_entry() -> None:
    head, pairwise_similarities = fitted([WORDS, SENSE])
    words, sense = (kind.weight * each for kind, each in zip(head.configs, pairwise_similarities, strict=True))
    cosines = words + sense
    for at, label in enumerate(LABELS):
        earlier = [other for other in range(at) if LABELS[other] == label and label < ANSWERABLE]
        if not earlier:
            assert (head.standing.nearest_duplicate[at], head.standing.likeness[at]) == (at, -1)
            continue
        nearest = max(earlier, key=lambda other: cosines[at, other])
        assert head.standing.nearest_duplicate[at] == nearest
        assert head.standing.likeness[at] == pytest.approx(cosines[at, nearest], abs=1e-5)


def test_the_claim_is_how_likely_the_best_other_entry_is_to_a_head_that_has_not_seen_the_phrasing() -> None:
    head, pairwise_similarities = fitted([WORDS, SENSE])
    for at, label in enumerate(LABELS):
        rest = np.delete(np.arange(len(LABELS)), at)
        unseen = fit_to(
            [WORDS, SENSE],
            [each[np.ix_(rest, rest)] for each in pairwise_similarities],
            [LABELS[n] for n in rest],
            ANSWERABLE,
        )
        same_scale = replace(unseen, temperature=head.temperature, none_logit=head.none_logit)
        likely = same_scale.likelihoods(unseen.scores([each[at, rest] for each in pairwise_similarities]))
        others = [entry for entry in range(ANSWERABLE) if entry != label]
        assert head.standing.own[at] == pytest.approx(likely[label], abs=0.02)
        assert head.standing.rival_probability[at] == pytest.approx(max(likely[entry] for entry in others), abs=0.02)
        assert head.standing.rival[at] in others


def test_what_was_kept_is_what_was_fitted() -> None:
    head, _ = fitted([WORDS, SENSE])
    kept = Classifier.kept([WORDS, SENSE], LABELS, head.arrays()).standing
    for name, array in head.standing.arrays().items():
        np.testing.assert_array_equal(array, kept.arrays()[name])


def test_a_single_entry_has_no_rival() -> None:
    standing = fit_to([WORDS], [np.eye(2, dtype=np.float32)], [0, 0], 1).standing
    assert standing.rival_probability.tolist() == [0, 0]


def test_an_entry_without_phrasings_is_passed_over() -> None:
    labels = np.array([0, 0, 2])
    siblings = Siblings.of(labels, 3)
    siblings.add(np.ones((3, 3), np.float32), slice(0, 3), 0.5)
    standing = Diagnostics.of(np.full((3, 4), 0.25, np.float32), siblings, labels)
    assert standing.nearest_duplicate.tolist() == [0, 0, 2]
    assert standing.likeness.tolist() == [-1, 0.5, -1]


def test_a_phrasing_that_nearly_repeats_another_is_told_with_it() -> None:
    (place, *_) = told(Matcher.of(BATHS))["phrasings that nearly"]
    assert place == "bath: 'helped: warm bath' is near 'warm baths help' (1.00)"


def test_no_phrasing_is_told_twice_as_a_repetition_and_the_nearest_stand_first() -> None:
    places = told(Matcher.of(BATHS, Letters())).get("phrasings that nearly", ())
    nearness = [float(place.rpartition("(")[2].rstrip(")")) for place in places]
    assert nearness == sorted(nearness, reverse=True)
    assert all(each >= round(ALIKE, 2) for each in nearness)


def test_a_phrasing_that_another_entry_claims_is_told_with_that_entry() -> None:
    places = told(Matcher.of(BATHS))["phrasings that another"]
    assert places == ("bath: 'a long soak in hot water' goes to walk (0.61 against 0.12)",)


def test_entries_with_few_phrasings_are_told_the_fewest_first() -> None:
    plenty = covered("many", *(f"question number {number}" for number in range(FEW + 1)))
    some = covered("some", *(f"thing {number}" for number in range(4)))
    one = covered("one", "alone", "by itself")
    assert told(Matcher.of(faq(plenty, some, one)))["entries with fewer"] == ("one: 1", "some: 3")


def test_advice_is_the_same_from_what_was_kept(tmp_path: Path) -> None:
    anew, kept = (told(Matcher.of(BATHS, None, ArrayCache(tmp_path))) for _ in range(2))
    assert anew == kept == told(Matcher.of(BATHS))
    assert list(tmp_path.glob("*.npz"))
