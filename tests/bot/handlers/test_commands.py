"""The commands: updates in, calls out."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from telegram.constants import BotCommandLimit, BotDescriptionLimit

from bot.handlers import commands
from bot.models import ChatSettings
from bot.simulator import BOT, ApiError
from faq.loading import PACKAGED, load
from faq.models import Language, LanguageCard
from tests.bot.conftest import Chat, ChatFactory
from tests.bot.handlers.test_private import ANSWER
from tests.bot.sample_updates import ASKER, BASIC, GROUP, OTHER, PRIVATE, pictured, said
from tests.bot.small_faq import FAQ, assistant

GERMAN = Language(
    code="de",
    name="Deutsch",
    reviewed="none",
    card=LanguageCard("Ich verstehe nur Englisch.", "Notruf:", "Reden:", "Gift:", "Vielleicht:", "Jetzt:", "Bitte:"),
    start="Hallo! Bitte auf Englisch fragen.",
    help="So geht es, auf Englisch:",
    description="Eisen und ruhelose Beine, auf Englisch.",
    common=(),
    words={},
    phrases={},
)

HELLO = """Hello! Ask me about legs.

A few words are enough.

No medical advice."""

ABOUT = """About this assistant

I answer from an article on legs.

Sources:
• The Press, “Restless legs”

No medical advice."""


@pytest.mark.parametrize("text", ["/start", "/start@legwise_bot", "/start start"])
async def test_start_greets(chat: Chat, text: str) -> None:
    [call] = await chat(said(text))
    assert (call.text, call.buttons) == (HELLO, [("All topics", "t")])


@pytest.mark.parametrize("code", ["de", "de-AT", "DE"])
async def test_start_and_help_say_in_the_language_of_the_app_that_only_english_is_read(
    make_chat: ChatFactory, code: str
) -> None:
    async with make_chat(assistant(replace(FAQ, languages=(GERMAN,)))) as chat:
        [start] = await chat(said("/start", from_=ASKER | {"language_code": code}))
        assert start.text == f"{GERMAN.start}\n\n{HELLO}"
        [help_] = await chat(said("/help", from_=ASKER | {"language_code": code}))
        assert help_.text.startswith(f"{GERMAN.help}\n\nHow to use me")


@pytest.mark.parametrize(
    ("where", "user"),
    [
        ({}, ASKER | {"language_code": "en-GB"}), ({}, ASKER | {"language_code": "xx"}), ({}, OTHER),
        ({"chat": GROUP}, ASKER | {"language_code": "de"}),
    ],
)  # fmt: skip
async def test_users_of_english_or_an_unknown_language_and_groups_get_no_such_line(
    make_chat: ChatFactory, where: dict[str, Any], user: dict[str, Any]
) -> None:
    async with make_chat(assistant(replace(FAQ, languages=(GERMAN,)))) as chat:
        [start] = await chat(said("/start@legwise_bot", from_=user, **where))
        assert start.text == HELLO


@pytest.mark.parametrize(("where", "expected"), [({}, ANSWER), ({"chat": GROUP}, ANSWER), ({"chat": BASIC}, ANSWER)])
async def test_a_deep_link_shows_its_entry(chat: Chat, where: dict[str, Any], expected: str) -> None:
    """In a group it is `/start@bot LINK`, from t.me/bot?startgroup=LINK."""
    [call] = await chat(said("/start@legwise_bot store", **where))
    assert call.text == expected


@pytest.mark.parametrize(
    "link", ["inline", "guest", "start", "utm_x", "gone", "<b>", "x" * 64, "../etc", "store "[::-1] + "x"]
)
async def test_a_deep_link_without_a_target_greets(chat: Chat, link: str) -> None:
    [call] = await chat(said(f"/start {link}"))
    assert call.text == HELLO


@pytest.mark.parametrize("link", ["settings_", "settings_77", "settings_-", "settings_-x", "settings_-1001-2"])
async def test_a_deep_link_to_settings_without_a_group_greets(chat: Chat, link: str) -> None:
    [call] = await chat(said(f"/start {link}"))
    assert call.text == HELLO


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
    assert call.text == "Please note\n\nMy answers are no medical advice.\n\nIn an emergency, call 112."


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


NAMES = ["start", "help", "topics", "about", "privacy", "disclaimer", "forgetme", "settings"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", [PRIVATE, GROUP])
async def test_a_command_in_a_caption_is_answered_as_in_a_text(chat: Chat, name: str, where: dict[str, Any]) -> None:
    command = f"/{name}@{BOT['username']}"
    texts = [call.text for update in (said(command, where), pictured(command, where))
             for call in await chat(update) if call.method == "sendMessage"]  # fmt: skip
    assert len(texts) == 2
    assert texts[0] == texts[1]


@pytest.mark.parametrize("caption", ["/ask What stores iron?", "/FAQ@Legwise_bot What stores iron?"])
@pytest.mark.parametrize("where", [PRIVATE, GROUP])
async def test_a_question_after_a_command_in_a_caption_is_answered(
    chat: Chat, caption: str, where: dict[str, Any]
) -> None:
    [call] = await chat(pictured(caption, where))
    assert call.text == ANSWER


async def test_a_deep_link_in_a_caption_shows_its_entry(chat: Chat) -> None:
    [call] = await chat(pictured("/start store"))
    assert call.text == ANSWER


@pytest.mark.parametrize("name", [*NAMES, "ask", "nonsense"])
async def test_in_groups_a_command_of_another_bot_in_a_caption_is_ignored(chat: Chat, name: str) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(listen=True))
    assert await chat(pictured(f"/{name}@other_bot What stores iron?", GROUP)) == []


async def test_in_private_an_unknown_command_in_a_caption_is_named_so(chat: Chat) -> None:
    [call] = await chat(pictured("/askwhat is ferritin"))
    assert call.text.startswith("I don't know that command.")


async def test_in_groups_commands_in_captions_are_throttled_too(chat: Chat) -> None:
    calls = [len(await chat(pictured("/topics", GROUP))) for _ in range(40)]
    assert (sum(calls), calls[-1]) == (19, 0)


async def test_the_menus_of_other_languages_are_set_once_and_again_after_an_edit(chat: Chat) -> None:
    assert await _translated(chat, GERMAN) == ["setMyCommands", "setMyDescription", "setMyShortDescription"]
    assert await _translated(chat, GERMAN) == []
    assert await _translated(chat, replace(GERMAN, description="Neu.")) == ["setMyDescription"]


async def test_a_menu_says_in_its_language_that_only_english_is_read(chat: Chat) -> None:
    await _translated(chat, GERMAN)
    [menu] = chat.api.calls_of("setMyCommands")
    assert menu["language_code"] == "de"
    assert menu["scope"] == {"type": "all_private_chats"}
    texts = {command["command"]: command["description"] for command in menu["commands"]}
    assert texts["help"] == "Ich verstehe nur Englisch."
    assert tuple(texts) == tuple(name for name, _ in commands.IN_PRIVATE)


async def test_a_script_of_a_language_has_no_menu_of_its_own(chat: Chat) -> None:
    assert await _translated(chat, replace(GERMAN, code="hi-latn")) == []


async def test_menus_that_telegram_refuses_are_logged_once_and_left_for_the_next_start(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    chat.api.fail("setMyDescription", ApiError(400, "Bad Request: invalid language code specified"))
    assert await _translated(chat, GERMAN, replace(GERMAN, code="fr")) == ["setMyCommands"]
    [line] = caplog.messages
    assert line == "the command menus could not be set in other languages: Invalid language code specified"


def test_every_packaged_language_has_texts_that_telegram_takes() -> None:
    languages = load(PACKAGED).languages
    for language in languages:
        assert 1 <= len(language.description) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
        assert 1 <= len(language.card.only_english) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
        assert all(1 <= len(text) <= BotCommandLimit.MAX_DESCRIPTION for _, text in commands.in_language(language))


async def _translated(chat: Chat, *languages: Language) -> list[str]:
    """Start the bot with these languages: the changes that it makes at Telegram."""
    before = len(chat.api.calls)
    async with commands.translating_menus(chat.bot, languages, delay=0.0):
        for _ in range(1000):
            await asyncio.sleep(0)
    return [call.method for call in chat.api.calls[before:] if call.method.startswith("set")]
