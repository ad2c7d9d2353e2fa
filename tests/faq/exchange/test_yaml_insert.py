"""Adding to a file leaves every line of it as it was."""

from __future__ import annotations

import pytest
import yaml

from faq.exchange.yaml_insert import with_items, with_values

LISTS = {
    "topics:\n  - one\n": "topics:\n  - one\n  - new\n",
    "topics:\n- one  # the first\n\n# the end\n": "topics:\n- one  # the first\n- new\n\n# the end\n",
    "topics:\n  - one": "topics:\n  - one\n  - new\n",
    "topics: [one, two]  # both\nmore: 1\n": "topics: [one, two, new]  # both\nmore: 1\n",
    "topics:\n  - one\nmore: 1\n": "topics:\n  - one\n  - new\nmore: 1\n",
}


@pytest.mark.parametrize(("before", "after"), LISTS.items(), ids=range(len(LISTS)))
def test_an_item_is_added_below_the_last(before: str, after: str) -> None:
    assert with_items(before, "topics", ["new"]) == after


MAPPINGS = {
    "sources:\n  a:\n    title: A\n": "sources:\n  a:\n    title: A\n  b:\n    title: B\n",
    "sources:\n    a: {title: A}  # x\n# end\n": "sources:\n    a: {title: A}  # x\n    b:\n      title: B\n# end\n",
    "sources:\n  a:\n    title: >\n      A\n\nend: 1\n": (
        "sources:\n  a:\n    title: >\n      A\n\n  b:\n    title: B\nend: 1\n"
    ),
    "title: x\n": "title: x\nsources:\n  b:\n    title: B\n",
    "": "sources:\n  b:\n    title: B\n",
}


@pytest.mark.parametrize(("before", "after"), MAPPINGS.items(), ids=range(len(MAPPINGS)))
def test_a_value_is_added_below_the_last(before: str, after: str) -> None:
    added = with_values(before, "sources", {"b": {"title": "B"}})
    assert added == after
    assert yaml.safe_load(added)["sources"]["b"] == {"title": "B"}


@pytest.mark.parametrize("braces", ["{a: {title: A}}", "{}"])
def test_nothing_is_added_to_a_mapping_in_braces(braces: str) -> None:
    assert with_values(f"sources: {braces}\n", "sources", {"b": {}}) is None
