"""The case ipv4-ipv6-mismatch, raised with real sockets and the usual hosts file."""

import shlex
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.claims.clients import NODE, fetched, level, lines, node, python, with_hosts
from tests.claims.witness import PYTHON, bind, listener, port_of, run, said, texts

CASE = "ipv4-ipv6-mismatch"
PORT = 4242  # in network namespaces of their own
SERVE = f"{PYTHON} -m http.server {PORT} --bind {{}} >/dev/null 2>&1 &\nuntil nc -z {{}} {PORT}; do sleep 0.05; done"
SOCKET = f"require('net').connect({PORT}, 'localhost')"
HANDLERS = "on('connect', () => process.exit(0)).on('error', (it) => { console.log(String(it)); process.exit(7) })"
CLIENTS = {
    "Node.js 20": [NODE, "-e", f"{SOCKET}.{HANDLERS}"],
    "Node.js 17": [NODE, "--no-network-family-autoselection", "-e", f"{SOCKET}.{HANDLERS}"],
    "Python, both families": [PYTHON, "-c", f"import socket; socket.create_connection(('localhost', {PORT}))"],
    "Python, AF_INET": [PYTHON, "-c", f"import socket; socket.socket().connect(('localhost', {PORT}))"],
    "curl": ["curl", "-sS", "-o", "/dev/null", f"http://localhost:{PORT}/"],
    "curl -4": ["curl", "-4", "-sS", "-o", "/dev/null", f"http://localhost:{PORT}/"],
    "curl -6": ["curl", "-6", "-sS", "-o", "/dev/null", f"http://localhost:{PORT}/"],
    "netcat": ["nc", "-z", "localhost", str(PORT)],
}
FAILS = {
    "127.0.0.1": {"Node.js 17", "curl -6"},
    "::1": {"Python, AF_INET", "curl -4"},
}


@pytest.fixture
def port() -> Iterator[int]:
    """Listen on 127.0.0.1, and hold the port on ::1 without listening."""
    with listener() as server, socket.socket(socket.AF_INET6) as other:
        other.bind(("::1", port_of(server)))
        yield port_of(server)


def with_server(folder: Path, address: str, script: str) -> str:
    """Run a script on a machine with the usual hosts file, where a web server listens on one address only."""
    return with_hosts(folder, f"{SERVE.format(address, address)}\nset +e\n{script}\nkill %1")


def test_node_says_what_the_case_lists(tmp_path: Path) -> None:
    """The case lists exactly what Node.js 17 to 19 print for localhost when the server listens on 127.0.0.1."""
    printed = with_server(tmp_path, "127.0.0.1", shlex.join(CLIENTS["Node.js 17"]))
    assert {said(PORT, printed)} == texts(CASE, "Node.js")


def test_node_says_the_same_for_the_address_itself(port: int) -> None:
    """Asked for ::1, Node.js of any version prints what the case lists, as socket and as fetch."""
    assert {node(port, f"require('net').connect({port}, '::1')")} == texts(CASE, "Node.js")
    printed = {line.strip(" {") for line in fetched(port, f"fetch('http://[::1]:{port}/')")}
    assert texts(CASE, "Node.js fetch") <= printed


def test_asyncio_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what asyncio prints when it asks for ::1."""
    code = f"import asyncio; asyncio.run(asyncio.open_connection('::1', {port}))"
    assert {python(port, code)} == texts(CASE, "Python asyncio")


def test_curl_says_what_the_case_lists(port: int) -> None:
    """The case lists what curl prints when it asks for ::1, and the line of its verbose output."""
    said_about = lines(port, "curl", "-sSv", f"http://[::1]:{port}/")
    assert said_about[-1] in {level(it) for it in texts(CASE, "curl")}
    assert any(text in line for text in texts(CASE, "curl -v") for line in said_about)


def test_netcat_says_what_the_case_lists(port: int, tmp_path: Path) -> None:
    """The case lists exactly what netcat prints about ::1, by name and by address; by name it then succeeds."""
    by_name = with_server(tmp_path, "127.0.0.1", f"nc -vz localhost {PORT} 2>&1").splitlines()
    assert texts(CASE, "netcat") == {said(PORT, by_name[0]), *lines(port, "nc", "-vz", "::1", str(port))}
    assert said(PORT, by_name[1]) == "Connection to localhost (127.0.0.1) PORT port [tcp/*] succeeded!"


@pytest.mark.parametrize("address", FAILS)
def test_clients_fail_as_the_causes_say(address: str, tmp_path: Path) -> None:
    """Clients that try both addresses always succeed; those that try one fail when the server has the other."""
    script = "\n".join(f"{shlex.join(command)} >/dev/null 2>&1; echo $?" for command in CLIENTS.values())
    codes = with_server(tmp_path, address, script).split()
    assert {client for client, code in zip(CLIENTS, codes, strict=True) if code != "0"} == FAILS[address]


def test_ipv4_first_cures_old_node(tmp_path: Path) -> None:
    """With the option of the fix, Node.js 17 to 19 reach 127.0.0.1 under the name, and no longer ::1."""
    script = f"export NODE_OPTIONS=--dns-result-order=ipv4first\n{shlex.join(CLIENTS['Node.js 17'])}; echo $?"
    assert with_server(tmp_path, "127.0.0.1", script) == "0"
    assert with_server(tmp_path, "::1", script).splitlines()[-1] == "7"


@pytest.mark.parametrize(
    "server",
    [
        pytest.param([NODE, "-e", f"require('net').createServer().listen({PORT}, 'localhost')"], id="Node.js"),
        pytest.param([PYTHON, "-m", "http.server", str(PORT), "--bind", "localhost"], id="http.server"),
    ],
)
def test_a_server_on_localhost_takes_the_first_address(server: list[str], tmp_path: Path) -> None:
    """Told `localhost`, Node.js and Python's http.server listen on ::1 alone."""
    assert _listens(tmp_path, server) == {"[::1]"}


def test_asyncio_on_localhost_takes_both_addresses(tmp_path: Path) -> None:
    """Told `localhost`, asyncio listens on both loopback addresses."""
    serve = f"await asyncio.start_server(print, 'localhost', {PORT})"
    code = f"import asyncio\nasync def main():\n    {serve}\n    await asyncio.sleep(9)\nasyncio.run(main())"
    assert _listens(tmp_path, [PYTHON, "-c", code]) == {"127.0.0.1", "[::1]"}


def test_two_programs_can_share_the_port() -> None:
    """While one program listens on 127.0.0.1, another may take the same port of ::1."""
    with listener() as server:
        bind(("::1", port_of(server)))


def test_a_client_for_ipv4_never_sees_ipv6() -> None:
    """A server on ::1 refuses a client that asks for 127.0.0.1, and curl -6 reaches it under the name."""
    with listener("::1") as server:
        port = port_of(server)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
        assert run("curl", "-6", "-sS", "-m", "1", f"http://localhost:{port}/").returncode == 28  # connected


def _listens(folder: Path, server: list[str]) -> set[str]:
    """Start a server under the usual hosts file; return the addresses on which it listens."""
    show = f"ss -H -ltn 'sport = :{PORT}'"
    wait = f'until [ -n "$({show})" ]; do sleep 0.05; done; sleep 0.1'
    printed = with_hosts(folder, f"{shlex.join(server)} >/dev/null 2>&1 &\n{wait}\n{show}\nkill %1")
    return {row.split()[3].rpartition(":")[0] for row in printed.splitlines()}
