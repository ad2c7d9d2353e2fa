"""The operator errors of the bot; `faq.errors` draws the whole tree."""

from __future__ import annotations

from faq.errors import OperatorError


class SettingsError(OperatorError):
    """The settings are wrong: one line for each fault."""


class DatabaseError(OperatorError):
    """The database cannot be opened."""


class CryptoError(OperatorError):
    """There is no usable key."""


class StartError(OperatorError):
    """A run cannot start or go on: Telegram is unreachable, or the content is unusable."""


class ListenError(StartError):
    """The HTTP port cannot be bound."""
