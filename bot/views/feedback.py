"""The notices and replies to votes and shared questions."""

from __future__ import annotations

from bot.store import retention
from bot.views import callback_data
from bot.views.durations import in_words
from bot.views.reply import Reply, button, reply, say
from faq.card import Card

HELPFUL = "Thank you. Noted: it helped. You can change this by the other button."
UNHELPFUL = "Thank you. Noted: it did not help. You can change this by the other button."
NOTED = "That is noted already. You can change it by the other button."
GONE = "I no longer have that answer, so I can't note this."
ASK_AGAIN = "I can no longer see the question. Please ask it again, then press this button."
NOT_YOURS = "Only whoever asked the question can share it, or take it back."
NOTHING_LEFT = "Without names, numbers, links and addresses, nothing is left of the question to share."
SHARED_BEFORE = "This question is shared already."
SHARED = "Thank you. It is shared."
KEPT_PRIVATE = "It is not shared."
WITHDRAWN = "Deleted."
WITHDRAWN_BEFORE = "It is deleted already."


def preview(redacted: str) -> Reply:
    """Return the redacted question, word for word as the curators would read it, and the choice whether to share it."""
    paragraphs = (
        redacted,
        (
            "Nothing else is shared: not your name, and nothing of this chat. It would be kept encrypted for "
            f"{in_words(retention.SHARED_QUESTIONS)}, under a code that tells only how many people ask alike. If it "
            "still tells who you are, keep it private and ask again in other words."
        ),
    )
    choice = button("Share this", callback_data.ConfirmShare()), button("Keep it private", callback_data.KeepPrivate())
    return reply(Card("This is what the curators would read:", paragraphs), choice)


def shared(id_: str, sharer: str, redacted: str) -> Reply:
    """Return the confirmation of a shared question, with the button by which its sharer withdraws it."""
    paragraphs = (
        redacted,
        f"It is kept encrypted for {in_words(retention.SHARED_QUESTIONS)}. You can take it back until then.",
    )
    take_back = button("Take it back", callback_data.Withdraw(id_, sharer))
    return reply(Card("Shared with the curators", paragraphs), (take_back,))


def kept_private() -> Reply:
    """Return the text that replaces the preview of a question that is not shared."""
    return say("The question stays private. Nothing was shared or stored.")


def withdrawn() -> Reply:
    """Return the text that replaces the confirmation when the question is withdrawn."""
    return say("The question is deleted. It is no longer shared.")
