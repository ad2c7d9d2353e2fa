"""The hosts by which browsers reach the desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import ip_address

from bot.config.urls import Address

_HTTP_PORT = 80
_NAME = re.compile(r"[a-z0-9.-]{1,253}(:[0-9]{1,5})?", re.ASCII)


def is_host(name: str) -> bool:
    """Return whether a text is a host's name, with or without a port."""
    return bool(_NAME.fullmatch(name.lower()))


def is_loopback(address: Address) -> bool:
    """Return whether only this computer reaches an address."""
    try:
        return ip_address(address.host).is_loopback
    except ValueError:
        return address.host == "localhost"


def origins(address: Address, names: Sequence[str]) -> dict[str, str]:
    """Return the origin of each host: of this computer by HTTP, and of the names through a proxy, by HTTPS."""
    here = {str(Address(host, address.port)) for host in {address.host, "localhost", "127.0.0.1"}}
    if not is_loopback(address):
        here = set()
    elif address.port == _HTTP_PORT:
        here = {host.removesuffix(f":{_HTTP_PORT}") for host in here}
    return {host: f"http://{host}" for host in here} | {name.lower(): f"https://{name.lower()}" for name in names}
