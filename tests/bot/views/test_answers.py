"""Answers as replies: which buttons they get, in which form."""

from __future__ import annotations

from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot.simulator import visible_text
from bot.views import answers
from bot.views.answers import IN_PRIVATE, Form
from bot.views.reply import Reply
from faq.outcome import Found, NotFound, Unsure, Urgent
from tests.bot.small_faq import ENTRIES, FAQ, URGENT

IN_GROUPS = Form(removable=True)
STORE, LOW, *_ = ENTRIES
AFRESH = "Not about that: ask afresh"


def rows(reply: Reply) -> list[list[str]]:
    keyboard = reply.keyboard.inline_keyboard if isinstance(reply.keyboard, InlineKeyboardMarkup) else ()
    return [[button.text for button in row] for row in keyboard]


def labels(reply: Reply) -> list[str]:
    return [label for row in rows(reply) for label in row]


def test_an_answer_gets_its_related_questions_sources_and_rating() -> None:
    reply = answers.answer(Found(STORE, 1.0, ()), FAQ)
    assert labels(reply) == ["What is low ferritin?", "Sources", "Helpful", "Not helpful"]


def test_an_answer_in_context_can_be_asked_for_afresh_but_not_more_of_the_same() -> None:
    reply = answers.answer(Found(LOW, 1.0, (), about=STORE), FAQ)
    assert labels(reply) == [AFRESH, "Sources", "Helpful", "Not helpful"]
    more = answers.answer(Found(STORE, 1.0, (), about=STORE, depth="more"), FAQ)
    assert AFRESH not in labels(more)


def test_the_sources_that_were_asked_for_have_no_button_that_shows_them_again() -> None:
    reply = answers.answer(Found(STORE, 1.0, (), about=STORE, depth="sources"), FAQ)
    assert labels(reply) == ["What is low ferritin?", "Helpful", "Not helpful"]


def test_suggestions_in_context_can_be_asked_for_afresh() -> None:
    reply = answers.answer(Unsure((STORE, LOW), 0.4, (), about=STORE), FAQ)
    assert labels(reply) == ["What stores iron?", "What is low ferritin?", AFRESH, "None of these"]
    alone = answers.answer(Unsure((STORE, LOW), 0.4, ()), FAQ)
    assert AFRESH not in labels(alone)


def test_the_sources_and_the_rating_share_a_row() -> None:
    reply = answers.answer(Found(STORE, 1.0, ()), FAQ)
    assert rows(reply) == [["What is low ferritin?"], ["Sources", "Helpful", "Not helpful"]]


def test_in_groups_an_answer_can_be_removed() -> None:
    reply = answers.answer(Found(STORE, 1.0, ()), FAQ, IN_GROUPS)
    assert labels(reply) == ["What is low ferritin?", "Sources", "Helpful", "Not helpful", "Remove"]


def test_what_is_folded_is_shown_in_the_whole_form_with_the_same_words() -> None:
    for form in (IN_PRIVATE, IN_GROUPS):
        folded = answers.answer(Found(STORE, 1.0, ()), FAQ, form)
        whole = answers.answer(Found(STORE, 1.0, ()), FAQ, replace(form, whole=True))
        assert ("<blockquote expandable>It holds" in folded.text, "blockquote" in whole.text) == (True, False)
        assert (visible_text(whole.text), whole.keyboard) == (visible_text(folded.text), folded.keyboard)


def test_at_most_three_related_questions_are_offered_besides_those_that_were_asked() -> None:
    chosen = replace(STORE, related=tuple(entry.id for entry in ENTRIES[2:7]))
    offered = ["Question 0?", "Question 1?", "Question 2?"]
    assert labels(answers.entry(chosen, FAQ))[:-3] == offered
    asked = answers.answer(Found(chosen, 1.0, (), (LOW,)), FAQ)
    assert labels(asked)[:-3] == ["Also asked: What is low ferritin?", *offered]


def test_a_button_has_the_label_of_its_question() -> None:
    low = replace(LOW, label="Low ferritin")
    faq = replace(FAQ, entries=(STORE, low))
    assert labels(answers.entry(STORE, faq))[0] == "Low ferritin"
    assert labels(answers.answer(Found(STORE, 1.0, (), (low,)), faq))[0] == "Also asked: Low ferritin"
    assert labels(answers.answer(Unsure((STORE, low), 0.5, ()), faq))[:2] == ["What stores iron?", "Low ferritin"]


def test_a_second_question_of_the_same_message_gets_a_button_in_either_form() -> None:
    for form in (IN_PRIVATE, IN_GROUPS):
        assert (
            labels(answers.answer(Found(STORE, 1.0, (), (LOW,)), FAQ, form))[0] == "Also asked: What is low ferritin?"
        )


def test_an_urgent_reply_is_whole_with_its_sources_behind_a_button() -> None:
    for form in (IN_PRIVATE, IN_GROUPS):
        reply = answers.answer(Urgent(URGENT, ()), FAQ, form)
        assert (labels(reply), "blockquote" in reply.text, "Clinic" in reply.text) == (["Sources"], False, False)


def test_without_an_answer_the_question_can_be_shared_and_the_reply_rated() -> None:
    assert labels(answers.answer(NotFound(0.0, ()), FAQ, IN_GROUPS)) == [
        "All topics", "Share this question with the curators", "Helpful", "Not helpful", "Remove",
    ]  # fmt: skip


def test_suggestions_are_buttons_and_can_be_rejected() -> None:
    reply = answers.answer(Unsure((STORE, LOW), 0.5, ()), FAQ)
    assert labels(reply) == ["What stores iron?", "What is low ferritin?", "None of these"]


def test_a_repeated_answer_is_a_link_or_a_reference_to_the_quoted_message() -> None:
    url = "https://t.me/c/1/2"
    assert f'<a href="{url}">What stores iron?</a>' in answers.repeated(STORE, url).text
    assert visible_text(answers.repeated(STORE, None).text) == "I answered that here, in the message that I reply to."


def test_the_entry_shown_by_a_button_is_the_entry_of_the_answer() -> None:
    assert answers.entry(STORE, FAQ) == answers.answer(Found(STORE, 1.0, ()), FAQ)


def test_the_sources_name_the_article_and_its_authors() -> None:
    text = visible_text(answers.sources(STORE, FAQ).text)
    assert "The article “Restless legs”, section “Basics”, its reference 3." in text
    assert "By Ann Author, edited by Ed Editor; The Press, updated on 6 May 2024." in text


def test_the_sources_of_a_subject_outside_the_article_are_listed_without_it() -> None:
    text = visible_text(answers.sources(FAQ.by_id["pregnant"], FAQ).text)
    assert text.endswith("Sources:\n• Clinic <of> legs")
    assert "article" not in text


def test_the_sources_can_be_removed_where_the_answer_can() -> None:
    assert labels(answers.sources(STORE, FAQ)) == []
    assert labels(answers.sources(STORE, FAQ, IN_GROUPS)) == ["Remove"]
