"""`cget-api serve`: the register made ready, listened for, and answered from."""

import gc
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cget_api.cli.failures import FAILED
from cget_api.cli.options import DatabaseUrl, Seeds, settings_from_options
from cget_api.core.errors import BadUserInput

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from cget_api.settings import Settings


def serve(
    host: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The address to listen on. Without it: CGET_HOST, else 127.0.0.1."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            metavar="PORT",
            help="The port to listen on; 0 takes a free one. Without it: CGET_PORT, else 8000.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="NUMBER", help="How many processes answer, on one socket. Without it: CGET_WORKERS, else 1."
        ),
    ] = None,
    database_url: DatabaseUrl = None,
    seeds: Seeds = None,
) -> None:
    """Serve the register, and print what to open.

    On SQLite the file is made where there is none, its schema moved up, and the seed files recorded where they
    differ; a second run changes nothing. PostgreSQL is never changed by this command: run `cget-api db upgrade`
    and `cget-api seed apply` first.

    \b
    Examples:
      cget-api serve
      cget-api serve --port 8080 --database-url sqlite:////var/lib/cget-api/register.sqlite
      cget-api serve --workers 4                    one for each core
      CGET_DATABASE_URL=postgresql://cget@db.example.org/cget cget-api serve --host 0.0.0.0

    \b
    Settings in the environment; an option prevails:
      CGET_HOST          The address to listen on. Default: 127.0.0.1
      CGET_PORT          The port to listen on; 0 takes a free one. Default: 8000
      CGET_WORKERS       How many processes answer, on one socket. Default: 1
      CGET_DATABASE_URL  sqlite:///FILE (four slashes for an absolute path) or
                         postgresql://USER:PASSWORD@HOST/NAME.
                         Default: sqlite:///register.sqlite
      CGET_SEEDS         The folder of the seed files; without it, those that
                         come with the program.

    Limits, caches, security and logs are set in the environment too: `cget-api settings` lists everything.
    """
    with _collecting_nothing():
        settings = settings_from_options(host=host, port=port, workers=workers, database_url=database_url, seeds=seeds)
        with listener_on(settings.host, settings.port) as listener:
            app = _application(settings)
            _make_ready(settings)
            _answer(app, settings, listener)


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Nearly everything that a program makes while it starts stays, and looking for what does not takes a sixth of the
    time: the server has it collected from when it is ready."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def listener_on(host: str, port: int) -> socket.socket:
    """Raises BadUserInput where nobody can listen there."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address, family=family)
    except socket.gaierror:
        raise BadUserInput(f"host {host!r}", "is not known here", "Choose another with --host or CGET_HOST") from None
    except OSError as error:
        raise BadUserInput(
            f"{host} port {port}",
            f"cannot be listened on ({os.strerror(error.errno or 0)})",
            "Stop what listens there, or choose another with --port or CGET_PORT",
        ) from None


def _application(settings: "Settings") -> "Starlette":
    """Raises BadUserInput for settings that cannot be followed; neither reads nor makes a database."""
    from cget_api.app import create_app

    return create_app(settings)


def _make_ready(settings: "Settings") -> None:
    """Raises SchemaOutOfDate for a PostgreSQL database that is not at the schema of this program."""
    from cget_api.cli.database import FILL, register_at, sqlite_file
    from cget_api.cli.preparing import prepare
    from cget_api.store.reading import latest_revision_number

    file = sqlite_file(settings.database_url)
    if file is not None:
        for news in prepare(settings, file):
            typer.echo(news)
        return
    with register_at(settings.database_url) as engine:
        number = latest_revision_number(engine)
    typer.echo(f"revision {number}" if number else f"nothing is recorded yet: run `{FILL}`")


def _answer(app: "Starlette", settings: "Settings", listener: socket.socket) -> None:
    """Until it is interrupted."""
    from cget_api.cli.server import AnnouncingServer, announcement
    from cget_api.telemetry.log import log_to

    log_to(sys.stderr, settings.log_format)
    address, port = listener.getsockname()[:2]
    announce = partial(typer.echo, announcement(address, port))
    if settings.workers > 1:
        _answer_with_workers(settings, listener, announce)
        return
    server = AnnouncingServer(app, announce, settings.max_body_bytes)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        typer.echo()


def _answer_with_workers(settings: "Settings", listener: socket.socket, announce: Callable[[], None]) -> None:
    from cget_api.cli.workers import answer_with_workers

    if not answer_with_workers(settings, listener, announce):
        raise typer.Exit(FAILED)
