"""Proxies: which variable names the one for the Bot API, and the error for each mistake in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config.proxies import FORM, Proxy, Variables, find
from bot.config.settings import NAMES, read, read_store
from bot.errors import SettingsError
from bot.simulator import TOKEN

API = "https://api.telegram.org"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment with a token and without proxies."""
    for name in (*NAMES, *(f"{kind}_proxy" for kind in ("http", "https", "all", "no"))):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    return monkeypatch


def name_of(proxy: Proxy | None) -> str | None:
    return None if proxy is None else f"{proxy.setting} {proxy}"


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({}, None),
        ({"HTTP_PROXY": "http://a:1"}, None),
        ({"HTTPS_PROXY": "http://a:1"}, "HTTPS_PROXY http://a:1"),
        ({"https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:1"}, "https_proxy http://a:1"),
        ({"HTTPS_PROXY": "http://a:1", "ALL_PROXY": "socks5://b:1"}, "HTTPS_PROXY http://a:1"),
        ({"HTTPS_PROXY": " ", "all_proxy": "socks5://b:1"}, "all_proxy socks5://b:1"),
        ({"ALL_PROXY": "http://a:1", "NO_PROXY": "telegram.org"}, None),
        ({"ALL_PROXY": "http://a:1", "no_proxy": "localhost, .telegram.org"}, None),
        ({"ALL_PROXY": "http://a:1", "NO_PROXY": "*"}, None),
        ({"ALL_PROXY": "http://a:1", "NO_PROXY": "gram.org"}, "ALL_PROXY http://a:1"),
    ],
)
def test_the_scheme_s_variable_goes_before_all_proxy_and_no_proxy_before_both(
    variables: Variables, found: str | None
) -> None:
    assert name_of(find(API, variables)) == found


@pytest.mark.parametrize("no_proxy", ["10.0.0.0/8", "10.1.2.3", "10.1.2.3:8081", "example.org,10.1.0.0/16"])
def test_no_proxy_may_name_networks(no_proxy: str) -> None:
    variables = {"HTTP_PROXY": "http://a:1", "NO_PROXY": no_proxy}
    assert find("http://10.1.2.3:8081", variables) is None
    assert name_of(find("http://11.1.2.3:8081", variables)) == "HTTP_PROXY http://a:1"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("http://a", "http://a:80"),
        ("a:3128", "http://a:3128"),
        ("https://a/", "https://a:443"),
        ("socks5://a", "socks5://a:1080"),
        ("SOCKS5H://[::1]:9050", "socks5h://[::1]:9050"),
    ],
)
def test_scheme_and_port_have_the_usual_defaults(text: str, written: str) -> None:
    assert str(Proxy.parse("ALL_PROXY", text)) == written


def test_user_and_password_are_decoded_and_only_in_the_url() -> None:
    proxy = Proxy.parse("ALL_PROXY", "http://ann:p%40ss%2F@a:1")
    assert (proxy.user, proxy.password.get_secret_value()) == ("ann", "p@ss/")
    assert proxy.url == "http://ann:p%40ss%2F@a:1"
    assert str(proxy) == "http://a:1"
    assert "p@ss" not in repr(proxy)


def test_the_environment_goes_before_the_env_file(environment: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("HTTPS_PROXY=socks5h://ann:hidden@file:1\nTELEGRAM_API_URL=https://example.org\n")
    settings = read()
    assert name_of(settings.proxy) == "HTTPS_PROXY socks5h://file:1"
    assert "hidden" not in f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    environment.setenv("https_proxy", "http://b:1")
    assert name_of(read().proxy) == "https_proxy http://b:1"
    environment.setenv("https_proxy", "")
    assert read().proxy is None


WRONG_LOGIN = "has a user or password that a proxy cannot take; use letters and digits."


@pytest.mark.parametrize(
    ("text", "error"),
    [
        *((text, f"is not the URL of a proxy; write it as {FORM}.") for text in (
            "socks://secret@a:1", "socks4://a:1", "ftp://a:1", "http://", "http://a:x", "http://a:1/path", "http://a?b",
            "http://ann:secret/@a:1", "http://ann:secret#@a:1")),
        ("socks5://ann:secretä@a:1", WRONG_LOGIN),
        ("socks5://a%3Asecret:b@a:1", WRONG_LOGIN),
        (f"socks5://ann:secret{'x' * 250}@a:1", WRONG_LOGIN),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_the_variable_and_without_the_password(
    environment: pytest.MonkeyPatch, text: str, error: str
) -> None:
    environment.setenv("all_proxy", text)
    with pytest.raises(SettingsError) as raised:
        read()
    assert str(raised.value) == f"all_proxy {error}"
    assert "secret" not in str(raised.value)


def test_a_mistake_in_a_proxy_that_is_not_used_is_none(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ALL_PROXY", "socks://a:1")
    assert read_store()
    environment.setenv("NO_PROXY", "api.telegram.org")
    assert read().proxy is None
