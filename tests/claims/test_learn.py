"""Every Python program on the hand-written pages runs, with real sockets on loopback.

A block that begins with `# server.py` is started, and a real client must get an answer. A block that
begins with `# client.py` talks to the server of its page. Any other block runs to its end and prints
what the page shows below it. A fixed port in a server is replaced by a free one.
"""

import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.claims.witness import LONGEST, ROOT, free_port

FENCE = re.compile(r"^( *)```(\w+)[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
FIXED_PORT = re.compile(r"^PORT = (\d+)$", re.MULTILINE)
REQUEST = b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"  # an HTTP server answers it, an echo server returns it
# Ports that the system chose stand in a page's output as they were once: after a colon, or in a Python tuple.
CHOSEN_PORT = re.compile(r"(?<=:)\d{4,5}\b|(?<=', )\d{4,5}(?=\))")


@dataclass(frozen=True, slots=True)
class Program:
    """One block of Python on a page, and what the page says that it prints."""

    page: Path
    name: str  # "server.py", "client.py", or "" for a block that runs by itself
    code: str
    prints: str | None

    def __str__(self) -> str:
        first = next(line for line in self.code.splitlines() if line.strip("# \"'"))
        return f"{self.page.stem}: {first.strip()[:50]}"


def _programs() -> Iterator[Program]:
    for page in sorted((ROOT / "docs/learn").glob("*.md")):
        blocks = [(it[2], textwrap.dedent(it[3])) for it in FENCE.finditer(page.read_text("utf-8"))]
        for (language, code), (next_language, text) in zip(blocks, [*blocks, ("", "")][1:], strict=True):
            if language == "python":
                name = code.partition("\n")[0].removeprefix("# ")
                name = name if name in {"server.py", "client.py"} else ""
                yield Program(page, name, code, _shown_output(next_language, text, name))


def _shown_output(language: str, text: str, name: str) -> str | None:
    """Read the block below a program: its output, or what a console shows after starting it."""
    if language == "text" and not name:
        return text
    start = f"$ python3 {name}\n"
    return text.removeprefix(start) if language == "console" and name and text.startswith(start) else None


PROGRAMS = list(_programs())
SERVERS = [it for it in PROGRAMS if it.name == "server.py"]
CLIENTS = [it for it in PROGRAMS if it.name == "client.py"]
OTHERS = [it for it in PROGRAMS if not it.name]


@contextmanager
def _running(server: Program) -> Iterator[int]:
    """Start a server on a free port, wait until it answers the phone, and interrupt it at the end."""
    (written,) = set(FIXED_PORT.findall(server.code))
    port = free_port()
    command = [sys.executable, "-c", re.sub(rf"\b{written}\b", str(port), server.code)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.send_signal(signal.SIGINT)
            output = process.communicate(timeout=LONGEST)[0]
        assert process.returncode == 0, output
        if server.prints is not None:
            assert _settled(output).startswith(_settled(server.prints.partition("\n")[0])), output


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


def _settled(output: str) -> str:
    """Put a word in place of each port that the system chose."""
    return CHOSEN_PORT.sub("PORT", output).strip()


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
        code = re.sub(rf"\b{FIXED_PORT.findall(client.code)[0]}\b", str(port), client.code)
        _assert_prints(code, client.prints)


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
        assert _settled(result.stdout) == _settled(expected)
