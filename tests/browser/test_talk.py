"""A newcomer tries the bot in a browser: in the private chat, and in the group."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.desk_page import DeskPage


async def test_a_question_is_answered_voted_on_and_followed_by_a_button(desk: DeskPage) -> None:
    await desk.open_chats()
    answer = await desk.ask("private", "which ferritin level is too low?")
    await expect(answer).to_contain_text("Which ferritin level is too low for restless legs?")
    await desk.press(answer, "Helpful")
    await expect(desk.page.get_by_text("Noted: it helped")).to_be_visible()
    await desk.press(answer, "What ferritin is")
    await expect(desk.answers("private").last).to_contain_text("Ferritin is a protein")


async def test_an_edited_question_has_its_answer_edited(desk: DeskPage) -> None:
    await desk.open_chats()
    answer = await desk.ask("private", "which ferritin level is too low?")
    chat = desk.chat("private")
    await chat.get_by_role("button", name="Edit the message").click()
    message = chat.get_by_role("textbox", name="Message", exact=True)
    await expect(message).to_have_value("which ferritin level is too low?")
    await message.fill("does a warm bath help?")
    await message.press("Enter")
    await expect(answer).to_contain_text("Does a warm bath or shower help restless legs?")
    await expect(desk.answers("private")).to_have_count(1)


async def test_in_the_group_the_bot_answers_those_who_ask_it_and_is_silent_otherwise(desk: DeskPage) -> None:
    await desk.open_chats()
    await desk.say("group", "shall we meet on Sunday?", "Mia")
    answer = await desk.ask("group", "/ask does a warm bath help", "Ben")
    await expect(answer).to_contain_text("Does a warm bath or shower help restless legs?")
    await expect(desk.answers("group")).to_have_count(2)


async def test_an_entry_is_found_and_posted_while_typing_the_name_of_the_bot(desk: DeskPage) -> None:
    await desk.open_chats()
    chat = desk.chat("group")
    await chat.get_by_role("textbox", name="Message", exact=True).press_sequentially("@legwise_bot warm b")
    await chat.get_by_role("button", name="Does a warm bath or shower help").click()
    await expect(chat.get_by_text("via @legwise_bot")).to_be_visible()


async def test_an_emergency_is_answered_at_once_in_the_language_it_is_told_in(desk: DeskPage) -> None:
    await desk.open_chats()
    answer = await desk.ask("private", "ich habe starke Brustschmerzen und bekomme keine Luft")
    await expect(answer).to_contain_text("112")


async def test_the_language_of_an_app_is_the_same_in_both_chats(desk: DeskPage) -> None:
    await desk.open_chats()
    await desk.chat("private").get_by_label("App language").select_option(label="Deutsch")
    await expect(desk.chat("group").get_by_label("App language")).to_have_value("de")
    await desk.chat("group").get_by_label("App language").select_option(label="English")
    await expect(desk.chat("private").get_by_label("App language")).to_have_value("en")


async def test_more_results_are_reached_by_the_keyboard_alone(desk: DeskPage) -> None:
    await desk.open_chats()
    chat = desk.chat("group")
    await chat.get_by_role("textbox", name="Message", exact=True).press_sequentially("@legwise_bot iron")
    results = chat.locator(".result")
    await expect(chat.get_by_role("button", name="More results")).to_be_visible()
    shown = await results.count() - 1
    await desk.page.keyboard.press("ArrowUp")
    await desk.page.keyboard.press("Enter")
    await expect(results.nth(shown)).to_be_focused()


async def test_an_answer_in_context_is_explained_by_the_lead_that_was_enough_for_it(desk: DeskPage) -> None:
    await desk.open_chats()
    await desk.ask("private", "can iron tablets help?")
    await desk.ask("private", "and how much?")
    await desk.chat("private").get_by_role("button", name="Why? How and how much?").click()
    told = await desk.page.locator(".verdict").inner_text()
    lead, needed = re.findall(r"share of (\S+) \(from (\S+) it leads", told)[0]
    assert float(lead) >= float(needed), told
