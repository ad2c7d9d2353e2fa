"""`legwise check` validates the content and prints every fault."""

from __future__ import annotations

from pathlib import Path

from faq.tools import report
from tests.faq.content_folder import ContentFolder
from tests.faq.tools.command_line import legwise


def test_check_of_valid_content_prints_its_counts(content: Path) -> None:
    result = legwise("check", "--content", content)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"{content}: 3 entries and 1 referral with 8 phrasings, 1 red flag rule: checked\n" in result.stdout


def test_check_without_a_fit_says_how_to_get_one(content: Path) -> None:
    assert legwise("check", "--content", content).stdout.endswith(f"checked\n{report.MORE_ADVICE}\n")
    assert report.MORE_ADVICE not in legwise("check", "--all", "--content", content).stdout


def test_check_judges_the_dates_by_the_day_that_is_given(content: Path) -> None:
    result = legwise("check", "--content", content, "--today", "2027-05-02")
    assert result.exit_code == 0
    assert "reviews to renew: 1 (look again before they are faults)\n  helplines.yaml:14:15: " in result.stdout
    result = legwise("check", "--content", content, "--today", "2027-12-01")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "helplines.yaml:14:15: the numbers of GB were reviewed 13 months ago; 12 are the most" in result.stderr


def test_check_of_invalid_content_prints_every_fault_on_standard_error(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path).replace("ferritin.yaml", "reference: 3", "reference: 4")
    folder.replace("elsewhere.yaml", "- I am pregnant", "- no")
    result = legwise("check", "--content", folder.path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "elsewhere.yaml:6:9: this is read as yes or no, but text is expected; put it in quotes\n"
        "ferritin.yaml:14:41: section `Basics` has no reference 4; it has 3\n"
    )


def test_check_runs_a_rule_on_its_own_examples(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path).replace("safety.yaml", "yes: [my chest hurts]", "yes: [my heart hurts]")
    folder.replace("safety.yaml", "no: [my leg hurts]", "no: [pain in the chest]")
    result = legwise("check", "--content", folder.path)
    assert result.exit_code == 1
    assert result.stderr == (
        "safety.yaml: rule chest-pain: 'my heart hurts' gets no reply, not heart; "
        "change the rule's words, or move the example\n"
        "safety.yaml: rule chest-pain: 'pain in the chest' gets heart, not no reply; "
        "change the rule's words, or move the example\n"
    )


def test_check_finds_a_phrasing_that_raises_a_red_flag(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path).replace("ferritin.yaml", "- bath before bed", "- my chest hurts in the bath")
    result = legwise("check", "--content", folder.path)
    assert result.exit_code == 1
    assert result.stderr == (
        "warm-bath: 'my chest hurts in the bath' raises the red flag heart; change the phrasing, or the rule\n"
    )


def test_check_finds_a_phrasing_that_a_synonym_leads_to_another_entry(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path)
    folder.replace("matching.yaml", "rls: restless legs", "bath before bed: ferritin cut-off")
    assert legwise("check", "--content", folder.path).exit_code == 0
    result = legwise("check", "--all", "--content", folder.path)
    assert result.exit_code == 1
    assert result.stderr == (
        "warm-bath: 'bath before bed' matches ferritin-threshold; "
        "change the phrasing, or the synonyms in matching.yaml\n"
    )


LANGUAGE = """\
name: español
reviewed: none
card: {only_english: A., emergency: B, talk: C, poison: D, likely: E, urgent: F., crisis: G.}
start: Hola.
help: Ayuda.
description: Hierro.
phrases: {heart: [dolor de pecho]}
emergencies: {heart: [me duele la cara, tengo dolor de pecho]}
ordinary: [dolor de pecho hace años]
"""


def test_check_runs_the_phrases_of_a_language_on_its_examples(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path)
    (folder.path / "languages").mkdir()
    result = legwise("check", "--content", folder.write("languages/es.yaml", LANGUAGE).path)
    assert result.exit_code == 1
    assert result.stderr == (
        "languages/es.yaml: 'dolor de pecho hace años' gets heart, not no reply; "
        "change the phrases, or move the example\n"
        "languages/es.yaml: 'me duele la cara' gets no reply, not heart; change the phrases, or move the example\n"
    )


def test_check_finds_distress_that_gets_no_support(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path).replace("support.yaml", "I feel hopeless", "I feel helpless")
    result = legwise("check", "--content", folder.path)
    assert result.exit_code == 1
    assert "support.yaml: 'I feel helpless' gets no sentence; change the phrases" in result.stderr


def test_faults_that_need_no_fit_are_told_before_the_fit_is_tried(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path).replace("safety.yaml", "no: [my leg hurts]", "no: [pain in the chest]")
    result = legwise("check", "--all", "--content", folder.path, "--model", tmp_path / "nowhere")
    first, last = result.stderr.splitlines()
    assert first.startswith("safety.yaml: rule chest-pain: 'pain in the chest' gets heart")
    assert "nowhere" in last
