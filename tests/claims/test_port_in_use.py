"""The case port-in-use, raised with real sockets."""

import asyncio
import os
import socket

import pytest

from tests.claims.tables import Row, table
from tests.claims.witness import (
    bind,
    complaint,
    in_private_network,
    listener,
    node,
    port_of,
    raised,
    run,
    said,
    texts,
)

CASE = "port-in-use"
RESTARTS = table("learn/binding", "time-wait", "Restart")
REUSE = ("SO_REUSEADDR on the old server's socket", "on the new one's")


async def _start_asyncio_server(port: int) -> None:
    await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", port)


def test_python_says_what_the_case_lists() -> None:
    """The case lists exactly what Python prints when the port is taken."""
    with listener() as server:
        port = port_of(server)
        assert texts(CASE, "Python") == {
            raised(port, lambda: bind(("127.0.0.1", port))),
            raised(port, lambda: socket.create_server(("127.0.0.1", port))),
        }


def test_asyncio_says_what_the_case_lists() -> None:
    """The case lists what asyncio prints, whose words depend on the version of Python."""
    with listener() as server:
        port = port_of(server)
        assert raised(port, lambda: asyncio.run(_start_asyncio_server(port))) in texts(CASE, "Python asyncio")


def test_node_says_what_the_case_lists() -> None:
    """The case lists what Node.js prints, with an address and without."""
    with listener() as server:
        port = port_of(server)
        assert texts(CASE, "Node.js") == {
            node(port, f"require('net').createServer().listen({port}, '127.0.0.1')"),
            node(port, f"require('net').createServer().listen({port})"),
        }


def test_node_debugger_says_what_the_case_lists() -> None:
    """Without a port for its debugger Node.js complains and goes on with the program."""
    with listener() as server:
        port = port_of(server)
        result = run("node", f"--inspect=127.0.0.1:{port}", "-e", "process.exit(5)")
        assert result.returncode == 5
        assert {said(port, result.stderr)} == texts(CASE, "Node.js debugger")


def test_tools_say_what_the_case_lists() -> None:
    """The case lists what netcat and curl print when the port is taken."""
    with listener() as server:
        port = port_of(server)
        assert {said(port, complaint("nc", "-l", "127.0.0.1", str(port)))} == texts(CASE, "netcat")
        asked = complaint("curl", "-sS", "--local-port", str(port), f"http://127.0.0.1:{port}/")
        assert {said(port, asked)} == texts(CASE, "curl")


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_the_same_address_and_all_addresses_clash(address: str) -> None:
    """A listener on 127.0.0.1 keeps others from 127.0.0.1 and from all addresses, on its port."""
    with listener() as server, pytest.raises(OSError, match="Address already in use"):
        bind((address, port_of(server)))


@pytest.mark.parametrize("address", ["127.0.0.2", "::1"])
def test_other_loopback_addresses_do_not_clash(address: str) -> None:
    """A listener on 127.0.0.1 leaves its port free on 127.0.0.2 and on ::1."""
    with listener() as server:
        bind((address, port_of(server)))


@pytest.mark.parametrize("row", RESTARTS, ids=lambda row: " and ".join(row[it] for it in REUSE))
def test_time_wait_holds_the_port_unless_both_reuse(row: Row) -> None:
    """After the server closed first, its restart does what the page's table says for the option on both sockets."""
    old, new = (row[it] == "yes" for it in REUSE)
    port = _leave_time_wait(reuse=old)
    assert "TIME-WAIT" in run("ss", "-H", "-tan", f"sport = :{port}").stdout
    assert _restart(port, reuse=new) == row["Restart"]


def test_the_table_of_restarts_has_every_pair() -> None:
    """The page's table says once what happens for each of the four pairs, and only both together help."""
    pairs = {tuple(row[it] for it in REUSE): row["Restart"] == "works" for row in RESTARTS}
    assert len(RESTARTS) == len(pairs) == 4
    assert [pair for pair, starts in pairs.items() if starts] == [("yes", "yes")]


def test_a_client_that_closes_first_leaves_the_port_free() -> None:
    """After the client closed first, the server starts again at once, without any option."""
    with listener() as server:
        port = port_of(server)
        client = socket.create_connection(("127.0.0.1", port))
        accepted, _ = server.accept()
        client.close()
        assert accepted.recv(1) == b""
        accepted.close()
    assert _restart(port, reuse=False) == "works"


def test_a_bound_socket_is_refused_and_invisible() -> None:
    """A socket that is bound and does not listen holds its port, refuses clients, and ss shows no row."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = port_of(server)
        with pytest.raises(OSError, match="Address already in use"):
            bind(("127.0.0.1", port))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
        assert run("ss", "-H", "-tan", f"sport = :{port}").stdout == ""
        assert run("lsof", "-nP", f"-iTCP:{port}").stdout == ""
        rows = run("lsof", "-nP", "-a", "-p", str(os.getpid()), "-d", str(server.fileno())).stdout
        assert "protocol: TCP" in rows


def test_a_client_can_connect_to_itself_and_hold_the_port() -> None:
    """A client that retries a closed port of the automatic range reaches itself, and the server cannot start."""
    printed = in_private_network("""
sysctl -qw net.ipv4.ip_local_port_range="40200 40201"
python3 - <<'END'
import socket
client = socket.socket()
while client.connect_ex(("127.0.0.1", 40200)):
    pass
print(client.getsockname() == client.getpeername())
try:
    socket.create_server(("127.0.0.1", 40200))
except OSError as error:
    print(error.strerror.split(" (")[0])
END
""")
    assert printed.splitlines() == ["True", "Address already in use"]


def test_a_reserved_port_is_given_to_servers_only() -> None:
    """A port in ip_local_reserved_ports is never given automatically; a server may still ask for it."""
    printed = in_private_network("""
sysctl -qw net.ipv4.ip_local_port_range="40200 40203"
sysctl -qw net.ipv4.ip_local_reserved_ports=40200-40202
python3 - <<'END'
import socket
for _ in range(20):
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1])
with socket.create_server(("127.0.0.1", 40200)) as server:
    print(server.getsockname()[1])
END
""")
    assert printed.split() == ["40203"] * 20 + ["40200"]


def _leave_time_wait(*, reuse: bool) -> int:
    """Serve one client, close first, and return the port."""
    with listener(reuse=reuse) as server:
        client = socket.create_connection(("127.0.0.1", port_of(server)))
        accepted, _ = server.accept()
        accepted.close()
        assert client.recv(1) == b""
        client.close()
        return port_of(server)


def _restart(port: int, *, reuse: bool) -> str:
    """Listen on the port again; return "works" or the system's words."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
        try:
            server.bind(("127.0.0.1", port))
            server.listen()
        except OSError as error:
            return str(error.strerror)
        return "works"
