"""The diagnostics of each phrasing: its nearest duplicate in its entry, and the rival entry when it is left out."""

from __future__ import annotations

import numpy as np
import pytest

from faq.matching import Matcher
from faq.matching.classifier import Classifier
from faq.matching.diagnostics import diagnose
from faq.tools.advice import ALIKE, FEW, advice
from tests.faq.letter_encoder import Letters
from tests.faq.matching.fixed_scorer import ANSWERABLE, LABELS, SENSE, WORDS, scorers
from tests.faq.sample_faq import covered, faq

BOTH = Classifier.of(scorers(WORDS, SENSE), tuple(map(str, range(len(LABELS)))), LABELS, ANSWERABLE)
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
    diagnostics, cosines = diagnose(BOTH, range(ANSWERABLE), ANSWERABLE), BOTH.cosines_among(np.arange(len(LABELS)))
    for at, label in enumerate(LABELS[:10]):
        earlier = [other for other in range(at) if LABELS[other] == label]
        if not earlier:
            assert (diagnostics.nearest_duplicate[at], diagnostics.likeness[at]) == (at, -1)
            continue
        nearest = max(earlier, key=lambda other: cosines[at, other])
        assert diagnostics.nearest_duplicate[at] == nearest
        assert diagnostics.likeness[at] == pytest.approx(cosines[at, nearest], abs=1e-5)


def test_the_rival_is_the_likeliest_other_entry_of_a_phrasing_that_is_left_out() -> None:
    diagnostics = diagnose(BOTH, range(ANSWERABLE), ANSWERABLE)
    for at, label in enumerate(LABELS[:10]):
        probabilities = BOTH.probabilities(BOTH.left_out(at).total)
        others = [entry for entry in range(ANSWERABLE) if entry != label]
        assert diagnostics.own_probability[at] == pytest.approx(probabilities[label])
        assert diagnostics.rival[at] == max(others, key=lambda entry: probabilities[entry])
        assert diagnostics.rival_probability[at] == pytest.approx(max(probabilities[entry] for entry in others))


def test_only_the_entries_that_are_asked_for_have_figures() -> None:
    diagnostics = diagnose(BOTH, [1], ANSWERABLE)
    assert np.flatnonzero(diagnostics.own_probability).tolist() == [3, 4, 5]
    assert np.flatnonzero(diagnostics.likeness > -1).tolist() == [4, 5]


def test_a_single_entry_has_no_rival() -> None:
    alone = Classifier.of(scorers(WORDS, labels=(0, 0)), ("one", "two"), (0, 0), 1)
    assert diagnose(alone, [0], 1).rival_probability.tolist() == [0, 0]


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
