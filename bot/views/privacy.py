"""The stored data and its retention periods, and the data that /forgetme deleted."""

from __future__ import annotations

from bot.models import Forgotten
from bot.store import retention
from bot.views.durations import in_words
from bot.views.reply import Reply, reply, say
from faq.card import Card

_OLDER = (
    "Some questions were shared before I kept a code with them, and I can't tell whose they are. Take yours back by "
    "the button “Take it back” beneath each. Otherwise they are deleted {} after they were shared."
)


def privacy() -> Reply:
    """Return the reply to /privacy."""
    paragraphs = (
        (
            "Your message is kept on the computer that I run on until it is answered, usually for less than a second. "
            "Then its text is deleted. The bare number of the message stays for "
            f"{in_words(retention.UPDATE_NUMBERS)}, so that nothing is answered twice."
        ),
        (
            f"Which of my messages answers which message: for {in_words(retention.ANSWERS)}, so that I can correct or "
            "remove an answer. These are numbers of messages and chats, the question from which the answer came in the "
            "list, and codes in place of you and of your words. Nobody can read them back without my key."
        ),
        (
            "If you ask on within "
            f"{in_words(retention.CONTEXT)} (“and for children?”), I look up there which question I answered you last, "
            "so that I know what you mean. Nothing more is kept for it."
        ),
        f"Your votes on answers: for {in_words(retention.VOTES)}, under such a code and not under your name.",
        (
            "Questions for the curators: only if you press “Share this question with the curators”, see what they "
            "would read, and press “Share this”. Numbers, links and addresses are struck out. They are encrypted, "
            "and deleted after "
            f"{in_words(retention.SHARED_QUESTIONS)}. A code in place of you, used for nothing else, serves to count "
            "how many different people asked alike: the curators' pages show a question only if three did, and its "
            "words may then go into my list. The operator who runs me can read each. You can take "
            "yours back by the button beneath, or by /forgetme."
        ),
        (
            "How often each question of the list was answered and voted on, and each kind of message came, in all "
            f"chats together on a day: for {in_words(retention.DAILY_COUNTS)}, without people, words or the hour."
        ),
        "Of a group: its number and its settings, until I am removed from it.",
        (
            "How many answers you got and buttons you pressed: for "
            f"{in_words(retention.ANSWER_COUNTS)} at most and only in memory, so that nobody takes up all of my time."
        ),
        (
            "That I named somebody to talk to, so that I don't under each message: for "
            f"{in_words(retention.SUPPORT_TOLD)} and only in memory."
        ),
        (
            "That I told you that only admins may ask me in a group, so that I say it once: for "
            f"{in_words(retention.REFUSAL_TOLD)} and only in memory."
        ),
        (
            f"When I last wrote in a chat, if I run as several processes: for about {in_words(retention.SEND_TIMES)}, "
            "under a code that is used for nothing else."
        ),
        (
            "In an emergency I guess from the language of your app which country's numbers to show. Neither the "
            "language nor the country is kept. Pictures, files and voice messages are never opened."
        ),
        (
            "Nothing else is kept: no name, no history, no profile. My log never holds what you wrote. Nothing is "
            "passed on to anybody else."
        ),
        "/forgetme deletes at once whatever is kept under your codes.",
        "Telegram itself carries our messages; its own privacy policy covers that.",
    )
    return reply(Card("What is kept, and for how long", paragraphs))


def forgotten(deleted: Forgotten) -> Reply:
    """Return the reply to /forgetme, which also names the data that cannot be traced to the user."""
    older = (_OLDER.format(in_words(retention.SHARED_QUESTIONS)),) if deleted.untraceable else ()
    return say(_deleted(deleted), *older, "/privacy tells what is kept.")


def _deleted(deleted: Forgotten) -> str:
    if not (deleted.votes or deleted.answers or deleted.shared):
        return "Nothing was kept under your codes, so there was nothing to delete."
    votes, shared = _count(deleted.votes, "vote"), _count(deleted.shared, "shared question")
    return f"Deleted: {votes}, {shared}, and what I knew of {_count(deleted.answers, 'answer')} to you."


def unknown_user() -> Reply:
    """Return the reply to /forgetme on behalf of a group or channel."""
    return say("You speak as a group or channel here, so I can't tell who you are. Write /forgetme to me in private.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
