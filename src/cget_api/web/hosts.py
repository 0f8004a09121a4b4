"""The names under which the service may be asked for: without a list, a page could reach it under a name of its own."""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from cget_api.core.errors import BadUserInput
from cget_api.web.refusals import Refusal

_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_HOST = re.compile(r"(?P<name>[^\s:/@\[\]]+|\[[0-9a-f:.]+\])(:[0-9]*)?")


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """The `names` that may be asked for, and the `domains` of which any subdomain may; `any` other too, if so set."""

    names: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    any: bool = False

    def allows(self, host: str) -> bool:
        """`host` is a Host header; its port does not matter."""
        if self.any:
            return True
        parts = _HOST.fullmatch(host.lower())
        if parts is None:
            return False
        name = _normal(parts["name"].removesuffix("."))
        _, _, domain = name.partition(".")
        while domain:
            if domain in self.domains:
                return True
            _, _, domain = domain.partition(".")
        return name in self.names


def hosts_from_list(text: str) -> AllowedHosts:
    """From what is written with commas: `example.org`, `*.example.org` for any subdomain, `192.0.2.1`, `[::1]`, or `*`.

    Raises ValueError, with the entry, for what could never be asked for.
    """
    entries = [entry.strip().lower() for entry in text.split(",") if entry.strip()]
    if not entries:
        raise ValueError("names no host. Name one, or allow any with *")
    names: set[str] = set()
    domains: set[str] = set()
    for entry in entries:
        if entry == "*":
            continue
        name = entry.removeprefix("*.")
        if _NAME.fullmatch(name) is None and not (entry == name and _is_address(name)):
            raise ValueError(
                f"{entry!r} is no host name such as example.org or *.example.org (without scheme, port or path)"
            )
        (names if entry == name else domains).add(_normal(name))
    return AllowedHosts(frozenset(names), frozenset(domains), "*" in entries)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _normal(name: str) -> str:
    """The same for every way of writing one IPv6 address."""
    bare = name.removeprefix("[").removesuffix("]")
    return ipaddress.ip_address(bare).compressed if _is_address(bare) else name


class HostList:
    """Answers only requests for one of `hosts`; at the paths `anywhere`, which probes ask by address, any request."""

    def __init__(self, app: ASGIApp, hosts: AllowedHosts, anywhere: Collection[str] = ()) -> None:
        self._app = app
        self._hosts = hosts
        self._anywhere = frozenset(anywhere)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or self._hosts.any or self._is_for_anybody(scope):
            await self._app(scope, receive, send)
            return
        named = Headers(scope=scope).getlist("host")
        if len(named) == 1 and self._hosts.allows(named[0]):
            await self._app(scope, receive, send)
            return
        error = BadUserInput(
            f"host {', '.join(named) or '(none)'}",
            "is not one that this service answers for",
            "Ask for one that CGET_ALLOWED_HOSTS names, or have the maintainer add this one there",
        )
        await Refusal(error, HTTPStatus.MISDIRECTED_REQUEST)(scope, receive, send)

    def _is_for_anybody(self, scope: Scope) -> bool:
        path: str = scope["path"]
        return path.removeprefix(scope.get("root_path", "")) in self._anywhere
