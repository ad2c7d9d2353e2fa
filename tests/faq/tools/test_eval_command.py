"""`legwise eval` on labelled files, good and unusable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faq.tools.command_line import legwise
from tests.faq.tools.labelled import questions


def test_a_missed_emergency_and_a_false_alarm_are_measured(content: Path, tmp_path: Path) -> None:
    text = "question\taccept\nzebra crossing\tsafety\nmy chest hurts\tsafety\nwarm bath for chest pain\twarm-bath\n"
    figures = json.loads(legwise("eval", questions(tmp_path, text), "--json", "--content", content).stdout)["figures"]
    assert (figures["urgent_recall"], figures["urgent_alarms"]) == (0.5, 1.0)


def test_a_suggestion_that_is_accepted_counts_as_offered_and_not_as_right(unsure: Path, tmp_path: Path) -> None:
    text = "question\taccept\na hot bath then\twarm-bath\n"
    figures = json.loads(legwise("eval", questions(tmp_path, text), "--json", "--content", unsure).stdout)["figures"]
    assert (figures["right"], figures["right_or_offered"], figures["wrong"]) == (0.0, 1.0, 0.0)


UNUSABLE = [
    ("", "1: no column question, accept; start with the line question<TAB>accept"),
    ("question,accept\nwhat,none\n", "1: no column question, accept; start with the line question<TAB>accept"),
    ("question\tnote\nwhat\t\n", "1: no column accept; start with the line question<TAB>accept"),
    ("question\taccept\nwhat\tnone\nwhat\n", "3: accept is empty; fill it, or delete the line"),
    ("question\taccept\n \tnone\n", "2: question is empty; fill it, or delete the line"),
    ("question\taccept\n\n\nwhat\tferitin\n", "4: unknown label feritin; write an id, none or safety"),
    ("question\taccept\nwhat\tNone\n", "2: unknown label None; write an id, none or safety"),
    ("question\taccept\nwhat\tnone,pregnant\n", "2: unknown label pregnant; write an id, none or safety"),
]


@pytest.mark.parametrize(("text", "fault"), UNUSABLE, ids=[fault for _, fault in UNUSABLE])
def test_unusable_labelled_questions_are_wrong_usage(content: Path, tmp_path: Path, text: str, fault: str) -> None:
    path = questions(tmp_path, text)
    result = legwise("eval", path, "--content", content)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{path}:{fault}\n")


@pytest.mark.parametrize(
    "text",
    ["question\taccept\n", b"question\taccept\nwh\xffat\tnone\n", "question\taccept\n" + "a" * 200_000 + "\tnope\n"],
)
def test_an_unusable_file_is_reported_without_a_traceback(content: Path, tmp_path: Path, text: str | bytes) -> None:
    path = questions(tmp_path, text)
    result = legwise("eval", path, "--content", content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{path}:")
    assert result.stderr.count("\n") == 1


def test_a_missing_file_is_reported(content: Path, tmp_path: Path) -> None:
    result = legwise("eval", tmp_path / "nowhere.tsv", "--content", content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{tmp_path / 'nowhere.tsv'}: cannot be read")


def test_labelled_questions_may_contain_any_characters(content: Path, tmp_path: Path) -> None:
    text = '\ufeffquestion\taccept\r\nwhat is "ferritin\twhat-is-ferritin\r\n\x0b\u2028🙂\x85?\tnone\r\n'
    report = json.loads(legwise("eval", questions(tmp_path, text), "--json", "--content", content).stdout)
    assert report["questions"] == 2
    assert (report["figures"]["right"], report["figures"]["false_answers"]) == (1.0, 0.0)


OTHER = """\
entry\tphrasing
tea\thow long does tea steep
tea\tminutes for green tea
coffee\twhich grind for espresso
coffee\thow fine are the beans
"""


def test_eval_entries_measures_another_faq_without_our_rules(content: Path, tmp_path: Path) -> None:
    (tmp_path / "other.tsv").write_text(OTHER)
    text = "question\taccept\nminutes for green tea\ttea\nhow fine are the beans?\tcoffee\nmy chest hurts\tnone\n"
    arguments = ("eval", questions(tmp_path, text), "--json", "--content", content)
    result = legwise(*arguments, "--entries", tmp_path / "other.tsv")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert (report["figures"]["right"], report["figures"]["urgent_alarms"]) == (1.0, 0.0)
    assert list(report["labels"]) == ["coffee", "none", "tea"]


def test_a_label_of_ours_is_unknown_to_another_faq(content: Path, tmp_path: Path) -> None:
    (tmp_path / "other.tsv").write_text(OTHER)
    path = questions(tmp_path, "question\taccept\nwhat is ferritin\twhat-is-ferritin\n")
    result = legwise("eval", path, "--entries", tmp_path / "other.tsv", "--content", content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{path}:2: unknown label what-is-ferritin; write an id, none or safety\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("entry\tphrasing\n", ": no phrasings; add a line below the header"),
        ("entry\tquestion\ntea\twhat\n", ":1: no column phrasing; start with the line entry<TAB>phrasing"),
        ("entry\tphrasing\ntea\n", ":2: phrasing is empty; fill it, or delete the line"),
    ],
)
def test_an_unusable_file_of_another_faq_is_wrong_usage(content: Path, tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "other.tsv").write_text(text)
    path = questions(tmp_path, "question\taccept\nwhat\tnone\n")
    result = legwise("eval", path, "--entries", tmp_path / "other.tsv", "--content", content)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{tmp_path / 'other.tsv'}{fault}\n")
