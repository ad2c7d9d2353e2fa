"""Pseudonyms, digests and encryption with the operator's key, from which one key for each is derived."""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from binascii import Error
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import CryptoError
from bot.models import is_group

NAME = "LEGWISE_KEY"


class Crypto:
    """Encrypts and hashes.

    Args:
        key: 32 bytes in urlsafe base64, as Fernet.generate_key returns. Raises ValueError.

    """

    def __init__(self, key: str) -> None:
        secret = _bytes(key)
        self._fernet = Fernet(base64.urlsafe_b64encode(_derived(secret, b"texts")))
        self._keyed = hmac.new(_derived(secret, b"hashes"), digestmod="sha256")

    def pseudonym(self, user_id: int) -> str:
        """Return the form in which a user id is stored: 32 hexadecimal digits."""
        return self._hash(b"person", str(user_id))[:32]

    def asker(self, user_id: int) -> str:
        """Return the form in which a user id is stored with shared questions. It equals no pseudonym elsewhere."""
        return self._hash(b"asker", str(user_id))[:32]

    def digest(self, text: str) -> str:
        """Return a keyed hash of a text, for comparison: 16 hexadecimal digits."""
        return self._hash(b"text", text)[:16]

    def chat(self, chat_id: int) -> str:
        """Return the form in which a chat id is stored. That of a private chat is the user's."""
        return str(chat_id) if is_group(chat_id) else self.pseudonym(chat_id)

    def encrypt(self, text: str) -> bytes:
        """Encrypt a text."""
        # Fernet writes the time in clear beside the ciphertext, and it would help to identify the author.
        return self._fernet.encrypt_at_time(text.encode(errors="surrogatepass"), current_time=0)

    def decrypt(self, token: bytes) -> str:
        """Decrypt a text. Raises CryptoError if it was encrypted with another key."""
        try:
            return self._fernet.decrypt(token).decode(errors="surrogatepass")
        except InvalidToken:
            raise CryptoError(f"{NAME}: the stored data was encrypted with another key; set that one.") from None

    def _hash(self, purpose: bytes, text: str) -> str:
        # A copy, because `hmac.digest` waits for the interpreter's lock each time.
        keyed = self._keyed.copy()
        keyed.update(purpose + b":" + text.encode(errors="surrogatepass"))
        return keyed.hexdigest()


def read_or_create(path: Path) -> Crypto:
    """Read the key from a file. If there is none, create one that only its owner can read. Raises CryptoError."""
    try:
        if not path.exists():
            _create(path)
        key = path.read_text("ascii").strip()
    except OSError as fault:
        raise CryptoError(f"{path}: {fault.strerror}; set the key in {NAME}.") from None
    except UnicodeDecodeError:
        key = ""
    try:
        return Crypto(key)
    except ValueError:
        cure = "restore the key, or delete the file to create a new one"
        raise CryptoError(f"{path}: contains no key; {cure}.") from None


def _create(path: Path) -> None:
    """Create a key file atomically; of two processes, the first one wins."""
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
