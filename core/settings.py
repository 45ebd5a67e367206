"""What differs between installations. Read once, at the start; nothing else reads the environment."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.people import Access

Names = Annotated[frozenset[str], NoDecode]  # separated by commas

_TELEGRAM_SECRET = re.compile(r"[\w-]{16,256}", re.ASCII)


class Settings(BaseSettings):
    """Every setting, from the environment or `.env`; `.env.example` tells each."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    database_url: str | None = Field(None, repr=False)  # it may hold a password
    """PostgreSQL with pgvector, by any URL that libpq reads. Unset: an embedded one in `data`."""

    data: Path = Field(Path("data"), validation_alias="FAMILIAR_DATA")
    """Folder of the embedded database and of secrets made at the first start."""

    host: str = Field("127.0.0.1", validation_alias="FAMILIAR_HOST")
    """Address the page listens on. Any but a loopback one needs `token`."""

    port: Annotated[int, Field(ge=0, le=65535)] = Field(8080, validation_alias="FAMILIAR_PORT")
    """Port of the page; 0 takes a free one."""

    token: SecretStr | None = Field(None, validation_alias="FAMILIAR_TOKEN")
    """What opens the page to somebody who is not at this machine."""

    generator_url: str | None = None
    """OpenAI API of a vLLM server, "http://127.0.0.1:8000/v1". Unset: a model in this process."""

    generator_model: str = "models/pocket/vlm"
    """The model's name at `generator_url`; without one, a local folder or hub name for transformers."""

    generator_key: SecretStr | None = None
    """The server's API key, where it wants one."""

    encoder: str = "local-dir:models/pocket/encoder"
    """An open_clip model: "local-dir:FOLDER", or "NAME/TAG" such as "ViT-B-16-SigLIP2-256/webli"."""

    detector: str = "models/pocket/detector"
    """A transformers object-detection model: a local folder or hub name."""

    telegram_token: SecretStr | None = None
    """Switches Telegram on: the token from @BotFather."""

    telegram_webhook_url: Annotated[str, Field(pattern=r"^https://[^/?#]+/[^?#]+$")] | None = None
    """Where Telegram brings updates, "https://familiar.example/telegram". Unset: we ask for them."""

    telegram_webhook_secret: SecretStr | None = Field(None, validate_default=True)
    """What Telegram shows to be let in there; has to be set with the address."""

    telegram_api: str = "https://api.telegram.org"
    """Where Telegram's Bot API is; another one for a server of one's own."""

    discord_token: SecretStr | None = None
    """Switches Discord on: the token from the Bot page of the developer portal."""

    discord_message_content: bool = False
    """Whether Message Content is on there: then replies and a name are enough to address it, without a mention."""

    discord_api: str | None = None
    """Another address of Discord's API, "http://127.0.0.1:9000/api/v10"; for tests."""

    access_private: Access = Access.OPEN
    """Who is answered in private in apps: "open", "pairing" (whom an admin let in), "allow" (whom `allowed` names)."""

    access_groups: Access = Access.OPEN
    """The same for groups. The page has a door of its own: `host` and `token`."""

    allowed: Names = frozenset()
    """Accounts and groups that may come in: "telegram:42,telegram:-100123,discord:9"."""

    admins: Names = frozenset()
    """Accounts of the operator's people: they always come in, and let others in by /pair."""

    messages_per_day: Annotated[int, Field(ge=1)] = 1000
    """What one person may say a day, by UTC; a group five times that."""

    answers_per_day: Annotated[int, Field(ge=1)] = 300
    """How often the model answers one person a day."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", validation_alias="FAMILIAR_LOG")
    """What is worth a line."""

    @field_validator("allowed", "admins", mode="before")
    @classmethod
    def _separated(cls, names: object) -> object:
        if not isinstance(names, str):
            return names
        separated = [name.strip() for name in names.split(",") if name.strip()]
        if not all(":" in name for name in separated):
            raise ValueError("each has to begin with its app, like telegram:42")
        return separated

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _webhook_has_a_secret(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if info.data.get("telegram_webhook_url") and not _TELEGRAM_SECRET.fullmatch(
            secret.get_secret_value() if secret else ""
        ):
            raise ValueError("has to be set with TELEGRAM_WEBHOOK_URL, 16 to 256 of A-Z a-z 0-9 _ -")
        return secret

    @property
    def is_pocket(self) -> bool:
        """Whether any of the models knows only the drawn world."""
        return any("models/pocket" in name for name in (self.encoder, self.detector, self.generator_model))
