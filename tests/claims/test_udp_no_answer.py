"""The case udp-no-answer, raised with real sockets: closed ports, silent servers, answers from elsewhere."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import pytest

from tests.claims.clients import NODE, check
from tests.claims.witness import PYTHON, free_port, in_private_network, listener, port_of, raised, run, said, texts

CASE = "udp-no-answer"
LARGEST = 65507  # 65,535 bytes of IPv4, less 20 for its header and 8 for that of UDP

WILDCARD = """
import socket
server, connected, unconnected = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(3))
server.bind(("0.0.0.0", 0))
asked = ("127.0.0.2", server.getsockname()[1])
connected.connect(asked)
connected.settimeout(0.3)
connected.send(b"?")
server.sendto(*server.recvfrom(9))
try:
    print(connected.recv(9))
except OSError as error:
    print(error)
unconnected.sendto(b"?", asked)
server.sendto(*server.recvfrom(9))
print(unconnected.recvfrom(9)[1][0])
"""


@contextmanager
def bound(address: str, *, echo: bool = False) -> Iterator[int]:
    """Bind a UDP port, and send each datagram back if asked to."""
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind((address, 0))
        server.settimeout(0.1)
        done = threading.Event()

        def serve() -> None:
            while not done.is_set():
                with suppress(TimeoutError):
                    data, client = server.recvfrom(99)
                    server.sendto(data, client)

        thread = threading.Thread(target=serve if echo else done.wait, daemon=True)
        thread.start()
        try:
            yield port_of(server)
        finally:
            done.set()
            thread.join(5)


@contextmanager
def client(address: tuple[str, int] | None = None) -> Iterator[socket.socket]:
    """Make a client that waits only for a moment; with an address, it is connected."""
    with closing(socket.socket(type=socket.SOCK_DGRAM)) as made:
        made.settimeout(0.3)
        if address:
            made.connect(address)
        yield made


@pytest.fixture
def closed() -> int:
    """Return a port that nobody has bound, for UDP and for TCP."""
    return free_port()


def node(port: int, code: str) -> str:
    """Return what a Node.js program prints about its UDP socket `it`."""
    program = f"const it = require('dgram').createSocket('udp4'); {code}"
    return said(port, run(NODE, "-e", program).stdout)


def test_python_says_what_the_case_lists(closed: int) -> None:
    """The case lists exactly what a connected socket, an unconnected one and one with too much to say print."""
    with client(("127.0.0.1", closed)) as connected, client() as unconnected:
        connected.send(b"?")
        unconnected.sendto(b"?", ("127.0.0.1", closed))
        assert texts(CASE, "Python") == {
            raised(closed, lambda: connected.recv(9)),
            raised(closed, lambda: unconnected.recv(9)),
            raised(closed, lambda: unconnected.sendto(bytes(LARGEST + 1), ("127.0.0.1", closed))),
        }
        assert unconnected.sendto(bytes(LARGEST), ("127.0.0.1", closed)) == LARGEST


def test_the_second_send_is_refused_too(closed: int) -> None:
    """A connected socket that never receives learns of the closed port when it sends again."""
    with client(("127.0.0.1", closed)) as connected:
        assert connected.send(b"?") == 1
        with pytest.raises(ConnectionRefusedError):
            connected.send(b"?")


def test_a_listener_of_tcp_answers_no_datagram() -> None:
    """A port on which somebody listens for TCP is closed for UDP, and the case's command shows TCP only."""
    with listener() as server, client(server.getsockname()) as connected:
        connected.send(b"?")
        with pytest.raises(ConnectionRefusedError):
            connected.recv(9)
        assert [it.split()[0] for it in _rows(port_of(server))] == ["tcp"]
    with bound("127.0.0.1") as port:
        assert [it.split()[0] for it in _rows(port)] == ["udp"]


def test_node_says_what_the_case_lists(closed: int) -> None:
    """The case lists exactly what Node.js reports; an unconnected socket reports nothing."""
    print_error = "it.on('error', (error) => { console.log(String(error)); it.close() })"
    large = f"it.send(Buffer.alloc({LARGEST + 1}), {closed}, '127.0.0.1', (error) => {{ console.log(String(error)); it.close() }})"
    silent = f"it.send('?', {closed}, '127.0.0.1'); setTimeout(() => {{ console.log('nothing'); it.close() }}, 300)"
    assert texts(CASE, "Node.js") == {
        node(closed, f"{print_error}; it.connect({closed}, '127.0.0.1', () => it.send('?'))"),
        node(closed, large),
    }
    assert node(closed, f"{print_error}; {silent}") == "nothing"


def test_netcat_calls_silence_a_success(closed: int) -> None:
    """Netcat prints its success for a server that never answers, and nothing for a closed port."""
    with bound("127.0.0.1") as port:
        result = run("nc", "-vzu", "-w", "1", "127.0.0.1", str(port))
        assert {said(port, result.stderr)} == texts(CASE, "netcat")
    result = run("nc", "-vzu", "-w", "1", "127.0.0.1", str(closed))
    assert (result.returncode, result.stdout + result.stderr) == (1, "")


def test_the_command_of_the_case_tells_three_answers(closed: int) -> None:
    """The case's command tells a closed port, a silent one and one that answers."""
    command = check(CASE, "python3").command
    assert _answer(command, closed) == "ConnectionRefusedError: [Errno 111] Connection refused"
    with bound("127.0.0.1") as port:
        assert _answer(command, port) == check(CASE, "python3").output
    with bound("127.0.0.1", echo=True) as port:
        assert _answer(command, port) == "b'?'"


def test_a_wildcard_server_answers_from_another_address() -> None:
    """Asked at 127.0.0.2, a server on 0.0.0.0 answers from 127.0.0.1, which a connected client drops."""
    printed = in_private_network(f"{PYTHON} - <<'END'\n{WILDCARD}\nEND")
    assert printed.splitlines() == ["timed out", "127.0.0.1"]


def test_a_server_bound_to_one_address_answers_from_it() -> None:
    """The fix: bound to the address that clients ask, the server is heard."""
    with bound("127.0.0.2", echo=True) as port, client(("127.0.0.2", port)) as connected:
        connected.send(b"?")
        assert connected.recv(9) == b"?"


def test_what_a_full_buffer_loses_is_counted() -> None:
    """A socket that nobody reads loses datagrams without a word; only the counter tells."""
    printed = in_private_network(f"""{PYTHON} - <<'END'
import socket
server = socket.socket(type=socket.SOCK_DGRAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
server.bind(("127.0.0.1", 0))
for _ in range(50):
    socket.socket(type=socket.SOCK_DGRAM).sendto(bytes(500), server.getsockname())
END
{check(CASE, "nstat").command}""")
    counted = {line.split()[0]: int(line.split()[1]) for line in printed.splitlines() if line.startswith("Udp")}
    assert counted["UdpRcvbufErrors"] > 0
    assert counted["UdpNoPorts"] == 0


def test_linux_reports_twice_the_buffer_that_it_gave() -> None:
    """The size of the buffer that a program reads back is twice the one that it got."""
    with client() as made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        assert made.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) == 8192


def _rows(port: int) -> list[str]:
    """Return the rows that the case's first command prints for a port."""
    return run("bash", "-c", check(CASE, "ss").command.replace("PORT", str(port))).stdout.splitlines()


def _answer(command: str, port: int) -> str:
    return run("bash", "-c", command.replace("PORT", str(port))).stdout.strip()
