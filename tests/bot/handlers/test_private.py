"""The private chat: updates in, calls out."""

from __future__ import annotations

import pytest

from tests.bot.conftest import Chat
from tests.bot.sample_updates import pressed, said
from tests.bot.small_faq import FAQ

ANSWER = """What stores iron?

Ferritin does.

It holds < & > "much".

From one article (The Press, updated May 2024).

No medical advice."""
"""The answer, in private and in groups."""
HTML = (
    "<b>What stores iron?</b>\n\nFerritin does.\n\n"
    '<blockquote expandable>It holds &lt; &amp; &gt; "much".</blockquote>\n\n'
    'From one article (<a href="https://example.org/article?a=1&amp;b=2">The Press</a>, updated May 2024).\n\n'
    "<i>No medical advice.</i>"
)
"""The same with its markup: what is not the short answer is folded."""
BENEATH = [
    ("What is low ferritin?", "e:low"), ("Sources", "s:store"), ("Helpful", "v:store:1"), ("Not helpful", "v:store:0"),
]  # fmt: skip
"""The buttons beneath it."""

HONEST_NO = """I don't have an answer to that.

Try it in other words, or look through the topics.

No medical advice."""

URGENT = """Call 112 now.

This can be an emergency."""


async def test_a_question_is_answered_with_its_basis_and_the_disclaimer(chat: Chat) -> None:
    [call] = await chat(said("What stores iron?"))
    assert call.method == "sendMessage"
    assert call.text == ANSWER
    assert call.buttons == BENEATH


async def test_the_answer_is_folded_html_without_a_preview_and_without_a_quote(chat: Chat) -> None:
    [call] = await chat(said("What stores iron?"))
    assert call.parameters == {
        "chat_id": 77,
        "text": HTML,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "What is low ferritin?", "callback_data": "e:low"}],
                [
                    {"text": "Sources", "callback_data": "s:store"},
                    {"text": "Helpful", "callback_data": "v:store:1"},
                    {"text": "Not helpful", "callback_data": "v:store:0"},
                ],
            ]
        },
    }  # fmt: skip


async def test_an_ambiguous_question_offers_both_entries_and_none_of_these(chat: Chat) -> None:
    [call] = await chat(said("ferritin"))
    assert call.text.startswith("Did you mean one of these?\n\n1. What stores iron?\n2. What is low ferritin?")
    assert call.buttons[:2] == [("What stores iron?", "d:store"), ("What is low ferritin?", "d:low")]
    assert call.buttons[-1] == ("None of these", "n")


async def test_a_subject_outside_the_article_is_referred(chat: Chat) -> None:
    [call] = await chat(said("pregnant"))
    assert call.text == (
        "What about pregnancy?\n\nNot covered.\n\nNot from the article: from Clinic <of> legs.\n\nNo medical advice."
    )


async def test_a_question_without_a_match_gets_the_honest_no_and_the_topics(chat: Chat) -> None:
    [call] = await chat(said("who won the match"))
    assert call.text == HONEST_NO
    assert call.buttons == [
        ("All topics", "t"), ("Share this question with the curators", "q"),
        ("Helpful", "v::1"), ("Not helpful", "v::0"),
    ]  # fmt: skip


async def test_the_caption_of_a_picture_is_a_question(chat: Chat) -> None:
    [call] = await chat(said(photo=[], caption="What stores iron?"))
    assert call.text == ANSWER


async def test_of_two_questions_the_first_is_answered_and_the_second_is_a_button(chat: Chat) -> None:
    [call] = await chat(said("What stores iron? What is low ferritin?"))
    assert (call.text, call.buttons) == (ANSWER, [("Also asked: What is low ferritin?", "e:low"), *BENEATH[1:]])
    _, also = await chat(pressed("e:low", chat.api.posted[-1]))
    assert also.text.startswith("What is low ferritin?")


async def test_where_one_of_two_questions_has_no_answer_that_is_told(chat: Chat) -> None:
    [call] = await chat(said("What stores iron? Who won the match?"))
    assert call.text == ANSWER.replace("Ferritin does.", f"Ferritin does.\n\n{FAQ.words.partial}")
    assert call.buttons == BENEATH


@pytest.mark.parametrize("text", ["ferritin", "who won the match"])
async def test_an_uncertain_answer_quotes_the_question_so_that_it_can_be_shared(chat: Chat, text: str) -> None:
    update = said(text)
    [call] = await chat(update)
    assert call["reply_parameters"]["message_id"] == update["message"]["message_id"]


@pytest.mark.parametrize("text", ["\n\n\n", "@legwise_bot", "/ask"])
async def test_a_message_without_a_question_is_asked_for_one(chat: Chat, text: str) -> None:
    [call] = await chat(said(text))
    assert call.text == "What would you like to know? Reply to this message with your question."


@pytest.mark.parametrize(
    "text",
    [
        "\u200b\u200d", "🦵😴", "\u202eferritin", "\x00", "\x07\x1b[31m", "a" * 4096, "鉄分は？", "حديد",
        "</b><script>", "&amp;&lt;&#0;", "/", "//", "@", "\ud83e", "%s {0} \\", "d:store",
    ],
)  # fmt: skip
async def test_any_text_gets_an_honest_outcome(chat: Chat, text: str) -> None:
    [call] = await chat(said(text))
    assert call.text == HONEST_NO
