"""Every Python program on the hand-written pages runs, with real sockets on loopback.

A block that begins with `# server.py` is started, and a real client must get an answer. A block that
begins with `# client.py` talks to the server of its page. Any other block runs to its end and prints
what the page shows below it. A fixed port in a server is replaced by a free one. The UDP programs
and those in other languages are in `test_servers.py`.
"""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.claims.witness import LONGEST, free_port
from tests.claims.written import REQUEST, Program, programs, settled

PAGES = [*programs("learn"), *programs("howto")]
PROGRAMS = [it for it in PAGES if it.language == "python" and not it.name.startswith("udp-")]
SERVERS = [it for it in PROGRAMS if it.name == "server.py"]
CLIENTS = [it for it in PROGRAMS if it.name == "client.py"]
OTHERS = [it for it in PROGRAMS if not it.name]


@contextmanager
def _running(server: Program) -> Iterator[int]:
    """Start a server on a free port, wait until it answers the phone, and interrupt it at the end."""
    port = free_port()
    command = [sys.executable, "-c", server.on_port(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.send_signal(signal.SIGINT)
            output = process.communicate(timeout=LONGEST)[0]
        assert process.returncode == 0, output
        if server.prints is not None:
            assert settled(output).startswith(settled(server.prints.partition("\n")[0])), output


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + LONGEST
    while True:
        assert process.poll() is None, process.communicate()[0]
        try:
            socket.create_connection(("127.0.0.1", port), timeout=LONGEST).close()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline, "the server does not listen"
            time.sleep(0.05)
        else:
            return


def test_there_is_a_server_and_a_client() -> None:
    """The pages show a server that works, and a client for each page that has one."""
    assert SERVERS
    assert {it.page for it in CLIENTS} <= {it.page for it in SERVERS}


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_a_server_answers_and_ends(server: Program) -> None:
    """A server of the pages answers two clients in a row, and ends well when it is interrupted."""
    with _running(server) as port:
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", port), timeout=LONGEST) as client:
                client.sendall(REQUEST)
                client.shutdown(socket.SHUT_WR)
                assert client.recv(65536)


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_a_server_listens_on_loopback_only(server: Program) -> None:
    """A server of the pages cannot be reached from other machines."""
    with _running(server) as port:
        command = ["ss", "-H", "-ltn", f"sport = :{port}"]
        rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        assert [row.split()[3] for row in rows] == [f"127.0.0.1:{port}"]


@pytest.mark.parametrize("client", CLIENTS, ids=str)
def test_a_client_gets_its_answer(client: Program) -> None:
    """A client of the pages talks to the server of its page and prints what the page shows."""
    server = next(it for it in SERVERS if it.page == client.page)
    with _running(server) as port:
        _assert_prints(client.on_port(port), client.prints)


@pytest.mark.parametrize("program", OTHERS, ids=str)
def test_a_program_prints_what_the_page_shows(program: Program) -> None:
    """A program of the pages that is neither server nor client runs to its end and prints what is shown."""
    _assert_prints(program.code, program.prints)


def _assert_prints(code: str, expected: str | None) -> None:
    command = [sys.executable, "-W", "error", "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    if expected is not None:
        assert settled(result.stdout) == settled(expected)
