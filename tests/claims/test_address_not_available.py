"""The case address-not-available, raised with real sockets and in namespaces without addresses or ports."""

import asyncio
import socket

import pytest

from tests.claims.witness import (
    STRANGER,
    bind,
    complaint,
    free_port,
    in_private_network,
    listener,
    node,
    port_of,
    raised,
    said,
    texts,
)

CASE = "address-not-available"
FULL = """
sysctl -qw net.ipv4.ip_local_port_range="40000 40001"
python3 - <<'END' &
import signal, socket
server = socket.create_server(("127.0.0.1", 5000))
clients = [socket.create_connection(("127.0.0.1", 5000)) for _ in range(2)]
signal.pause()
END
holder=$!
trap 'kill $holder' EXIT
until [ "$(ss -H -tn state established 'dport = :5000' | wc -l)" = 2 ]; do sleep 0.05; done
"""


async def _start_asyncio_server(port: int) -> None:
    await asyncio.start_server(lambda _reader, writer: writer.close(), STRANGER, port)


def _without_ports(command: str) -> str:
    """Return what a client prints when both automatic ports are in use for its destination."""
    return said(5000, in_private_network(f"{FULL}\n{command}"))


def test_python_says_what_the_case_lists() -> None:
    """The case lists exactly what Python prints for an address of another machine and for a number that is no port."""
    port = free_port()
    assert texts(CASE, "Python") == {
        raised(port, lambda: bind((STRANGER, port))),
        raised(port, lambda: socket.create_server((STRANGER, port))),
        raised(port, lambda: bind(("127.0.0.1", 65536))),
    }


def test_asyncio_says_what_the_case_lists() -> None:
    """The case lists what asyncio prints, whose words depend on the version of Python."""
    port = free_port()
    assert raised(port, lambda: asyncio.run(_start_asyncio_server(port))) in texts(CASE, "Python asyncio")


def test_a_foreign_ipv6_address_is_not_available_either() -> None:
    """Binding to an IPv6 address of another machine fails with the same words."""
    with pytest.raises(OSError, match=r"\[Errno 99\] Cannot assign requested address"):
        bind(("2001:db8::7", 0))


def test_node_says_what_the_case_lists() -> None:
    """The case lists what Node.js prints as a server, as a client, without ports and without IPv6."""
    with listener() as server:
        port = port_of(server)
        assert texts(CASE, "Node.js") == {
            node(port, f"require('net').createServer().listen({port}, '{STRANGER}')"),
            node(port, f"require('net').connect({{port: {port}, host: '127.0.0.1', localAddress: '{STRANGER}'}})"),
            _without_ports(_node_script("connect(5000, '127.0.0.1')")),
            said(5000, _without_ipv6(_node_script("createServer().listen(5000, '::1')"))),
        }


def test_tools_say_what_the_case_lists() -> None:
    """The case lists what netcat and curl print as a server, as a client and without ports."""
    with listener() as server:
        port = str(port_of(server))
        assert texts(CASE, "netcat") == {
            complaint("nc", "-l", STRANGER, port),
            complaint("nc", "-s", STRANGER, "-vz", "127.0.0.1", port),
            _without_ports("nc -vz 127.0.0.1 5000 2>&1 || true"),
        }
        asked = complaint("curl", "-sS", "--interface", STRANGER, f"http://127.0.0.1:{port}/")
        assert {asked} == texts(CASE, "curl")


def test_without_automatic_ports_a_client_and_a_server_fail_differently() -> None:
    """Out of ports, connect says "not available", bind to port 0 says "in use", and another destination works."""
    printed = _without_ports("""python3 - <<'END'
import socket
def attempt(action):
    try:
        action()
        print("works")
    except OSError as error:
        print(error)
attempt(lambda: socket.create_connection(("127.0.0.1", 5000)))
attempt(lambda: socket.socket().bind(("127.0.0.1", 0)))
server = socket.create_server(("127.0.0.2", 5000))
attempt(lambda: socket.create_connection(("127.0.0.2", 5000)))
END""")
    assert printed.splitlines() == [
        "[Errno 99] Cannot assign requested address",
        "[Errno 98] Address already in use",
        "works",
    ]


def test_curl_hides_that_ports_ran_out() -> None:
    """Out of automatic ports, curl only says that it could not connect."""
    assert "Couldn't connect to server" in _without_ports("curl -sS http://127.0.0.1:5000/ 2>&1 || true")


def test_ipv6_loopback_disappears_and_comes_back() -> None:
    """With IPv6 off ::1 cannot be bound while :: can; with it on again for lo, ::1 is back."""
    try_both = """python3 - <<'END'
import socket
for address in ("::1", "::"):
    with socket.socket(socket.AF_INET6) as server:
        try:
            server.bind((address, 0))
            print(address, "works")
        except OSError as error:
            print(address, error)
END"""
    printed = _without_ipv6(f"{try_both}\nsysctl -qw net.ipv6.conf.lo.disable_ipv6=0\n{try_both}")
    assert printed.splitlines() == [
        "::1 [Errno 99] Cannot assign requested address",
        ":: works",
        "::1 works",
        ":: works",
    ]


def test_nonlocal_bind_lets_a_server_bind_to_any_address() -> None:
    """With ip_nonlocal_bind=1 a server starts on an address that the machine does not have."""
    bind_there = f"python3 -c \"import socket; socket.socket().bind(('{STRANGER}', 0)); print('bound')\""
    assert in_private_network(f"sysctl -qw net.ipv4.ip_nonlocal_bind=1\n{bind_there}") == "bound"


def test_a_link_local_address_needs_its_zone() -> None:
    """Binding to a link-local IPv6 address without its zone is an invalid argument."""
    with pytest.raises(OSError, match=r"\[Errno 22\] Invalid argument"):
        bind(("fe80::1", 0))


def _without_ipv6(command: str) -> str:
    return in_private_network(f"sysctl -qw net.ipv6.conf.all.disable_ipv6=1\n{command}")


def _node_script(expression: str) -> str:
    code = f"require('net').{expression}.on('error', (error) => console.log(String(error)))"
    return f'node -e "{code}"'
