"""The private chat: updates in, calls out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.conftest import Chat
from tests.bot.sample_updates import said

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

NOT_TEXT = (
    "I can only read text. Please write your question, or speak it: the microphone key of your phone's keyboard turns "
    "what you say into text. In an emergency, call 112."
)
_FILE = {"file_id": "a", "file_unique_id": "b"}
_FILM = _FILE | {"width": 1, "height": 1, "duration": 1}
BODIES: dict[str, Any] = {
    "photo": [_FILE | {"width": 1, "height": 1}],
    "document": _FILE,
    "video": _FILM,
    "animation": _FILM,
    "voice": _FILE | {"duration": 1},
    "audio": _FILE | {"duration": 1},
    "video_note": _FILE | {"length": 1, "duration": 1},
    "sticker": _FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"},
    "location": {"latitude": 1.0, "longitude": 1.0},
    "dice": {"emoji": "🎲", "value": 1},
}
"""What a message without text holds instead."""


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


@pytest.mark.parametrize("kind", ["voice", "video_note", "audio", "sticker", "location", "dice"])
async def test_a_message_without_text_gets_the_emergency_number_and_the_dictation_key(chat: Chat, kind: str) -> None:
    [call] = await chat(said(**{kind: BODIES[kind]}))
    assert call.text == NOT_TEXT


@pytest.mark.parametrize("kind", ["photo", "document", "video", "animation"])
async def test_a_picture_or_file_is_told_that_lab_reports_are_not_read_or_stored(chat: Chat, kind: str) -> None:
    [call] = await chat(said(**{kind: BODIES[kind]}))
    assert call.text == NOT_TEXT.replace(" Please", " Lab reports are not read. Please", 1)


async def test_an_album_gets_one_reply(chat: Chat) -> None:
    calls = [await chat(said(photo=[], media_group_id="7", document={"file_id": "a", "file_unique_id": "b"}))
             for _ in range(3)]  # fmt: skip
    assert list(map(len, calls)) == [1, 0, 0]


@pytest.mark.parametrize("text", ["ferritin", "who won the match"])
async def test_an_uncertain_answer_quotes_the_question_so_that_it_can_be_shared(chat: Chat, text: str) -> None:
    update = said(text)
    [call] = await chat(update)
    assert call["reply_parameters"]["message_id"] == update["message"]["message_id"]


@pytest.mark.parametrize("text", ["\n\n\n", "@legwise_bot", "/ask"])
async def test_a_message_without_a_question_is_asked_for_one(chat: Chat, text: str) -> None:
    [call] = await chat(said(text))
    assert call.text == "What would you like to know? Reply to this message with your question."


async def test_service_messages_get_no_reply(chat: Chat) -> None:
    assert await chat(said(pinned_message={"message_id": 1, "date": 0, "chat": {"id": 77, "type": "private"}})) == []


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
