"""Opens connections to the Bot API, through a proxy if one is set, and explains what is wrong with it.

No explanation quotes a URL, a user or a password.
"""

from __future__ import annotations

import socket
import ssl
from http import HTTPStatus

import aiohttp
import aiohttp_socks

from bot.config.proxies import FORM, SCHEMES, Proxy

CONNECTIONS = 64
"""Open connections at most: more than the workers and the long poll need."""
SOCKS_FAULTS = (aiohttp_socks.ProxyConnectionError, aiohttp_socks.ProxyError, aiohttp_socks.ProxyTimeoutError)
NO_CONNECTION = (
    *SOCKS_FAULTS,
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    socket.gaierror,
    ssl.SSLCertVerificationError,
)
"""The faults before a connection to the Bot API is made."""
LOGIN_STATUSES = (HTTPStatus.UNAUTHORIZED, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED)
"""The responses of a proxy to a wrong user or password; tinyproxy's is the first."""
_LOGIN_FAULTS = ("No acceptable authentication methods", "Username and password authentication failure")
_SILENT = "does not answer; check that it runs, and its scheme, host and port"
_SLOW = "makes no connection in time; check that it runs, its scheme, host and port, and that it may reach the Bot API"
_TRUST = "set SSL_CERT_FILE to the certificates to trust"


def make_session(proxy: Proxy | None) -> aiohttp.ClientSession:
    """Open a session that makes all its calls through the proxy."""
    if proxy is None or not proxy.is_socks:
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=300)
        return aiohttp.ClientSession(connector=connector, proxy=proxy.url if proxy else None)
    return aiohttp.ClientSession(
        connector=aiohttp_socks.ProxyConnector(
            proxy.host,
            proxy.port,
            username=proxy.user,
            password=proxy.password.get_secret_value(),
            rdns=proxy.scheme == "socks5h",
            limit=CONNECTIONS,
        )
    )


def cause_of(fault: Exception) -> BaseException:
    """Return the fault that aiohttp wrapped, if it is one of the SOCKS connector's, which aiohttp does not know."""
    return fault.__cause__ if type(fault) is aiohttp.ClientOSError and fault.__cause__ else fault


def explain(proxy: Proxy, fault: BaseException | HTTPStatus) -> str:
    """Return the setting of the proxy, why it makes no connection, and the cure. One of LOGIN_STATUSES is a fault."""
    return f"{proxy.setting}: the proxy {proxy} {_reason(proxy, fault)}"


def _reason(proxy: Proxy, fault: BaseException | HTTPStatus) -> str:
    not_this_kind = f"does not answer as {proxy.scheme}; write the scheme that it has: {SCHEMES}"
    match fault:
        case HTTPStatus():
            return _wrong_login(proxy)
        case aiohttp.ClientHttpProxyError() if fault.status in LOGIN_STATUSES:
            return _wrong_login(proxy)
        case aiohttp.ClientHttpProxyError():
            return _refusal(f"HTTP {fault.status}")
        case aiohttp_socks.ProxyError() if str(fault).startswith(_LOGIN_FAULTS):
            return _wrong_login(proxy)
        case aiohttp_socks.ProxyError():
            return not_this_kind if fault.error_code is None else _refusal(str(fault))
        case aiohttp.ConnectionTimeoutError() | aiohttp_socks.ProxyTimeoutError():
            return _SLOW
        case aiohttp.ClientConnectorCertificateError() if _is_at(proxy, fault.host, fault.port):
            return f"has a certificate that is not trusted; {_TRUST}"
        case aiohttp.ClientConnectorCertificateError() | ssl.SSLCertVerificationError():
            return f"leads to a Bot API whose certificate is not trusted, or replaces it with its own; {_TRUST}"
        case aiohttp.ClientConnectorSSLError() if _is_at(proxy, fault.host, fault.port):
            return not_this_kind
        case socket.gaierror():
            return "has the name of the Bot API looked up here, which fails; write socks5h to have it look that up"
        case _:
            return _SILENT


def _wrong_login(proxy: Proxy) -> str:
    fault = "refuses the user or the password" if proxy.user else "wants a user and a password"
    return f"{fault}; write it as {FORM}"


def _refusal(reason: str) -> str:
    return f"does not connect to the Bot API ({reason}); have it allow that, or name the Bot API's host in NO_PROXY"


def _is_at(proxy: Proxy, host: str, port: int | None) -> bool:
    return (host, port) == (proxy.host, proxy.port)
