"""The case proxy-interference, raised with a proxy that is gone and with one that answers in the server's place."""

import shlex
import socket
from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest

from tests.claims.clients import NODE, level
from tests.claims.servers import serving, web
from tests.claims.witness import PYTHON, case, port_of, run, said, texts

CASE = "proxy-interference"
FETCH = "fetch('{}').then((it) => it.text()).then((it) => console.log(it.trim()))"
URLLIB = "import urllib.request; print(urllib.request.urlopen('{}').read().decode().strip())"


@pytest.fixture
def server() -> Iterator[int]:
    """Give the port of a web server."""
    with serving(web) as port:
        yield port


@pytest.fixture
def gone() -> Iterator[int]:
    """Give a port where a proxy was: it refuses."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield port_of(held)


def answering(status: HTTPStatus) -> Callable[[socket.socket], None]:
    """Return a handler that answers every request with one status, as a proxy does."""

    def handle(client: socket.socket) -> None:
        client.recv(65536)
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        client.sendall(head.encode())

    return handle


def through(proxy: int, *command: str, exceptions: str = "") -> tuple[int, str]:
    """Run a client whose environment names a proxy; return its exit code and its last line."""
    names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
    clean = ["env", "-u", "no_proxy", "-u", "NO_PROXY", *(f"{it}=http://127.0.0.1:{proxy}" for it in names)]
    more = [f"no_proxy={exceptions}", f"NO_PROXY={exceptions}"] if exceptions else []
    result = run(*clean, *more, *command)
    lines = (result.stdout + result.stderr).strip().splitlines() or [""]
    return result.returncode, level(said(proxy, lines[-1]))


def test_the_message_names_the_proxys_port(server: int, gone: int) -> None:
    """Curl asks the proxy even for 127.0.0.1, and the message that the case lists holds the proxy's port."""
    code, line = through(gone, "curl", "-sS", f"http://127.0.0.1:{server}/")
    assert (code, line in {level(it) for it in texts(CASE, "curl")}) == (7, True)
    verbose = run("env", f"http_proxy=http://127.0.0.1:{gone}", "curl", "-sv", f"http://127.0.0.1:{server}/").stderr
    assert said(gone, verbose.splitlines()[0]) in texts(CASE, "curl -v")


def test_urllib_says_what_the_case_lists(server: int, gone: int) -> None:
    """The case lists exactly what urllib prints, for a proxy that is gone and for one that answers."""
    http, https = f"http://127.0.0.1:{server}/", f"https://127.0.0.1:{server}/"
    printed = {through(gone, PYTHON, "-c", URLLIB.format(http))[1]}
    for status, url in (
        (HTTPStatus.BAD_GATEWAY, http),
        (HTTPStatus.PROXY_AUTHENTICATION_REQUIRED, http),
        (HTTPStatus.BAD_GATEWAY, https),
    ):
        with serving(answering(status)) as proxy:
            printed.add(through(proxy, PYTHON, "-c", URLLIB.format(url))[1])
    assert printed == texts(CASE, "Python urllib")


def test_curl_says_what_the_case_lists_about_a_tunnel(server: int) -> None:
    """For https curl asks the proxy for a tunnel, ends with 56 and prints what the case lists."""
    with serving(answering(HTTPStatus.BAD_GATEWAY)) as proxy:
        code, line = through(proxy, "curl", "-sS", f"https://127.0.0.1:{server}/")
    assert (code, line in texts(CASE, "curl")) == (56, True)


def test_node_does_not_look_at_the_variables(server: int, gone: int) -> None:
    """The fetch and http of Node.js 20 reach the server although the variables name a proxy."""
    assert through(gone, NODE, "-e", FETCH.format(f"http://127.0.0.1:{server}/")) == (0, "ok")
    get = f"require('http').get('http://127.0.0.1:{server}/', (it) => {{ console.log(it.statusCode); process.exit() }})"
    assert through(gone, NODE, "-e", get) == (0, "200")


@pytest.mark.parametrize("client", ["curl", "urllib"])
def test_the_exceptions_of_the_fix_are_understood(client: str, server: int, gone: int) -> None:
    """With the exceptions of the fix the server is reached; `localhost` alone does not cover 127.0.0.1."""
    url = f"http://127.0.0.1:{server}/"
    command = ["curl", "-sS", url] if client == "curl" else [PYTHON, "-c", URLLIB.format(url)]
    fix = next(it.command for it in case(CASE).fixes if it.system == "linux" and it.command)
    exceptions = dict(word.split("=") for word in shlex.split(fix)[1:])["no_proxy"]
    assert through(gone, *command, exceptions=exceptions) == (0, "ok")
    assert through(gone, *command, exceptions="localhost")[0] != 0


def test_the_checks_tell_a_proxy_from_a_server_that_is_down(server: int, gone: int) -> None:
    """The case's commands reach the server past the proxy, and name the proxy."""
    direct, variables, python, *_ = (it.command.replace("PORT", str(server)) for it in case(CASE).checks)
    assert through(gone, "bash", "-c", direct)[1].startswith("200 127.0.0.1")
    assert (
        f"=http://127.0.0.1:{gone}" in run("env", f"http_proxy=http://127.0.0.1:{gone}", "bash", "-c", variables).stdout
    )
    assert through(gone, "bash", "-c", python)[1].endswith("False")
    assert through(gone, "bash", "-c", python, exceptions="127.0.0.1")[1].endswith("True")


def test_a_program_can_ask_without_a_proxy(server: int, gone: int) -> None:
    """An opener without a proxy, as in the fix, reaches the server."""
    code = "import urllib.request as r; print(r.build_opener(r.ProxyHandler({{}})).open('http://127.0.0.1:{}/').status)"
    assert through(gone, PYTHON, "-c", code.format(server)) == (0, "200")
