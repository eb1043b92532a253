"""The case container-loopback, raised with two network namespaces, as a container engine makes them."""

import shlex

import pytest

from tests.claims.clients import NODE, level
from tests.claims.machines import CONTAINER, HOST, PORT, SERVE, TWO_MACHINES, WAIT, from_inside
from tests.claims.witness import PYTHON, in_private_network, said, texts

CASE = "container-loopback"
INSIDE = 4343
# What a forwarder for published ports does: it accepts first, and then tries the program inside.
FORWARD = f"""
import contextlib, socket, threading
server = socket.create_server(("127.0.0.1", {PORT}))
def copy(source, target):
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
while True:
    client, _ = server.accept()
    with client, contextlib.suppress(OSError), socket.create_connection(("{CONTAINER}", {INSIDE})) as target:
        thread = threading.Thread(target=copy, args=(client, target), daemon=True)
        thread.start()
        copy(target, client)
"""
ASK = f"curl -sS -o /dev/null -w '%{{http_code}}\\n' http://127.0.0.1:{PORT}/ 2>&1 || true"


def published(bind: str) -> str:
    """Publish a server that is bound to an address of the container; return what curl says on the host."""
    script = [
        TWO_MACHINES,
        f"inside {SERVE.format(bind, INSIDE)}",
        f"inside bash -c '{WAIT.format('127.0.0.1', INSIDE)}'",
        f"{PYTHON} -c {shlex.quote(FORWARD)} &",
        WAIT.format("127.0.0.1", PORT),
        ASK,
    ]
    return in_private_network("\n".join(script))


def test_a_server_on_the_containers_loopback_breaks_the_published_port() -> None:
    """A published port accepts and breaks off while the program listens on the container's own 127.0.0.1."""
    assert published("127.0.0.1").splitlines()[0] in texts(CASE, "curl")


def test_a_server_on_every_address_of_the_container_answers() -> None:
    """With 0.0.0.0 inside, as the fix says, the same published port answers."""
    assert published("0.0.0.0") == "200"


def test_a_port_that_is_not_published_refuses() -> None:
    """A server in the container, even on 0.0.0.0, is not on the host's 127.0.0.1."""
    script = f"{TWO_MACHINES}\ninside {SERVE.format('0.0.0.0', PORT)}\ninside bash -c '{WAIT.format('127.0.0.1', PORT)}'\n{ASK}"
    assert level(said(PORT, in_private_network(script).splitlines()[0])) in {level(it) for it in texts(CASE, "curl")}


@pytest.mark.parametrize("address", ["127.0.0.1", HOST])
def test_localhost_in_a_container_is_not_the_host(address: str) -> None:
    """Programs in a container say what the case lists when they look for the host's service on 127.0.0.1."""
    python = f"import socket; socket.create_connection(('127.0.0.1', {PORT}))"
    assert from_inside(address, PYTHON, "-c", python) in texts(CASE, "Python")
    node = f"require('net').connect({PORT}, '127.0.0.1').on('error', (it) => console.log(String(it)))"
    assert from_inside(address, NODE, "-e", node) in texts(CASE, "Node.js")


def test_the_hosts_service_must_listen_on_an_address_that_the_container_reaches() -> None:
    """From the container the host's address works when the service is bound to it, and is refused on 127.0.0.1."""
    ask = ("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}\\n", f"http://{HOST}:{PORT}/")
    assert from_inside(HOST, *ask) == "200"
    assert "Failed to connect" in from_inside("127.0.0.1", "curl", "-sS", ask[-1])


def test_the_row_of_proc_net_tcp_is_read_as_the_case_says() -> None:
    """A listener on 127.0.0.1 shows in /proc/net/tcp with 0100007F, the port in hexadecimal and state 0A."""
    script = f"{SERVE.format('127.0.0.1', 80)}\n{WAIT.format('127.0.0.1', 80)}\ngrep ' 0A ' /proc/net/tcp\nkill %1"
    assert in_private_network(script).split()[1:4] == ["0100007F:0050", "00000000:0000", "0A"]
