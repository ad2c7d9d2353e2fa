"""A list that somebody wrote in a spreadsheet is read; what cannot be is told with line and row."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from faq.exchange.csv_columns import COLUMNS
from faq.exchange.csv_file import MAX_COLUMNS, csv_text, read_csv
from faq.exchange.entries import Drafts, all_tests, article_fields, entry_fields, lab_test_fields, source_fields
from faq.exchange.text_file import MAX_TEXT
from faq.models import Faq
from tests.faq.exchange.formats import refusal


def read(content: str) -> Drafts:
    return read_csv(content, "faq.csv", "Topic")


def refused(content: str) -> list[str]:
    return refusal(read_csv, content, "faq.csv")


def test_a_question_and_its_answer_are_enough() -> None:
    [entry] = read("question,answer\nWhat is it?,A thing.\n").entries
    assert (entry.where, entry.topic) == ("faq.csv:2: row 2", "Topic")
    assert entry.fields == {"question": "What is it?", "answer": "A thing."}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_separated_by_what_spreadsheets_write(delimiter: str) -> None:
    rows = [["Question ", "ANSWER", "topic"], ["What, or who?", "One; or two\tor three.", "Things"]]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    [entry] = read(file.getvalue()).entries
    assert (entry.topic, entry.fields["question"]) == ("Things", "What, or who?")
    assert entry.fields["answer"] == "One; or two\tor three."


def test_sources_are_addresses_with_or_without_a_title() -> None:
    drafts = read(
        "question,answer,source\n"
        "A?,a,https://example.org/a\n"
        'B?,b,"The page https://example.org/b\nhttps://example.org/a"\n'
    )
    assert [entry.fields["refer"] for entry in drafts.entries] == [["example-org-a"], ["the-page", "example-org-a"]]
    assert drafts.sources == {
        "example-org-a": {"title": "example.org", "url": "https://example.org/a"},
        "the-page": {"title": "The page", "url": "https://example.org/b"},
    }


def test_every_other_field_has_a_column() -> None:
    [entry] = read(
        "question,answer,id,label,subject,unlike_near,unlike_everyday,phrasings,more,section,reference,says,note,note_sources,related,"
        "reviewed_on,reviewer_role,reviewer_name,values_test,values_start,values_below\n"
        'Q?,A.,q,Label,iron,"zinc\ncopper",an iron will,"one\ntwo",'
        "More.,Basics,3,It says.,Note.,clinic,other,2026-11-22,nurse,Ann,iron,5,7.5\n"
    ).entries
    assert entry.fields == {
        "id": "q",
        "label": "Label",
        "question": "Q?",
        "subject": "iron",
        "unlike": {"near": ["zinc", "copper"], "everyday": ["an iron will"]},
        "phrasings": ["one", "two"],
        "answer": "A.",
        "more": "More.",
        "cites": {"section": "Basics", "reference": 3, "says": "It says."},
        "note": {"text": "Note.", "sources": ["clinic"]},
        "values": {"test": "iron", "start": 5.0, "below": 7.5},
        "related": ["other"],
        "reviewed": {"on": date(2026, 11, 22), "by": {"role": "nurse", "name": "Ann"}},
    }


def test_html_in_an_answer_becomes_text() -> None:
    [entry] = read('question,answer\nQ?,"<p>One &amp; <b>two</b>.</p><script>x</script>"\n').entries
    assert entry.fields["answer"] == "One & two."


def test_empty_rows_are_left_out_and_rows_are_counted_as_spreadsheets_do() -> None:
    entries = read('question,answer\n\nA?,"a\nb"\n,\nC?,c\n').entries
    assert [entry.where for entry in entries] == ["faq.csv:3: row 3", "faq.csv:6: row 5"]


def test_missing_columns_are_told() -> None:
    cure = "add it to the first row"
    assert refused("frage,antwort\nA,B\n")[:2] == [
        f"faq.csv:1: the column `question` is missing; {cure}",
        f"faq.csv:1: the column `answer` is missing; {cure}",
    ]
    assert refused("")[0] == f"faq.csv:1: the column `question` is missing; {cure}"


def test_a_column_that_nearly_has_a_name_is_told_the_name() -> None:
    assert refused("question,answer,phrasing\nA,B,C\n") == [
        "faq.csv:1: the column `phrasing` is unknown; did you mean `phrasings`?"
    ]


def test_an_unknown_column_is_told() -> None:
    assert refused("question,answer,colour\nA,B,C\n") == [
        "faq.csv:1: the column `colour` is unknown; delete it, or rename it (`legwise export` writes all columns)"
    ]


def test_a_repeated_column_is_told_once() -> None:
    assert refused("question,answer,answer\nA,B,C\n") == [
        "faq.csv:1: there are several columns `answer`; rename or delete all but one"
    ]


def test_too_many_columns_are_told_once() -> None:
    assert refused("a," * MAX_COLUMNS + "\n") == [
        "faq.csv:1: there are more than 200 columns; delete those that are not of the FAQ"
    ]


def test_every_row_that_cannot_be_taken_is_told() -> None:
    cure = "put text with a separator in double quotes, or name the column in the first row"
    assert refused("question,answer,source\nA?,,\n,b,\nC?,c,d,e\nD?,d,example.org\n") == [
        "faq.csv:2: row 2: `answer` is empty; write it, or delete the row",
        "faq.csv:3: row 3: `question` is empty; write it, or delete the row",
        f"faq.csv:4: row 4: a cell has no column name; {cure}",
    ]
    assert refused("question,answer,source\nD?,d,example.org\n") == [
        "faq.csv:2: row 2: the source 'example.org' has no web address; write one that begins with https://"
    ]


def test_an_answer_of_markup_alone_is_empty() -> None:
    assert refused("question,answer\nA?,<br>\n") == ["faq.csv:2: row 2: `answer` is empty; write it, or delete the row"]


def test_a_source_besides_a_referral_is_told() -> None:
    assert refused("question,answer,source,refer\nA?,a,https://example.org,clinic\n") == [
        "faq.csv:2: row 2: has a `source` besides `refer` or `section`; keep one of them"
    ]


def test_a_file_without_rows_is_told() -> None:
    assert refused("question,answer\n") == ["faq.csv: has no row below the columns; add a question with its answer"]


def test_broken_quotes_are_told_with_their_line() -> None:
    cure = "check the quotes of this row; a double quote inside a cell is written twice"
    assert refused('question,answer\nA?,a\nB?,"b\nC?,c\n') == [
        f"faq.csv:3: is not valid CSV: unexpected end of data; {cure}"
    ]


def test_rows_that_contradict_each_other_are_told() -> None:
    cure = "differs from the one at faq.csv:2: row 2; write it alike in both"
    head = "question,answer,source_id,source_title,source_url,values_test,values_names,title,disclaimer\n"
    rows = "A?,a,p,Page,https://example.org,t,T,I,One.\nB?,b,p,Other,https://example.org,t,U,II,Two.\n"
    assert refused(head + rows) == [
        f"faq.csv:3: row 3: the source `p` {cure}, or rename one",
        f"faq.csv:3: row 3: the test `t` {cure}, or rename one",
        f"faq.csv:3: row 3: the title {cure}",
        f"faq.csv:3: row 3: the disclaimer {cure}",
    ]


def test_the_title_the_disclaimer_and_the_names_of_a_test_may_stand_in_any_row() -> None:
    drafts = read(
        "question,answer,title,disclaimer,values_test,values_names\nA?,a,,No advice.,t,\nB?,b,Us,,t,T\nC?,c,,,,V\n"
    )
    assert (drafts.title, drafts.disclaimer, drafts.tests) == ("Us", "No advice.", {"t": {"names": ["T"]}})


def test_what_is_no_date_and_no_number_is_left_to_validation() -> None:
    row = "A?,a,S,third,yesterday,t,low\n"
    [entry] = read(f"question,answer,section,reference,reviewed_on,values_test,values_start\n{row}").entries
    assert entry.fields["values"] == {"test": "t", "start": "low"}
    assert entry.fields["cites"] == {"section": "S", "reference": "third"}
    assert entry.fields["reviewed"] == {"on": "yesterday"}


def test_every_field_of_the_packaged_entries_is_read_back(packaged: Faq) -> None:
    drafts = read(csv_text(packaged).removeprefix("\ufeff"))
    assert [entry.fields for entry in drafts.entries] == [entry_fields(entry) for entry in packaged.entries]
    assert [entry.topic for entry in drafts.entries] == [entry.topic for entry in packaged.entries]
    sources = {source.id: source_fields(source) for entry in packaged.entries for source in entry.sources}
    assert drafts.sources == sources
    assert (drafts.title, drafts.disclaimer) == (packaged.title, packaged.disclaimer)
    assert drafts.tests == {name: lab_test_fields(test) for name, test in all_tests(packaged).items()}


def test_every_section_that_is_cited_is_read_back(packaged: Faq) -> None:
    article = read(csv_text(packaged).removeprefix("\ufeff")).article
    whole = article_fields(packaged.article)
    assert article
    assert whole
    assert {**article, "sections": None} == {**whole, "sections": None}
    sections = article["sections"]
    assert isinstance(sections, list)
    assert isinstance(whole["sections"], list)
    assert all(section in whole["sections"] for section in sections)


def test_an_exported_file_has_a_row_for_each_entry_and_no_formula(packaged: Faq) -> None:
    hostile = replace(packaged.entries[0], answer='=HYPERLINK("https://example.org")', question="+1 <b>or</b> -1?")
    text = csv_text(replace(packaged, entries=(hostile,)))
    assert text.startswith("\ufeff")
    [columns, cells] = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert tuple(columns) == COLUMNS
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    [entry] = read(text.removeprefix("\ufeff")).entries
    assert (entry.fields["answer"], entry.fields["question"]) == (hostile.answer, hostile.question)


def test_a_cell_that_is_too_long_is_told() -> None:
    assert refused(f"question,answer\nA?,{'x' * (MAX_TEXT + 1)}\n") == [
        "faq.csv:2: row 2: `answer` has more than 50,000 characters; shorten it"
    ]
