"""A pytest plugin under which a test that reaches beyond this machine fails, even where the code swallows the refusal.

It watches Python's own sockets through the interpreter's audit events; it does not see libpq's, nor a child process's.
"""

import ipaddress
import socket
import sys
from collections.abc import Iterator

import pytest

RESOLVING = {"socket.getaddrinfo", "socket.gethostbyname"}
REACHING = {"socket.connect", "socket.sendto", "socket.sendmsg"}

_attempts: list[str] = []


class NetworkReached(AssertionError):
    """A connection, a datagram or a name look-up that would have left this machine."""


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def _refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in RESOLVING:
        host = arguments[0]
    elif event in REACHING:
        connection, address = arguments
        if not isinstance(connection, socket.SocketType) or not isinstance(address, tuple):
            return  # a path in the file system, or the peer that `connect` has already let through
        host = address[0]
    else:
        return
    if not _is_here(host):
        _attempts.append(f"{event} {host!r}")
        raise NetworkReached(f"a test reached for the network: {_attempts[-1]}")


def pytest_configure() -> None:
    sys.addaudithook(_refuse_the_network)


@pytest.fixture(autouse=True)
def network_attempts() -> Iterator[list[str]]:
    """What the test tried to reach beyond this machine; whatever is left in it at the end fails the test."""
    _attempts.clear()
    yield _attempts
    assert _attempts == []
