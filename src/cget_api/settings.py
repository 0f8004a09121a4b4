"""What the maintainer sets, through `CGET_*` in the environment; the edge alone reads it."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_DATABASE_URL = "sqlite:///register.sqlite"


class Settings(BaseSettings):
    """Where the service listens, where its register is kept and curated, and how soon it sees what others record."""

    model_config = SettingsConfigDict(env_prefix="CGET_", frozen=True)

    host: Annotated[str, Field(description="The address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="The port to listen on; 0 takes a free one.")] = 8000
    database_url: Annotated[
        str,
        Field(
            description="sqlite:///FILE (four slashes for an absolute path) or postgresql://USER:PASSWORD@HOST/NAME."
        ),
    ] = DEFAULT_DATABASE_URL
    seeds: Annotated[
        Path | None, Field(description="The folder of the seed files; without it, those that come with the program.")
    ] = None
    poll_seconds: Annotated[
        float, Field(gt=0, description="How often to look whether another process recorded a revision.")
    ] = 0.5
