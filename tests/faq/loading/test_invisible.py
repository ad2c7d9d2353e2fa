"""Characters that nobody sees, and curly quotes, are named with their place and the cure."""

from __future__ import annotations

import pytest

from faq.loading import load
from tests.faq.content_folder import ContentFolder, faults

NO_BREAK = "contains the invisible character U+00A0 (NO-BREAK SPACE); type a plain space instead"
STRAIGHT = "type straight quotes; if the curly ones belong to the text, put straight quotes around it"
OPENING = f"the curly quote “ (U+201C) is no quote to YAML; {STRAIGHT}"

NAMED = [
    ("topic: A\n\u00a0\u00a0entries: []\n", f"2:1: {NO_BREAK}"),
    ("topic: A\n  \u00a0entries: []\n", f"2:3: {NO_BREAK}"),
    ("topic:\u00a0A\n", f"1:7: {NO_BREAK}"),
    ("topic: A\nentries:\n  -\u00a0id: a\n", f"3:4: {NO_BREAK}"),
    ("topic: [a,\u00a0b\nentries: []\n", f"1:11: {NO_BREAK}"),
    ("topic: A\u2028B\n", "1:9: contains the invisible character U+2028 (LINE SEPARATOR); delete it"),
    ("topic: A\x85B\n", "1:9: contains the invisible character U+0085 (NEXT LINE); delete it"),
    ('topic: "A\u200bB"\n', "1:10: contains the invisible character U+200B (ZERO WIDTH SPACE); delete it"),
    ("topic: A\ufeffB\n", "1:9: contains the invisible character U+FEFF (ZERO WIDTH NO-BREAK SPACE); delete it"),
    ("topic: fer\u00adritin\n", "1:11: contains the invisible character U+00AD (SOFT HYPHEN); delete it"),
    ("# \u202eA\n", "1:3: contains the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE); delete it"),
    ("topic: “iron: what is it”\n", f"1:8: {OPENING}"),
    ("topic: A\n\u200eentries: []\n", "2:1: contains the invisible character U+200E (LEFT-TO-RIGHT MARK); delete it"),
]


@pytest.mark.parametrize(("text", "fault"), NAMED, ids=[ascii(text) for text, _ in NAMED])
def test_a_character_that_breaks_a_file_is_named_with_its_cure(folder: ContentFolder, text: str, fault: str) -> None:
    assert faults(folder.write("elsewhere.yaml", text)) == [f"elsewhere.yaml:{fault}"]


QUOTED = [("“bath before bed”", OPENING), ("“bath, ‘hot’ or warm", OPENING), ("‘bath before bed’", None)]


@pytest.mark.parametrize(("typed", "fault"), QUOTED)
def test_curly_quotes_in_place_of_straight_ones_are_a_fault(
    folder: ContentFolder, typed: str, fault: str | None
) -> None:
    [found] = faults(folder.replace("ferritin.yaml", "- bath before bed", f"- {typed}"))
    assert found.endswith(fault or f"the curly quote ‘ (U+2018) is no quote to YAML; {STRAIGHT}")


TEXTS = [
    "“hot” or “warm”", "’tis a bath", "a “warm” bath", '"“bath before bed”"', "is it good\u00a0?", "می\u200cخواهم",
    "👩\u200d👧 bath", "\u200f12 حمام",
]  # fmt: skip


@pytest.mark.parametrize("typed", TEXTS, ids=ascii)
def test_the_same_characters_inside_a_text_belong_to_it(folder: ContentFolder, typed: str) -> None:
    folder.replace("ferritin.yaml", "- bath before bed", f"- {typed}")
    assert load(folder.path).by_id["warm-bath"].phrasings[0] == typed.strip('"')
