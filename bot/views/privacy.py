"""What is kept of people, told to them, and what was deleted when they asked for it. Pure."""

from __future__ import annotations

from bot.models import Forgotten
from bot.views.reply import Reply, reply, say
from faq.card import Card


def privacy() -> Reply:
    """What is kept of what people write, and for how long."""
    words = Card(
        "What is kept, and for how long",
        (
            (
                "Your message is kept on the computer that I run on until it is answered, usually for less than a "
                "second. Then its text is deleted. The bare number of the message stays for two days, so that nothing "
                "is answered twice."
            ),
            (
                "Which of my messages answers which message: for two days, so that I can correct or remove an "
                "answer. These are numbers of messages and chats, the question from which the answer came in the list, "
                "and codes in place of you and of your words. Nobody can read them back without my key."
            ),
            "Your votes on answers: for 180 days, under such a code and not under your name.",
            (
                "Questions for the curators: only if you press “Share this question with the curators”. "
                "Numbers, links and addresses are struck out. They are encrypted, under nobody's name, and deleted "
                "after 90 days. You can take them back by the button beneath."
            ),
            "Of a group: its number and its settings, until I am removed from it.",
            "Of each answer: how often it was chosen or removed on a day. There is nobody's name or code in that.",
            (
                "How many answers you got: for an hour at most and only in memory, so that nobody takes up all of my "
                "time."
            ),
            (
                "When I last wrote in a chat, if I run as several processes: for about a minute, under a code that is "
                "used for nothing else."
            ),
            (
                "Nothing else is kept: no name, no history, no profile. My log never holds what you wrote. "
                "Nothing is passed on to anybody else."
            ),
            "/forgetme deletes at once whatever is kept under your code.",
            "Telegram itself carries our messages; its own privacy policy covers that.",
        ),
    )
    return reply(words)


def forgotten(of: Forgotten) -> Reply:
    """What was deleted of a person, and what cannot be found as theirs."""
    deleted = f"Deleted: {_number(of.votes, 'vote')}, and what I knew of {_number(of.answers, 'answer')} to you."
    words = Card(
        "",
        (
            deleted if of.votes or of.answers else "Nothing was kept under your code, so there was nothing to delete.",
            (
                "Questions that you shared with the curators are under nobody's name, so I can't find yours. "
                "Take them back by the button “Take it back” beneath each. Otherwise they are deleted after 90 days."
            ),
            "/privacy tells what is kept.",
        ),
    )
    return reply(words)


def whose() -> Reply:
    """What somebody gets who speaks as a group or a channel, so that nobody can say who they are."""
    return say("You speak as a group or channel here, so I can't tell who you are. Write /forgetme to me in private.")


def _number(count: int, of: str) -> str:
    return f"{count} {of}" if count == 1 else f"{count} {of}s"
