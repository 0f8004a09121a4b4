"""The order in which requests are let in and answers let out."""

from collections.abc import Collection, Sequence

from starlette.middleware import Middleware

from cget_api.web.headers import SecurityHeaders
from cget_api.web.hosts import AllowedHosts, HostList
from cget_api.web.origins import AllowedOrigins, CrossOrigin, Preflights

PROBES = ("/livez", "/readyz", "/metrics")
"""What is asked by address and not by name, from nearby."""


def defences(
    hosts: AllowedHosts,
    origins: AllowedOrigins,
    hsts_seconds: int = 0,
    within: Sequence[Middleware] = (),
    probes: Collection[str] = PROBES,
) -> list[Middleware]:
    """Outermost first. What is `within` sees every request, and may answer for failures: pages of other origins can
    read that answer too."""
    return [
        Middleware(SecurityHeaders, hsts_seconds=hsts_seconds),
        Middleware(CrossOrigin, origins=origins),
        *within,
        Middleware(HostList, hosts=hosts, anywhere=probes),
        Middleware(Preflights, origins=origins),
    ]
