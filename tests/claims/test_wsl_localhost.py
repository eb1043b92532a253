"""The case wsl-localhost, raised with a machine inside another: that is what WSL 2 is in NAT mode."""

import shlex

import pytest

from tests.claims.clients import NODE, check, level
from tests.claims.machines import CONTAINER, HOST, PORT, SERVE, TWO_MACHINES, WAIT, from_inside
from tests.claims.witness import PYTHON, case, in_private_network, said, texts

CASE = "wsl-localhost"
NODE_CONNECT = f"require('net').connect({PORT}, '127.0.0.1').on('error', (it) => console.log(String(it)))"
PYTHON_CONNECT = f"import socket; socket.create_connection(('127.0.0.1', {PORT}))"
ROUTE = f"inside ip route add default via {HOST}"


@pytest.mark.parametrize("address", ["127.0.0.1", HOST])
def test_a_machine_inside_has_a_loopback_of_its_own(address: str) -> None:
    """Programs inside say what the case lists when they ask 127.0.0.1 for a service of the outer machine."""
    assert from_inside(address, PYTHON, "-c", PYTHON_CONNECT) in texts(CASE, "Python")
    assert from_inside(address, NODE, "-e", NODE_CONNECT) in texts(CASE, "Node.js")
    curl = from_inside(address, "curl", "-sS", f"http://127.0.0.1:{PORT}/")
    assert level(curl) in {level(it) for it in texts(CASE, "curl")}


def test_the_outer_machine_does_not_reach_the_inner_loopback() -> None:
    """Without a relay, a server on the inner 127.0.0.1 is refused on the outer machine, by both addresses."""
    script = [TWO_MACHINES, f"inside {SERVE.format('127.0.0.1', PORT)}"]
    script += [f"inside bash -c '{WAIT.format('127.0.0.1', PORT)}'", f"inside nc -z 127.0.0.1 {PORT} && echo inside"]
    script += [f"nc -z -w 1 {it} {PORT} || echo refused" for it in ("127.0.0.1", CONTAINER)]
    assert in_private_network("\n".join(script)).split() == ["inside", "refused", "refused"]


def gateway(address: str) -> str:
    """Run the case's way to the default gateway on the inner machine, while a server of the outer one listens on `address`."""
    command = next(it.command for it in case(CASE).fixes if it.system == "linux" and it.command)
    script = [TWO_MACHINES, ROUTE, SERVE.format(address, PORT), WAIT.format(address, PORT), "set +e"]
    script.append(f"inside bash -c {shlex.quote(command.replace('PORT', str(PORT)))} 2>&1 | tail -n 1")
    return said(PORT, in_private_network("\n".join(script)))


def test_the_default_gateway_is_the_way_to_the_outer_machine() -> None:
    """The case's command reaches a service that listens on the network's address, and is refused on 127.0.0.1."""
    assert gateway(HOST) == f"200 {HOST}"
    assert gateway("127.0.0.1") == "000"


def test_the_route_is_shown_as_the_case_says() -> None:
    """The default route names the outer machine behind `via`, in the words of the sample."""
    shown = check(CASE, "ip route")
    assert in_private_network(f"{TWO_MACHINES}\n{ROUTE}\ninside {shown.command}").strip() == shown.output


@pytest.mark.parametrize(("address", "other"), [("127.0.0.1", "::1"), ("::1", "127.0.0.1")])
def test_one_family_is_one_listener(address: str, other: str) -> None:
    """A server that is bound to one loopback address is refused at the other, so that a relay finds one family only."""
    script = f"{SERVE.format(address, PORT)}\n{WAIT.format(address, PORT)}\n! nc -z -w 1 {other} {PORT} && echo refused\nkill %1"
    assert in_private_network(script) == "refused"
