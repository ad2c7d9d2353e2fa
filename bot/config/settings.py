"""The settings of legwise: names, shapes and defaults. Reading them is up to `bot/__main__.py`.

Every name stands in the README. A setting that is not known is refused and not passed over, since a
misspelt one would otherwise have no effect and nobody would know. No secret ever prints.
"""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from dotenv import dotenv_values
from platformdirs import user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.config import urls
from bot.config.urls import Address
from bot.errors import SettingsError

if TYPE_CHECKING:  # imported where it is used: the curator's commands start without the database's library
    from sqlalchemy import URL

    from bot.store.crypto import Crypto

ENV_FILE = Path(".env")
_OURS = ("LEGWISE_", "TELEGRAM_")
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]+", re.ASCII)
_TELEGRAM = "https://api.telegram.org"
_FILE = "sqlite+aiosqlite"
_SERVER = "postgresql+asyncpg"
_SERVER_OPTIONS = {"host", "port", "ssl"}


def default_database_url() -> str:
    """A SQLite file in the user's data directory."""
    import sqlalchemy  # noqa: PLC0415

    file = str(data_folder() / "legwise.sqlite3")
    return sqlalchemy.URL.create(_FILE, database=file).render_as_string()


def data_folder() -> Path:
    """Where the database is kept, unless another is named."""
    return user_data_path("legwise")


def key_file() -> Path:
    """Where the key is kept that legwise makes: apart from the database."""
    return user_config_path("legwise") / "key"


class LogForm(StrEnum):
    """How a line of the log looks: for people, or one JSON object for machines."""

    TEXT = "text"
    JSON = "json"


class ContentSettings(BaseSettings):
    """What every command can be told; the curator's commands need no more."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", case_sensitive=True, extra="ignore", frozen=True,
        hide_input_in_errors=True, validate_default=True,
    )  # fmt: skip

    content: Path | None = Field(default=None, validation_alias="LEGWISE_CONTENT")
    """The folder of the curated content; None: the packaged one."""

    model: str | None = Field(default=None, validation_alias="LEGWISE_MODEL")
    """A folder with another sentence encoder, or `off` for words alone; None: the packaged one."""

    @field_validator("content", mode="before")
    @classmethod
    def _content(cls, folder: object) -> object:
        if folder is None or (isinstance(folder, str) and not folder.strip()):
            return None
        if not Path(str(folder)).is_dir():
            raise ValueError("is not a folder; name the folder of your content, or leave it out for the packaged one")
        return folder


class StoreSettings(ContentSettings):
    """What the commands can be told that open the database."""

    database_url: SecretStr = Field(
        default_factory=lambda: SecretStr(default_database_url()), validation_alias="LEGWISE_DATABASE_URL"
    )
    """Where everything is kept: updates until they are answered, settings of chats, votes."""
    key: SecretStr | None = Field(default=None, validation_alias="LEGWISE_KEY")
    """Seals what is kept of people's words, and hides who they are; None: the one in `key_file()`."""

    def crypto(self) -> Crypto:
        """The keys of `key`, or of the file that is made in its place. Raises CryptoError."""
        from bot.store.crypto import Crypto, read_or_made  # noqa: PLC0415

        return Crypto.of(self.key.get_secret_value()) if self.key else read_or_made(key_file())

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, secret: SecretStr) -> SecretStr:
        url = secret.get_secret_value().strip()
        cure = f"write it as {_FILE}:///FILE or {_SERVER}://USER:PASSWORD@HOST/NAME"
        try:
            parts = _address(url)
        except ValueError:
            raise ValueError(f"is not a database address; {cure}") from None
        if parts.drivername == _SERVER:
            _check_server(parts)
        elif parts.drivername != _FILE or parts.host or parts.query:
            raise ValueError(f"is not a database that legwise can use; {cure}")
        elif not parts.database or parts.database.startswith((":memory:", "file:")):
            raise ValueError(f"names no file, so questions would be lost at a restart; write it as {_FILE}:///FILE")
        return SecretStr(url)

    @field_validator("key", mode="before")
    @classmethod
    def _key(cls, key: object) -> object:
        if key is None or (isinstance(key, str) and not key.strip()):
            return None
        from bot.store.crypto import Crypto  # noqa: PLC0415

        try:
            Crypto.of(str(key).strip())
        except ValueError as fault:
            raise ValueError(f"{fault}; leave it out, and legwise makes one in {key_file()}") from None
        return str(key).strip()


class Settings(StoreSettings):
    """What `legwise run` can be told."""

    token: SecretStr = Field(default=SecretStr(""), validation_alias="TELEGRAM_BOT_TOKEN")
    """Names the bot to Telegram, and lets whoever has it speak as the bot."""
    api_url: str = Field(default=_TELEGRAM, validation_alias="TELEGRAM_API_URL")
    """Where the Bot API is, without a slash at the end."""
    webhook_url: str | None = Field(default=None, validation_alias="LEGWISE_WEBHOOK_URL")
    """Where Telegram pushes updates to; None: they are polled."""
    webhook_secret: SecretStr = Field(default=SecretStr(""), validation_alias="LEGWISE_WEBHOOK_SECRET")
    """What a push proves by that it is Telegram's."""
    listen: Address | None = Field(default=None, validation_alias="LEGWISE_LISTEN")
    """Where the webhook, `/healthz`, `/readyz` and `/metrics` are served; None: see `address`."""
    admins: Annotated[tuple[int, ...], NoDecode] = Field(default=(), validation_alias="LEGWISE_ADMINS")
    """Whom to tell of faults in the content: ids of Telegram's."""
    rate_limit: bool = Field(default=True, validation_alias="LEGWISE_RATE_LIMIT")
    """Whether Telegram's limits on writing are kept to."""
    log: LogForm = Field(default=LogForm.TEXT, validation_alias="LEGWISE_LOG")
    """How a line of the log looks."""

    @property
    def address(self) -> Address | None:
        """Where to listen: nowhere, if neither an address is given nor a webhook is on."""
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
        return urls.api(url)

    @field_validator("webhook_url", mode="before")
    @classmethod
    def _webhook_url(cls, url: object, told: ValidationInfo) -> str | None:
        # A Bot API server of one's own pushes anywhere.
        own = told.data.get("api_url") not in {None, _TELEGRAM}
        return urls.webhook(str(url), anywhere=own) if _is_given(url) else None

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, secret: SecretStr, told: ValidationInfo) -> SecretStr:
        return SecretStr(urls.secret(secret.get_secret_value(), needed=bool(told.data.get("webhook_url"))))

    @field_validator("listen", mode="before")
    @classmethod
    def _listen(cls, place: object) -> Address | None:
        return Address.read(str(place)) if _is_given(place) else None

    @field_validator("admins", mode="before")
    @classmethod
    def _admins(cls, ids: object) -> tuple[int, ...]:
        told = str(ids).replace(",", " ").split() if isinstance(ids, str) else []
        if strange := [id_ for id_ in told if not re.fullmatch(r"[1-9][0-9]{0,15}", id_, re.ASCII)]:
            raise ValueError(f"has {strange[0]!r}, which is no id of a person; write ids as 123456,789012")
        return tuple(map(int, told))

    @field_validator("rate_limit", mode="before")
    @classmethod
    def _rate_limit(cls, told: object) -> bool:
        return told if isinstance(told, bool) else _chosen(str(told), "on", "off") == "on"

    @field_validator("log", mode="before")
    @classmethod
    def _log(cls, form: object) -> LogForm:
        return LogForm(_chosen(str(form), *LogForm))


Read = TypeVar("Read", bound=ContentSettings)
NAMES = tuple(str(field.validation_alias) for field in Settings.model_fields.values())
"""Every setting's name, as an operator writes it."""


def read() -> Settings:
    """Read the environment and `.env`, or raise SettingsError with every fault."""
    return _read(Settings)


def read_store() -> StoreSettings:
    """Read what the commands need that open the database, or raise SettingsError with every fault."""
    return _read(StoreSettings)


def read_content() -> ContentSettings:
    """Read what the curator's commands need, or raise SettingsError with every fault."""
    return _read(ContentSettings)


def _read(shape: type[Read]) -> Read:
    try:
        faults = _unknown({*os.environ, *dotenv_values(ENV_FILE, encoding="utf-8", interpolate=False)})
        settings = shape()
    except ValidationError as invalid:
        faults += [f"{_name(fault['loc'][0])} {_reason(fault['msg'])}." for fault in invalid.errors()]
    except (UnicodeDecodeError, OSError):
        raise SettingsError(f"{ENV_FILE} cannot be read as UTF-8 text; save it anew as UTF-8.") from None
    if faults:
        raise SettingsError("\n".join(faults))
    return settings


def _chosen(told: str, usual: str, *others: str) -> str:
    """One of a few words; the usual one for none."""
    if (word := told.strip() or usual) not in {usual, *others}:
        raise ValueError(f"is none of {', '.join((usual, *others))}; choose one of them")
    return word


def _is_given(told: object) -> bool:
    return told is not None and bool(str(told).strip())


def _address(url: str) -> URL:
    import sqlalchemy  # noqa: PLC0415

    try:
        return sqlalchemy.make_url(url)
    except sqlalchemy.exc.ArgumentError:
        raise ValueError(url) from None


def _check_server(address: URL) -> None:
    if not address.database or not (address.host or "host" in address.query):
        raise ValueError(f"names no host or no database; write it as {_SERVER}://USER:PASSWORD@HOST/NAME")
    if strange := sorted(set(address.query) - _SERVER_OPTIONS):
        raise ValueError(f"has an option {strange[0]}; there are {', '.join(sorted(_SERVER_OPTIONS))}")


def _unknown(names: set[str]) -> list[str]:
    ours = sorted(name for name in names if name.upper().startswith(_OURS) and name not in NAMES)
    return [f"{name} is not a setting of legwise; {_meant(name)}" for name in ours]


def _meant(name: str) -> str:
    close = get_close_matches(name.upper(), NAMES, n=1, cutoff=0.8)
    return f"did you mean {close[0]}?" if close else f"remove it; there are {', '.join(NAMES)}."


def _name(place: int | str) -> str:
    """A setting's name; pydantic names the field instead where the default is at fault."""
    field = Settings.model_fields.get(str(place))
    return str(field.validation_alias if field else place)


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")
