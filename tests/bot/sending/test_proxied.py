"""Calls through real proxies, and what an operator reads if a proxy does not connect."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from telegram.error import NetworkError

from bot.config.proxies import FORM, Proxy
from bot.sending.client import make_bot
from bot.sending.http_request import AiohttpRequest, NotSentError, ProxyFaultError
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.simulator import TOKEN, BotApiSimulator, serve
from tests.bot import proxy_servers
from tests.bot.process import Runner
from tests.bot.proxy_servers import http_proxy, socks_proxy, tls_before

LOGIN = "ann:p%2Ess@"
UNUSED = 9
"""A port on which nothing listens."""


@dataclass(frozen=True)
class Proxies:
    """The ports of the proxies."""

    http: int
    http_with_login: int
    socks: int
    socks_with_login: int

    def url(self, scheme: str, login: str = "") -> str:
        """Return the URL of the proxy of a scheme that wants a login if one is given."""
        ports = (self.http, self.http_with_login) if scheme == "http" else (self.socks, self.socks_with_login)
        return f"{scheme}://{login}127.0.0.1:{ports[bool(login)]}"


@pytest.fixture(scope="module")
def proxies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxies]:
    if not proxy_servers.are_installed():
        pytest.skip(proxy_servers.CURE)
    user, password = proxy_servers.USER, proxy_servers.PASSWORD
    folder = tmp_path_factory.mktemp
    with ExitStack() as stack:
        yield Proxies(
            stack.enter_context(http_proxy(folder("http"))),
            stack.enter_context(http_proxy(folder("login"), f"BasicAuth {user} {password}")),
            stack.enter_context(socks_proxy()),
            stack.enter_context(socks_proxy("-u", user, "-P", password)),
        )


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[BotApiSimulator]:
    async with serve() as running:
        yield running


async def log_in(proxy: str, api_url: str) -> None:
    """Call getMe through a proxy."""
    request = AiohttpRequest(proxy=Proxy.parse("ALL_PROXY", proxy))
    bot = make_bot(TOKEN, api_url, request, RetryingRateLimiter(delays=()))
    try:
        await bot.initialize()
        assert bot.username
    finally:
        await bot.shutdown()


async def fault_of(proxy: str, api_url: str = "https://127.0.0.1:9") -> str:
    """Return the message of a call that a proxy makes no connection for."""
    with pytest.raises(ProxyFaultError) as raised:
        await log_in(proxy, api_url)
    message = raised.value.message
    for secret in ("p%2Ess", "p.ss", "wrong", TOKEN):
        assert secret not in message
    return message


@pytest.mark.parametrize("login", ["", LOGIN])
@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
async def test_calls_go_through_a_proxy_with_and_without_a_login(
    proxies: Proxies, telegram: BotApiSimulator, scheme: str, login: str
) -> None:
    await log_in(proxies.url(scheme, login), telegram.url.replace("127.0.0.1", "localhost"))
    assert telegram.calls("getMe")


@pytest.mark.parametrize(
    ("scheme", "in_file"), [("http", False), ("https", True), ("socks5", True), ("socks5h", False)]
)
async def test_a_run_reaches_an_api_on_tls_through_the_proxy_of_the_environment_or_the_env_file(
    proxies: Proxies, telegram: BotApiSimulator, tmp_path: Path, scheme: str, in_file: bool
) -> None:
    port = int(telegram.url.rpartition(":")[2])
    async with (
        tls_before(port, tmp_path) as (api, certificate),
        tls_before(proxies.http_with_login, tmp_path) as (secured, _),
    ):
        proxy = f"https://{LOGIN}127.0.0.1:{secured}" if scheme == "https" else proxies.url(scheme, LOGIN)
        settings = {"TELEGRAM_API_URL": f"https://127.0.0.1:{api}", "SSL_CERT_FILE": str(certificate)}
        (tmp_path / ".env").write_text(f"HTTPS_PROXY={proxy}\n" if in_file else "")
        async with Runner(tmp_path, telegram).run(**settings, **({} if in_file else {"ALL_PROXY": proxy})):
            await telegram.until(lambda: telegram.calls("getMe"))


@pytest.mark.parametrize("scheme", ["http", "https", "socks5", "socks5h"])
async def test_a_proxy_that_is_away_is_named_by_its_setting(scheme: str) -> None:
    assert await fault_of(f"{scheme}://{LOGIN}127.0.0.1:{UNUSED}") == (
        f"ALL_PROXY: the proxy {scheme}://127.0.0.1:{UNUSED} does not answer; check that it runs, "
        "and its scheme, host and port"
    )


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
async def test_a_proxy_whose_name_is_unknown_does_not_answer(scheme: str) -> None:
    message = await fault_of(f"{scheme}://proxy.invalid:3128")
    assert message.startswith(f"ALL_PROXY: the proxy {scheme}://proxy.invalid:3128 does not answer; check that it runs")


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
@pytest.mark.parametrize("api_url", ["http://127.0.0.1:9", "https://127.0.0.1:9"])
async def test_a_wrong_or_missing_password_is_told_without_it(proxies: Proxies, scheme: str, api_url: str) -> None:
    proxy = proxies.url(scheme, "ann:wrong@")
    named = f"ALL_PROXY: the proxy {proxy.replace('ann:wrong@', '')}"
    message = await fault_of(proxy, api_url)
    assert message == f"{named} refuses the user or the password; write it as {FORM}"
    message = await fault_of(proxy.replace("ann:wrong@", ""), api_url)
    assert message == f"{named} wants a user and a password; write it as {FORM}"


async def test_another_kind_of_proxy_is_told_by_the_schemes_there_are(proxies: Proxies) -> None:
    assert "check that it runs, and its scheme" in await fault_of(f"https://127.0.0.1:{proxies.socks}")
    with pytest.raises(NetworkError, match="cannot reach the Bot API through the proxy in ALL_PROXY"):
        await log_in(f"http://127.0.0.1:{proxies.socks}", "https://127.0.0.1:9")


async def test_a_proxy_that_is_silent_may_have_another_scheme(proxies: Proxies) -> None:
    for scheme in ("socks5", "https"):
        request = AiohttpRequest(proxy=Proxy.parse("ALL_PROXY", f"{scheme}://127.0.0.1:{proxies.http}"))
        await request.initialize()
        with pytest.raises(ProxyFaultError, match="makes no connection in time; check that it runs, its scheme"):
            await request.post(f"https://127.0.0.1:{UNUSED}", connect_timeout=0.5)
        await request.shutdown()


async def test_what_a_proxy_does_not_connect_to_has_its_reason(proxies: Proxies, tmp_path: Path) -> None:
    refused = "does not connect to the Bot API ({}); have it allow that, or name the Bot API's host in NO_PROXY"
    assert (await fault_of(proxies.url("socks5"))).endswith(refused.format("Connection refused by destination host"))
    with http_proxy(tmp_path, "ConnectPort 443") as port:
        assert (await fault_of(f"http://127.0.0.1:{port}")).endswith(refused.format("HTTP 403"))


async def test_with_socks5_the_name_is_looked_up_here_and_with_socks5h_by_the_proxy(proxies: Proxies) -> None:
    nowhere = "https://api.invalid"
    assert "write socks5h to have it look that up" in await fault_of(proxies.url("socks5"), nowhere)
    assert "does not connect to the Bot API" in await fault_of(proxies.url("socks5h"), nowhere)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_certificate_that_is_not_trusted_is_not_the_proxy_s_address(
    proxies: Proxies, telegram: BotApiSimulator, tmp_path: Path, scheme: str
) -> None:
    async with tls_before(int(telegram.url.rpartition(":")[2]), tmp_path) as (api, _):
        message = await fault_of(proxies.url(scheme), f"https://127.0.0.1:{api}")
        assert "leads to a Bot API whose certificate is not trusted" in message
        message = await fault_of(f"https://127.0.0.1:{api}", f"https://127.0.0.1:{UNUSED}")
        assert "has a certificate that is not trusted; set SSL_CERT_FILE" in message


def test_a_call_that_the_proxy_did_not_connect_was_not_sent() -> None:
    assert issubclass(ProxyFaultError, NotSentError)
