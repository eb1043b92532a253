"""The case airplay-port: a stand-in for Apple's receiver holds one family of a number, the reader's server the other.

The receiver exists on macOS only. What can be shown here is what a client meets where two programs
share a number, and that the case's commands tell them apart.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler
from threading import Thread

from tests.claims.stage import Page, Web, Web6
from tests.claims.witness import case, run

CASE = "airplay-port"
SERVER = "AirTunes/670.6.2"


class Receiver(BaseHTTPRequestHandler):
    """Answers as the case says that the AirPlay Receiver does."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = SERVER, ""

    def do_GET(self) -> None:
        """Refuse with an empty answer."""
        self.send_response(403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def version_string(self) -> str:
        """Name the receiver, and nothing more."""
        return SERVER

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def two_programs() -> Iterator[int]:
    """Let the reader's server have 127.0.0.1 and the stand-in ::1, on one number."""
    with ExitStack() as stack:
        own = stack.enter_context(Web(("127.0.0.1", 0), Page))
        other = stack.enter_context(Web6(("::1", own.server_port), Receiver))
        for server in (own, other):
            Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
        yield own.server_port


def answer(beginning: str, port: int) -> list[str]:
    """Run one of the case's commands for macOS and return its lines."""
    command = next(it.command for it in case(CASE).checks if it.command.startswith(beginning))
    result = run("bash", "-c", command.replace("PORT", str(port)))
    assert result.returncode == 0, result.stderr
    return [line.strip() for line in result.stdout.splitlines() if line.strip()]


def test_two_programs_share_the_number_one_by_family() -> None:
    """Your server has 127.0.0.1, another program ::1: the client of localhost gets the other's 403."""
    with two_programs() as port:
        by_number = run("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", f"http://127.0.0.1:{port}/")
        by_name = run("curl", "-6", "-sS", "-o", "/dev/null", "-D", "-", f"http://localhost:{port}/")
    assert by_number.stdout == "200"
    lines = {line.strip() for line in by_name.stdout.splitlines()}
    receiver = {it.text for it in case(CASE).messages if it.runtime == "AirPlay Receiver"}
    assert {"HTTP/1.1 403 Forbidden", f"Server: {SERVER}"} <= lines & receiver


def test_the_headers_tell_whose_answer_it_is() -> None:
    """The case's command for both families shows two names, and the one for the answer shows the sample's lines."""
    with two_programs() as port:
        families = answer("for family", port)
        shown = answer("curl -sS -m 5 -o /dev/null -D -", port)
    assert len(families) == 2
    assert families[1] == f"Server: {SERVER}"
    assert families[0] != families[1]
    assert shown[0] in {"HTTP/1.1 403 Forbidden", "HTTP/1.0 200 OK"}
