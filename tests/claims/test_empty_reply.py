"""The case empty-reply, raised with servers that close without an answer."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.claims.clients import NODE, fetched, lines, python
from tests.claims.servers import certificate, hang_up, over_tls, serving
from tests.claims.witness import case, run, said, texts

CASE = "empty-reply"
URLLIB = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{}/').read()"
ASYNCIO = """
import asyncio
async def ask():
    reader, writer = await asyncio.open_connection("127.0.0.1", {})
    writer.write(b"x")
    await reader.readexactly(1)
asyncio.run(ask())
"""


@pytest.fixture
def port() -> Iterator[int]:
    """Give the port of a server that reads the request and closes in good order."""
    with serving(hang_up) as number:
        yield number


def test_curl_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what curl prints about a server that closes without an answer; it ends with 52."""
    assert run("curl", "-sS", f"http://127.0.0.1:{port}/").returncode == 52
    assert set(lines(port, "curl", "-sS", f"http://127.0.0.1:{port}/")) == texts(CASE, "curl")


def test_urllib_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what urllib prints, and it is a kind of ConnectionResetError."""
    assert texts(CASE, "Python urllib") == {python(port, URLLIB.format(port))}
    code = "import http.client; print(issubclass(http.client.RemoteDisconnected, ConnectionResetError))"
    assert run("python3", "-c", code).stdout.strip() == "True"


def test_asyncio_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what asyncio prints."""
    assert texts(CASE, "Python asyncio") == {python(port, ASYNCIO.format(port))}


def test_node_says_what_the_case_lists(port: int) -> None:
    """The case lists exactly what Node.js prints, and the code is that of a reset."""
    get = f"require('http').get('http://127.0.0.1:{port}/').on('error', (it) => console.log(JSON.stringify([String(it), it.code])))"
    text, code = json.loads(run(NODE, "-e", get).stdout)
    assert {said(port, text)} == texts(CASE, "Node.js")
    assert code == "ECONNRESET"


def test_node_fetch_says_what_the_case_lists(port: int) -> None:
    """The case lists the cause that Node.js prints below `fetch failed`."""
    printed = {line.strip(" {") for line in fetched(port, f"fetch('http://127.0.0.1:{port}/')")}
    assert texts(CASE, "Node.js fetch") <= printed
    assert "code: 'UND_ERR_SOCKET'," in printed


def test_plain_http_to_a_tls_port_is_an_empty_reply(tmp_path: Path) -> None:
    """A server that wants TLS closes or resets on plain HTTP; the case's command finds that it speaks TLS."""
    look = next(it.command for it in case(CASE).checks if it.command.startswith("curl -sk"))
    with serving(over_tls(certificate(tmp_path))) as number:
        said_about_http = lines(number, "curl", "-sS", f"http://127.0.0.1:{number}/")
        assert set(said_about_http) <= texts(CASE, "curl") | texts("connection-reset", "curl")
        assert run("bash", "-c", look.replace("PORT", str(number))).stdout == "200 127.0.0.1\n"


def test_the_command_tells_a_port_without_tls(port: int) -> None:
    """On a port that does not speak TLS the case's command prints 000 and ends with 35."""
    look = next(it.command for it in case(CASE).checks if it.command.startswith("curl -sk"))
    result = run("bash", "-c", look.replace("PORT", str(port)))
    assert (result.returncode, result.stdout[:3]) == (35, "000")


def test_an_exception_in_a_handler_gives_an_empty_reply() -> None:
    """Python's http.server closes without a status when a handler raises."""

    class Fails(BaseHTTPRequestHandler):
        """Raises instead of answering."""

        def do_GET(self) -> None:
            """Raise."""
            raise ValueError

    class Quiet(HTTPServer):
        """Prints nothing about errors."""

        def handle_error(self, *_: object) -> None:
            """Keep quiet."""

    with Quiet(("127.0.0.1", 0), Fails) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        assert set(lines(0, "curl", "-sS", f"http://127.0.0.1:{server.server_port}/")) == texts(CASE, "curl")
        thread.join()
