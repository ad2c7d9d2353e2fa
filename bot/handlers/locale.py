"""What a user's app tells of where its user is: a guess from the language code alone, never stored."""

from __future__ import annotations

from telegram import Message
from telegram.constants import ChatType

from faq.helplines import Country
from faq.models import Faq, Language


def country(message: Message, faq: Faq) -> Country | None:
    """Return the country whose numbers to show to the writer of a message; None if it can't be told."""
    code = _language_code(message)
    return faq.helplines.for_language(code) if code else None


def unread_language(message: Message, faq: Faq) -> Language | None:
    """Return the language of a user's app if it is one that is not read. In groups others read the reply too."""
    if message.chat.type != ChatType.PRIVATE:
        return None
    bare = _language_code(message).casefold().partition("-")[0]
    return next((language for language in faq.languages if language.code == bare), None)


def _language_code(message: Message) -> str:
    return (message.from_user.language_code if message.from_user else None) or ""
