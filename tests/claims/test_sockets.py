"""What sockets do on Linux: the claims of the page on binding, each shown with real sockets.

Tests of the case port-in-use read the page's table of restarts; test_wildcard.py reads that of addresses.
"""

import re
import socket
import socketserver
from contextlib import closing
from http.server import HTTPServer

import pytest

from tests.claims.clients import NODE
from tests.claims.inside import inside
from tests.claims.tables import outputs, plain, section, table
from tests.claims.witness import PYTHON, listener, port_of, raised, run

IN_USE = "98 Address already in use"
FIRST_CLOSES = "require('node:net').createServer((it) => it.end()).listen(4242, '127.0.0.1')"


def words(anchor: str) -> str:
    """Return the text of a section of the page on one line."""
    return " ".join(section("learn/binding", anchor).split())


# The steps


def test_each_step_lets_others_see_what_the_page_says() -> None:
    """Between the steps, a client and a second bind get what the last column of the page's table says."""
    seen = {plain(row["Step"]): plain(row["What others see"]) for row in table("learn/binding", "steps", "Step")}
    assert list(seen) == ["socket", "setsockopt", "bind", "listen", "accept", "close"]
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = port_of(server)
        assert seen["bind"] == "the port is taken, connections are still refused"
        assert raised(port, lambda: _bind(port)) == "OSError: [Errno 98] Address already in use"
        with pytest.raises(ConnectionRefusedError):
            _connect(port)
        server.listen()
        assert seen["listen"] == "connections succeed"
        with _connect(port) as client:
            accepted, _ = server.accept()
            with accepted:
                accepted.sendall(b"hello")
            assert client.recv(9) == b"hello"
    assert seen["close"] == "connections are refused"
    with pytest.raises(ConnectionRefusedError):
        _connect(port)


def test_a_udp_server_has_neither_listen_nor_accept() -> None:
    """After bind a UDP socket receives; listen and accept are errors."""
    with closing(socket.socket(type=socket.SOCK_DGRAM)) as server, closing(socket.socket(type=socket.SOCK_DGRAM)) as it:
        server.bind(("127.0.0.1", 0))
        for step in (server.listen, server.accept):
            assert raised(0, step) == "OSError: [Errno 95] Operation not supported"
        it.sendto(b"hello", server.getsockname())
        assert server.recv(9) == b"hello"


def test_accept_without_listen_is_an_invalid_argument() -> None:
    """A socket that is bound and does not listen cannot accept, and cannot be bound again."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        assert raised(0, server.accept) == "OSError: [Errno 22] Invalid argument"
        assert raised(0, lambda: server.bind(("127.0.0.1", 0))) == "OSError: [Errno 22] Invalid argument"


def test_a_bound_socket_has_no_row_in_any_of_the_three_tools() -> None:
    """The commands that the page names list nothing for a port that is bound and not listened on."""
    commands = re.findall(r"`((?:ss|netstat|lsof) [^`]+)`", words("bound"))
    assert len(commands) == 3
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = port_of(server)
        for command in commands:
            assert f":{port} " not in run("bash", "-c", f"PATH=$PATH:/usr/sbin {command}").stdout, command
        server.listen()
        for command in commands:
            shown = run("bash", "-c", f"PATH=$PATH:/usr/sbin {command} -n -P" if "lsof" in command else command).stdout
            assert f":{port} " in shown, command


def test_netstat_without_p_names_no_program() -> None:
    """`netstat -tuln` shows the port and not the program, `netstat -tulnp` shows both."""
    with listener() as server:
        port = port_of(server)
        (row,) = [it for it in run("netstat", "-tuln").stdout.splitlines() if f":{port} " in it]
        assert row.split()[-1] == "LISTEN"
        (row,) = [it for it in run("netstat", "-tulnp").stdout.splitlines() if f":{port} " in it]
        assert re.search(r"\d+/\S+$", row.strip())


# The options


@pytest.mark.parametrize("wanted", [[False, False], [False, True], [True, False], [True, True]], ids=str)
@pytest.mark.parametrize("option", ["SO_REUSEADDR", "SO_REUSEPORT"])
def test_who_can_share_a_port_with_a_listener(option: str, wanted: list[bool]) -> None:
    """SO_REUSEADDR never lets a second socket share the port of a listener; SO_REUSEPORT does if both have it."""
    shares = option == "SO_REUSEPORT" and all(wanted)
    assert inside("second", option, wanted, "listening") == (["works", "works"] if shares else [IN_USE])
    (row,) = [it for it in table("learn/binding", "reuse", "System") if it["System"] == "Linux"]
    assert "not to share it with a listener (measured)" in row["What the option allows"]


@pytest.mark.parametrize(
    ("option", "wanted", "answers"),
    [
        ("SO_REUSEADDR", [True, True], ["works", IN_USE]),
        ("SO_REUSEADDR", [True, False], [IN_USE]),
        ("SO_REUSEADDR", [False, True], [IN_USE]),
        ("SO_REUSEPORT", [True, True], ["works", "works"]),
    ],
)
def test_before_anybody_listens_both_can_bind(option: str, wanted: list[bool], answers: list[str]) -> None:
    """With SO_REUSEADDR on both, two sockets bind one port while nobody listens, and the first to listen has it."""
    assert inside("second", option, wanted, "bound") == answers


def test_reuseport_shares_the_connections() -> None:
    """Of forty callers each of the two sockets gets some."""
    first, other = inside("balanced", 40)
    assert first + other == 40
    assert first
    assert other


def test_which_of_pythons_servers_set_the_option() -> None:
    """`create_server` and `http.server` set SO_REUSEADDR, plain `socket` and `socketserver.TCPServer` do not."""
    claim = "Python's `create_server` and `http.server`, Node, Go and Java set the option on Unix by themselves; Python's plain `socket` and `socketserver.TCPServer` do not"
    assert claim in words("reuse")
    with (
        socket.create_server(("127.0.0.1", 0)) as created,
        HTTPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as web,
        socket.socket() as simple,
        socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as tcp,
    ):
        servers = (created, web.socket, simple, tcp.socket)
        found = [it.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) for it in servers]
    assert found == [1, 1, 0, 0]


def test_node_sets_the_option() -> None:
    """A Node.js server that closed first starts again at once, which takes the option on both."""
    assert inside("restarts", [NODE, "-e", FIRST_CLOSES]) == ["TIME-WAIT", "127.0.0.1:4242"]


def test_a_server_without_the_option_does_not_start_again() -> None:
    """The same server in plain Python, without the option, has to wait."""
    code = """
import socket
server = socket.socket()
server.bind(("127.0.0.1", 4242))
server.listen()
while True:
    server.accept()[0].close()
"""
    assert inside("restarts", [PYTHON, "-c", code]) == ["TIME-WAIT"]


# TIME-WAIT and the backlog


@pytest.mark.parametrize("setting", [5, 30])
def test_the_setting_of_fin_wait_does_not_change_time_wait(setting: int) -> None:
    """With another `tcp_fin_timeout` the timer of TIME-WAIT begins at 60 seconds all the same; FIN-WAIT-2 obeys."""
    (row,) = [it for it in table("learn/binding", "time-wait", "Lasts") if it["System"] == "Linux"]
    assert row["Lasts"] == "60 seconds, fixed; `tcp_fin_timeout` does not change it"
    timers = inside("time_wait", setting)
    assert timers["set to"] == [str(setting)]
    assert timers["TIME-WAIT"] in (["1min"], ["59sec"], ["58sec"])
    (half,) = timers["FIN-WAIT-2"]
    assert setting - 1 <= float(half.rstrip("secm")) <= setting


def test_a_full_queue_lets_the_third_caller_hang() -> None:
    """With `listen(1)` and no `accept` two callers get in and the third times out; ss shows the page's two numbers."""
    assert "two callers got in, the third timed out" in words("backlog")
    (shown,) = [it for it in outputs("learn/binding", "backlog") if "LISTEN" in it]
    numbers = re.findall(r"^LISTEN +(\d+) +(\d+)", shown, re.MULTILINE)
    assert inside("queue", 1, 3) == {"callers": ["works", "works", "timed out"], "row": [list(it) for it in numbers]}


def test_the_backlog_is_cut_to_the_limits_of_the_page() -> None:
    """Linux cuts a large backlog to `net.core.somaxconn`, and Python's own is at most 128."""
    text = words("backlog")
    (limit,) = re.findall(r"`net\.core\.somaxconn`, (\d+)", text)
    (default,) = re.findall(r"Python's default is at most (\d+)", text)
    assert inside("settings", ["/proc/sys/net/core/somaxconn"]) == [limit]
    assert inside("limits", [None, 10, 100000]) == [int(default), 10, int(limit)]


def _bind(port: int) -> None:
    with socket.socket() as it:
        it.bind(("127.0.0.1", port))


def _connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 2)
