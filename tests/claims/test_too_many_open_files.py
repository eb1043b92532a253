"""The case too-many-open-files, raised in child processes that may open only a few files."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from tests.claims.clients import NODE, check, lines
from tests.claims.witness import case, listener, port_of, run, said, texts

CASE = "too-many-open-files"
FEW = ("prlimit", "--nofile=40")  # the hard limit too: Node.js raises the soft one up to it by itself
FILL = "const files = []; try { for (;;) files.push(require('fs').openSync('/etc/hostname')) } catch {}"
ASYNCIO = """
import asyncio
held = []
async def main():
    server = await asyncio.start_server(lambda _reader, writer: held.append(writer), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""
NODE_SERVER = """
const held = []
const server = require('net').createServer((it) => held.push(it))
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
"""
PATIENT = """
import socket, time
held = []
try:
    while True: held.append(socket.socket())
except OSError as error:
    print(error, flush=True)
while True:
    try:
        socket.socket()
        break
    except OSError:
        time.sleep(0.05)
print("works", flush=True)
"""


def python(port: int, code: str) -> str:
    """Return the last line of what Python prints when it may open only a few files."""
    return lines(port, *FEW, sys.executable, "-c", code)[-1]


def node(port: int, code: str) -> str:
    """Return what Node.js prints about an error after it has opened all the files that it may."""
    return said(port, run(*FEW, NODE, "-e", f"{FILL}; {code}").stdout)


@contextmanager
def crowded(*server: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Run a server that may open only a few files and that prints its port; let many clients connect to it."""
    with ExitStack() as stack:
        started = stack.enter_context(
            subprocess.Popen([*FEW, *server], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        )
        stack.callback(started.kill)
        assert started.stdout is not None
        port = int(started.stdout.readline())
        for _ in range(60):
            stack.enter_context(socket.create_connection(("127.0.0.1", port), 5))
        yield port, started


@pytest.fixture
def port() -> Iterator[int]:
    """Give the port of a server that lets its clients wait."""
    with listener() as server:
        yield port_of(server)


def test_python_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what Python prints for a socket, for a file and for a number that select does not take."""
    high = "import resource, select, socket; limit = resource.RLIMIT_NOFILE; hard = resource.getrlimit(limit)[1]"
    dup = "resource.setrlimit(limit, (hard, hard)); import os; os.dup2(0, 1500); select.select([1500], [], [])"
    assert texts(CASE, "Python") == {
        python(port, "import socket\nheld = []\nwhile True: held.append(socket.socket())"),
        python(port, "held = []\nwhile True: held.append(open('/etc/hostname'))"),
        lines(port, sys.executable, "-c", f"{high}; {dup}")[-1],
    }


def test_an_asyncio_server_logs_what_the_case_lists() -> None:
    """A server of asyncio that is out of files says so in its log and lets its clients wait."""
    with crowded(sys.executable, "-c", ASYNCIO) as (_, server):
        assert server.stderr is not None
        assert server.stderr.readline().strip() in texts(CASE, "Python asyncio")


def test_node_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what Node.js prints, the misleading message about the name too."""
    on_error = "on('error', (it) => console.log(String(it)))"
    opened = "try { require('fs').openSync('/etc/hostname') } catch (it) { console.log(String(it)) }"
    table = "console.log(require('util').getSystemErrorMap().get(-23).join(': '))"
    assert texts(CASE, "Node.js") == {
        node(port, opened),
        node(port, f"require('net').connect({port}, '127.0.0.1').{on_error}"),
        node(port, f"require('net').createServer().listen(0, '127.0.0.1').{on_error}"),
        node(port, "require('dns').lookup('localhost', (it) => console.log(String(it)))"),
        run(NODE, "-e", table).stdout.strip(),
    }


def test_a_node_server_without_files_hangs_up() -> None:
    """Node.js accepts a client that it has no file for and closes at once, without a word."""
    with crowded(NODE, "-e", NODE_SERVER) as (port, server):
        with socket.create_connection(("127.0.0.1", port), 5) as client, suppress(ConnectionResetError):
            assert client.recv(1) == b""
        server.terminate()
        assert server.communicate()[1] == ""


def test_node_raises_its_soft_limit_by_itself() -> None:
    """A soft limit alone does not bind Node.js: it begins with the hard one. Python leaves it as it is."""
    soft = "import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    assert run("prlimit", "--nofile=40:", sys.executable, "-c", soft).stdout.strip() == "40"
    limits = "console.log(require('fs').readFileSync('/proc/self/limits', 'utf8').match(/open files +(\\d+)/)[1])"
    assert int(run("prlimit", "--nofile=40:", NODE, "-e", limits).stdout) > 40


def test_a_program_may_not_even_start() -> None:
    """With a very small limit the loader of programs says what the case lists, whatever the library."""
    (printed,) = lines(0, "prlimit", "--nofile=3:", "curl", "--version")
    (listed,) = texts(CASE, "any program")
    pattern = re.escape(listed).replace(re.escape("libcurl.so.4"), r"\S+")
    assert re.search(f"{pattern}$", printed)


def test_the_limit_of_a_running_program_can_be_raised() -> None:
    """The command of the fix lets a program that is out of files go on, and leaves its hard limit alone."""
    (command,) = {str(it.command) for it in case(CASE).fixes if "prlimit" in str(it.command)}
    with subprocess.Popen(
        ["prlimit", "--nofile=40:", sys.executable, "-c", PATIENT], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == "[Errno 24] Too many open files"
        limits = check(CASE, "grep").command.replace("PID", str(program.pid))
        hard = run("bash", "-c", limits).stdout.split()[4]
        result = run("bash", "-c", command.removeprefix("sudo ").replace("PID", str(program.pid)))
        assert result.returncode == 0, result.stderr
        assert run("bash", "-c", limits).stdout.split()[3:5] == ["4096", hard]
        assert program.stdout.readline().strip() == "works"


def test_a_full_queue_lets_clients_wait_and_is_counted() -> None:
    """A full queue shows in the columns and in the counter, and the client's attempt times out."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(1)
        for _ in range(2):
            stack.enter_context(socket.create_connection(server.getsockname()))
        before = _overflows()
        with pytest.raises(TimeoutError) as waited:
            socket.create_connection(server.getsockname(), 0.5)
        assert f"TimeoutError: {waited.value}" in texts(CASE, "Python (client)")
        row = run("bash", "-c", check(CASE, "ss -H -ltn").command.replace("PORT", str(port_of(server)))).stdout.split()
        assert row[:3] == ["LISTEN", "2", "1"]
        assert _overflows() > before


def test_a_connection_that_is_not_closed_shows() -> None:
    """When the client is gone and the program has not closed, the case's command counts CLOSE-WAIT."""
    with listener() as server:
        with socket.create_connection(server.getsockname()):
            far, _ = server.accept()
        command = check(CASE, "ss -H -tan").command.replace("PORT", str(port_of(server)))
        time.sleep(0.1)
        assert ["1", "CLOSE-WAIT"] in [line.split() for line in run("bash", "-c", command).stdout.splitlines()]
        far.close()


def _overflows() -> int:
    """Read how often a queue was full."""
    (line,) = [it for it in run("nstat", "-asz", "TcpExtListenOverflows").stdout.splitlines() if it.startswith("Tcp")]
    return int(line.split()[1])
