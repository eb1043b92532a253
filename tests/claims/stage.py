"""The server that the commands of the site are tried on: run as a program, it prints its port and waits.

The port is a free one, or the one that is given as argument.

On one port of 127.0.0.1 (and of ::1) it answers HTTP, closes first and so leaves TIME-WAIT behind,
and answers UDP. It holds one more socket that is bound and does not listen.
"""

import signal
import socket
import socketserver
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Page(BaseHTTPRequestHandler):
    """Answers each path with one line of text."""

    def do_GET(self) -> None:
        """Answer with status 200."""
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"the stage\n")

    do_HEAD = do_GET  # noqa: N815 (the name is http.server's)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Web(ThreadingHTTPServer):
    """An HTTP server on IPv4."""

    daemon_threads = True
    request_queue_size = 64  # all clients of the tests are taken at once

    def server_bind(self) -> None:
        """Bind without asking for the machine's name, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]


class Web6(Web):
    """An HTTP server on IPv6."""

    address_family = socket.AF_INET6


def open_servers(port: int) -> list[Web]:
    """Listen on one port of both loopback addresses, or of 127.0.0.1 where there is no ::1."""
    first = Web(("127.0.0.1", port), Page)
    try:
        return [first, Web6(("::1", first.server_port), Page)]
    except OSError:
        return [first]


def main() -> None:
    """Serve until a signal ends the program."""
    servers = open_servers(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    port = servers[0].server_port
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    udp = socket.socket(type=socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", port))
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    signal.pause()


if __name__ == "__main__":
    main()
