"""The commands: updates in, calls out."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import BOT
from tests.bot.conftest import Chat
from tests.bot.handlers.test_group import SHORT
from tests.bot.handlers.test_private import ANSWER
from tests.bot.sample_updates import BASIC, GROUP, said

HELLO = """Hello! Ask me about iron, ferritin and restless legs.

Write your question in your own words, for example: what is my body lacking?

I answer from one article that people have read and put into questions and answers. Each answer names its source. \
If I have no answer, I say so.

/topics shows everything I can answer. /help tells how to use me, also in groups.

No medical advice."""

ABOUT = """About this assistant

My answers are drawn from “Restless legs”, written by Ann Author, edited by Ed Editor, published by The Press and \
updated on 06 May 2024.

The Press sells blood tests. I am not part of it, and I sell nothing.

I only find answers: every word was written and reviewed by people beforehand, and nothing is made up on the spot. \
I don't diagnose, and I can't judge your own test results.

Sources:
• The Press, “Restless legs”

No medical advice."""


@pytest.mark.parametrize("text", ["/start", "/start@legwise_bot", "/start start"])
async def test_start_greets(chat: Chat, text: str) -> None:
    [call] = await chat(said(text))
    assert (call.text, call.buttons) == (HELLO, [("All topics", "t")])


@pytest.mark.parametrize(("where", "expected"), [({}, ANSWER), ({"chat": GROUP}, SHORT), ({"chat": BASIC}, SHORT)])
async def test_a_deep_link_shows_its_entry(chat: Chat, where: dict[str, Any], expected: str) -> None:
    """In a group it is `/start@bot LINK`, from t.me/bot?startgroup=LINK."""
    [call] = await chat(said("/start@legwise_bot store", **where))
    assert call.text == expected


@pytest.mark.parametrize("link", ["inline", "guest", "start"])
async def test_a_deep_link_without_a_target_greets(chat: Chat, link: str) -> None:
    [call] = await chat(said(f"/start {link}"))
    assert call.text == HELLO


@pytest.mark.parametrize("link", ["settings_", "settings_77", "settings_-", "settings_-x", "settings_-1001-2"])
async def test_a_deep_link_to_settings_without_a_group_is_unknown(chat: Chat, link: str) -> None:
    [call] = await chat(said(f"/start {link}"))
    assert call.text.startswith("The link that you came by leads to a question that I don't have.")


@pytest.mark.parametrize("link", ["gone", "<b>", "x" * 64, "../etc", "store "[::-1]])
async def test_an_unknown_deep_link_says_so_and_greets(chat: Chat, link: str) -> None:
    [call] = await chat(said(f"/start {link}x"))
    assert call.text == f"The link that you came by leads to a question that I don't have.\n\n{HELLO}"


async def test_help_explains_how_to_use_the_bot(chat: Chat) -> None:
    [call] = await chat(said("/help"))
    assert call.text == (
        "How to use me\n\nHere: write your question, a few words are enough.\n\n"
        "In a group: write /ask@legwise_bot and your question, reply to one of my messages, or reply to somebody's "
        "question with /ask@legwise_bot and I answer it.\n\n"
        "In any chat: write @legwise_bot and a word or two, and choose an answer to post there.\n\n"
        "/topics: everything I can answer\n/about: where the answers come from\n"
        "/privacy: what is kept, and for how long\n/forgetme: delete what is kept of you\n"
        "/disclaimer: what my answers are not\n/settings: how I behave in a group, for its admins"
    )


async def test_topics_shows_the_topics(chat: Chat) -> None:
    [call] = await chat(said("/topics"))
    assert call.text == "Topics\n\nChoose a topic to see its questions, or just write your question."
    assert call.buttons == [("Ferritin", "p:0:0"), ("Pregnancy", "p:1:0")]


async def test_about_names_the_source_of_the_answers(chat: Chat) -> None:
    [call] = await chat(said("/about"))
    assert call.text == ABOUT


async def test_disclaimer_shows_the_medical_disclaimer(chat: Chat) -> None:
    [call] = await chat(said("/disclaimer"))
    assert call.text == (
        "Please note\n\nNo medical advice.\n\nAn answer here is no diagnosis and no advice for you in particular. Take "
        "or stop iron, or any medicine, only after talking to a clinician who knows you.\n\nIn an emergency, call your "
        "local emergency number."
    )


@pytest.mark.parametrize("command", ["/ask", "/faq", "/ask@legwise_bot"])
async def test_ask_in_private_answers_the_text_after_it(chat: Chat, command: str) -> None:
    [call] = await chat(said(f"{command} What stores iron?"))
    assert call.text == ANSWER


async def test_a_bare_ask_in_private_asks_for_the_question(chat: Chat) -> None:
    [call] = await chat(said("/ask"))
    assert call.text == "What would you like to know? Reply to this message with your question."


@pytest.mark.parametrize("text", ["/nonsense", "/ferritin low", "/help@other_bot"])
async def test_an_unknown_command_gets_a_short_help(chat: Chat, text: str) -> None:
    [call] = await chat(said(text))
    assert call.text == "I don't know that command. Just write your question, or see /help."


@pytest.mark.parametrize("name", ["start", "help", "topics", "about", "privacy", "disclaimer"])
async def test_in_groups_commands_are_answered_in_a_reply(chat: Chat, name: str) -> None:
    update = said(f"/{name}@{BOT['username']}", GROUP)
    [call] = await chat(update)
    assert call["reply_parameters"]["message_id"] == update["message"]["message_id"]


@pytest.mark.parametrize("name", ["start", "help", "topics", "about", "privacy", "disclaimer", "ask", "nonsense"])
async def test_in_groups_commands_of_another_bot_are_ignored(chat: Chat, name: str) -> None:
    assert await chat(said(f"/{name}@other_bot", GROUP)) == []
