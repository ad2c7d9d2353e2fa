"""Settings: valid values, defaults, and the error for each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config.settings import NAMES, LogFormat, default_database_url, key_file, read, read_store
from bot.errors import SettingsError
from bot.simulator import TOKEN
from bot.store.crypto import Crypto
from tests.bot.database_fixtures import KEY


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)


def test_every_setting_but_the_token_has_a_default() -> None:
    settings = read()
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database_url.get_secret_value() == default_database_url()
    assert default_database_url().endswith("/legwise.sqlite3")
    assert (settings.content, settings.model) == (None, None)


def test_no_secret_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGWISE_KEY", KEY)
    monkeypatch.setenv("LEGWISE_DATABASE_URL", "postgresql+asyncpg://ann:password@db.example.org/legwise")
    settings = read()
    printed = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()} {settings.crypto()}"
    assert not [secret for secret in (TOKEN, KEY, "password@") if secret in printed]


def test_without_a_key_one_is_created_and_used_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("bot.config.settings.user_config_path", lambda name: tmp_path / name)
    monkeypatch.setenv("LEGWISE_KEY", f" {KEY} ")
    configured = read().crypto()
    assert not key_file().exists()
    monkeypatch.setenv("LEGWISE_KEY", "")
    created = read().crypto()
    assert configured.pseudonym(1) == Crypto(KEY).pseudonym(1) != created.pseudonym(1)
    assert read().crypto().pseudonym(1) == created.pseudonym(1)
    assert key_file() == tmp_path / "legwise" / "key"


def test_commands_that_only_read_the_database_need_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
    assert read_store().database_url.get_secret_value() == default_database_url()


def test_the_environment_overrides_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("TELEGRAM_BOT_TOKEN=1:file\nTELEGRAM_API_URL='http://localhost:8081/'\nOTHER=x\n")
    assert read().token.get_secret_value() == TOKEN
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
    assert read().token.get_secret_value() == "1:file"
    assert read().api_url == "http://localhost:8081"


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:///relative.db",
        "sqlite+aiosqlite:////var/lib/legwise.db",
        "postgresql+asyncpg://ann:password@db.example.org:5432/legwise?ssl=require",
        "postgresql+asyncpg://ann@/legwise?host=/var/run/postgresql",
    ],
)
def test_the_database_is_a_sqlite_file_or_a_postgresql_server(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("LEGWISE_DATABASE_URL", f" {url} ")
    assert read().database_url.get_secret_value() == url


SECRET = "0123456789abcdef_-ABCDEF"


def test_by_default_it_listens_on_loopback_for_a_webhook_and_nowhere_when_polling(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (read().webhook_url, read().address) == (None, None)
    monkeypatch.setenv("LEGWISE_WEBHOOK_URL", " https://bot.example.org/hook ")
    monkeypatch.setenv("LEGWISE_WEBHOOK_SECRET", f" {SECRET} ")
    settings = read()
    assert settings.webhook_url == "https://bot.example.org/hook"
    assert settings.webhook_secret.get_secret_value() == SECRET
    assert str(settings.address) == "127.0.0.1:8080"
    assert SECRET not in f"{settings} {settings!r} {settings.model_dump_json()}"


@pytest.mark.parametrize("address", ["0.0.0.0:80", "localhost:65535", "[::1]:8080"])
def test_an_address_to_listen_on_needs_no_webhook(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("LEGWISE_LISTEN", f" {address} ")
    assert str(read().address) == address


def test_an_own_bot_api_server_pushes_to_any_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://localhost:8081")
    monkeypatch.setenv("LEGWISE_WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("LEGWISE_WEBHOOK_URL", "http://127.0.0.1:8080/hook")
    assert read().webhook_url == "http://127.0.0.1:8080/hook"


def test_the_rate_limit_is_on_and_the_log_is_text_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (read().rate_limit, read().log) == (True, LogFormat.TEXT)
    monkeypatch.setenv("LEGWISE_RATE_LIMIT", "off")
    monkeypatch.setenv("LEGWISE_LOG", " json")
    assert (read().rate_limit, read().log) == (False, LogFormat.JSON)
    monkeypatch.setenv("LEGWISE_RATE_LIMIT", " ")
    monkeypatch.setenv("LEGWISE_LOG", "")
    assert (read().rate_limit, read().log) == (True, LogFormat.TEXT)


def test_admins_are_ids_separated_by_commas_or_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read().admins == ()
    monkeypatch.setenv("LEGWISE_ADMINS", "123, 456,789 12")
    assert read().admins == (123, 456, 789, 12)


def test_content_and_model_are_read_and_blank_ones_are_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LEGWISE_CONTENT", str(tmp_path))
    monkeypatch.setenv("LEGWISE_MODEL", "off")
    assert (read().content, read().model) == (tmp_path, "off")
    monkeypatch.setenv("LEGWISE_CONTENT", " ")
    monkeypatch.setenv("LEGWISE_MODEL", "")
    assert (read().content, read().model) == (None, None)


ADDRESS = "is not the URL of a Bot API server; write it as https://HOST or http://HOST:PORT."
NO_TOKEN = "is not a bot token, which looks like 123456:ABC-DEF; copy it from @BotFather."
SERVER = "write it as postgresql+asyncpg://USER:PASSWORD@HOST/NAME."
DATABASE = "write it as sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME."
NO_FILE = "has no file, so questions would be lost at a restart; write it as sqlite+aiosqlite:///FILE."
HOOK = "write it as https://HOST/PATH."
RANDOM = "`openssl rand -hex 32` makes one, which all replicas share."
LISTEN = "is not an address to listen on; write it as HOST:PORT, such as 127.0.0.1:8080."
NO_KEY = f"is not a key, which is 32 bytes in urlsafe base64; leave it out, and legwise creates one in {key_file()}."


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("TELEGRAM_BOT_TOKEN", " ", "is not set; put the token that @BotFather gave you there."),
        *(
            ("TELEGRAM_BOT_TOKEN", wrong, NO_TOKEN)
            for wrong in ("secret", "secret:1", "1:", "1:a b", "bot1:a", "١:a", f"{TOKEN}\n{TOKEN}")
        ),
        *(("TELEGRAM_API_URL", wrong, ADDRESS) for wrong in ("", "localhost:8081", "ftp://x", "https://", "http://x?y",
                                                              "http://u@x", "http://x:0", "http://a b", "http://{t}")),
        ("TELEGRAM_API_URL", "http://x:99999", "is not a URL; write it as https://HOST or http://HOST:PORT."),
        ("LEGWISE_DATABASE_URL", "inbox.db", f"is not a database URL; {DATABASE}"),
        *(("LEGWISE_DATABASE_URL", wrong, f"is not a database that legwise can use; {DATABASE}") for wrong in (
            "sqlite:///x", "postgresql+psycopg://h/x", "mysql+aiomysql://h/x", "sqlite+aiosqlite://host/x", "sqlite+aiosqlite:///x?mode=ro")),
        *(("LEGWISE_DATABASE_URL", wrong, NO_FILE) for wrong in (
            "sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "sqlite+aiosqlite:///file:x")),
        *(("LEGWISE_DATABASE_URL", wrong, f"has no host or no database name; {SERVER}") for wrong in (
            "postgresql+asyncpg://", "postgresql+asyncpg://secret@h", "postgresql+asyncpg:///x")),
        ("LEGWISE_DATABASE_URL", "postgres://u:secret@h/x?schema=y",
         "has an unknown option schema; use only host, port, ssl, sslmode."),
        *(("LEGWISE_DATABASE_URL", f"postgresql://u:secret@h/x?{mode}", (
            "has an unknown value of ssl or sslmode; "
            "use one of disable, allow, prefer, require, verify-ca, verify-full."))
          for mode in ("sslmode=no", "ssl=yes", "sslmode=require&sslmode=allow")),
        ("LEGWISE_DATABASE_URL", "postgres://h/x?sslmode=verify-full&sslrootcert=ca.pem", (
            "has the option sslrootcert; remove it, and set PGSSLROOTCERT in the environment to its file.")),
        *(("LEGWISE_KEY", wrong, NO_KEY) for wrong in ("secret", "A" * 40, "ä" * 44)),
        *(("LEGWISE_WEBHOOK_URL", wrong, f"is not a URL that Telegram can push to; {HOOK}") for wrong in (
            "x", "http://bot.example.org", "https://", "https://x/?q", "https://u@x/", "https://x:0/")),
        ("LEGWISE_WEBHOOK_URL", "https://x:99999", f"is not a URL; {HOOK}"),
        ("LEGWISE_WEBHOOK_URL", "https://x:8080/",
         "has a port that Telegram does not push to; use one of 80, 88, 443, 8443."),
        *(("LEGWISE_WEBHOOK_SECRET", wrong, f"is not 16 to 256 of A-Z, a-z, 0-9, _ and -; {RANDOM}") for wrong in (
            "secret", "a secret that has spaces", "ä" * 20, "a" * 257)),
        *(("LEGWISE_LISTEN", wrong, LISTEN) for wrong in (
            "8080", "host", ":8080", "localhost:0", "localhost:99999", "u@localhost:80", "localhost:80/x", "::1")),
        *(("LEGWISE_ADMINS", wrong, f"has {wrong!r}, which is not a user id; write ids as 123456,789012.")
          for wrong in ("@ann", "-100123", "0")),
        ("LEGWISE_LOG", "xml", "must be one of text, json."),
        ("LEGWISE_RATE_LIMIT", "no", "must be one of on, off."),
        ("LEGWISE_CONTENT", "/no/such", ("is not a folder; name the folder of your content, or leave it out for the "
                                        "packaged one.")),
        ("LEGWISE_TYPO", "x", f"is not a setting of legwise; remove it; the settings are {', '.join(NAMES)}."),
        ("legwise_content", "x", "is not a setting of legwise; did you mean LEGWISE_CONTENT?"),
        ("TELEGRAM_TOKEN", "secret", "is not a setting of legwise; did you mean TELEGRAM_BOT_TOKEN?"),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str, error: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        read()
    assert str(raised.value) == f"{name} {error}"
    assert "secret" not in str(raised.value)


def test_a_webhook_without_a_secret_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGWISE_WEBHOOK_URL", "https://bot.example.org/hook")
    with pytest.raises(SettingsError) as error:
        read()
    reason = "is not set, and without it the webhook would accept updates from anyone"
    assert str(error.value) == f"LEGWISE_WEBHOOK_SECRET {reason}; {RANDOM}"


def test_all_mistakes_are_reported_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("LEGWISE_RATE=1\n")
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
    monkeypatch.setenv("TELEGRAM_API_URL", "x")
    with pytest.raises(SettingsError) as error:
        read()
    names = [line.split()[0] for line in str(error.value).splitlines()]
    assert names == ["LEGWISE_RATE", "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL"]


def test_an_env_file_that_is_not_utf_8_is_an_error() -> None:
    Path(".env").write_bytes(b"TELEGRAM_BOT_TOKEN=\xff\xfe")
    with pytest.raises(SettingsError, match=r"^.env cannot be read as UTF-8 text; save it as UTF-8\.$"):
        read()


@pytest.mark.parametrize(("text", "level"), [("", "info"), ("DEBUG", "debug"), ("warning", "warning")])
def test_the_log_level_is_a_word_in_any_case(monkeypatch: pytest.MonkeyPatch, text: str, level: str) -> None:
    monkeypatch.setenv("LEGWISE_LOG_LEVEL", text)
    assert read().log_level == level
    monkeypatch.setenv("LEGWISE_LOG_LEVEL", "loud")
    with pytest.raises(SettingsError, match="LEGWISE_LOG_LEVEL must be one of info, debug, warning, error"):
        read()
