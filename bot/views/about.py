"""The bot's replies about itself, and where it has no answer to give."""

from __future__ import annotations

from telegram import ForceReply

from bot.views import html
from bot.views.reply import ALL_TOPICS, Reply, reply, say
from faq import passages
from faq.card import Card
from faq.models import Faq
from faq.words import Words


def start(faq: Faq) -> Reply:
    """Return the greeting."""
    greeting = faq.words.greeting
    return reply(Card(greeting.heading, greeting.paragraphs, disclaimer=faq.disclaimer), ALL_TOPICS)


def with_line(line: str, below: Reply) -> Reply:
    """Return a reply with a line above it."""
    return Reply(f"{say(line).text}\n\n{below.text}", below.keyboard)


def help_(username: str) -> Reply:
    """Return the reply to /help."""
    card = Card(
        "How to use me",
        (
            "Here: write your question, a few words are enough.",
            (
                f"In a group: write /ask@{username} and your question, reply to one of my messages, or reply to "
                f"somebody's question with /ask@{username} and I answer it."
            ),
            f"In any chat: write @{username} and a word or two, and choose an answer to post there.",
            (
                "/topics: everything I can answer\n/about: where the answers come from\n"
                "/privacy: what is kept, and for how long\n/forgetme: delete what is kept of you\n"
                "/disclaimer: what my answers are not\n/settings: how I behave in a group, for its admins"
            ),
        ),
    )
    return reply(card, ALL_TOPICS)


def about(faq: Faq) -> Reply:
    """Return the reply to /about."""
    return reply(passages.about(faq))


def disclaimer(faq: Faq) -> Reply:
    """Return the reply to /disclaimer."""
    return reply(passages.disclaimer(faq))


def unknown_command() -> Reply:
    """Return the reply to an unknown command."""
    return say("I don't know that command. Just write your question, or see /help.")


def not_text(words: Words, *, file: bool = False) -> Reply:
    """Return the reply to a message without text."""
    speak = (
        "Please write your question, or speak it: the microphone key of your phone's keyboard turns what you say into "
        "text."
    )
    told = ("I can only read text.", words.file if file else "", speak, words.emergency)
    return say(" ".join(filter(None, told)))


def which_question() -> Reply:
    """Ask for the missing question; Telegram opens the reply field for that user only."""
    text = html.html(Card("", ("What would you like to know? Reply to this message with your question.",)))
    return Reply(text, ForceReply(selective=True, input_field_placeholder="Your question"))


def hello(words: Words, username: str) -> Reply:
    """Return the greeting in a group that added the bot."""
    return say(
        words.group_greeting,
        f"Write /ask@{username} and your question. I say nothing unless I am asked; admins find more in "
        f"/settings@{username}.",
    )


def apology() -> Reply:
    """Return the apology after an error."""
    return say("Sorry, something went wrong on my side, and I could not answer. Please try again in a while.")
