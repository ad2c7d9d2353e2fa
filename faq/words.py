"""What the bot says about itself and where it has no answer: content, with defaults that name no subject."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of words.yaml; an empty one is left out where it would stand.

    `{title}` stands for the title of the FAQ and `{disclaimer}` for its few words under every answer.
    """

    greeting: Passage = Passage(
        "Hello! Ask me a question.",
        (
            "Write it in your own words. I look for the answer in “{title}”, and if I have none, I say so.",
            "/topics shows everything I can answer. /help tells how to use me, also in groups.",
        ),
    )
    about: Passage = Passage(
        "About this assistant",
        (
            "I answer from “{title}”.",
            "I only find answers: every word was written beforehand, and nothing is made up on the spot.",
        ),
    )
    disclaimer: Passage = Passage("Please note", ("{disclaimer}",))
    """The whole disclaimer."""
    not_found: Passage = Passage(
        "I don't have an answer to that.", ("Try it in other words, or look through the topics.",)
    )
    not_ours: str = ""
    """Told after that to a question of the same field: whom to ask."""
    partial: str = "That answers one part of your message. To another part I have no answer."
    """Told under an answer to a message that asks for something else too."""
    no_more: str = "That is all I have on this."
    """Told to whoever asks for more of an answer that was told whole."""
    group_greeting: str = "Hello! I look up answers in “{title}”."
    description: str = "Ask me in your own words. I answer from “{title}”. If I have no answer, I say so."
    """The bot's description in an empty chat with it."""
    short_description: str = "Answers from “{title}”."
    """The bot's description in its profile."""
    chat: str = "Ask a question."
    """The first line of a conversation in the terminal."""
    unreviewed: str = ""
    """Told of an answer that nobody of any profession has reviewed."""
    emergency: str = ""
    """Told where a question cannot be read or answered now."""
    file: str = ""
    """Told to whoever sends a picture or a document."""


DEFAULT_WORDS = Words()
