"""The case permission-denied, raised by a program that has no rights."""

import pytest

from tests.claims.witness import (
    PYTHON,
    complaint,
    in_private_network,
    run,
    said,
    texts,
    unprivileged,
)

CASE = "permission-denied"
PORT = 1023  # the last one that needs a right
BIND = f"socket.socket().bind(('127.0.0.1', {PORT}))"
CREATE = f"socket.create_server(('127.0.0.1', {PORT}))"
SERVE = f"asyncio.run(asyncio.start_server(print, '127.0.0.1', {PORT}))"
LISTEN = "require('net').createServer().on('error', (error) => console.log(String(error))).listen"


def _python(statement: str) -> str:
    """Return the last line of Python's complaint about a statement."""
    text = complaint(*unprivileged(), PYTHON, "-c", f"import asyncio, socket; {statement}")
    return said(PORT, text.splitlines()[-1])


def _node(arguments: str) -> str:
    return said(PORT, run(*unprivileged(), "node", "-e", f"{LISTEN}({arguments})").stdout)


def test_python_says_what_the_case_lists() -> None:
    """The case lists exactly what Python prints when a program without rights wants a system port."""
    assert texts(CASE, "Python") == {_python(BIND), _python(CREATE)}


def test_asyncio_says_what_the_case_lists() -> None:
    """The case lists what asyncio prints, whose words depend on the version of Python."""
    assert _python(SERVE) in texts(CASE, "Python asyncio")


def test_node_says_what_the_case_lists() -> None:
    """The case lists what Node.js prints, with an address and without."""
    assert texts(CASE, "Node.js") == {_node(f"{PORT}, '127.0.0.1'"), _node(f"{PORT}")}


def test_tools_say_what_the_case_lists() -> None:
    """The case lists what netcat and curl print when a program without rights wants a system port."""
    assert {complaint(*unprivileged(), "nc", "-l", "127.0.0.1", str(PORT))} == texts(CASE, "netcat")
    asked = complaint(*unprivileged(), "curl", "-sS", "--local-port", str(PORT), "http://127.0.0.1:1/")
    assert {said(PORT, asked)} == texts(CASE, "curl")


@pytest.mark.parametrize("port", [1, 80, 1023])
def test_every_port_below_1024_needs_a_right(port: int) -> None:
    """On Linux a program without rights gets none of the system ports."""
    text = complaint(*unprivileged(), PYTHON, "-c", f"import socket; {BIND.replace(str(PORT), str(port))}")
    assert text.endswith("PermissionError: [Errno 13] Permission denied")


def test_port_1024_needs_no_right() -> None:
    """The first user port is open to every program."""
    result = run(*unprivileged(), PYTHON, "-c", f"import socket; {BIND.replace(str(PORT), '1024')}")
    assert result.returncode == 0, result.stderr


def test_the_border_can_be_moved() -> None:
    """With ip_unprivileged_port_start=80 every program may take port 80, and port 79 still needs a right."""
    printed = in_private_network(f"""
sysctl -qw net.ipv4.ip_unprivileged_port_start=80
for port in 79 80; do
  setpriv --bounding-set=-all --inh-caps=-all {PYTHON} - $port 2>&1 <<'END' | tail -n 1
import socket, sys
socket.socket().bind(("127.0.0.1", int(sys.argv[1])))
print("bound")
END
done
""")
    assert printed.splitlines() == ["PermissionError: [Errno 13] Permission denied", "bound"]
