"""The diagnostics of each phrasing: its nearest duplicate in its entry, and the rival entry when it is left out."""

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
    covered(
        "bath", "does a warm bath help", "warm baths help", "helped: warm bath", "soaks after strolls in hot water"
    ),
    covered("walk", "does a walk help", "walking at night", "an evening stroll", "a soak after a stroll in hot water"),
    chatter=("good morning everyone", "what is the weather like"),
)


def advised(matcher: Matcher) -> dict[str, tuple[str, ...]]:
    """Return the places of each kind of advice by the first words of its title."""
    return {" ".join(kind.title.split()[:3]): kind.places for kind in advice(matcher)}


def test_the_nearest_duplicate_is_the_most_similar_earlier_phrasing_of_the_same_entry() -> None:
    classifier, similarities = fitted([WORDS, SENSE])
    words, sense = (config.weight * each for config, each in zip(classifier.configs, similarities, strict=True))
    cosines = words + sense
    for at, label in enumerate(LABELS):
        earlier = [other for other in range(at) if LABELS[other] == label and label < ANSWERABLE]
        if not earlier:
            assert (classifier.diagnostics.nearest_duplicate[at], classifier.diagnostics.likeness[at]) == (at, -1)
            continue
        nearest = max(earlier, key=lambda other: cosines[at, other])
        assert classifier.diagnostics.nearest_duplicate[at] == nearest
        assert classifier.diagnostics.likeness[at] == pytest.approx(cosines[at, nearest], abs=1e-5)


def test_the_rival_probability_is_that_of_the_best_other_entry_after_a_fit_without_the_phrasing() -> None:
    classifier, similarities = fitted([WORDS, SENSE])
    for at, label in enumerate(LABELS):
        rest = np.delete(np.arange(len(LABELS)), at)
        unseen = fit_to(
            [WORDS, SENSE],
            [each[np.ix_(rest, rest)] for each in similarities],
            [LABELS[n] for n in rest],
            ANSWERABLE,
        )
        same_scale = replace(unseen, temperature=classifier.temperature, none_logit=classifier.none_logit)
        probabilities = same_scale.probabilities(unseen.scores([each[at, rest] for each in similarities]))
        others = [entry for entry in range(ANSWERABLE) if entry != label]
        assert classifier.diagnostics.own_probability[at] == pytest.approx(probabilities[label], abs=0.02)
        assert classifier.diagnostics.rival_probability[at] == pytest.approx(
            max(probabilities[entry] for entry in others), abs=0.02
        )
        assert classifier.diagnostics.rival[at] in others


def test_diagnostics_from_arrays_equal_the_fitted_ones() -> None:
    classifier, _ = fitted([WORDS, SENSE])
    restored = Classifier.from_arrays([WORDS, SENSE], LABELS, classifier.arrays()).diagnostics
    for name, array in classifier.diagnostics.arrays().items():
        np.testing.assert_array_equal(array, restored.arrays()[name])


def test_a_single_entry_has_no_rival() -> None:
    diagnostics = fit_to([WORDS], [np.eye(2, dtype=np.float32)], [0, 0], 1).diagnostics
    assert diagnostics.rival_probability.tolist() == [0, 0]


def test_an_entry_without_phrasings_is_skipped() -> None:
    labels = np.array([0, 0, 2])
    siblings = Siblings.of(labels, 3)
    siblings.add(np.ones((3, 3), np.float32), slice(0, 3), 0.5)
    diagnostics = Diagnostics.of(np.full((3, 4), 0.25, np.float32), siblings, labels)
    assert diagnostics.nearest_duplicate.tolist() == [0, 0, 2]
    assert diagnostics.likeness.tolist() == [-1, 0.5, -1]


def test_advice_names_a_phrasing_that_nearly_repeats_another() -> None:
    (place, *_) = advised(Matcher.of(BATHS))["phrasings that nearly"]
    assert place == "bath: 'helped: warm bath' is near 'warm baths help' (1.00)"


def test_advice_lists_repetitions_from_the_most_similar_down() -> None:
    places = advised(Matcher.of(BATHS, Letters())).get("phrasings that nearly", ())
    cosines = [float(place.rpartition("(")[2].rstrip(")")) for place in places]
    assert cosines == sorted(cosines, reverse=True)
    assert all(each >= round(ALIKE, 2) for each in cosines)


def test_advice_names_the_entry_that_a_phrasing_would_go_to() -> None:
    places = advised(Matcher.of(BATHS))["phrasings that another"]
    assert any(place.startswith("bath: 'soaks after strolls in hot water' goes to walk (0.") for place in places)


def test_advice_lists_entries_with_few_phrasings_from_the_fewest_up() -> None:
    plenty = covered("many", *(f"question number {number}" for number in range(FEW + 1)))
    some = covered("some", *(f"thing {number}" for number in range(4)))
    one = covered("one", "alone", "by itself")
    assert advised(Matcher.of(faq(plenty, some, one)))["entries with fewer"] == ("one: 1", "some: 3")


def test_advice_is_the_same_from_the_cache(tmp_path: Path) -> None:
    fitted, cached = (advised(Matcher.of(BATHS, None, ArrayCache(tmp_path))) for _ in range(2))
    assert fitted == cached == advised(Matcher.of(BATHS))
    assert list(tmp_path.glob("*.npz"))
