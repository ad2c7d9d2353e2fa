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
SHARED_BEFORE = "This question is shared already."
SHARED = "Thank you. It is shared."
WITHDRAWN = "Deleted."
WITHDRAWN_BEFORE = "It is deleted already."


def shared(id_: str) -> Reply:
    """Return the confirmation of a shared question, with the button that withdraws it."""
    text = (
        "They can read the question, without your name and without numbers, links and addresses. "
        f"It is kept encrypted for {in_words(retention.SHARED_QUESTIONS)}. You can take it back until then."
    )
    return reply(Card("Shared with the curators", (text,)), (button("Take it back", callback_data.Withdraw(id_)),))


def withdrawn() -> Reply:
    """Return the text that replaces the confirmation when the question is withdrawn."""
    return say("The question is deleted. It is no longer shared.")
