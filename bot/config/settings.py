"""The settings, from the environment and `.env`; the README lists them.

Unknown settings are errors, because a misspelt one would be ignored unnoticed. No secret is printed.
"""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from dotenv import dotenv_values
from platformdirs import user_cache_path, user_config_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.config import proxies, urls
from bot.config.proxies import Proxy
from bot.config.urls import Address
from bot.errors import SettingsError
from bot.store.paths import default_database_file

if TYPE_CHECKING:  # imported in the functions, because the curator's commands start without it
    from bot.store.crypto import Crypto
    from bot.store.location import Location

ENV_FILE = Path(".env")
_PREFIXES = ("LEGWISE_", "TELEGRAM_")
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]+", re.ASCII)
_USER_ID = re.compile(r"[1-9][0-9]{0,15}", re.ASCII)
_TELEGRAM = "https://api.telegram.org"


def default_database_url() -> str:
    """Return the URL of a SQLite file in the user's data directory."""
    from sqlalchemy import URL  # noqa: PLC0415

    return URL.create(urls.SQLITE, database=str(default_database_file())).render_as_string()


def key_file() -> Path:
    """Return the file of the key that legwise creates, in another folder than the database."""
    return user_config_path("legwise") / "key"


class LogFormat(StrEnum):
    """The format of log lines."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least severity that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class ContentSettings(BaseSettings):
    """The settings of all commands."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        case_sensitive=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=True,
    )

    content: Path | None = Field(default=None, validation_alias="LEGWISE_CONTENT")
    """The folder of the content; None for the packaged content."""

    model: str | None = Field(default=None, validation_alias="LEGWISE_MODEL")
    """The folder of a sentence encoder, or `off` for none; None for the packaged encoder."""

    @field_validator("content", mode="before")
    @classmethod
    def _content(cls, folder: object) -> object:
        if _is_blank(folder):
            return None
        if not Path(str(folder)).is_dir():
            raise ValueError("is not a folder; name the folder of your content, or leave it out for the packaged one")
        return folder

    @field_validator("model", mode="before")
    @classmethod
    def _model(cls, model: object) -> object:
        return None if _is_blank(model) else model


class StoreSettings(ContentSettings):
    """The settings of the commands that open the database."""

    database_url: SecretStr = Field(
        default_factory=lambda: SecretStr(default_database_url()), validation_alias="LEGWISE_DATABASE_URL"
    )
    key: SecretStr | None = Field(default=None, validation_alias="LEGWISE_KEY")
    """Encrypts user text, and makes pseudonyms of user ids; None for the key in `key_file()`."""

    def crypto(self) -> Crypto:
        """Return the cryptography of the key; create the key file if it is missing. Raises CryptoError."""
        from bot.store.crypto import Crypto, read_or_create  # noqa: PLC0415

        return Crypto(self.key.get_secret_value()) if self.key else read_or_create(key_file())

    def location(self) -> Location:
        """Return the database's location."""
        from bot.store.location import Location  # noqa: PLC0415

        return Location.parse(self.database_url.get_secret_value())

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, url: SecretStr) -> SecretStr:
        return SecretStr(urls.database_url(url.get_secret_value()))

    @field_validator("key", mode="before")
    @classmethod
    def _key(cls, key: object) -> object:
        if _is_blank(key):
            return None
        from bot.store.crypto import Crypto  # noqa: PLC0415

        try:
            Crypto(str(key).strip())
        except ValueError as fault:
            raise ValueError(f"{fault}; leave it out, and legwise creates one in {key_file()}") from None
        return str(key).strip()


class DeskSettings(StoreSettings):
    """The settings of `legwise desk`."""

    desk_password_hash: SecretStr | None = Field(default=None, validation_alias="LEGWISE_DESK_PASSWORD_HASH")
    """The argon2 hash of the password for other computers; None if only this one reaches the desk."""

    @field_validator("desk_password_hash", mode="before")
    @classmethod
    def _desk_password_hash(cls, value: object) -> object:
        if _is_blank(value):
            return None
        from argon2 import extract_parameters  # noqa: PLC0415
        from argon2.exceptions import InvalidHashError  # noqa: PLC0415

        try:
            extract_parameters(str(value).strip())
        except InvalidHashError:
            cure = "make one by `legwise desk --hash-password`, and keep it in single quotes"
            raise ValueError(f"is not an argon2 hash; {cure}") from None
        return str(value).strip()


class Settings(StoreSettings):
    """The settings of `legwise run`."""

    token: SecretStr = Field(default=SecretStr(""), validation_alias="TELEGRAM_BOT_TOKEN")
    api_url: str = Field(default=_TELEGRAM, validation_alias="TELEGRAM_API_URL")
    """The URL of the Bot API, without a slash at the end."""
    proxy: Proxy | None = None
    """The proxy before the Bot API. Other programs read its variables too, so none is a setting of legwise's own."""
    webhook_url: str | None = Field(default=None, validation_alias="LEGWISE_WEBHOOK_URL")
    """The URL to which Telegram pushes updates; None to poll."""
    webhook_secret: SecretStr = Field(default=SecretStr(""), validation_alias="LEGWISE_WEBHOOK_SECRET")
    """Authenticates Telegram's pushes."""
    listen: Address | None = Field(default=None, validation_alias="LEGWISE_LISTEN")
    """The address of the webhook, `/healthz`, `/readyz` and `/metrics`; None for the default of `address`."""
    admins: Annotated[tuple[int, ...], NoDecode] = Field(default=(), validation_alias="LEGWISE_ADMINS")
    """The user ids that have commands of their own, and to which faults in edited content are reported."""
    rate_limit: bool = Field(default=True, validation_alias="LEGWISE_RATE_LIMIT")
    """Whether sending observes Telegram's rate limits."""
    log: LogFormat = Field(default=LogFormat.TEXT, validation_alias="LEGWISE_LOG")
    log_level: LogLevel = Field(default=LogLevel.INFO, validation_alias="LEGWISE_LOG_LEVEL")

    @property
    def address(self) -> Address | None:
        """The address to listen on; None if neither it nor a webhook is set."""
        return self.listen or (Address("127.0.0.1", 8080) if self.webhook_url else None)

    @field_validator("token")
    @classmethod
    def _token(cls, token: SecretStr) -> SecretStr:
        text = token.get_secret_value().strip()
        if not text:
            raise ValueError("is not set; put the token that @BotFather gave you there")
        if not _TOKEN.fullmatch(text):
            raise ValueError("is not a bot token, which looks like 123456:ABC-DEF; copy it from @BotFather")
        return SecretStr(text)

    @field_validator("api_url")
    @classmethod
    def _api_url(cls, url: str) -> str:
        return urls.api_url(url)

    @field_validator("proxy", mode="before")
    @classmethod
    def _proxy(cls, _: object, info: ValidationInfo) -> Proxy | None:
        url = info.data.get("api_url")
        return proxies.find(url, os.environ, _env_file()) if url else None

    @field_validator("webhook_url", mode="before")
    @classmethod
    def _webhook_url(cls, url: object, info: ValidationInfo) -> str | None:
        is_own_server = info.data.get("api_url") not in {None, _TELEGRAM}
        return None if _is_blank(url) else urls.webhook_url(str(url), is_own_server=is_own_server)

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        is_required = bool(info.data.get("webhook_url"))
        return SecretStr(urls.webhook_secret(secret.get_secret_value(), is_required=is_required))

    @field_validator("listen", mode="before")
    @classmethod
    def _listen(cls, address: object) -> Address | None:
        return None if _is_blank(address) else Address.parse(str(address))

    @field_validator("admins", mode="before")
    @classmethod
    def _admins(cls, value: object) -> tuple[int, ...]:
        ids = str(value).replace(",", " ").split() if isinstance(value, str) else []
        if invalid := [id_ for id_ in ids if not _USER_ID.fullmatch(id_)]:
            raise ValueError(f"has {invalid[0]!r}, which is not a user id; write ids as 123456,789012")
        return tuple(map(int, ids))

    @field_validator("rate_limit", mode="before")
    @classmethod
    def _rate_limit(cls, value: object) -> bool:
        return value if isinstance(value, bool) else _choice(value, "on", "off") == "on"

    @field_validator("log", mode="before")
    @classmethod
    def _log(cls, value: object) -> LogFormat:
        return LogFormat(_choice(value, *LogFormat))

    @field_validator("log_level", mode="before")
    @classmethod
    def _log_level(cls, value: object) -> LogLevel:
        return LogLevel(_choice(str(value).lower(), LogLevel.INFO, *LogLevel))


Shape = TypeVar("Shape", bound=ContentSettings)
_FIELDS = Settings.model_fields | DeskSettings.model_fields
NAMES = tuple(str(field.validation_alias) for field in _FIELDS.values() if field.validation_alias)
"""The names of all settings in the environment."""


MEANINGS = {
    "TELEGRAM_BOT_TOKEN": "the token from @BotFather; required",
    "TELEGRAM_API_URL": "a local Bot API server, instead of https://api.telegram.org",
    "LEGWISE_DATABASE_URL": "sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME",
    "LEGWISE_WEBHOOK_URL": "https://HOST/PATH, to which Telegram sends updates; without it, long polling",
    "LEGWISE_WEBHOOK_SECRET": "proof that a request is from Telegram; required by the webhook",
    "LEGWISE_LISTEN": "HOST:PORT of the webhook, /healthz, /readyz and /metrics",
    "LEGWISE_RATE_LIMIT": "on (default) respects Telegram's send limits, off does not",
    "LEGWISE_LOG": "text (default) or json",
    "LEGWISE_LOG_LEVEL": "debug, info (default), warning or error",
    "LEGWISE_KEY": "32 bytes in urlsafe base64 that encrypt stored text; created on first use",
    "LEGWISE_ADMINS": "Telegram user ids for /stats, /gaps, a weekly digest and notices, 123456,789012",
    "LEGWISE_CONTENT": "a content folder, instead of the packaged one",
    "LEGWISE_MODEL": "a folder with another sentence encoder, or off",
    "LEGWISE_DESK_PASSWORD_HASH": "of `legwise desk` alone: the hash of its password for other computers",
}
"""A line on each setting, for `legwise run --help`; the README has more."""


def read() -> Settings:
    """Read all settings. Raises SettingsError with every fault."""
    return _read(Settings)


def read_store() -> StoreSettings:
    """Read the settings of the commands that open the database. Raises SettingsError with every fault."""
    return _read(StoreSettings)


def parse_location(url: str, name: str) -> Location:
    """Return the database that an argument names. Raises SettingsError."""
    from bot.store.location import Location  # noqa: PLC0415

    try:
        return Location.parse(urls.database_url(url), name)
    except ValueError as fault:
        raise SettingsError(f"{name} {fault}.") from None


def read_desk() -> DeskSettings:
    """Read the settings of the desk. Raises SettingsError with every fault."""
    return _read(DeskSettings)


def read_content() -> ContentSettings:
    """Read the settings of the curator's commands. Raises SettingsError with every fault."""
    return _read(ContentSettings)


def _read(shape: type[Shape]) -> Shape:
    try:
        faults = _unknown({*os.environ, *_env_file()})
        settings = shape()
        _find_folders(settings)
    except ValidationError as invalid:
        faults += [f"{_name(fault['loc'][0])}{_reason(fault['msg'])}." for fault in invalid.errors()]
    except RuntimeError:  # of platformdirs, which finds no home folder
        cure = "set HOME to a folder that it may write, such as HOME=/var/lib/legwise"
        raise SettingsError(f"HOME is not set, and this user has no home folder; {cure}.") from None
    except (UnicodeDecodeError, OSError):
        raise SettingsError(f"{ENV_FILE} cannot be read as UTF-8 text; save it as UTF-8.") from None
    if faults:
        raise SettingsError("\n".join(faults))
    return settings


def _find_folders(settings: ContentSettings) -> None:
    """Find the folders of the user that will be needed. Raises RuntimeError."""
    user_cache_path("legwise")
    if isinstance(settings, StoreSettings) and settings.key is None:
        key_file()


def _env_file() -> dict[str, str | None]:
    return dotenv_values(ENV_FILE, encoding="utf-8", interpolate=False)


def _choice(value: object, default: str, *others: str) -> str:
    choice = str(value).strip() or default
    if choice not in {default, *others}:
        raise ValueError(f"must be one of {', '.join(dict.fromkeys((default, *others)))}")
    return choice


def _is_blank(value: object) -> bool:
    return value is None or not str(value).strip()


def _unknown(names: set[str]) -> list[str]:
    unknown = sorted(name for name in names if name.upper().startswith(_PREFIXES) and name not in NAMES)
    return [f"{name} is not a setting of legwise; {_suggestion(name)}" for name in unknown]


def _suggestion(name: str) -> str:
    close = get_close_matches(name.upper(), NAMES, n=1, cutoff=0.8)
    return f"did you mean {close[0]}?" if close else f"remove it; the settings are {', '.join(NAMES)}."


def _name(location: int | str) -> str:
    """Return a setting's name and a space; if a default is invalid, pydantic gives the field's name instead.

    The faults of a field without a name begin with the variable that it was read from.
    """
    field = _FIELDS.get(str(location))
    name = field.validation_alias if field else location
    return f"{name} " if name else ""


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")
