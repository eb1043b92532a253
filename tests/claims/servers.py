"""Servers that hang up on purpose or speak TLS, and the certificates that they show."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.claims.witness import listener, port_of, run

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n"
AT_ONCE = struct.pack("ii", 1, 0)  # struct linger: on, with no time to wait
NAMES = "DNS:localhost,IP:127.0.0.1,IP:::1"
BANNER = b"SSH-2.0-example\r\n"


@contextmanager
def serving(handle: Callable[[socket.socket], object]) -> Iterator[int]:
    """Give every client of a free port to `handle`, one after the other; then close its connection."""
    with listener() as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = server.accept()
                    with client, suppress(OSError):
                        handle(client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield port_of(server)
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def web(client: socket.socket) -> None:
    """Answer a request in plain HTTP."""
    client.recv(65536)
    client.sendall(ANSWER)


def hang_up(client: socket.socket) -> None:
    """Read the request and close in good order, without an answer."""
    client.recv(65536)


def reset(client: socket.socket) -> None:
    """Read the request and throw the connection away: TCP sends RST."""
    client.recv(65536)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)


def break_off(client: socket.socket) -> None:
    """Promise 100 bytes, send five and throw the connection away."""
    client.recv(65536)
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)


def greet(client: socket.socket) -> None:
    """Greet as an SSH server does, and wait for the client."""
    client.sendall(BANNER)
    client.settimeout(2)
    client.recv(65536)


def over_tls(certificate: Path) -> Callable[[socket.socket], None]:
    """Return a handler that answers HTTP over TLS with this certificate and its key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def handle(client: socket.socket) -> None:
        client.settimeout(5)
        with context.wrap_socket(client, server_side=True) as secure:
            web(secure)
            secure.unwrap()

    return handle


def certificate(folder: Path, names: str = NAMES) -> Path:
    """Make a self-signed certificate with its key in one file; only `names` are in it."""
    made = folder / "self-signed.pem"
    new = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    where = ["-keyout", str(made), "-out", f"{made}.crt", "-days", "2", "-subj", "/CN=localhost"]
    result = run(*new, *where, "-addext", f"subjectAltName={names}")
    assert result.returncode == 0, result.stderr
    made.write_text(made.read_text("ascii") + Path(f"{made}.crt").read_text("ascii"), "ascii")
    return made


def issued(folder: Path, days: int = 2) -> tuple[Path, Path]:
    """Make a certificate that a private authority has signed; return it with its key, and the authority's own."""
    authority = certificate(folder)
    made, request, names = folder / "issued.pem", folder / "request", folder / "names"
    names.write_text(f"subjectAltName={NAMES}\n", "ascii")
    new = ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    sign = ["openssl", "x509", "-req", "-in", str(request), "-CA", str(authority), "-CAcreateserial"]
    for command in (
        [*new, "-keyout", str(made), "-out", str(request), "-subj", "/CN=server"],
        [*sign, "-days", str(days), "-extfile", str(names), "-out", f"{made}.crt"],
    ):
        result = run(*command)
        assert result.returncode == 0, result.stderr
    made.write_text(made.read_text("ascii") + Path(f"{made}.crt").read_text("ascii"), "ascii")
    return made, authority
