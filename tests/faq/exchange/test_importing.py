"""A file becomes a content folder: all of it, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.exchange import importing
from faq.exchange.exporting import export_file
from faq.exchange.importing import import_file
from faq.exchange.text_file import ExchangeError
from faq.loading import load
from faq.loading.yaml_document import Value, read_document
from faq.models import Citation, Faq


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def refused(file: Path, folder: Path, *, into: bool = False) -> tuple[list[str], int]:
    with pytest.raises(ExchangeError) as raised:
        import_file(file, folder, into=into)
    return str(raised.value).splitlines(), raised.value.exit_code


def entries(folder: Path, topic: str) -> list[Value]:
    """Return the entries of a topic as they are written."""
    document = read_document(folder / f"{topic}.yaml", topic)
    assert document.faults == []
    assert isinstance(document.value, dict)
    listed = document.value["entries"]
    assert isinstance(listed, list)
    return listed


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_the_packaged_entries_survive_a_round_trip_with_all_their_fields(
    tmp_path: Path, packaged: Faq, suffix: str
) -> None:
    file = tmp_path / f"faq.{suffix}"
    export_file(packaged, file)
    written = import_file(file, tmp_path / "content")
    again = load(tmp_path / "content")
    assert written.missing == ()
    assert again.entries == packaged.entries
    assert (again.title, again.disclaimer) == (packaged.title, packaged.disclaimer)
    assert {test for test in packaged.lab_tests if test in again.lab_tests} == set(again.lab_tests)
    assert again.article
    assert packaged.article
    cited = {entry.basis.section for entry in packaged.entries if isinstance(entry.basis, Citation)}
    assert {s for s in again.article.sections if s.name in cited} == {
        s for s in packaged.article.sections if s.name in cited
    }


LIBRARY = """\
title: "=Elm Street's library: questions"
disclaimer: Ask at the desk.
entries:
  - {id: hours, question: Are you open?, answer: Every day., related: [low],
     subject: the library, unlike: {near: [is the pool open], everyday: [an open mind, open sesame]}}
  - {id: card, question: How do I join?, phrasings: [join], answer: With a card., refer: [page], label: Join}
  - {id: low, question: Is my iron low?, answer: Perhaps., values: {test: iron, below: 12.5}}
  - {id: fair, question: Is my iron fair?, answer: Perhaps., values: {test: iron, start: 12.5, below: 1.0e+22}}
  - {id: high, question: Is my iron high?, answer: Perhaps., values: {test: iron, start: 0.1}}
  - {id: debt, question: Is my base excess low?, answer: Perhaps., values: {test: excess, start: -3}}
"""
TESTS = """\
tests:
  iron: {names: [iron, "fe, serum"], units: [µg/dL, "%"]}
  excess: {names: [base excess]}
  unused: {names: [sodium]}
"""


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_a_faq_of_one_file_survives_a_round_trip(tmp_path: Path, suffix: str) -> None:
    one = tmp_path / "one"
    one.mkdir()
    write(one / "faq.yaml", LIBRARY)
    write(one / "matching.yaml", TESTS)
    write(one / "sources.yaml", "sources:\n  page: {title: Page, url: https://example.org/page}\n")
    faq = load(one)
    export_file(faq, tmp_path / f"faq.{suffix}")
    assert import_file(tmp_path / f"faq.{suffix}", tmp_path / "content").missing == ()
    again = load(tmp_path / "content")
    assert again.entries == faq.entries
    assert (again.title, again.disclaimer, again.article) == (faq.title, faq.disclaimer, None)
    assert again.lab_tests == tuple(test for test in faq.lab_tests if test.id != "unused")


def test_entries_without_an_id_get_one_of_their_question_that_no_other_has(tmp_path: Path) -> None:
    file = write(tmp_path / "my-questions.csv", "question,answer,id\nWhat is it?,a,\nwhat is it,b,\nC?,c,what-is-it\n")
    import_file(file, tmp_path / "content")
    ids = [entry["id"] for entry in entries(tmp_path / "content", "my-questions") if isinstance(entry, dict)]
    assert ids == ["what-is-it-2", "what-is-it-3", "what-is-it"]


def test_an_id_that_is_given_twice_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    file = write(tmp_path / "faq.csv", "question,answer,id\nA?,a,x\nB?,b,x\n")
    fault = "faq.csv:3: row 3: the id `x` is also at faq.csv:2: row 2; choose another id"
    assert refused(file, tmp_path / "content") == ([fault], 1)
    assert list(tmp_path.iterdir()) == [file]


def test_markdown_becomes_a_topic_for_each_title(tmp_path: Path) -> None:
    file = write(tmp_path / "faq.md", "# One\n## A?\na\n# Sources\n## B?\nb\n# Два\n## C?\nc\n")
    assert import_file(file, tmp_path / "content").topics == ("one.yaml", "sources-2.yaml", "topic.yaml")


def test_what_the_loader_misses_is_told_by_row_and_the_rest_is_written(tmp_path: Path) -> None:
    question = "x" * 121
    file = write(tmp_path / "faq.csv", f'question,answer,reviewed_on\nA?,a,2026-11-22\n{question},"b\nb",soon\n')
    missing = import_file(file, tmp_path / "content").missing
    told = [line for line in missing if line.startswith("faq.csv:3: row 3: ")]
    assert "faq.csv:3: row 3: `question` is longer than 120 characters; shorten it" in told
    assert any("a date such as 2026-11-22 is expected" in line for line in told)
    assert len(entries(tmp_path / "content", "faq-2")) == 2


def test_an_unknown_suffix_is_wrong_usage(tmp_path: Path) -> None:
    file = write(tmp_path / "faq.xlsx", "")
    fault = f"{file}: cannot be imported; name a file that ends in .csv, .json, .md"
    assert refused(file, tmp_path / "content") == ([fault], 2)


def test_a_file_that_is_too_large_for_a_topic_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    rows = "".join(f"Question {n}?,{'x' * 49_000}\n" for n in range(42))
    file = write(tmp_path / "big.csv", f"question,answer\n{rows}")
    fault = "big.yaml:1:1: is larger than 2,000,000 bytes; split it into several files"
    assert refused(file, tmp_path / "content") == ([fault], 1)
    assert not (tmp_path / "content").exists()


def test_too_many_questions_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MAX_ENTRIES", 1)
    file = write(tmp_path / "faq.md", "## A?\na\n## B?\nb\n")
    assert refused(file, tmp_path / "content") == (
        ["faq.md: has more than 1 questions; split it into several files"],
        1,
    )
