"""What differs between installations. Read once, at the start; nothing else reads the environment."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


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

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", validation_alias="FAMILIAR_LOG")
    """What is worth a line."""

    @property
    def is_pocket(self) -> bool:
        """Whether any of the models knows only the drawn world."""
        return any("models/pocket" in name for name in (self.encoder, self.detector, self.generator_model))
