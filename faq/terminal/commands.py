"""The commands of a conversation in the terminal, as in the Telegram chat where they make sense here."""

from __future__ import annotations

from faq import passages
from faq.card import Card
from faq.models import Faq
from faq.terminal.rendering import numbered

TOPICS = "/topics"
COMMANDS = {
    TOPICS: "everything I can answer",
    "/about": "where the answers come from",
    "/disclaimer": "what my answers are not",
    "/privacy": "what is kept",
    "/help": "how to use me",
    "/start": "how to begin",
}
"""Each command with what it shows."""
_HOW = "A number chooses from a list. /topics lists all questions, /help tells more; “quit” ends."


def page(command: str, faq: Faq) -> Card:
    """Return the page that a command shows."""
    match command:
        case "/start":
            return start(faq)
        case "/topics":
            return topics(faq)
        case "/about":
            return passages.about(faq)
        case "/disclaimer":
            return passages.disclaimer(faq)
        case "/privacy":
            return privacy()
        case "/help":
            return help_()
        case _:
            return Card("", ("There is no such command here. Just write your question, or see /help.",))


def start(faq: Faq) -> Card:
    """Return the first lines of a conversation."""
    return Card(faq.words.chat, (_HOW,), disclaimer=faq.disclaimer)


def topics(faq: Faq) -> Card:
    """Return the list of topics."""
    return Card("Topics", (numbered(tuple(faq.topics)), "A number opens a topic."))


def topic(title: str, faq: Faq) -> Card:
    """Return the list of a topic's questions."""
    return Card(title, (numbered(tuple(entry.question for entry in faq.topics[title])), "A number chooses a question."))


def help_() -> Card:
    """Return the page of /help."""
    listed = "\n".join(f"{name}: {shown}" for name, shown in COMMANDS.items())
    return Card(
        "How to use me",
        (
            "Write your question, a few words are enough. “more” tells more of an answer, “sources” what it rests on.",
            "The number of a listed question shows its answer.",
            "Up brings back what you wrote. Tab completes commands, and questions by the beginnings of their words.",
            listed,
            "“quit”, “exit”, “bye” or Ctrl-D ends.",
        ),
    )


def privacy() -> Card:
    """Return the page of /privacy."""
    return Card(
        "What is kept: nothing",
        (
            "What you write is answered on this computer, sent nowhere and written to no file.",
            "What the Up key brings back is in memory only, and is gone when you leave.",
            "What stands in this window is your terminal's; some keep it until they are closed.",
        ),
    )
