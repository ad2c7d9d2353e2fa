"""JSON-LD is read as web pages have it, and ours is read back whole."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from faq.exchange.entries import Drafts, all_tests, article_fields, entry_fields, lab_test_fields, source_fields
from faq.exchange.json_ld import json_text, read_json
from faq.exchange.text_file import MAX_TEXT
from faq.models import Entry, Faq, Pages
from tests.faq.exchange.formats import refusal

QUESTION = {"@type": "Question", "name": "A &amp; B?", "acceptedAnswer": {"@type": "Answer", "text": "<p>Yes.</p>"}}
PAGE = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": [QUESTION]}


def read(value: object) -> Drafts:
    return read_json(json.dumps(value), "faq.json", "Topic")


def refused(value: object) -> list[str]:
    return refusal(read_json, value if isinstance(value, str) else json.dumps(value), "faq.json")


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        [{"@type": "Organization"}, PAGE],
        {"@graph": [{"@type": "WebSite"}, PAGE]},
        {**PAGE, "@type": ["WebPage", "https://schema.org/FAQPage"]},
        {**PAGE, "mainEntity": QUESTION},
        {**PAGE, "mainEntity": [{**QUESTION, "acceptedAnswer": [QUESTION["acceptedAnswer"], {"text": "No."}]}]},
        {**PAGE, "author": {"name": "Ann"}, "mainEntity": [{**QUESTION, "upvoteCount": 3}, {"@type": "Thing"}]},
    ],
    ids=range(7),
)
def test_a_page_of_the_web_is_read(page: object) -> None:
    [entry] = read(page).entries
    assert (entry.where, entry.topic) == ("faq.json: mainEntity[0]", "Topic")
    assert entry.fields == {"id": "", "question": "A & B?", "answer": "Yes."}


def test_an_answer_refers_to_what_it_cites_or_to_its_page() -> None:
    citing = {"text": "Yes.", "citation": {"@type": "WebPage", "name": "The page", "url": "https://example.org/p"}}
    page = {**PAGE, "url": "https://example.org/faq", "mainEntity": [QUESTION, {**QUESTION, "acceptedAnswer": citing}]}
    drafts = read(page)
    assert [entry.fields["refer"] for entry in drafts.entries] == [["example-org-faq"], ["the-page"]]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "faq.json:1:2: is not valid JSON: Expecting property name enclosed in double quotes; correct it here"),
        ("[" * 100_000, "faq.json: is not valid JSON: too many brackets; correct it"),
        ("1" * 5_000, "faq.json: is not valid JSON: a number too long; correct it"),
        ("[1, null, {}]", "faq.json: contains no FAQPage; save the page's JSON-LD whose `@type` is FAQPage"),
    ],
)
def test_a_file_that_is_no_faq_is_told(content: str, fault: str) -> None:
    assert refused(content) == [fault]


def test_every_question_that_cannot_be_taken_is_told() -> None:
    long = {**QUESTION, "acceptedAnswer": {"text": "x" * (MAX_TEXT + 1)}}
    page = {**PAGE, "mainEntity": [{**QUESTION, "name": 5}, {**QUESTION, "acceptedAnswer": {"text": "<br>"}}, long]}
    assert refused(page) == [
        "faq.json: mainEntity[0]: `name` has no text; write it, or delete the question",
        "faq.json: mainEntity[1]: `acceptedAnswer.text` has no text; write it, or delete the question",
        "faq.json: mainEntity[2]: `acceptedAnswer.text` has 50,001 characters, but at most 50,000 are read; shorten it",
    ]


def test_a_page_without_questions_is_told() -> None:
    assert refused({"@type": "FAQPage"}) == [
        "faq.json: `mainEntity` has no Question; add one with `name` and `acceptedAnswer`"
    ]


def test_nesting_that_no_content_has_is_told() -> None:
    deep: object = 1
    for _ in range(20):
        deep = [deep]
    [fault] = refused({**PAGE, "mainEntity": [{**QUESTION, "legwise": {"note": deep}}]})
    assert fault.startswith("faq.json: mainEntity[0]: `legwise` is nested deeper than 12 levels; ")


@pytest.mark.parametrize("ours", [5, [], {"id": 5, "reviewed": 7, "topic": ["x"], "answer": {}, "refer": None}])
def test_fields_of_ours_that_are_of_another_kind_are_left_to_validation(ours: object) -> None:
    [entry] = read({**PAGE, "legwise": ours, "mainEntity": [{**QUESTION, "legwise": ours}]}).entries
    assert entry.fields["answer"] == "Yes."


def test_every_field_of_the_packaged_content_is_read_back(packaged: Faq) -> None:
    drafts = read_json(json_text(packaged), "faq.json", "Topic")
    assert [entry.fields for entry in drafts.entries] == [entry_fields(entry) for entry in packaged.entries]
    assert [entry.topic for entry in drafts.entries] == [entry.topic for entry in packaged.entries]
    assert drafts.sources == {s.id: source_fields(s) for entry in packaged.entries for s in entry.sources}
    assert drafts.article == article_fields(packaged.article)
    assert (drafts.title, drafts.disclaimer) == (packaged.title, packaged.disclaimer)
    assert drafts.tests == {name: lab_test_fields(test) for name, test in all_tests(packaged).items()}


def test_a_faq_without_an_article_is_read_back_without_one(packaged: Faq) -> None:
    bare = Entry("bare", "Topic", "Is it open?", (), "Every day.", Pages())
    drafts = read_json(json_text(replace(packaged, article=None, entries=(bare,))), "faq.json", "Topic")
    assert drafts.article is None
    assert (drafts.sources, drafts.tests) == ({}, {})
    assert [entry.fields for entry in drafts.entries] == [entry_fields(bare)]


def test_hostile_text_is_escaped_for_the_web_and_read_back(packaged: Faq) -> None:
    hostile = replace(packaged.entries[0], question="<b>A</b> &amp; B?", answer="<script>x</script>\n\n1 < 2")
    text = json_text(replace(packaged, entries=(hostile,)))
    assert "<script" not in text
    [entry] = read_json(text, "faq.json", "Topic").entries
    assert (entry.fields["question"], entry.fields["answer"]) == (hostile.question, hostile.answer)


def test_an_answer_that_was_edited_for_the_web_is_taken(packaged: Faq) -> None:
    page = json.loads(json_text(packaged))
    page["mainEntity"][0]["acceptedAnswer"]["text"] = "<p>New.</p>"
    assert read(page).entries[0].fields["answer"] == "New."


def test_what_schema_org_asks_of_a_page_is_there(packaged: Faq) -> None:
    page = json.loads(json_text(packaged))
    assert page["@context"][0] == "https://schema.org"
    assert page["@type"] == "FAQPage"
    for question in page["mainEntity"]:
        assert question["@type"] == "Question"
        assert question["name"]
        assert question["acceptedAnswer"]["@type"] == "Answer"
        assert question["acceptedAnswer"]["text"].startswith("<p>")


def test_dates_are_read_as_dates(packaged: Faq) -> None:
    drafts = read_json(json_text(packaged), "faq.json", "Topic")
    reviewed = drafts.entries[0].fields["reviewed"]
    assert isinstance(reviewed, dict)
    assert isinstance(reviewed["on"], date)
