"""The bot's replies about itself, and where it has no answer to give."""

from __future__ import annotations

from telegram import ForceReply

from bot.views import html
from bot.views.reply import ALL_TOPICS, Reply, reply, say
from faq.card import Card, Link
from faq.models import Faq


def start(faq: Faq) -> Reply:
    """Return the greeting."""
    card = Card(
        "Hello! Ask me about iron, ferritin and restless legs.",
        (
            "Write your question in your own words, for example: what is my body lacking?",
            (
                "I answer from one article that people have read and put into questions and answers. "
                "Each answer names its source. If I have no answer, I say so."
            ),
            "/topics shows everything I can answer. /help tells how to use me, also in groups.",
        ),
        disclaimer=faq.disclaimer,
    )
    return reply(card, ALL_TOPICS)


def with_line(line: str, below: Reply) -> Reply:
    """Return a reply with a line above it."""
    return Reply(f"{say(line).text}\n\n{below.text}", below.keyboard)


def unknown_link(faq: Faq) -> Reply:
    """Return the greeting for a deep link with an unknown target."""
    return with_line("The link that you came by leads to a question that I don't have.", start(faq))


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
    article = faq.article
    card = Card(
        "About this assistant",
        (
            (
                f"My answers are drawn from “{article.title}”, written by {article.author}, edited by "
                f"{article.editor}, published by {article.publisher} and updated on {article.updated:%d %B %Y}."
            ),
            f"{article.publisher} sells blood tests. I am not part of it, and I sell nothing.",
            (
                "I only find answers: every word was written and reviewed by people beforehand, and nothing is made up "
                "on the spot. I don't diagnose, and I can't judge your own test results."
            ),
        ),
        sources=(Link(f"{article.publisher}, “{article.title}”", article.url),),
        sources_listed=True,
        disclaimer=faq.disclaimer,
    )
    return reply(card)


def disclaimer(faq: Faq) -> Reply:
    """Return the reply to /disclaimer."""
    card = Card(
        "Please note",
        (
            faq.disclaimer,
            (
                "An answer here is no diagnosis and no advice for you in particular. Take or stop iron, or any "
                "medicine, only after talking to a clinician who knows you."
            ),
            "In an emergency, call your local emergency number.",
        ),
    )
    return reply(card)


def unknown_command() -> Reply:
    """Return the reply to an unknown command."""
    return say("I don't know that command. Just write your question, or see /help.")


def not_text(*, file: bool = False) -> Reply:
    """Return the reply to a message without text; a picture or file may be a lab report."""
    reports = " Lab reports are not read or stored." if file else ""
    return say(
        f"I can only read text.{reports} Please write your question, or speak it: the microphone key of your phone's "
        "keyboard turns what you say into text. In an emergency, call your local emergency number now: 911 in the US, "
        "999 in the UK, 112 in the EU."
    )


def which_question() -> Reply:
    """Ask for the missing question; Telegram opens the reply field for that user only."""
    text = html.html(Card("", ("What would you like to know? Reply to this message with your question.",)))
    return Reply(text, ForceReply(selective=True, input_field_placeholder="Your question"))


def hello(username: str) -> Reply:
    """Return the greeting in a group that added the bot."""
    return say(
        "Hello! I look up answers about iron, ferritin and restless legs, with their sources.",
        f"Write /ask@{username} and your question. I say nothing unless I am asked; admins find more in "
        f"/settings@{username}.",
    )


def apology() -> Reply:
    """Return the apology after an error."""
    return say("Sorry, something went wrong on my side, and I could not answer. Please try again in a while.")
