"""`legwise check` lists advice, worst places first, without failing."""

from __future__ import annotations

from pathlib import Path

from tests.faq.content_folder import ContentFolder
from tests.faq.tools.command_line import legwise


def test_check_advises_without_failing(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path).replace(
        "ferritin.yaml", "- bath before bed", "- bath before bed\n      - beds and baths"
    )
    result = legwise("check", "--content", folder.path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "entries with fewer than 12 phrasings: 4 (add what users type)\n  what-is-ferritin: 2\n" in result.stdout


NOUNS = (
    "apple", "bread", "candle", "dragon", "eagle", "feather", "garden", "hammer", "island", "jacket", "kettle",
    "lantern", "marble", "needle", "orange",
)  # fmt: skip
CROWD = "topic: Ferritin\nentries:\n" + "".join(
    f"""\
  - id: word{number}
    question: What is a {noun}?
    phrasings: [tell me of the {noun}, the {noun} meaning]
    answer: A {noun}.
    cites: {{section: Tips}}
    reviewed: {{on: 2026-11-22}}
"""
    for number, noun in enumerate(NOUNS)
)


def test_check_lists_the_first_ten_places_and_counts_the_rest(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path).write("ferritin.yaml", CROWD)
    first, every = legwise("check", "--content", folder.path), legwise("check", "--all", "--content", folder.path)
    assert "fewer than 12 phrasings: 16 (add what users type)\n" in first.stdout
    assert "  word9: 2\n  and 6 more; --all shows them\n\n" in first.stdout
    assert "  word14: 2\n" not in first.stdout
    assert "  word14: 2\n  pregnancy: 2\n\n" in every.stdout
    assert "more; --all" not in every.stdout
