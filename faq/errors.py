"""The errors that end a command with a message for the operator instead of a traceback.

    OperatorError                       message: where, what and the cure; exit_code: 1 or 2
    |- faq.loading.FaqError             the content is invalid (1)
    |- faq.exchange.text_file.ExchangeError     a file cannot be imported (1) or exported
    |- faq.matching.encoder.EncoderError        no usable sentence encoder
    |- faq.tools.evaluation.QuestionsError      a file of labelled questions is unusable
    |- bot.errors.SettingsError         a setting is missing or wrong
    |- bot.errors.DatabaseError         the database cannot be opened
    |- bot.errors.CryptoError           there is no usable key
    `- bot.errors.StartError            a run cannot start or go on
       `- bot.errors.ListenError        the HTTP port cannot be bound

Kinds without a number exit with 2.
"""

from __future__ import annotations


class OperatorError(Exception):
    """A fault that the operator can cure.

    Args:
        message: where, what and the cure; one line for each fault.
        exit_code: of the process: 1 the content or a measure falls short, 2 wrong usage or settings.

    """

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class NotReadyError(Exception):
    """A question came before the matcher was there; it can be answered later."""
