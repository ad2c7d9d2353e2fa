"""Addresses that an operator writes: of the Bot API, of the webhook, and of where to listen. Pure.

Each raises ValueError, whose text goes behind the setting's name: what is wrong, and the cure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, urlsplit

_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}", re.ASCII)
_PORTS = (80, 88, 443, 8443)
_USUAL = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. A port of 0 is any that is free."""

    host: str
    port: int

    @classmethod
    def read(cls, text: str) -> Self:
        """Read HOST:PORT; an IPv6 host stands in brackets."""
        try:
            parts = urlsplit(f"//{text.strip()}")
            if parts.netloc == text.strip() and parts.hostname and parts.port and parts.username is None:
                return cls(parts.hostname, parts.port)
        except ValueError:
            pass
        raise ValueError("is not an address to listen on; write it as HOST:PORT, such as 127.0.0.1:8080")

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def api(url: str) -> str:
    """The address of a Bot API server, without a slash at the end."""
    cure = "write it as https://HOST or http://HOST:PORT"
    parts = _split(url, cure)
    if parts.scheme not in _USUAL or not _is_plain(parts):
        raise ValueError(f"is not the address of a Bot API server; {cure}")
    return parts.geturl().rstrip("/")


def webhook(url: str, *, anywhere: bool) -> str:
    """The address that updates are pushed to. `anywhere`: by a server that is not bound to Telegram's rules."""
    cure = "write it as https://HOST/PATH"
    parts = _split(url, cure)
    if parts.scheme not in (_USUAL if anywhere else {"https"}) or not _is_plain(parts):
        raise ValueError(f"is not an address that Telegram can push to; {cure}")
    if not anywhere and (parts.port or _USUAL[parts.scheme]) not in _PORTS:
        raise ValueError(f"names a port that Telegram does not push to; there are {', '.join(map(str, _PORTS))}")
    return parts.geturl()


def secret(text: str, *, needed: bool) -> str:
    """The webhook's secret; empty for none, where none is needed."""
    cure = "`openssl rand -hex 32` makes one, which all replicas share"
    if needed and not text.strip():
        raise ValueError(f"is not set, and without it a webhook would take updates from anybody; {cure}")
    if text.strip() and not _SECRET.fullmatch(text.strip()):
        raise ValueError(f"is not 16 to 256 of A-Z, a-z, 0-9, _ and -; {cure}")
    return text.strip()


def _split(url: str, cure: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        raise ValueError(f"is not an address; {cure}") from None
    return parts


def _is_plain(parts: SplitResult) -> bool:
    strange = parts.query or parts.fragment or parts.username or set("{} ") & set(parts.geturl())
    return bool(parts.hostname) and parts.port != 0 and not strange
