"""The case connection-reset, raised with servers that throw connections away."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.claims.clients import NODE, fetched, lines, python
from tests.claims.servers import BANNER, break_off, greet, reset, serving
from tests.claims.witness import case, listener, port_of, run, said, texts

CASE = "connection-reset"
URLLIB = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{}/').read()"
GET = "require('http').get('http://127.0.0.1:{}/', (it) => it.resume().on('error', fail)).on('error', fail)"
WRITE_AGAIN = """
import socket
client = socket.create_connection(("127.0.0.1", {}))
client.sendall(b"x")
try:
    client.recv(1)
except ConnectionResetError:
    client.sendall(b"y")
"""
CRASH = """
import os, socket, sys
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
client, _ = server.accept()
client.recv(1)
os._exit(1)
"""


@pytest.fixture
def port() -> Iterator[int]:
    """Give the port of a server that resets each connection once it has got the request."""
    with serving(reset) as number:
        yield number


@pytest.fixture
def broken() -> Iterator[int]:
    """Give the port of a server that resets each connection in the middle of its answer."""
    with serving(break_off) as number:
        yield number


def node(port: int) -> set[str]:
    """Return the errors of a Node.js request and of its answer, as uncaught ones are printed."""
    result = run(NODE, "-e", f"const fail = (it) => console.log(String(it));\n{GET.format(port)}")
    assert result.stdout, result.stderr
    return {said(port, line) for line in result.stdout.splitlines()}


def test_python_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what Python prints when a connection is reset, on reading and on writing after it."""
    assert texts(CASE, "Python") == {
        python(port, URLLIB.format(port)),
        python(port, WRITE_AGAIN.format(port)),
    }


def test_node_says_what_the_case_lists(port: int, broken: int) -> None:
    """The case lists exactly what Node.js prints, before the answer and inside it."""
    inside = node(broken)  # the reset may come with the answer's first bytes or after them: one error or two
    assert "Error: aborted" in inside
    assert texts(CASE, "Node.js") == node(port) | inside


def test_node_fetch_says_what_the_case_lists(port: int, broken: int) -> None:
    """The case lists what fetch prints, before the answer and inside it."""
    before = {line.strip(" {") for line in fetched(port, f"fetch('http://127.0.0.1:{port}/')")}
    inside = {
        line.strip(" {") for line in fetched(broken, f"fetch('http://127.0.0.1:{broken}/').then((it) => it.text())")
    }
    assert texts(CASE, "Node.js fetch") <= before | inside
    assert "TypeError: fetch failed" in before


@pytest.mark.parametrize("handle", [reset, break_off])
def test_curl_says_what_the_case_lists(handle: object) -> None:
    """Before the answer and inside it, curl ends with 56 and prints what the case lists."""
    assert callable(handle)
    with serving(handle) as number:
        url = f"http://127.0.0.1:{number}/"
        assert run("curl", "-sS", "-o", "/dev/null", url).returncode == 56
        assert set(lines(number, "curl", "-sS", "-o", "/dev/null", url)) == texts(CASE, "curl")


def test_a_process_that_dies_with_unread_data_resets_its_clients() -> None:
    """A client is reset when the server's process ends while something unread is left."""
    with subprocess.Popen([sys.executable, "-c", CRASH], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        with socket.create_connection(("127.0.0.1", int(server.stdout.readline()))) as client:
            client.sendall(b"more than the server reads")
            server.wait(5)
            with pytest.raises(ConnectionResetError):
                client.recv(1)


def test_unread_data_turns_a_close_into_a_reset() -> None:
    """A server that closes before it has read everything resets; one that has read everything does not."""
    for read, ends in ((1, "reset"), (65536, "end")):
        with listener() as server, socket.create_connection(server.getsockname()) as client:
            client.sendall(b"a request")
            peer, _ = server.accept()
            peer.recv(read)
            peer.close()
            try:
                assert (client.recv(1), ends) == (b"", "end")
            except ConnectionResetError:
                assert ends == "reset"


def test_the_greeting_is_shown_by_the_cases_command() -> None:
    """The case's command prints what a server says first."""
    command = next(it.command for it in case(CASE).checks if it.command.startswith("nc -d"))
    with serving(greet) as number:
        assert (
            run("bash", "-c", command.replace("PORT", str(number))).stdout.encode().splitlines() == BANNER.splitlines()
        )


def test_the_numbers_in_the_notes_are_right() -> None:
    """The error numbers that the case names for Linux are those of this system, and Node.js keeps idle ones 5 seconds."""
    assert (errno.ECONNRESET, errno.EPIPE) == (104, 32)
    assert os.strerror(104) == "Connection reset by peer"
    assert run(NODE, "-p", "require('http').createServer().keepAliveTimeout").stdout.strip() == "5000"


def test_a_reset_is_not_a_refusal(port: int) -> None:
    """A server that resets passes the port probe."""
    assert run("nc", "-z", "127.0.0.1", str(port)).returncode == 0
    with listener() as silent:
        assert run("nc", "-z", "127.0.0.1", str(port_of(silent))).returncode == 0
