"""The address of a PostgreSQL as asyncpg takes it: written for libpq, of whose parameters it knows some, and sends all
others to the server."""

from typing import Final

from sqlalchemy.engine import URL

CONNECTING_SECONDS: Final = 60.0
_LISTS: Final = ("host", "port")
_TAKEN: Final = frozenset(
    {
        *_LISTS,
        "dbname",
        "user",
        "password",
        "passfile",
        "service",
        "sslmode",
        "sslcert",
        "sslkey",
        "sslrootcert",
        "sslnegotiation",
        "sslcrl",
        "sslpassword",
        "ssl_min_protocol_version",
        "ssl_max_protocol_version",
        "target_session_attrs",
        "krbsrvname",
        "gsslib",
        "options",
    }
)
"""`options` are for the server."""


def address_for_asyncpg(url: URL) -> str:
    """Without the parameters that only libpq understands."""
    query = {name: _together(name, value) for name, value in url.query.items() if name in _TAKEN}
    if "hostaddr" in url.query and url.host is None:
        query.setdefault("host", _together("host", url.query["hostaddr"]))
    return url.set(drivername="postgresql", query=query).render_as_string(hide_password=False)


def seconds_to_connect(url: URL) -> float:
    """What `connect_timeout` says; 0 stands for as long as one likes, which is a minute here."""
    told = url.query.get("connect_timeout")
    seconds = 0.0 if told is None else float(_together("connect_timeout", told))
    return seconds if seconds > 0 else CONNECTING_SECONDS


def _together(name: str, value: str | tuple[str, ...]) -> str:
    """Several hosts stand beside each other; of anything else the last one counts."""
    if isinstance(value, str):
        return value
    return ",".join(value) if name in _LISTS else value[-1]
