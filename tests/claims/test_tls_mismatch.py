"""The case tls-mismatch, raised with a server without TLS and one with it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.claims.clients import NODE, fetched, lines, python
from tests.claims.servers import certificate, greet, over_tls, serving, web
from tests.claims.witness import case, run, texts

CASE = "tls-mismatch"
URLLIB = "import urllib.request; urllib.request.urlopen('https://127.0.0.1:{}/')"
SOCKET = "import socket, ssl; ssl.create_default_context().wrap_socket(socket.create_connection(('127.0.0.1', {})), server_hostname='127.0.0.1')"


@pytest.fixture
def plain() -> Iterator[int]:
    """Give the port of a web server without TLS."""
    with serving(web) as number:
        yield number


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[int]:
    """Give the port of a web server with TLS."""
    with serving(over_tls(certificate(tmp_path))) as number:
        yield number


def level(text: str) -> str:
    """Write 0 for the numbers that differ between versions: of OpenSSL, and of a line in its source or Python's."""
    return re.sub(r"OpenSSL/[\d.a-z]+", "OpenSSL/0", re.sub(r"_ssl\.c:\d+", "_ssl.c:0", text))


def listed(runtime: str) -> set[str]:
    """List what the case says that a runtime prints, with the same numbers left out."""
    return {level(it) for it in texts(CASE, runtime)}


def test_curl_says_what_the_case_lists(plain: int, secure: int) -> None:
    """The case lists what curl prints in both directions; https to a plain port ends with 35."""
    https, http = f"https://127.0.0.1:{plain}/", f"http://127.0.0.1:{secure}/"
    assert run("curl", "-sSk", https).returncode == 35
    assert level(lines(plain, "curl", "-sSk", https)[-1]) in listed("curl")
    assert lines(secure, "curl", "-sS", http)[-1] in listed("curl")


def test_curl_says_what_the_case_lists_about_another_protocol() -> None:
    """An SSH server's greeting is no HTTP, and curl says so."""
    with serving(greet) as number:
        assert lines(number, "curl", "-sS", f"http://127.0.0.1:{number}/")[-1] in listed("curl")


def test_python_says_what_the_case_lists(plain: int) -> None:
    """The case lists exactly what Python prints, with and without urllib."""
    assert {level(python(plain, SOCKET.format(plain)))} == listed("Python")
    assert {level(python(plain, URLLIB.format(plain)))} == listed("Python urllib")


def test_node_says_what_the_case_lists(plain: int) -> None:
    """The case lists what Node.js prints, for a request and for fetch."""
    get = f"require('https').get('https://127.0.0.1:{plain}/').on('error', (it) => {{ console.log(it.code, String(it)) }})"
    printed = run(NODE, "-e", get).stdout
    assert printed.startswith("EPROTO Error: write EPROTO")
    # From OpenSSL 3.2 on, thus in newer versions of Node.js, another function finds the fault.
    assert any(it in printed for it in texts(CASE, "Node.js")) or "wrong version number" in printed
    assert texts(CASE, "Node.js fetch") <= {it.strip() for it in fetched(plain, f"fetch('https://127.0.0.1:{plain}/')")}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_checks_find_the_scheme(scheme: str, plain: int, secure: int) -> None:
    """Of the case's two commands exactly the one with the right scheme prints a status."""
    port = plain if scheme == "http" else secure
    for check in case(CASE).checks[:2]:
        printed = run("bash", "-c", check.command.replace("PORT", str(port))).stdout
        assert printed.startswith("200" if f"{scheme}://" in check.command else "000")


def test_only_a_tls_port_shows_a_certificate(plain: int, secure: int) -> None:
    """The case's command prints the sample for a TLS port, and nothing for another."""
    check = next(it for it in case(CASE).checks if it.command.startswith("openssl"))
    assert run("bash", "-c", check.command.replace("PORT", str(secure))).stdout.strip() == check.output
    assert run("bash", "-c", check.command.replace("PORT", str(plain))).stdout == ""


def test_a_server_says_what_the_case_lists() -> None:
    """Python's TLS server says what the case lists when a client speaks plain HTTP."""
    code = """
import ssl
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
incoming = ssl.MemoryBIO()
incoming.write(b"GET / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n")
server.wrap_bio(incoming, ssl.MemoryBIO(), server_side=True).do_handshake()
"""
    (text,) = listed("Python (server)")
    assert level(python(0, code)).endswith(text)
