"""`legwise check` lists advice, worst places first, without failing."""

from __future__ import annotations

from pathlib import Path

from tests.faq.content_folder import ContentFolder
from tests.faq.tools.command_line import legwise


def test_check_advises_without_failing(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path).replace(
        "ferritin.yaml", "- bath before bed", "- bath before bed\n      - beds and baths"
    )
    result = legwise("check", "--content", folder.path, "--today", TODAY)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "entries with fewer than 20 phrasings: 4 (add what users type)\n  what-is-ferritin: 2\n" in result.stdout


TODAY = "2026-11-28"
HARD = "Supplementation notwithstanding, haematological investigations characteristically necessitate interpretation."


def test_answer_more_and_note_are_graded_each_by_itself(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path)
    folder.replace("ferritin.yaml", "more: Ask which value is meant.", f"more: {HARD}")
    folder.replace("ferritin.yaml", "Today's guidance says 75.", f'"{HARD}"')
    folder.replace("ferritin.yaml", "A warm bath may help.", HARD)
    advised = legwise("check", "--content", folder.path, "--today", TODAY).stdout
    [title, *places] = advised[advised.index("texts that are hard") :].split("\n\n")[0].splitlines()
    assert title.startswith("texts that are hard to read, by school grade (the median of all is ")
    names = {place.strip().rpartition(":")[0] for place in places}
    assert names == {"what-is-ferritin (more)", "ferritin-threshold (note)", "warm-bath (answer)"}


def test_texts_that_are_easy_to_read_are_not_listed(content: Path) -> None:
    assert "hard to read" not in legwise("check", "--all", "--content", content, "--today", TODAY).stdout


def test_advice_since_a_base_is_on_the_entries_that_changed(tmp_path: Path) -> None:
    base, now = tmp_path / "base", tmp_path / "now"
    for each in (base, now):
        each.mkdir()
        ContentFolder.small(each)
    ContentFolder(now).replace("ferritin.yaml", "- bath before bed", "- bath before bed\n      - beds and baths")
    result = legwise("check", "--since", base, "--content", now, "--today", TODAY)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "fewer than 20 phrasings: 1 (add what users type)\n  warm-bath: 3\n\n" in result.stdout
    assert "what-is-ferritin" not in result.stdout


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
    first, every = (legwise("check", *flag, "--content", folder.path, "--today", TODAY) for flag in ([], ["--all"]))
    assert "fewer than 20 phrasings: 16 (add what users type)\n" in first.stdout
    assert "  word9: 2\n  and 6 more; --all shows them\n\n" in first.stdout
    assert "  word14: 2\n" not in first.stdout
    assert "  word14: 2\n  pregnancy: 2\n\n" in every.stdout
    assert "more; --all" not in every.stdout
