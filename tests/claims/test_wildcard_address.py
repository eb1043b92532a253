"""The case wildcard-address: what a wildcard listener answers, and what connecting to the wildcard does."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.claims.chromium import chromium, site
from tests.claims.clients import check, level, lines, node, shape
from tests.claims.witness import PYTHON, case, free_port, listener, port_of, run, said, texts

CASE = "wildcard-address"


@contextmanager
def started(*options: str) -> Iterator[tuple[int, str]]:
    """Run Python's file server; give its port and the line that it prints at its start."""
    port = free_port()
    command = [PYTHON, "-u", "-m", "http.server", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield port, said(port, server.stdout.readline())
        finally:
            server.terminate()


def far_end(server: socket.socket, address: str) -> str:
    """Connect to the server's port at an address; return the address that the client got to."""
    with socket.create_connection((address, port_of(server)), 2) as client:
        return str(client.getpeername()[0])


def test_clients_and_servers_say_what_the_case_lists() -> None:
    """The start-up lines of Python's server, and the refusals of Node.js and curl, are in the case."""
    with started() as (_, ipv4), started("--bind", "::") as (_, ipv6):
        assert {ipv4, ipv6} == texts(CASE, "Python http.server")
    free = free_port()
    assert node(free, f"require('net').connect({free}, '0.0.0.0')") in texts(CASE, "Node.js")
    refused = lines(free, "curl", "-sS", f"http://0.0.0.0:{free}/")[-1]
    assert refused in {level(it) for it in texts(CASE, "curl")}


@pytest.mark.parametrize(("wildcard", "loopback"), [("0.0.0.0", "127.0.0.1"), ("::", "::1")])
def test_linux_takes_the_wildcard_for_loopback(wildcard: str, loopback: str) -> None:
    """A client that connects to the wildcard gets to the loopback address, even if the server is bound to that alone."""
    for bound in (wildcard, loopback):
        with listener(bound) as server:
            assert far_end(server, wildcard) == loopback


def test_a_wildcard_listener_answers_every_address_of_its_family() -> None:
    """`0.0.0.0` answers all of 127.0.0.0/8 and refuses IPv6; a dual-stack `::` answers both."""
    with listener("0.0.0.0") as server:
        for address in ("127.0.0.1", "127.0.0.2", "127.255.255.254"):
            assert far_end(server, address) == address
        with pytest.raises(ConnectionRefusedError):
            far_end(server, "::1")
    with socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True) as server:
        assert [far_end(server, it) for it in ("127.0.0.1", "::1", "0.0.0.0")] == ["127.0.0.1", "::1", "127.0.0.1"]


def test_a_server_on_loopback_answers_no_other_address() -> None:
    """The cure works: bound to 127.0.0.1, the server refuses every other address of the machine."""
    with listener() as server, pytest.raises(ConnectionRefusedError):
        far_end(server, "127.0.0.2")


def test_the_sample_of_the_case_is_what_ss_prints() -> None:
    """The row of a wildcard listener looks as in the case."""
    shown = check(CASE, "ss")
    with listener("0.0.0.0") as server:
        printed = run("bash", "-c", shown.command.replace("PORT", str(port_of(server)))).stdout
        assert shape(said(port_of(server), printed)) == shape(shown.output or "")


def test_a_page_at_the_wildcard_is_no_secure_context() -> None:
    """Chromium opens 0.0.0.0 on Linux, and leaves out there what needs a secure context."""
    question = next(it for it in case(CASE).checks if it.system == "any")
    with site() as server, chromium() as tab:
        for host in ("127.0.0.1", "localhost", "0.0.0.0"):
            tab.open(f"http://{host}:{server.port}/")
            assert tab.run(question.command) is (host != "0.0.0.0")
        complaint = tab.run("(() => { try { crypto.subtle.digest } catch (it) { return it.message } })()")
    assert {complaint} == texts(CASE, "Chromium and its relatives")
    assert question.output == "true"
