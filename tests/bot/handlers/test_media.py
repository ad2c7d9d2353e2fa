"""Pictures, voice messages and the like in private, alone and in albums; and service messages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import BOT, ApiError
from bot.updates.result import RetryLater
from tests.bot.conftest import Chat
from tests.bot.handlers.test_private import ANSWER, URGENT
from tests.bot.sample_updates import ASKER, DATE, GROUP, PHOTO, PRIVATE, pictured, said

NOT_TEXT = (
    "I can only read text. Please write your question, or speak it: the microphone key of your phone's keyboard turns "
    "what you say into text. In an emergency, call 112."
)
NO_LAB_REPORT = NOT_TEXT.replace(" Please", " Lab reports are not read. Please", 1)
_FILE = {"file_id": "a", "file_unique_id": "b"}
_FILM = _FILE | {"width": 1, "height": 1, "duration": 1}
_PLACE = {"latitude": 1.0, "longitude": 1.0}
BODIES: dict[str, Any] = {
    "photo": PHOTO,
    "document": _FILE,
    "video": _FILM,
    "animation": _FILM,
    "voice": _FILE | {"duration": 1},
    "audio": _FILE | {"duration": 1},
    "video_note": _FILE | {"length": 1, "duration": 1},
    "sticker": _FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"},
    "location": _PLACE,
    "venue": {"location": _PLACE, "title": "Clinic", "address": "Main Street"},
    "contact": {"phone_number": "1", "first_name": "Bo"},
    "story": {"id": 1, "chat": GROUP},
    "dice": {"emoji": "🎲", "value": 1},
}
"""What a message without text holds instead."""
PAID = {
    "currency": "XTR", "total_amount": 1, "invoice_payload": "x", "telegram_payment_charge_id": "1",
    "provider_payment_charge_id": "1",
}  # fmt: skip
SERVICE: dict[str, Any] = {
    "boost_added": {"boost_count": 1},
    "successful_payment": PAID,
    "refunded_payment": PAID,
    "pinned_message": {"message_id": 1, "date": DATE, "chat": PRIVATE},
    "new_chat_members": [BOT],
    "new_chat_title": "Restless",
    "migrate_to_chat_id": -1002,
    "write_access_allowed": {},
    "users_shared": {"request_id": 1, "users": [{"user_id": 5}]},
    "checklist_tasks_done": {"marked_as_done_task_ids": [1]},
    "giveaway_created": {},
    "telepathy": {"strength": 7},
}
"""Service messages, and one of a kind that the library does not know."""


@pytest.mark.parametrize("kind", sorted(BODIES.keys() - {"photo", "document", "video", "animation"}))
async def test_a_message_without_text_gets_the_emergency_number_and_the_dictation_key(chat: Chat, kind: str) -> None:
    [call] = await chat(said(**{kind: BODIES[kind]}))
    assert call.text == NOT_TEXT


@pytest.mark.parametrize("kind", ["photo", "document", "video", "animation"])
async def test_a_picture_or_file_is_told_that_lab_reports_are_not_read_or_stored(chat: Chat, kind: str) -> None:
    [call] = await chat(said(**{kind: BODIES[kind]}))
    assert call.text == NO_LAB_REPORT


@pytest.mark.parametrize("kind", sorted(BODIES))
async def test_in_groups_nothing_is_said_about_a_message_without_text(chat: Chat, kind: str) -> None:
    assert await chat(said(chat=GROUP, **{kind: BODIES[kind]})) == []


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
@pytest.mark.parametrize("kind", sorted(SERVICE))
async def test_service_messages_get_no_reply(chat: Chat, kind: str, place: dict[str, Any]) -> None:
    assert await chat(said(chat=place, **{kind: SERVICE[kind]})) == []


async def test_a_message_that_holds_nothing_gets_no_reply(chat: Chat) -> None:
    """A field that the library drops leaves such a message."""
    assert await chat(said()) == []


async def test_an_album_without_a_caption_gets_one_reply(chat: Chat) -> None:
    calls = [await chat(pictured(media_group_id="7")) for _ in range(3)]
    assert [[call.text for call in each] for each in calls] == [[NO_LAB_REPORT], [], []]


@pytest.mark.parametrize("place", [PRIVATE, GROUP])
async def test_an_album_whose_first_picture_has_the_caption_gets_the_answer_alone(
    chat: Chat, place: dict[str, Any]
) -> None:
    calls = [await chat(pictured(caption, place, media_group_id="7")) for caption in ("/ask What stores iron?", None)]
    assert [[call.text for call in each] for each in calls] == [[ANSWER], []]


@pytest.mark.parametrize("caption", ["What stores iron?", "/ask What stores iron?", "/privacy", "/nonsense"])
async def test_of_an_album_whose_later_picture_has_the_caption_only_the_answer_stays(chat: Chat, caption: str) -> None:
    for words in (None, None, caption, None):
        await chat(pictured(words, media_group_id="7"))
    notice, answer = chat.api.calls_of("sendMessage")
    assert notice.text == NO_LAB_REPORT
    [deleted] = chat.api.calls_of("deleteMessage")
    first, second = chat.api.posted
    assert (deleted["message_id"], answer.text) == (first["message_id"], second["text"])


async def test_in_groups_the_caption_of_any_picture_of_an_album_is_answered(chat: Chat) -> None:
    calls = [await chat(pictured(words, GROUP, media_group_id="7")) for words in (None, "/ask What stores iron?", None)]
    assert [[call.text for call in each] for each in calls] == [[], [ANSWER], []]


async def test_a_red_flag_in_the_caption_of_an_album_is_answered_alone_and_first(chat: Chat) -> None:
    calls = [await chat(pictured(words, media_group_id="7")) for words in ("chest pain", None)]
    assert [[call.text for call in each] for each in calls] == [[URGENT], []]
    calls = [await chat(pictured(words, media_group_id="8")) for words in (None, "chest pain", None)]
    assert [[call.text for call in each] for each in calls] == [[NO_LAB_REPORT], [URGENT], []]


async def test_a_notice_that_is_gone_holds_nothing_up(chat: Chat) -> None:
    await chat(pictured(media_group_id="7"))
    chat.api.fail("deleteMessage", ApiError(400, "Bad Request: message to delete not found"))
    [call] = await chat(pictured("What stores iron?", media_group_id="7"))
    assert call.text == ANSWER


async def test_a_notice_that_could_not_be_sent_is_sent_again(chat: Chat) -> None:
    chat.api.fail("sendMessage", ApiError(502, "Bad Gateway"), times=3)
    picture = pictured(media_group_id="7")
    assert isinstance(await chat.process(picture), RetryLater)
    [call] = await chat(picture)
    assert call.text == NO_LAB_REPORT


async def test_two_albums_are_told_apart(chat: Chat) -> None:
    calls = [await chat(pictured(media_group_id=album, from_=ASKER)) for album in ("7", "8", "7")]
    assert list(map(len, calls)) == [1, 1, 0]
