"""URLs and addresses: their normal form. `test_settings` has the error for each mistake."""

from __future__ import annotations

import pytest

from bot.config import urls
from bot.config.urls import Address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:8080", Address("127.0.0.1", 8080)),
        (" localhost:65535 ", Address("localhost", 65535)),
        ("[::1]:80", Address("::1", 80)),
    ],
)
def test_an_address_is_parsed_and_formatted(text: str, address: Address) -> None:
    assert Address.parse(text) == address
    assert str(address) == text.strip()


@pytest.mark.parametrize("url", ["https://example.org/bot", " http://localhost:8081/bot/ "])
def test_the_url_of_a_bot_api_has_no_slash_at_the_end(url: str) -> None:
    assert urls.api_url(url) == url.strip().rstrip("/")


@pytest.mark.parametrize("port", ["", ":80", ":88", ":443", ":8443"])
def test_telegram_pushes_by_https_to_four_ports(port: str) -> None:
    url = f"https://example.org{port}/hook"
    assert urls.webhook_url(f" {url} ", is_own_server=False) == url


@pytest.mark.parametrize("url", ["http://example.org/hook", "https://example.org:8080/hook"])
def test_an_own_server_pushes_by_http_and_to_any_port(url: str) -> None:
    assert urls.webhook_url(url, is_own_server=True) == url
    with pytest.raises(ValueError, match="that Telegram"):
        urls.webhook_url(url, is_own_server=False)


def test_a_secret_may_be_empty_only_if_it_is_not_required() -> None:
    assert urls.webhook_secret(" ", is_required=False) == ""
    assert urls.webhook_secret(" 0123456789abcdef ", is_required=True) == "0123456789abcdef"
    with pytest.raises(ValueError, match="is not set"):
        urls.webhook_secret(" ", is_required=True)


@pytest.mark.parametrize(
    ("handed_out", "taken"),
    [
        ("postgres://ann:pass@db.example.org/legwise", ""),
        ("postgresql://ann:pass@db.example.org/legwise", ""),
        ("postgresql://ann:pass@db.example.org/legwise?sslmode=require&channel_binding=require", "?ssl=require"),
        ("postgres://ann:pass@db.example.org/legwise?ssl=true", "?ssl=require"),
        ("postgresql+asyncpg://ann:pass@db.example.org/legwise?ssl=verify-full", "?ssl=verify-full"),
        ("postgres://ann:pass@db.example.org/legwise?pgbouncer=true&connection_limit=1&pool_timeout=5", ""),
        ("postgresql+asyncpg://ann:pass@db.example.org/legwise?prepared_statement_cache_size=0", ""),
    ],
)
def test_a_postgresql_address_is_taken_as_providers_hand_it_out(handed_out: str, taken: str) -> None:
    assert urls.database_url(handed_out) == f"postgresql+asyncpg://ann:pass@db.example.org/legwise{taken}"


def test_a_password_with_special_characters_stays_the_same_in_the_driver_s_form() -> None:
    assert urls.database_url("postgres://ann:p%40s%2Fs@h/x") == "postgresql+asyncpg://ann:p%40s%2Fs@h/x"


def test_a_database_url_is_stripped() -> None:
    assert urls.database_url(" sqlite+aiosqlite:///legwise.db ") == "sqlite+aiosqlite:///legwise.db"
