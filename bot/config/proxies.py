"""The proxy for calls to Telegram: the variables that curl and other programs read too, in capitals or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Self
from urllib.parse import quote, unquote, urlsplit

from pydantic import SecretStr

Variables = Mapping[str, str | None]
_DEFAULT_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
SCHEMES = "http, https, socks5 or socks5h"
FORM = f"SCHEME://USER:PASSWORD@HOST:PORT, with {SCHEMES} as the scheme, and special characters as %40 for @"
_MAX_LENGTH = 255
"""Characters of a user or password at most, in SOCKS."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy. As text it has no user and no password.

    Attributes:
        setting: the variable that names it.

    """

    setting: str
    scheme: str
    host: str
    port: int
    user: str = ""
    password: SecretStr = field(default_factory=lambda: SecretStr(""))

    @classmethod
    def parse(cls, setting: str, text: str) -> Self:
        """Parse a variable's text; without a scheme it is an HTTP proxy. Raises ValueError with the variable."""
        try:
            parts = urlsplit(text if "://" in text else f"http://{text}")
            default = _DEFAULT_PORTS[parts.scheme]
            port = parts.port or default
            user, password = unquote(parts.username or ""), unquote(parts.password or "")
        except (ValueError, KeyError):  # not a port, or another scheme
            raise ValueError(f"{setting} is not the URL of a proxy; write it as {FORM}") from None
        if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError(f"{setting} is not the URL of a proxy; write it as {FORM}")
        if not all(part.isascii() and len(part) <= _MAX_LENGTH for part in (user, password)) or ":" in user:
            raise ValueError(f"{setting} has a user or password that a proxy cannot take; use letters and digits")
        return cls(setting, parts.scheme, parts.hostname, port, user, SecretStr(password))

    @property
    def is_socks(self) -> bool:
        """Whether it is a SOCKS proxy, otherwise an HTTP proxy."""
        return self.scheme.startswith("socks")

    @property
    def url(self) -> str:
        """The URL with user and password. It is a secret."""
        login = f"{quote(self.user, '')}:{quote(self.password.get_secret_value(), '')}@" if self.user else ""
        return str(self).replace("://", f"://{login}", 1)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def find(url: str, *sources: Variables) -> Proxy | None:
    """Return the proxy for a URL; the first source that has a variable decides. Raises ValueError."""
    parts = urlsplit(url)
    if _is_direct(parts.netloc.lower(), parts.hostname or "", _variable("no_proxy", sources)[1]):
        return None
    for name in (f"{parts.scheme}_proxy", "all_proxy"):
        setting, text = _variable(name, sources)
        if text:
            return Proxy.parse(setting, text)
    return None


def _variable(name: str, sources: tuple[Variables, ...]) -> tuple[str, str]:
    """Return the name, as it is spelt there, and the text of a variable."""
    for variables in sources:
        for spelling in (name, name.upper()):
            if (text := variables.get(spelling)) is not None:
                return spelling, text.strip()
    return name, ""


def _is_direct(address: str, host: str, no_proxy: str) -> bool:
    return any(_covers(entry, address, host) for entry in no_proxy.lower().replace(",", " ").split())


def _covers(entry: str, address: str, host: str) -> bool:
    """Return whether an entry of NO_PROXY is the host, a domain or network of it, or all."""
    domain = "." + entry.removeprefix(".")
    return entry == "*" or f".{host}".endswith(domain) or f".{address}".endswith(domain) or _contains(entry, host)


def _contains(network: str, host: str) -> bool:
    try:
        return ip_address(host) in ip_network(network, strict=False)
    except ValueError:  # one of them is a name
        return False
