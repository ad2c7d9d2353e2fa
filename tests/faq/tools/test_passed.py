"""`Passed` remembers the messages that passed under the same rules; `legwise check` tries only the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faq.loading import load
from faq.matching.cache import ArrayCache
from faq.models import Faq
from faq.tools import checks
from faq.tools.passed import Passed
from tests.faq.content_folder import ContentFolder


@pytest.fixture
def cache(tmp_path: Path) -> ArrayCache:
    return ArrayCache(tmp_path / "cache")


@pytest.fixture
def faq(tmp_path: Path) -> Faq:
    return load(ContentFolder.small(tmp_path).path)


def test_what_passed_is_remembered_under_the_same_rules_alone(faq: Faq, cache: ArrayCache) -> None:
    Passed(faq, cache).store(["my legs", "\ud800"])
    assert "my legs" in Passed(faq, cache)
    assert "\ud800" in Passed(faq, cache)
    assert "my chest" not in Passed(faq, cache)
    assert "my legs" not in Passed(replace(faq, red_flags=faq.red_flags[1:]), cache)


def test_no_message_is_stored_as_text(faq: Faq, cache: ArrayCache) -> None:
    Passed(faq, cache).store(["my legs hurt"])
    assert cache.folder
    assert not any(b"legs" in file.read_bytes() for file in cache.folder.rglob("*.npz"))


def test_what_passed_before_is_not_tried_again(tmp_path: Path, cache: ArrayCache) -> None:
    alarming = "my chest hurts in the bath"
    faq = load(ContentFolder.small(tmp_path).replace("ferritin.yaml", "- bath before bed", f"- {alarming}").path)
    assert len(list(checks.faults(faq, cache))) == 1
    Passed(faq, cache).store([alarming])  # as if it had passed
    assert not list(checks.faults(faq, cache))


def test_a_fault_is_found_each_time_until_it_is_mended(tmp_path: Path, cache: ArrayCache) -> None:
    folder = ContentFolder.small(tmp_path).replace("ferritin.yaml", "- bath before bed", "- my chest hurts in the bath")
    folder.replace("safety.yaml", "no: [my leg hurts]", "no: [pain in the chest]")
    faq = load(folder.path)
    first = list(checks.faults(faq, cache))
    assert [fault.split(":")[0] for fault in first] == ["warm-bath", "safety.yaml"]
    assert list(checks.faults(faq, cache)) == first
