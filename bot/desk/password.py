"""The password of a desk that other computers reach; only its hash is stored."""

from __future__ import annotations

import sys
from getpass import getpass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import SettingsError

SETTING = "LEGWISE_DESK_PASSWORD_HASH"
SHORTEST = 12
"""Characters of a password: as many cannot be guessed at the rate that logins are limited to."""


def make_hash(password: str) -> str:
    """Return the hash to store."""
    return PasswordHasher().hash(password)


def is_password(password: str, stored: str) -> bool:
    """Return whether a password has this hash. It takes a tenth of a second, right or wrong."""
    try:
        return PasswordHasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def ask_hash() -> str:
    """Ask for a new password on the terminal, and return the setting with its hash. Raises SettingsError."""
    if not sys.stdin.isatty():
        raise SettingsError("--hash-password: there is no terminal to type a password in; run it in one.")
    password = getpass("New password of the desk: ")
    if len(password) < SHORTEST:
        raise SettingsError(f"--hash-password: the password is too short; take {SHORTEST} characters or more.")
    if getpass("The same again: ") != password:
        raise SettingsError("--hash-password: the two passwords are different; run it again.")
    return f"{SETTING}='{make_hash(password)}'"
