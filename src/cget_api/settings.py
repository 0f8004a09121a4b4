"""What the maintainer sets, through `CGET_*` in the environment; the edge alone reads it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from cget_api.core.errors import BadUserInput

DEFAULT_DATABASE_URL = "sqlite:///register.sqlite"


class LogFormat(StrEnum):
    """How the log is written: for a program to read, or for a person."""

    JSON = "json"
    TEXT = "text"


class Settings(BaseSettings):
    """Where the service listens and its register is kept, what it bears, whom it trusts, and what it tells of itself.

    Lists are written with commas.
    """

    model_config = SettingsConfigDict(env_prefix="CGET_", frozen=True)

    # Where
    host: Annotated[str, Field(description="The address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="The port to listen on; 0 takes a free one.")] = 8000
    workers: Annotated[int, Field(ge=1, description="How many processes answer, on one socket.")] = 1
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
        float,
        Field(gt=0, allow_inf_nan=False, description="How often to look whether another process recorded a revision."),
    ] = 0.5

    indexed_statements: Annotated[
        int,
        Field(
            ge=0,
            description="A register of up to so many statements is held whole; a larger one is read where it is asked.",
        ),
    ] = 300_000
    kept_bytes: Annotated[
        int, Field(ge=0, description="How many bytes are kept of what was read of a register that is not held whole.")
    ] = 268_435_456
    database_connections: Annotated[
        int, Field(ge=1, description="How many connections read a PostgreSQL register that is not held whole.")
    ] = 10

    # What a request may ask
    max_body_bytes: Annotated[int, Field(ge=1, description="The largest body of a request, in bytes.")] = 131_072
    body_seconds: Annotated[
        float, Field(gt=0, allow_inf_nan=False, description="How long a body may take to be sent.")
    ] = 10.0
    max_document_bytes: Annotated[int, Field(ge=1, description="The largest GraphQL document, in bytes.")] = 20_000
    max_tokens: Annotated[int, Field(ge=1, description="How many tokens a document may have.")] = 1_500
    max_depth: Annotated[int, Field(ge=1, description="How deep fields may be nested, fragments included.")] = 20
    max_root_fields: Annotated[int, Field(ge=1, description="How many root fields an operation may ask.")] = 30
    max_aliases: Annotated[
        int, Field(ge=0, description="How many aliases an operation may use, each fragment counted wherever spread.")
    ] = 100
    max_directives: Annotated[
        int, Field(ge=0, description="How many directives an operation may use, counted like aliases.")
    ] = 50
    max_page_size: Annotated[
        int,
        Field(ge=1, le=500, description="The most items that `first` and `last` may ask; the contract promises 500."),
    ] = 500
    max_list_items: Annotated[
        int, Field(ge=1, description="The most items that a list among the values of variables may have.")
    ] = 500
    max_revisions: Annotated[
        int, Field(ge=1, description="How many revisions besides the latest an operation may ask.")
    ] = 8
    max_cost: Annotated[
        int, Field(ge=1, description="The most that an operation may cost, as told in `extensions.cost`.")
    ] = 10_000
    timeout_seconds: Annotated[
        float, Field(gt=0, allow_inf_nan=False, description="How long an answer may take, waiting included.")
    ] = 10.0
    fast_path: Annotated[
        bool, Field(description="Whether operations that are asked again are compiled; the answers are the same.")
    ] = True
    max_queries: Annotated[int, Field(ge=1, description="How many dear questions may be under way at once.")] = 64
    max_subscriptions: Annotated[int, Field(ge=0, description="How many subscriptions may be open at once.")] = 1_000

    # Documents known beforehand
    persisted_queries: Annotated[
        int, Field(ge=0, description="How many automatic persisted queries are kept; 0 turns them off.")
    ] = 1_000
    trusted_documents: Annotated[
        Path | None, Field(description="A manifest of documents that clients may ask by their SHA-256.")
    ] = None
    trusted_documents_only: Annotated[
        bool, Field(description="Whether documents that the manifest does not hold are refused.")
    ] = False

    # Caches in front
    max_age_seconds: Annotated[
        int, Field(ge=0, description="How long a cache may keep an answer that a new revision or day may change.")
    ] = 10

    answer_cache_bytes: Annotated[
        int,
        Field(ge=0, description="How many bytes of answers each process keeps for those who ask the same; 0: none."),
    ] = 33_554_432

    # Whom to trust, and what to show
    allowed_hosts: Annotated[
        str, Field(description="The host names that may be asked for, with commas, `*.` for any subdomain; * for any.")
    ] = "*"
    allowed_origins: Annotated[
        str, Field(description="The origins whose pages may ask, with commas; * for any; without it, none but its own.")
    ] = ""
    hsts_seconds: Annotated[
        int, Field(ge=0, description="How long browsers keep to HTTPS (HSTS); 0 where plain HTTP is served.")
    ] = 0
    introspection: Annotated[bool, Field(description="Whether the schema may be asked for.")] = True
    suggestions: Annotated[bool, Field(description="Whether an unknown field is answered with those like it.")] = True
    graphiql: Annotated[bool, Field(description="Whether the page /graphiql is served.")] = True
    federation: Annotated[bool, Field(description="Whether to serve as an Apollo Federation v2 subgraph.")] = False

    # What is told of the service
    log_format: Annotated[LogFormat, Field(description="How the log is written: json or text.")] = LogFormat.TEXT
    access_log: Annotated[bool, Field(description="Whether each request is logged.")] = True
    metrics: Annotated[bool, Field(description="Whether the page /metrics is served.")] = True
    tracing: Annotated[
        bool, Field(description="Whether OpenTelemetry spans are made; needs `pip install cget_api[tracing]`.")
    ] = False


def settings_from(**given: Any) -> Settings:
    """What is given prevails over the environment, which prevails over the defaults.

    Raises BadUserInput where a variable of the environment cannot be understood.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        wrong = error.errors()[0]
        raise BadUserInput(
            f"CGET_{str(wrong['loc'][0]).upper()}={wrong['input']}",
            f"cannot be understood: {wrong['msg']}",
            "Set it otherwise, or unset it for its default",
        ) from None
