"""Replies, keyboards and rows."""

from __future__ import annotations

from bot.views import callback_data
from bot.views.reply import ALL_TOPICS, button, keyboard, rating, reply, rows, say
from faq.card import Card


def test_empty_rows_are_left_out_of_a_keyboard() -> None:
    markup = keyboard((), ALL_TOPICS, ())
    assert markup is not None
    assert [[each.text for each in row] for row in markup.inline_keyboard] == [["All topics"]]


def test_without_buttons_there_is_no_keyboard() -> None:
    assert keyboard((), ()) is None
    assert reply(Card("", ("Hello.",))).keyboard is None


def test_a_button_carries_its_packed_data() -> None:
    assert button("Low?", callback_data.Show("low")).callback_data == "e:low"


def test_each_question_has_a_row_of_its_own() -> None:
    buttons = [button(text, callback_data.Show(text)) for text in ("a", "b")]
    assert rows(buttons) == ((buttons[0],), (buttons[1],))


def test_the_rating_of_an_answer_and_of_the_lack_of_one() -> None:
    assert [each.callback_data for each in rating("low")] == ["v:low:1", "v:low:0"]
    assert [each.callback_data for each in rating("")] == ["v::1", "v::0"]


def test_plain_paragraphs_are_escaped() -> None:
    assert say("a < b", "c").text == "a &lt; b\n\nc"
