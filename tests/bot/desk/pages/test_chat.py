"""The chats of the desk: the real bot, asked over the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.desk.trial.transcript import read_chat
from tests.bot.desk.visitor import Visitor, open_visit, words

pytestmark = pytest.mark.asyncio(loop_scope="module")
BEN, MIA = "1002", "1003"


async def test_a_new_chat_offers_questions_to_begin_with_until_one_is_asked(visitor: Visitor) -> None:
    assert "What stores iron?" in words(await visitor.get("/chats/private"))
    assert "/ask What stores iron?" in words(await visitor.get("/chats/group"))
    await visitor.say("private", "What stores iron?")
    assert "try one of these" not in await visitor.reads("private", "Ferritin does.")


async def test_the_group_was_joined_and_greeted(visitor: Visitor) -> None:
    page = await visitor.reads("group", "Hello! I look up answers about legs.")
    assert page.startswith("You created the group and added Ben, Mia and legwise")


async def test_a_question_in_private_is_answered_and_its_vote_noticed(visitor: Visitor) -> None:
    await visitor.say("private", "what stores iron")
    await visitor.reads("private", "Ferritin does.")
    assert (await visitor.press("private", "Not helpful")).startswith("Thank you.")


async def test_in_the_group_each_person_asks_and_the_answer_quotes_them(visitor: Visitor) -> None:
    await visitor.say("group", "/ask what stores iron", who=BEN)
    page = await visitor.reads("group", "Ferritin does.")
    assert "legwise Ben /ask what stores iron" in page
    await visitor.say("group", "/ask iron storage", who=MIA)
    await visitor.reads("group", "I answered that here a little while ago")
    answer = next(bubble for bubble in read_chat(visitor.trial.client, "group") if "Ferritin does." in bubble.text)
    assert f'<a href="#group-{answer.id}">' in await visitor.get("/chats/group")


async def test_an_answer_is_removed_by_the_person_who_asked(visitor: Visitor) -> None:
    await visitor.say("group", "/ask low ferritin level", who=BEN)
    await visitor.reads("group", "Below what the laboratory says.")
    await visitor.press("group", "Remove", who=BEN)
    assert "Below what the laboratory says." not in words(await visitor.get("/chats/group"))


async def test_the_creator_changes_the_groups_settings_in_place_and_ben_may_not(visitor: Visitor) -> None:
    await visitor.say("group", "/settings")
    await visitor.reads("group", "Listening is off")
    before = len(read_chat(visitor.trial.client, "group"))
    assert "admins" in await visitor.press("group", "Listen", who=BEN)
    await visitor.press("group", "Listen")
    await visitor.reads("group", "Listening is on")
    assert len(read_chat(visitor.trial.client, "group")) == before


async def test_a_link_to_the_private_chat_sends_start_there(visitor: Visitor) -> None:
    await visitor.say("group", "/settings")
    await visitor.reads("group", "Listening is off")
    [start] = re.findall(r"/start settings_[0-9-]+", await visitor.get("/chats/group"))
    await visitor.say("private", start)
    await visitor.reads("private", "Settings of “Restless legs”")


async def test_an_edited_question_gets_another_answer_and_the_mark(visitor: Visitor) -> None:
    await visitor.say("private", "what stores iron")
    await visitor.reads("private", "Ferritin does.")
    question = next(bubble for bubble in read_chat(visitor.trial.client, "private") if bubble.is_of_person)
    assert "what stores iron</textarea>" in await visitor.get("/chats/private/composer", edit=str(question.id))
    await visitor.post("/chats/private/edit", edit=str(question.id), text="low ferritin level")
    page = await visitor.reads("private", "Below what the laboratory says.")
    assert "Ferritin does." not in page
    assert "low ferritin level edited" in page


async def test_a_question_without_an_answer_is_shared_with_the_curators(visitor: Visitor) -> None:
    await visitor.say("private", "how do birds fly over seas")
    await visitor.reads("private", "I don't have an answer to that.")
    await visitor.press("private", "Share this question with the curators")
    await visitor.reads("private", "This is what the curators would read:")
    assert await visitor.press("private", "Share this") == "Thank you. It is shared."
    await visitor.reads("private", "Shared with the curators")
    await visitor.press("private", "Take it back")
    await visitor.reads("private", "The question is deleted.")


async def test_inline_results_appear_while_typing_and_one_is_posted_via_the_bot(visitor: Visitor) -> None:
    found = await visitor.get("/chats/group/inline", text="@legwise_bot iron storage", who=MIA)
    query, result = re.findall(r'"query": "(query-\d+)", "result": "(store[^"]*)"', found)[0]
    await visitor.post("/chats/group/choose", query=query, result=result, who=MIA)
    page = await visitor.reads("group", "Ferritin does.")
    assert "Mia via @legwise_bot" in page
    assert (await visitor.press("group", "Helpful", who=BEN)).startswith("Thank you.")
    assert not await visitor.get("/chats/group/inline", text="iron storage")


async def test_the_button_of_inline_results_opens_the_private_chat(visitor: Visitor) -> None:
    found = await visitor.get("/chats/private/inline", text="@legwise_bot ")
    assert "Ask me in private" in found
    assert '{"text": "/start inline"}' in found


async def test_the_menu_lists_the_commands_for_the_person(visitor: Visitor) -> None:
    assert "/settings" in words(await visitor.get("/chats/group/menu"))
    assert "/settings" not in words(await visitor.get("/chats/group/menu", who=BEN))
    assert "/forgetme Delete what is kept of you" in words(await visitor.get("/chats/private/menu"))


async def test_a_photo_is_a_placeholder_with_its_caption(visitor: Visitor) -> None:
    await visitor.say("private", "what stores iron", attach="photo")
    assert "Photo what stores iron" in await visitor.reads("private", "Ferritin does.")
    await visitor.say("private", "", attach="voice")
    assert "Voice message, 0:07" in await visitor.reads("private", "I can only read text")


async def test_what_a_person_writes_is_never_html(visitor: Visitor) -> None:
    await visitor.say("private", "<img src=x onerror=alert(1)>")
    page = await visitor.get("/chats/private")
    assert "<img" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/chats/attic/say", {"text": "hello"}, 404),
        ("/chats/group/say", {"text": "hello", "who": "7"}, 400),
        ("/chats/group/say", {"text": "hello", "who": "x"}, 400),
        ("/chats/group/say", {"text": "hello", "reply_to": "999999"}, 404),
        ("/chats/group/say", {"text": "hello", "attach": "film"}, 400),
        ("/chats/group/say", {"text": "x" * 4097}, 413),
        ("/chats/group/edit", {"edit": "999999", "text": "hello"}, 404),
        ("/chats/group/press", {"message": "999999", "data": "x"}, 404),
        ("/chats/group/press", {"data": "x" * 65}, 413),
        ("/chats/group/choose", {"query": "query-0", "result": "x"}, 404),
        ("/people/language", {"language": "xx"}, 400),
    ],
)
async def test_a_form_that_no_page_sends_is_refused(
    visitor: Visitor, path: str, form: dict[str, str], status: int
) -> None:
    assert (await visitor.post(path, **form))[0] == status


async def test_a_person_cannot_edit_a_message_of_the_bot(visitor: Visitor) -> None:
    await visitor.reads("group", "Hello! I look up answers about legs.")
    greeting = next(bubble for bubble in read_chat(visitor.trial.client, "group") if bubble.is_bot)
    assert (await visitor.post("/chats/group/edit", edit=str(greeting.id), text="hello"))[0] == 404


async def test_invalid_content_ends_the_bot_and_the_page_tells_the_place_and_the_cure(tmp_path: Path) -> None:
    (tmp_path / "faq.yaml").write_text("entries: [", encoding="utf-8")
    async with open_visit(tmp_path) as visitor:
        await visitor.trial.until(lambda: visitor.trial.fault or None)
        page = words(await visitor.get("/trial/status"))
    assert "The bot has ended." in page
    assert "faq.yaml:1" in page
