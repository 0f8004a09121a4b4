"""No test reaches the network: what tests/network.py refuses, and what it lets through."""

import socket
from pathlib import Path

import pytest

from tests.network import NetworkReached

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent
ELSEWHERE = "192.0.2.1"  # an address kept for documentation (RFC 5737): nobody answers there


def test_a_connection_beyond_this_machine_is_refused(network_attempts: list[str]) -> None:
    with pytest.raises(NetworkReached):
        socket.create_connection((ELSEWHERE, 80), timeout=1)
    assert network_attempts == [f"socket.getaddrinfo {ELSEWHERE!r}"]
    network_attempts.clear()


def test_a_connection_to_a_bare_address_is_refused(network_attempts: list[str]) -> None:
    with socket.socket() as connection, pytest.raises(NetworkReached):
        connection.connect((ELSEWHERE, 80))
    assert network_attempts == [f"socket.connect {ELSEWHERE!r}"]
    network_attempts.clear()


def test_a_datagram_beyond_this_machine_is_refused(network_attempts: list[str]) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as connection, pytest.raises(NetworkReached):
        connection.sendto(b"?", (ELSEWHERE, 53))
    assert network_attempts == [f"socket.sendto {ELSEWHERE!r}"]
    network_attempts.clear()


def test_the_name_of_another_machine_is_not_looked_up(network_attempts: list[str]) -> None:
    with pytest.raises(NetworkReached):
        socket.getaddrinfo("register.invalid", 80)
    assert network_attempts == ["socket.getaddrinfo 'register.invalid'"]
    network_attempts.clear()


def test_this_machine_may_be_reached() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(("localhost", listener.getsockname()[1]), timeout=5) as connection:
            assert connection.getpeername() == listener.getsockname()


def test_a_socket_in_the_file_system_may_be_reached(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = str(tmp_path_factory.mktemp("s") / "s")
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as connection:
        listener.bind(path)
        listener.listen()
        connection.connect(path)
        assert connection.getpeername() == path


def test_swallowing_the_refusal_does_not_save_the_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import socket

        def test_swallows():
            try:
                socket.create_connection(("192.0.2.1", 80), timeout=1)
            except Exception:
                pass
        """
    )
    outcome = pytester.runpytest_subprocess("-o", f"pythonpath={ROOT}", "-p", "tests.network")
    outcome.assert_outcomes(passed=1, errors=1)
