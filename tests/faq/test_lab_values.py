"""Laboratory values are read with their test, and other numbers are not."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.lab_values import LabRange, LabTest, LabValue, LabValues, is_about

TESTS = LabValues(
    (
        LabTest("ferritin", ("ferritin", "serum ferritin"), ("ng/ml", "µg/l")),
        LabTest("saturation", ("tsat", "transferrin saturation"), ("%",)),
        LabTest("hemoglobin", ("hemoglobin", "hb"), ("g/dl",)),
    )
)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("my ferritin is 14.8 ng/mL", 14.8),
        ("Ferritin 1,200", 1200),
        ("ferritin, taken last week, came back at 350", 350),
        ("ferritin 20µg/l", 20),
        ("14 ferritin", 14),
        ("result 350 ng/ml, is that fine", 350),
        ("my ferritin in 2019 was 12", 12),
        ("I'm 41 and my serum ferritin is 19", 19),
        ("ferritin 8 after 3 weeks of tablets", 8),
    ],
)
def test_a_value_is_read_with_its_test(question: str, number: float) -> None:
    assert LabValue("ferritin", number) in TESTS.read(question)
    assert {value.test for value in TESTS.read(question)} == {"ferritin"}


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("tsat 14% and ferritin 30", (LabValue("saturation", 14), LabValue("ferritin", 30))),
        ("transferrin saturation 60 %", (LabValue("saturation", 60),)),
        ("hb 9.8, is that low", (LabValue("hemoglobin", 9.8),)),
        ("ferritin went from 60 to 28", (LabValue("ferritin", 60), LabValue("ferritin", 28))),
    ],
)
def test_each_value_goes_with_the_test_named_last_before_it(question: str, values: tuple[LabValue, ...]) -> None:
    assert TESTS.read(question) == values


@pytest.mark.parametrize("question", ["ferritin 40 pmol/L", "ferritin 12 g/dl"])
def test_a_value_in_another_unit_is_of_no_test_that_it_is_named_with(question: str) -> None:
    assert "ferritin" not in {value.test for value in TESTS.read(question)}


@pytest.mark.parametrize(
    "question",
    ["is 29 bad", "ferritin for 3 weeks", "I am 41, what is ferritin", "take 65 mg for ferritin", "ferritin"],
)
def test_an_age_a_time_a_dose_or_a_number_alone_is_no_value(question: str) -> None:
    assert TESTS.read(question) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(math.isfinite(value.number) for value in TESTS.read(text))
    assert LabValues(()).read(text) == ()


LOW, HIGH = LabValue("ferritin", 20), LabValue("ferritin", 400)


@pytest.mark.parametrize(
    ("values", "about"),
    [((), True), ((LOW,), True), ((HIGH,), False), ((HIGH, LOW), True), ((LabValue("hemoglobin", 20),), False)],
)
def test_an_entry_is_about_values_of_its_test_within_its_range(values: tuple[LabValue, ...], *, about: bool) -> None:
    assert is_about(values, LabRange("ferritin", below=300)) == about
    assert is_about((LabValue("ferritin", 300),), LabRange("ferritin", below=300)) is False
    assert is_about((LabValue("ferritin", 300),), LabRange("ferritin", start=300)) is True
