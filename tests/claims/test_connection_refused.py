"""The case connection-refused, raised with real sockets."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.claims.clients import NODE, fetched, level, lines, named, node, python, with_hosts
from tests.claims.witness import LONGEST, PYTHON, case, listener, port_of, run, texts

CASE = "connection-refused"
BOTH = "Multiple exceptions"


@pytest.fixture
def port() -> Iterator[int]:
    """Hold a port on both loopback addresses without listening: it refuses, and nobody else can take it."""
    with socket.socket() as four, socket.socket(socket.AF_INET6) as six:
        four.bind(("127.0.0.1", 0))
        six.bind(("::1", port_of(four)))
        yield port_of(four)


def test_python_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what Python prints when a connection is refused."""
    assert texts(CASE, "Python") == {
        python(port, f"import socket; socket.create_connection(('127.0.0.1', {port}))"),
    }


def test_urllib_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what Python's urllib prints."""
    assert texts(CASE, "Python urllib") == {
        python(port, f"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/')"),
    }


def test_asyncio_says_what_the_case_lists(port: int, tmp_path: Path) -> None:
    """The case lists exactly what asyncio prints, for an address and for a name with two addresses."""
    code = "import asyncio; asyncio.run(asyncio.open_connection('{}', {}))"
    printed = with_hosts(tmp_path, f'{PYTHON} -c "{code.format("localhost", port)}" 2>&1 | tail -n 1')
    assert texts(CASE, "Python asyncio") == {
        python(port, code.format("127.0.0.1", port)),
        printed.replace(str(port), "PORT"),
    }
    assert BOTH in printed


def test_node_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what Node.js prints, for an address and for a name with two addresses."""
    assert texts(CASE, "Node.js") == {
        node(port, f"require('net').connect({port}, '127.0.0.1')"),
        node(port, named(port, "::1", "127.0.0.1")),
    }


def test_node_fetch_says_what_the_case_lists(port: int) -> None:
    """The case lists the cause that Node.js prints below `fetch failed`."""
    printed = [line.strip(" {") for line in fetched(port, f"fetch('http://127.0.0.1:{port}/')")]
    assert "TypeError: fetch failed" in printed
    assert texts(CASE, "Node.js fetch") <= set(printed)


def test_curl_says_what_the_case_lists(port: int) -> None:
    """The case lists what curl prints, and curl ends with 7."""
    url = f"http://127.0.0.1:{port}/"
    assert run("curl", "-sS", url).returncode == 7
    assert lines(port, "curl", "-sS", url)[-1] in {level(it) for it in texts(CASE, "curl")}


def test_netcat_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what netcat prints."""
    assert set(lines(port, "nc", "-vz", "127.0.0.1", str(port))) == texts(CASE, "netcat")


def test_bash_says_what_the_case_lists(port: int) -> None:
    """The case lists the first line that Bash prints."""
    assert {lines(port, "bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}")[0]} == texts(CASE, "Bash")


def test_the_case_lists_no_message_twice() -> None:
    """No program says the same thing twice in the case."""
    listed = [(it.text, it.runtime) for it in case(CASE).messages]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("asked", ["127.0.0.1", "::1"])
def test_a_server_on_another_address_refuses(asked: str) -> None:
    """A listener on 127.0.0.2 refuses clients of the other loopback addresses."""
    with listener("127.0.0.2") as server, pytest.raises(ConnectionRefusedError):
        socket.create_connection((asked, port_of(server)), 1).close()


def test_a_proxy_is_refused_in_the_servers_place(port: int) -> None:
    """With a proxy set, the message names the proxy's port; without it the server answers."""
    with listener() as server:
        url = f"http://127.0.0.1:{port_of(server)}/"
        through = ["env", f"http_proxy=http://127.0.0.1:{port}", "curl", "-sS", "-m", "1", url]
        assert "port PORT" in lines(port, *through)[-1]
        assert run(*through, "--noproxy", "*").returncode == 28  # connected: this server never answers


def test_waiting_ends_when_the_server_listens() -> None:
    """The case's command for scripts waits for a port that begins to listen later, and then ends with 0."""
    command = next(it.command for it in case(CASE).fixes if it.command and it.command.startswith("timeout"))
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        later = threading.Timer(0.5, server.listen)
        later.start()
        begin = time.monotonic()
        assert run("bash", "-c", command.replace("PORT", str(port_of(server)))).returncode == 0
        assert 0.4 < time.monotonic() - begin < LONGEST / 2
        later.join()


def test_the_numbers_in_the_notes_are_right() -> None:
    """The error numbers that the notes name for Linux are those of this system."""
    assert os.strerror(111) == "Connection refused"
    assert os.strerror(115) == "Operation now in progress"
    code = "console.log(Object.fromEntries(require('node:util').getSystemErrorMap())[-111][0])"
    assert run(NODE, "-e", code).stdout.strip() == "ECONNREFUSED"
