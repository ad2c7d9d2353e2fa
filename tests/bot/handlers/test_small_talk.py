"""Small talk: in private one line or a reaction; in groups silence, except a greeting or help asked of the bot."""

from __future__ import annotations

from typing import Any

import pytest
from telegram.constants import ReactionEmoji

from bot.models import ChatSettings, Silence
from bot.simulator import ApiError
from bot.updates.result import Done
from faq.loading import load
from tests.bot.api_validators import aiogram_validator
from tests.bot.conftest import Chat, ChatFactory, silences
from tests.bot.handlers.test_private import ANSWER, HONEST_NO
from tests.bot.sample_updates import GROUP, PRIVATE, by_bot, said
from tests.bot.small_faq import NEAR, TALKING, assistant

ME = "@legwise_bot"
STARTERS = [("What stores iron?", "e:store"), ("What is low ferritin?", "e:low"), ("Question 0?", "e:more-0")]
LINES = {"hello": "Hello! What would you like to know?", "help": "Ask me in your own words."}
REACTIONS = {"ok": "👍", "lol": "🤗"}


@pytest.mark.parametrize("text", LINES)
async def test_in_private_a_greeting_gets_one_line_and_three_questions(talking_chat: Chat, text: str) -> None:
    [call] = await talking_chat(said(text))
    assert (call.text, call.buttons) == (LINES[text], STARTERS)


async def test_in_private_thanks_get_one_line(talking_chat: Chat) -> None:
    [call] = await talking_chat(said("Thaaanks!! 🙏"))
    assert (call.text, call.buttons) == ("You're welcome!", [])


@pytest.mark.parametrize("text", REACTIONS)
async def test_in_private_a_remark_gets_a_reaction(talking_chat: Chat, text: str) -> None:
    remark = said(text)
    [call] = await talking_chat(remark)
    assert call.method == "setMessageReaction"
    assert call.parameters == {
        "chat_id": PRIVATE["id"],
        "message_id": remark["message"]["message_id"],
        "reaction": [{"type": "emoji", "emoji": REACTIONS[text]}],
    }


async def test_in_private_words_without_a_line_or_a_reaction_are_passed_over(talking_chat: Chat) -> None:
    assert await talking_chat(said("bye")) == []
    assert silences(talking_chat) == {Silence.SMALL_TALK: 1}


@pytest.mark.parametrize("text", [*LINES, *REACTIONS, "thanks"])
async def test_small_talk_is_no_answer_to_vote_on(talking_chat: Chat, text: str) -> None:
    [call] = await talking_chat(said(text))
    assert [data for _, data in call.buttons if data.startswith("v:")] == []


@pytest.mark.parametrize("error", [ApiError(400, "Bad Request: REACTION_INVALID"), ApiError(403, "Forbidden: no")])
async def test_a_reaction_that_telegram_refuses_does_no_harm(talking_chat: Chat, error: ApiError) -> None:
    talking_chat.api.fail("setMessageReaction", error)
    assert await talking_chat.process(said("ok")) == Done()
    assert talking_chat.api.calls_of("sendMessage") == []
    [call] = await talking_chat(said("What stores iron?"))
    assert call.text == ANSWER


@pytest.mark.parametrize("text", [*REACTIONS, *LINES])
async def test_others_judge_the_calls_as_well(make_chat: ChatFactory, text: str) -> None:
    async with make_chat(assistant(TALKING), aiogram_validator()) as chat:
        assert len(await chat(said(text))) == 1


def test_telegram_knows_the_reactions_of_the_content() -> None:
    reactions = {talk.reaction for talk in load().small_talk if talk.reaction}
    assert reactions
    assert reactions <= set(ReactionEmoji)


@pytest.mark.parametrize("text", ["thanks", "ok", "lol", "bye"])
@pytest.mark.parametrize("ask", ["/ask {}", f"{ME} {{}}", "{}"])
async def test_in_a_group_small_talk_is_passed_over(talking_chat: Chat, text: str, ask: str) -> None:
    assert await talking_chat(said(ask.format(text), GROUP, reply_to_message=by_bot())) == []
    assert silences(talking_chat) == {Silence.SMALL_TALK: 1}


@pytest.mark.parametrize("text", LINES)
@pytest.mark.parametrize("ask", ["/ask {}", f"{ME} {{}}"])
async def test_in_a_group_a_greeting_asked_outright_gets_one_line_and_three_questions(
    talking_chat: Chat, text: str, ask: str
) -> None:
    [call] = await talking_chat(said(ask.format(text), GROUP))
    assert (call.text, call.buttons) == (LINES[text], STARTERS)


@pytest.mark.parametrize("text", [*LINES, "who won"])
async def test_in_a_group_a_mere_reply_to_the_bot_gets_an_entry_or_nothing(talking_chat: Chat, text: str) -> None:
    assert await talking_chat(said(text, GROUP, reply_to_message=by_bot())) == []
    reason = Silence.NOT_FOUND if text == "who won" else Silence.SMALL_TALK
    assert silences(talking_chat) == {reason: 1}
    [call] = await talking_chat(said("What stores iron?", GROUP, reply_to_message=by_bot()))
    assert call.text == ANSWER


@pytest.mark.parametrize("ask", ["/ask {}", f"{ME} {{}}"])
async def test_in_a_group_the_honest_no_is_for_whoever_asks_outright(talking_chat: Chat, ask: str) -> None:
    [call] = await talking_chat(said(ask.format("who won"), GROUP))
    assert call.text == HONEST_NO


async def test_a_bot_that_listens_hears_small_talk_in_silence(talking_chat: Chat) -> None:
    await talking_chat.store.chats.change(GROUP["id"], ChatSettings(listen=True))
    for text in (*LINES, *REACTIONS):
        assert await talking_chat(said(text, GROUP)) == []
    assert silences(talking_chat) == {Silence.UNSURE_UNASKED: 4}


@pytest.mark.parametrize(("place", "text"), [(PRIVATE, NEAR), (GROUP, f"/ask {NEAR}")])
async def test_an_honest_no_to_a_question_of_the_same_field_says_whom_to_ask(
    talking_chat: Chat, place: dict[str, Any], text: str
) -> None:
    [call] = await talking_chat(said(text, place))
    assert "\n\nAsk a pharmacist.\n\n" in call.text
