"""Repeated answers become links, repeated deliveries are answered once, and the settings of the group apply."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.models import ChatSettings, Silence, Who
from bot.simulator import Call
from faq.outcome import Ranking
from tests.bot.conftest import Chat, ChatFactory, silences
from tests.bot.handlers.test_private import ANSWER, BENEATH, HONEST_NO, URGENT
from tests.bot.sample_updates import ASKER, BASIC, GROUP, OTHER, by_admin, edited, in_topic, message, pressed, said
from tests.bot.small_faq import LIKE, Verbatim, assistant

SUPERGROUP: dict[str, Any] = GROUP | {"id": -1001234567890}
FORUM: dict[str, Any] = SUPERGROUP | {"is_forum": True}
POINTED = "I answered that here a little while ago: What stores iron?"
ASK = "/ask What stores iron?"


async def _ask(chat: Chat, text: str = ASK, group: dict[str, Any] = SUPERGROUP, **fields: Any) -> tuple[Call, int]:
    """The answer to a question in a group, and the number of its message."""
    [call] = await chat(said(text, group, **fields))
    return call, chat.api.posted[-1]["message_id"]


def _link(number: int | str) -> str:
    return f'<a href="https://t.me/c/1234567890/{number}">What stores iron?</a>'


async def test_the_same_answer_within_ten_minutes_is_a_link_to_the_earlier_message(chat: Chat) -> None:
    _, earlier = await _ask(chat)
    update = said("/ask@legwise_bot what stores IRON", SUPERGROUP, from_=OTHER)
    [call] = await chat(update)
    assert call["text"] == f"I answered that here a little while ago: {_link(earlier)}"
    assert (call.text, call.buttons) == (POINTED, [("Remove", "x")])
    assert call["reply_parameters"]["message_id"] == update["message"]["message_id"]


@pytest.mark.parametrize(("later", "text"), [(600, POINTED), (601, ANSWER)])
async def test_after_ten_minutes_the_whole_answer_is_given_again(chat: Chat, later: int, text: str) -> None:
    await _ask(chat)
    chat.clock.now += later
    call, _ = await _ask(chat)
    assert call.text == text


async def test_a_link_never_leads_to_another_link(chat: Chat) -> None:
    _, first = await _ask(chat)
    chat.clock.now += 300
    await _ask(chat)
    call, _ = await _ask(chat)
    assert _link(first) in call["text"]
    chat.clock.now += 301
    call, _ = await _ask(chat)
    assert call.text == ANSWER


async def test_in_a_basic_group_without_links_the_earlier_answer_is_quoted(chat: Chat) -> None:
    _, earlier = await _ask(chat, group=BASIC)
    call, _ = await _ask(chat, group=BASIC)
    assert call.text == "I answered that here, in the message that I reply to."
    assert call["reply_parameters"]["message_id"] == earlier


async def test_a_referral_is_not_repeated_either(chat: Chat) -> None:
    await _ask(chat, "/ask pregnant")
    call, _ = await _ask(chat, "/ask pregnant")
    assert call.text == "I answered that here a little while ago: What about pregnancy?"


async def test_another_answer_is_given_whole(chat: Chat) -> None:
    await _ask(chat, "/ask low ferritin")
    call, _ = await _ask(chat)
    assert call.text == ANSWER


async def test_another_group_gets_the_whole_answer(chat: Chat) -> None:
    await _ask(chat)
    call, _ = await _ask(chat, group=GROUP)
    assert call.text == ANSWER


async def test_a_removed_answer_is_given_again(chat: Chat) -> None:
    await _ask(chat)
    await chat(pressed("x", chat.api.posted[-1]))
    call, _ = await _ask(chat)
    assert call.text == ANSWER


async def test_a_suggestion_chosen_by_a_button_is_linked_to_later(chat: Chat) -> None:
    await _ask(chat, "/ask ferritin")
    under = chat.api.posted[-1]
    await chat(pressed("d:store", under))
    call, _ = await _ask(chat)
    assert _link(under["message_id"]) in call["text"]


async def test_an_answer_requested_by_a_button_is_linked_to_later(chat: Chat) -> None:
    await _ask(chat, "/ask low ferritin")
    await chat(pressed("e:store", chat.api.posted[-1]))
    number = chat.api.posted[-1]["message_id"]
    call, _ = await _ask(chat)
    assert _link(number) in call["text"]


async def test_in_a_topic_the_link_names_the_topic(chat: Chat) -> None:
    await chat(in_topic(5, ASK, FORUM))
    earlier = chat.api.posted[-1]["message_id"]
    [call] = await chat(in_topic(5, ASK, FORUM))
    assert (_link(f"5/{earlier}") in call["text"], call["message_thread_id"]) == (True, 5)


async def test_another_topic_gets_the_whole_answer(chat: Chat) -> None:
    await chat(in_topic(5, ASK, FORUM))
    [in_six] = await chat(in_topic(6, ASK, FORUM))
    in_general, number = await _ask(chat, group=FORUM)
    assert (in_six.text, in_general.text) == (ANSWER, ANSWER)
    again, _ = await _ask(chat, group=FORUM)
    assert _link(number) in again["text"]


async def test_a_thread_of_replies_is_no_topic(chat: Chat) -> None:
    """In a supergroup every reply carries the number of the message that began the talk."""
    _, earlier = await _ask(chat)
    question = message("What stores iron?", SUPERGROUP, from_=OTHER)
    call, _ = await _ask(chat, "/ask", reply_to_message=question, message_thread_id=question["message_id"])
    assert _link(earlier) in call["text"]


async def test_in_private_the_whole_answer_is_given_each_time(chat: Chat) -> None:
    [[first], [second]] = [await chat(said("What stores iron?")) for _ in range(2)]
    assert first.text == second.text == ANSWER


@pytest.mark.parametrize(("text", "expected"), [("/ask chest pain", URGENT), ("/ask who won", HONEST_NO)])
async def test_urgent_replies_and_the_honest_no_are_given_each_time(chat: Chat, text: str, expected: str) -> None:
    answers = [(await _ask(chat, text))[0].text for _ in range(2)]
    assert answers == [expected, expected]


@pytest.mark.parametrize("text", [ASK, "/ask ferritin", "/ask who won", "/ask chest pain"])
@pytest.mark.parametrize("where", [{}, {"chat": SUPERGROUP}, {"chat": BASIC}])
async def test_a_question_delivered_twice_is_answered_once(chat: Chat, text: str, where: dict[str, Any]) -> None:
    update = said(text, **where)
    assert len(await chat(update)) == 1
    assert await chat(update) == []
    assert await chat(update | {"update_id": update["update_id"] + 1_000_000}) == []


async def test_a_question_delivered_twice_at_once_is_answered_once(chat: Chat) -> None:
    update = said(ASK, SUPERGROUP)
    await asyncio.gather(chat(update), chat(update), chat(update))
    assert [call.text for call in chat.api.calls_of("sendMessage")] == [ANSWER]


async def test_messages_of_the_same_number_in_different_chats_are_different_questions(chat: Chat) -> None:
    calls = [await chat(said(ASK, group, message_id=7)) for group in (SUPERGROUP, GROUP, BASIC)]
    assert [call.text for [call] in calls] == [ANSWER] * 3


async def test_admins_can_have_whole_answers(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(compact=False))
    [call] = await chat(said(ASK, GROUP))
    assert (call.text, call.buttons) == (ANSWER, [*BENEATH, ("Remove", "x")])
    assert "blockquote" not in call["text"], "nothing is folded"


@pytest.mark.parametrize("text", [ASK, "/ask"])
async def test_if_only_admins_may_ask_other_users_are_told_so_once_and_quietly(chat: Chat, text: str) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(who=Who.ADMINS))
    chat.api.promote(ASKER, GROUP, "member")
    question = said(text, GROUP)
    _, notice = await chat(question)
    assert notice.text == "Only admins may ask me in this group. You can ask me in private."
    assert notice["disable_notification"]
    assert notice["reply_parameters"]["message_id"] == question["message"]["message_id"]
    assert [call.method for call in await chat(said(text, GROUP))] == ["getChatMember"]
    assert silences(chat) == {"admins_only": 2}


async def test_each_person_is_told_in_each_group_and_again_after_six_hours(chat: Chat) -> None:
    for group in (GROUP, SUPERGROUP):
        await chat.store.chats.change(group["id"], ChatSettings(who=Who.ADMINS))
        for user in (ASKER, OTHER):
            chat.api.promote(user, group, "member")
    told = []
    for wait, user, group in (
        (0, ASKER, GROUP), (0, OTHER, GROUP), (0, ASKER, SUPERGROUP), (6 * 3600 - 1, ASKER, GROUP), (1, ASKER, GROUP),
    ):  # fmt: skip
        chat.clock.now += wait
        told.append(len(await chat(said(ASK, group, from_=user))) - 1)
    assert told == [1, 1, 1, 0, 1]


async def test_a_crowd_that_may_not_ask_gets_no_more_notices_than_the_group_has_answers(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(who=Who.ADMINS))
    for number in range(40):
        user = OTHER | {"id": 1000 + number}
        chat.api.promote(user, GROUP, "member")
        await chat(said(ASK, GROUP, from_=user))
    assert len(chat.api.calls_of("sendMessage")) == 19
    assert silences(chat) == {"admins_only": 18, "limited": 22}


async def test_if_only_admins_may_ask_admins_are_answered(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(who=Who.ADMINS))
    chat.api.promote(ASKER, GROUP)
    [_, call] = await chat(said(ASK, GROUP))
    assert call.text == ANSWER


async def test_if_only_admins_may_ask_an_anonymous_admin_may(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(who=Who.ADMINS))
    [call] = await chat(by_admin(ASK))
    assert call.text == ANSWER


async def test_if_only_admins_may_ask_a_red_flag_of_any_user_is_answered(chat: Chat) -> None:
    await chat.store.chats.change(GROUP["id"], ChatSettings(who=Who.ADMINS))
    [call] = await chat(said("chest pain", GROUP))
    assert call.text == URGENT


@dataclass(frozen=True, slots=True)
class _Counting:
    """Ranks as the small FAQ's matcher, and records what it was asked."""

    ranked: list[str] = field(default_factory=list)

    def rank(self, question: str) -> Ranking:
        self.ranked.append(question)
        return Verbatim().rank(question)


async def test_beyond_a_persons_limit_an_emergency_is_looked_for_and_nothing_else(make_chat: ChatFactory) -> None:
    counting = _Counting()
    async with make_chat(replace(assistant(), matcher=counting)) as chat:
        while Silence.LIMITED not in silences(chat):
            await chat(said("pregnant"))
        counting.ranked.clear()
        assert await chat(said("and low ferritin?")) == []
        assert counting.ranked == ["and low ferritin?"], "not without its opening too"
        for words in ("chest pain", LIKE):
            [call] = await chat(said(words))
            assert call.text.startswith("Call 112 now."), words


async def test_beyond_a_persons_limit_an_edit_changes_no_answer_but_for_an_emergency(chat: Chat) -> None:
    question = said("pregnant")
    await chat(question)
    while Silence.LIMITED not in silences(chat):
        await chat(said("low ferritin"))
    assert await chat(edited(question, "low ferritin")) == []
    [call] = await chat(edited(question, "chest pain"))
    assert call.text.startswith("Call 112 now.")
