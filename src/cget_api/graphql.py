"""GraphQL as the settings have it: its schema, its documents, its limits, by HTTP and by WebSocket."""

from collections.abc import Sequence
from dataclasses import fields

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from cget_api.api.answering import Answering
from cget_api.api.asking import Clock, Service
from cget_api.api.compiled.plans import Plans
from cget_api.api.documents.limits import Limits, Places
from cget_api.api.documents.persisted import PersistedDocuments, digest_of, documents_from_manifest
from cget_api.api.documents.reading import Documents
from cget_api.api.http.answers import Answers
from cget_api.api.http.endpoint import GraphQLOverHTTP
from cget_api.api.schema import schema_for
from cget_api.api.websocket import GraphQLOverWebSocket
from cget_api.api.working import Working
from cget_api.core.errors import BadUserInput
from cget_api.core.register import LiveArchive
from cget_api.explorer.questions import documents as documents_of_pages
from cget_api.settings import Settings

PATH = "/graphql"


def service_from_settings(live: LiveArchive, clock: Clock, settings: Settings) -> Service:
    """Raises BadUserInput where only trusted documents are to be answered and none are named, and for a manifest of
    them that cannot be used."""
    if settings.trusted_documents_only and settings.trusted_documents is None:
        raise BadUserInput(
            "CGET_TRUSTED_DOCUMENTS_ONLY",
            "is set without a manifest",
            "Name one in CGET_TRUSTED_DOCUMENTS, or unset it",
        )
    limits = Limits(**{field.name: getattr(settings, field.name) for field in fields(Limits)})
    documents = Documents(
        schema_for(federation=settings.federation),
        limits,
        introspection=settings.introspection,
        suggestions=settings.suggestions,
    )
    # The service trusts the documents of its own pages.
    trusted = {digest_of(text): text for text in documents_of_pages()}
    if settings.trusted_documents:
        trusted |= documents_from_manifest(settings.trusted_documents)
    persisted = PersistedDocuments(
        trusted,
        only_trusted=settings.trusted_documents_only,
        capacity=settings.persisted_queries,
    )
    subscriptions = Places("subscriptions", limits.max_subscriptions)
    return Service(live, clock, documents, persisted, subscriptions, Working(limits))


def graphql_routes(
    live: LiveArchive,
    clock: Clock,
    settings: Settings,
    origins: Sequence[str] = (),
    middleware: Sequence[Middleware] = (),
) -> list[BaseRoute]:
    """With what answers as the settings have it. Raises BadUserInput for settings that cannot be followed."""
    answers = Answers(settings.answer_cache_bytes)
    return routes_of(answering_from_settings(live, clock, settings), answers, settings, origins, middleware)


def answering_from_settings(live: LiveArchive, clock: Clock, settings: Settings) -> Answering:
    """Raises BadUserInput as service_from_settings does."""
    service = service_from_settings(live, clock, settings)
    return Answering(service, Plans() if settings.fast_path else None)


def routes_of(
    answering: Answering,
    answers: Answers,
    settings: Settings,
    origins: Sequence[str] = (),
    middleware: Sequence[Middleware] = (),
) -> list[BaseRoute]:
    """By HTTP, which keeps its `answers`, and by WebSocket on one path. `origins` are those whose pages may open a
    WebSocket; `middleware` stands before HTTP."""
    http = GraphQLOverHTTP(answering, answers, settings.max_age_seconds)
    websocket = GraphQLOverWebSocket(answering, schema_for(federation=settings.federation), origins)
    return [Route(PATH, http, middleware=middleware), WebSocketRoute(PATH, websocket)]
