"""The key, and what is made with it: the aliases of people, digests of texts, sealed texts.

Two keys are derived from the one that an operator keeps, one to seal and one to hash. The key stands apart
from the database, and never prints. Knows no table.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from binascii import Error
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import CryptoError

NAME = "LEGWISE_KEY"


@dataclass(frozen=True, slots=True)
class Crypto:
    """The derived crypto. Made by `of` or `read_or_made`."""

    _texts: Fernet = field(repr=False)
    _hashes: bytes = field(repr=False)

    @classmethod
    def of(cls, key: str) -> Crypto:
        """Derive from 32 bytes in urlsafe base64, as Fernet.generate_key gives. Raises ValueError."""
        secret = _bytes(key)
        return cls(Fernet(base64.urlsafe_b64encode(_derived(secret, b"texts"))), _derived(secret, b"hashes"))

    def pseudonym(self, user_id: int) -> str:
        """The only form in which a person is kept: 32 hexadecimal digits, the same for the same person."""
        return self._hash(b"person", str(user_id))[:32]

    def digest(self, text: str) -> str:
        """Whether a text is the same as before, told without the text: 16 hexadecimal digits."""
        return self._hash(b"text", text)[:16]

    def chat(self, chat_id: int) -> str:
        """The form in which a chat is kept. Groups (below 0) are no persons; a private chat's id is its person's."""
        return str(chat_id) if chat_id < 0 else self.pseudonym(chat_id)

    def encrypt(self, text: str) -> bytes:
        """The text, so that only this key opens it."""
        # Fernet writes the time beside what it seals, for all to read, and nobody is to know when.
        return self._texts.encrypt_at_time(text.encode(errors="surrogatepass"), current_time=0)

    def decrypt(self, sealed: bytes) -> str:
        """The text that was sealed. Raises CryptoError if it was sealed with another key."""
        try:
            return self._texts.decrypt(sealed).decode(errors="surrogatepass")
        except InvalidToken:
            raise CryptoError(f"{NAME}: what is kept was sealed with another key; give that one.") from None

    def _hash(self, purpose: bytes, text: str) -> str:
        told = purpose + b":" + text.encode(errors="surrogatepass")
        return hmac.digest(self._hashes, told, "sha256").hex()


def read_or_made(path: Path) -> Crypto:
    """The key that a file holds; it is made, for its owner alone to read, if there is none. Raises CryptoError."""
    try:
        if not path.exists():
            _make(path)
        text = path.read_text("ascii").strip()
    except OSError as fault:
        raise CryptoError(f"{path}: {fault.strerror}; give a key in {NAME}.") from None
    except UnicodeDecodeError:
        text = ""
    try:
        return Crypto.of(text)
    except ValueError:
        cure = "put the key back, or remove the file to have a new one made"
        raise CryptoError(f"{path}: holds no key; {cure}.") from None


def _make(path: Path) -> None:
    """Make a key. It appears whole or not at all, and the first of two who make one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - its mode
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)


def _bytes(key: str) -> bytes:
    try:
        secret = base64.urlsafe_b64decode(key.encode("ascii"))
    except (Error, UnicodeEncodeError):
        secret = b""
    if len(secret) != 32:
        raise ValueError("is not a key, which is 32 bytes in urlsafe base64")
    return secret


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"legwise " + purpose).derive(secret)
