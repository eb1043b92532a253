"""The case database-client: a database's two doors, and what the commands of the case tell about who is behind them.

Database servers and clients are not needed here: the tests stand in for them with the bytes that they speak first.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.claims.clients import NODE, check, node, shape
from tests.claims.servers import serving
from tests.claims.witness import PYTHON, case, listener, port_of, run, said, texts, unprivileged

CASE = "database-client"
FILE = "/run/mysqld/mysqld.sock"  # as the case's messages have it
NO_PORT = 65535
GREETING = b"d\0\0\0\x0a5.5.5-10.11.19-MariaDB\0"  # the beginning of what MariaDB 10.11 sends to every client
NOT_ALLOWED = b"E\0\0\0\xffj\x04Host '192.0.2.10' is not allowed to connect to this MariaDB server"


@contextmanager
def file_server(path: Path) -> Iterator[socket.socket]:
    """Listen on a socket file."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        yield server


def connect(path: Path) -> None:
    """Connect to a socket file."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))


def answers(command: str, handle: Callable[[socket.socket], object]) -> str:
    """Run a command of the case on a server that does `handle`; return what it prints."""
    with serving(handle) as port:
        result = run("bash", "-c", command.replace("PORT", str(port)))
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_node_says_what_the_case_lists(tmp_path: Path) -> None:
    """Without a file, and with one that a dead server left behind, Node.js says what the case lists."""
    path = tmp_path / "mysqld.sock"
    attempt = f"require('net').connect('{path}')"
    messages = {node(NO_PORT, attempt)}
    with file_server(path):
        pass
    messages.add(node(NO_PORT, attempt))
    assert {it.replace(str(path), FILE) for it in messages} == texts(CASE, "Node.js")


def test_the_number_at_the_end_is_the_systems(tmp_path: Path) -> None:
    """2 is a missing file, 111 a file without a server, 13 a lack of permission, as the case tells of MariaDB."""
    path = tmp_path / "mysqld.sock"
    with pytest.raises(FileNotFoundError) as missing:
        connect(path)
    with file_server(path):
        connect(path)
        path.chmod(0o600)
        code = "import socket, sys; sys.exit(socket.socket(socket.AF_UNIX).connect_ex(sys.argv[1]))"
        locked = run(*unprivileged(), PYTHON, "-c", code, str(path)).returncode if unprivileged() else 13
    with pytest.raises(ConnectionRefusedError) as dead:
        connect(path)
    note = next(it.note for it in case(CASE).messages if it.text.endswith("'/run/mysqld/mysqld.sock' (2)"))
    assert [missing.value.errno, dead.value.errno, locked] == [2, 111, 13]
    assert all(f"{number} " in str(note) for number in (2, 111, 13))


def test_the_two_doors_are_independent(tmp_path: Path) -> None:
    """A server on a socket file takes no port: the file works while the port is refused, and the other way round."""
    path = tmp_path / ".s.PGSQL.5432"
    with listener() as other:
        port = port_of(other)
    with file_server(path):
        connect(path)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 2)
    path.unlink()
    with listener() as server:
        socket.create_connection(server.getsockname(), 2).close()
        with pytest.raises(FileNotFoundError):
            connect(path)


def test_two_servers_can_share_a_port_number() -> None:
    """One server on 127.0.0.1 and another on ::1 have one port: the client's spelling chooses who answers."""
    with listener() as first, socket.create_server(("::1", port_of(first)), family=socket.AF_INET6) as second:
        for address, server in (("127.0.0.1", first), ("::1", second)):
            with socket.create_connection((address, port_of(first)), 2) as client:
                accepted, _ = server.accept()
                with accepted:
                    assert accepted.getpeername()[:2] == client.getsockname()[:2]


def test_the_command_of_the_case_lists_socket_files(tmp_path: Path) -> None:
    """The row of a listening socket file looks as in the case."""
    shown = check(CASE, "ss -H -xl")
    with file_server(tmp_path / ".s.PGSQL.5432"):
        rows = run("bash", "-c", shown.command).stdout.splitlines()
        row = next(it for it in rows if str(tmp_path) in it)
    sample = said(5432, str(shown.output).splitlines()[0])
    assert shape(row.replace(str(tmp_path), "/var/run/postgresql").replace("5432", "PORT")) == shape(sample)


def test_the_commands_of_the_case_tell_what_listens() -> None:
    """Without a client of the database, MySQL shows its version or its rule, and Redis whether it wants a password."""
    greets, pings = check(CASE, "nc -w 2").command, check(CASE, "printf").command
    assert "10.11.19-MariaDB" in answers(greets, lambda it: it.sendall(GREETING))
    assert "is not allowed" in answers(greets, lambda it: it.sendall(NOT_ALLOWED))
    for reply in ("+PONG", "-NOAUTH Authentication required."):
        asked: list[bytes] = []

        def redis(client: socket.socket, reply: str = reply, asked: list[bytes] = asked) -> None:
            asked.append(client.recv(64))
            client.sendall(f"{reply}\r\n".encode("ascii"))

        assert answers(pings, redis) == reply
        assert asked == [b"PING\r\n"]


def test_the_check_of_the_variables_keeps_the_password() -> None:
    """The code of the case says whether there is a password, and not which."""
    fix = next(it for it in case(CASE).fixes if it.language == "js")
    printed = run("env", "-u", "PGHOST", "PGPASSWORD=hunter2", "PGUSER=app", NODE, "-e", fix.command or "").stdout
    assert "PGPASSWORD is set" in printed
    assert "PGUSER app" in printed
    assert "PGHOST is not set" in printed
    assert "hunter2" not in printed
