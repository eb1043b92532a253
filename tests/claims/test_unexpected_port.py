"""The case unexpected-port, raised with a small server that moves on as development servers do."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.claims.clients import check, level, lines, python
from tests.claims.servers import serving
from tests.claims.witness import free_port, listener, port_of, raised, run, texts

CASE = "unexpected-port"
# It begins at the number that it is told, goes on while that is taken, and prints what it got.
MOVES_ON = """
import http.server, sys
class Mine(http.server.SimpleHTTPRequestHandler):
    server_version = "Mine/1"
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_):
        pass
for port in range(int(sys.argv[1]), 65536):
    try:
        server = http.server.HTTPServer(("127.0.0.1", port), Mine)
    except OSError:
        continue
    print(port, flush=True)
    server.serve_forever()
"""


@contextmanager
def started(usual: int) -> Iterator[tuple[int, int]]:
    """Start the server that moves on; give the number that it printed, and its process id."""
    command = [sys.executable, "-c", MOVES_ON, str(usual)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline()), server.pid
        finally:
            server.terminate()


def somebody_else(client: socket.socket) -> None:
    """Answer as another project does."""
    client.recv(65536)
    client.sendall(b"HTTP/1.1 200 OK\r\nServer: Other/1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def headers(port: int) -> str:
    """Ask who answers, with the case's own command."""
    command = check(CASE, "curl").command.replace("PORT", str(port))
    result = run("bash", "-c", command)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_old_number_belongs_to_somebody_else() -> None:
    """While the usual number is taken the server moves; the client of that number reaches another program."""
    with serving(somebody_else) as usual, started(usual) as (moved, _):
        assert moved > usual
        assert "Server: Other/1" in headers(usual)
        assert "Server: Mine/1" in headers(moved)


def test_the_old_number_is_refused_once_its_owner_has_gone() -> None:
    """A server that moved stays where it is; the usual number refuses, in the words of the case."""
    with listener(reuse=True) as holder:
        usual = port_of(holder)
        with started(usual) as (moved, _):
            holder.close()
            curl = lines(usual, "curl", "-sS", f"http://127.0.0.1:{usual}/")[-1]
            assert curl in {level(it) for it in texts(CASE, "curl")}
            connect = f"import socket; socket.create_connection(('127.0.0.1', {usual}))"
            assert python(usual, connect) in texts(CASE, "Python")
            assert "Server: Mine/1" in headers(moved)


def test_the_process_id_leads_to_the_new_number() -> None:
    """The case's list for one process shows the port that the server has, and no other."""
    with listener() as holder, started(port_of(holder)) as (moved, process):
        command = check(CASE, "sudo lsof").command.removeprefix("sudo ").replace("PID", str(process))
        result = run("bash", "-c", command)
    assert result.returncode == 0, result.stderr
    assert re.findall(r"TCP 127\.0\.0\.1:(\d+) \(LISTEN\)", result.stdout) == [str(moved)]


def test_a_free_number_is_kept() -> None:
    """The same server stays at the usual number when nobody has it."""
    usual = free_port()
    with started(usual) as (moved, _):
        assert moved == usual


def test_a_server_that_does_not_try_the_next_one_fails() -> None:
    """What the fixes ask for: with a fixed number the start ends in an error."""
    with listener() as holder:
        port = port_of(holder)
        message = raised(port, lambda: socket.create_server(("127.0.0.1", port)))
        assert message.startswith("OSError: [Errno 98] Address already in use")


@pytest.mark.parametrize(("variables", "answer"), [({}, "no such variable is set"), ({"PORT": "8081"}, "PORT=8081")])
def test_the_variables_are_shown(variables: dict[str, str], answer: str) -> None:
    """The case's command prints the variable that names a port, or that there is none."""
    command = check(CASE, "env ").command
    clean = ["env", "-i", "PATH=/usr/bin:/bin", *(f"{name}={value}" for name, value in variables.items())]
    assert run(*clean, "bash", "-c", command).stdout.strip() == answer
