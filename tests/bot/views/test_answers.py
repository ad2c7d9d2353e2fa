"""Answers as replies: which buttons they get, in which form."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.simulator import visible_text
from bot.views import answers
from bot.views.answers import IN_PRIVATE, Form
from bot.views.reply import Reply
from faq.outcome import Found, NotFound, Unsure, Urgent
from tests.bot.small_faq import ENTRIES, FAQ, URGENT

SHORT = Form(removable=True)
STORE, LOW, *_ = ENTRIES


def labels(reply: Reply) -> list[str]:
    rows = reply.keyboard.inline_keyboard if isinstance(reply.keyboard, InlineKeyboardMarkup) else ()
    return [button.text for row in rows for button in row]


def test_an_answer_gets_its_related_questions_sources_and_rating() -> None:
    reply = answers.answer(Found(STORE, 1.0, ()), FAQ)
    assert labels(reply) == ["What is low ferritin?", "Sources", "Helpful", "Not helpful"]


def test_the_short_form_has_no_related_questions_and_can_be_removed() -> None:
    reply = answers.answer(Found(STORE, 1.0, ()), FAQ, SHORT)
    assert labels(reply) == ["Sources", "Helpful", "Not helpful", "Remove"]
    assert "<blockquote expandable>" in reply.text


def test_a_second_question_of_the_same_message_gets_a_button_in_either_form() -> None:
    for form in (IN_PRIVATE, SHORT):
        assert (
            labels(answers.answer(Found(STORE, 1.0, (), (LOW,)), FAQ, form))[0] == "Also asked: What is low ferritin?"
        )


def test_an_urgent_reply_is_whole_with_its_sources_behind_a_button() -> None:
    for form in (IN_PRIVATE, SHORT):
        reply = answers.answer(Urgent(URGENT, ()), FAQ, form)
        assert (labels(reply), "blockquote" in reply.text, "Clinic" in reply.text) == (["Sources"], False, False)


def test_without_an_answer_the_question_can_be_shared_and_the_reply_rated() -> None:
    assert labels(answers.answer(NotFound(0.0, ()), FAQ, SHORT)) == [
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
    assert "The article is by Ann Author, edited by Ed Editor, last updated on 06 May 2024." in text
