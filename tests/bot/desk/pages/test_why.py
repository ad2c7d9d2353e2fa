"""Why a message was answered as it was, told in a panel."""

from __future__ import annotations

import pytest

from bot.desk.trial.people import ChatName
from bot.desk.trial.transcript import read_chat
from tests.bot.desk.visitor import Visitor, words

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def why(visitor: Visitor, chat: ChatName, text: str) -> str:
    """Return the panel of the newest message with a text."""
    bubbles = reversed(read_chat(visitor.trial.client, chat))
    message = next(bubble.id for bubble in bubbles if bubble.is_of_person and bubble.text == text)
    return words(await visitor.get(f"/why/{chat}/{message}"))


async def test_an_answer_is_explained_by_its_scores_and_the_thresholds(visitor: Visitor) -> None:
    await visitor.say("private", "where does the body store iron")
    panel = await why(visitor, "private", "where does the body store iron")
    assert "It answers: “What stores iron?” has a score of 1.00" in panel
    assert "(from 0.50 it is answered)" in panel
    assert "The marks: offered from 0.10, answered from 0.50." in panel


async def test_the_evidence_names_the_nearest_phrasing_the_shared_words_and_the_repaired_typos(
    visitor: Visitor,
) -> None:
    await visitor.say("private", "is my feritin too low")
    panel = await why(visitor, "private", "is my feritin too low")
    assert "feritin read as ferritin" in panel
    assert "words is my ferritin too low 1.00 100 %" in panel
    assert "Shared words: " in panel


async def test_a_question_that_leans_is_read_in_the_context_that_it_had_then(visitor: Visitor) -> None:
    await visitor.say("private", "What stores iron?")
    await visitor.reads("private", "Ferritin does.")
    await visitor.say("private", "tell me more")
    await visitor.say("private", "what about pregnancy")
    await visitor.reads("private", "Not covered.")
    panel = await why(visitor, "private", "tell me more")
    assert "pregnancy" not in panel.partition("Candidates")[0]


async def test_an_emergency_names_the_rule_and_its_words(visitor: Visitor) -> None:
    await visitor.say("private", "i have chest pain")
    panel = await why(visitor, "private", "i have chest pain")
    assert panel.index("A rule raises the alarm.") < panel.index("Candidates")
    assert "chest pain yes" in panel.partition("A rule raises the alarm.")[2]


async def test_a_rule_that_matches_and_is_excused_is_told_with_its_excuse(visitor: Visitor) -> None:
    await visitor.say("private", "no chest pain, what stores iron")
    panel = await why(visitor, "private", "no chest pain, what stores iron")
    assert "chest pain no: it is denied" in panel


async def test_in_a_group_nobody_asked_and_the_bot_stayed_silent(visitor: Visitor) -> None:
    await visitor.say("group", "What stores iron?")
    panel = await why(visitor, "group", "What stores iron?")
    assert "Nobody put this to the bot, so in a group it stays silent" in panel
    assert "Asked, it would say: it answers: “What stores iron?”" in panel


async def test_a_command_with_a_question_is_explained_without_the_command(visitor: Visitor) -> None:
    await visitor.say("group", "/ask What stores iron?")
    panel = await why(visitor, "group", "/ask What stores iron?")
    assert panel.startswith("Why? ✕ What stores iron? It answers")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"text": "/topics"}, "This is a command"),
        ({"text": "", "attach": "voice"}, "There is no text in this message"),
    ],
)
async def test_what_needs_no_reading_says_so(visitor: Visitor, form: dict[str, str], told: str) -> None:
    await visitor.post("/chats/private/say", **form)
    assert told in await why(visitor, "private", form["text"])


async def test_a_message_that_is_not_there_cannot_be_explained(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="there is no message 999999 in the private chat"):
        await visitor.get("/why/private/999999")
