"""The half of a run that takes updates in, built against a Bot API on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.config.settings import Settings
from bot.errors import StartError
from bot.runtime import open_runtime
from bot.sending.coordinator import NoCoordinator
from bot.sending.postgres_coordinator import PostgresCoordinator
from bot.simulator import TOKEN, BotApiSimulator, ConnectionDroppedError, serve
from tests.bot.database_fixtures import KEY


@pytest_asyncio.fixture
async def bot_api() -> AsyncIterator[BotApiSimulator]:
    async with serve() as running:
        yield running


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bot_api: BotApiSimulator) -> pytest.MonkeyPatch:
    """Set what a run needs: the simulator, its token and a SQLite file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", bot_api.url)
    monkeypatch.setenv("LEGWISE_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'legwise.sqlite3'}")
    monkeypatch.setenv("LEGWISE_KEY", KEY)
    return monkeypatch


@pytest.mark.usefixtures("environment")
async def test_a_sqlite_file_is_shared_with_no_other_process() -> None:
    async with open_runtime(Settings()) as runtime:
        assert isinstance(runtime.coordinator, NoCoordinator)
        assert runtime.bot.username


async def test_on_postgresql_rate_limits_are_shared(environment: pytest.MonkeyPatch, postgres: str) -> None:
    environment.setenv("LEGWISE_DATABASE_URL", postgres)
    async with open_runtime(Settings()) as runtime:
        assert isinstance(runtime.coordinator, PostgresCoordinator)


async def test_a_wrong_token_is_an_operator_error(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TELEGRAM_BOT_TOKEN", "1:wrong")
    with pytest.raises(StartError, match=r"^TELEGRAM_BOT_TOKEN is wrong"):
        async with open_runtime(Settings()):
            pass


async def test_an_api_that_does_not_answer_is_an_operator_error(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    with pytest.raises(StartError, match=r"^TELEGRAM_API_URL: http://127\.0\.0\.1:9 does not answer as a Bot API"):
        async with open_runtime(Settings()):
            pass


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "all_proxy"])
async def test_a_proxy_that_does_not_answer_is_named_instead_of_the_api(
    environment: pytest.MonkeyPatch, variable: str
) -> None:
    environment.setenv(variable, "socks5://ann:secret@127.0.0.1:9")
    with pytest.raises(StartError) as raised:
        async with open_runtime(Settings()):
            pass
    assert str(raised.value) == (
        f"{variable}: the proxy socks5://127.0.0.1:9 does not answer; "
        "check that it runs, and its scheme, host and port, then start again."
    )


async def test_what_fails_behind_a_proxy_names_the_proxy_s_setting(
    environment: pytest.MonkeyPatch, bot_api: BotApiSimulator
) -> None:
    environment.setenv("HTTP_PROXY", bot_api.url.replace("://", "://ann:secret@"))
    environment.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    bot_api.api.fail("getMe", ConnectionDroppedError())
    with pytest.raises(StartError) as raised:
        async with open_runtime(Settings()):
            pass
    assert str(raised.value) == (
        "HTTP_PROXY: through this proxy, http://127.0.0.1:9 does not answer as a Bot API: cannot reach the Bot API "
        "through the proxy in HTTP_PROXY (ServerDisconnectedError); "
        f"check the scheme of {bot_api.url}, and that it may connect there, then start again."
    )


async def test_the_hosts_of_no_proxy_are_reached_directly(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ALL_PROXY", "http://127.0.0.1:9")
    environment.setenv("NO_PROXY", "127.0.0.0/8")
    async with open_runtime(Settings()) as runtime:
        assert runtime.bot.username


@pytest.mark.usefixtures("environment")
async def test_a_runtime_has_neither_received_nor_answered_yet() -> None:
    async with open_runtime(Settings()) as runtime:
        assert not runtime.receiving.is_set()
        assert not runtime.answering.is_set()
