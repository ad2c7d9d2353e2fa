"""The bot's replies about itself."""

from __future__ import annotations

import pytest
from telegram import ForceReply

from bot.simulator import visible_text
from bot.views import about
from bot.views.reply import Reply
from tests.bot.small_faq import FAQ


@pytest.mark.parametrize("reply", [about.start(FAQ), about.about(FAQ)])
def test_replies_about_the_answers_carry_the_disclaimer(reply: Reply) -> None:
    assert FAQ.disclaimer in visible_text(reply.text)


@pytest.mark.parametrize("reply", [about.help_("some_bot"), about.hello(FAQ.words, "some_bot")])
def test_the_bot_is_named_by_its_username(reply: Reply) -> None:
    assert "/ask@some_bot" in visible_text(reply.text)


def test_the_reply_field_is_opened_for_the_user_who_did_not_write_a_question() -> None:
    keyboard = about.which_question().keyboard
    assert isinstance(keyboard, ForceReply)
    assert keyboard.selective
