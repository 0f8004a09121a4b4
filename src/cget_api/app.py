"""The ASGI application: routes, their wiring, and nothing of what they answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from cget_api.api.asking import Clock
from cget_api.api.http.answers import Answers
from cget_api.api.http.repetitions import Repetitions
from cget_api.core.errors import BadUserInput, RegisterError
from cget_api.explorer.pages import Explorer
from cget_api.graphql import answering_from_settings, routes_of
from cget_api.holding import Holding, room_from_settings
from cget_api.keeper import Keeper
from cget_api.settings import Settings
from cget_api.store.engine import engine_from_url
from cget_api.telemetry.assembly import telemetry_from_settings
from cget_api.telemetry.defects import Masking
from cget_api.telemetry.health import Health
from cget_api.web.cross_site import OnlyAsked
from cget_api.web.defences import defences
from cget_api.web.hosts import AllowedHosts, hosts_from_list
from cget_api.web.origins import AllowedOrigins, origins_from_list
from cget_api.web.pages import pages
from cget_api.web.refusals import not_served

_SHARE_OF_REPETITIONS = 4
"""The part of the answers kept that is for requests that are the same to the byte."""


def now() -> datetime:
    return datetime.now(UTC)


def create_app(settings: Settings, clock: Clock = now) -> Starlette:
    """Raises BadUserInput for settings that cannot be followed."""
    engine = engine_from_url(settings.database_url)
    telemetry = telemetry_from_settings(settings)
    keeper = Keeper(engine, telemetry.reading_watchers, Holding(engine, room_from_settings(settings)))
    health = Health(engine, keeper)
    hosts, origins = _trusted(settings)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        with suppress(RegisterError):
            await asyncio.to_thread(keeper.refresh)
        with keeper.kept_fresh(settings.poll_seconds):
            yield
        await health.close()
        await keeper.close()
        engine.dispose()
        await asyncio.to_thread(telemetry.close)

    graphiql = settings.graphiql and not settings.trusted_documents_only
    answering = answering_from_settings(keeper, clock, settings)
    repeated_bytes = settings.answer_cache_bytes // _SHARE_OF_REPETITIONS
    answers = Answers(settings.answer_cache_bytes - repeated_bytes)
    repetitions = Middleware(Repetitions, service=answering.service, most_bytes=repeated_bytes)
    explorer = Explorer(answering, settings.answer_cache_bytes, graphiql=graphiql)
    asked_by_others = [Middleware(OnlyAsked, origins=origins)]
    app = Starlette(
        routes=[
            # Asked most, and routes are tried in this order.
            *routes_of(answering, answers, settings, origins.listed(), asked_by_others),
            *explorer.routes(),
            *pages(graphiql, settings.introspection),
            *telemetry.routes,
            Route("/livez", health.livez),
            Route("/readyz", health.readyz),
        ],
        middleware=[
            telemetry.middleware,
            repetitions,
            *defences(hosts, origins, settings.hsts_seconds, within=[Middleware(Masking)]),
        ],
        exception_handlers={HTTPStatus.NOT_FOUND: not_served, HTTPStatus.METHOD_NOT_ALLOWED: not_served},
        lifespan=lifespan,
    )
    # A redirection would lead to whatever host the request names.
    app.router.redirect_slashes = False
    return app


def _trusted(settings: Settings) -> tuple[AllowedHosts, AllowedOrigins]:
    try:
        hosts = hosts_from_list(settings.allowed_hosts)
    except ValueError as error:
        raise BadUserInput("CGET_ALLOWED_HOSTS", str(error), "Set it otherwise, or unset it for its default") from None
    try:
        return hosts, origins_from_list(settings.allowed_origins)
    except ValueError as error:
        raise BadUserInput("CGET_ALLOWED_ORIGINS", str(error), "Set it otherwise, or unset it for none") from None
