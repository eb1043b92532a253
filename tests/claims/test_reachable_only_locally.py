"""The case reachable-only-locally, raised with two machines: a namespace inside another."""

import pytest

from tests.claims.clients import NODE, check, level
from tests.claims.machines import CONTAINER, HOST, PORT, SERVE, TWO_MACHINES, WAIT, from_inside
from tests.claims.witness import PYTHON, in_private_network, texts

CASE = "reachable-only-locally"
PYTHON_CONNECT = f"import socket; socket.create_connection(('{HOST}', {PORT}), 2)"
NODE_CONNECT = f"require('net').connect({PORT}, '{HOST}').on('error', (it) => console.log(String(it)))"
STATUS = ("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}\\n", f"http://{HOST}:{PORT}/")
ANYWHERE = "192.0.2.10"  # the server's address in the case's commands


def test_another_machine_is_refused_as_the_case_lists() -> None:
    """Clients on another machine say what the case lists while the server listens on 127.0.0.1."""
    assert from_inside("127.0.0.1", PYTHON, "-c", PYTHON_CONNECT) in texts(CASE, "Python")
    assert {from_inside("127.0.0.1", NODE, "-e", NODE_CONNECT)} == texts(CASE, "Node.js")
    curl = from_inside("127.0.0.1", "curl", "-sS", f"http://{HOST}:{PORT}/")
    assert level(curl) in {level(it) for it in texts(CASE, "curl")}


@pytest.mark.parametrize("address", [HOST, "0.0.0.0"])
def test_another_machine_is_served_when_the_server_is_bound_to_the_network(address: str) -> None:
    """Bound to the network's address or to all of them, the same server answers the other machine."""
    assert from_inside(address, *STATUS) == "200"


def test_the_machine_itself_is_refused_by_its_network_address() -> None:
    """A server on 127.0.0.1 refuses its own machine too when that asks for the network's address."""
    script = f"{TWO_MACHINES}\n{SERVE.format('127.0.0.1', PORT)}\n{WAIT.format('127.0.0.1', PORT)}\n! nc -z -w 1 {HOST} {PORT}"
    in_private_network(script)


def test_a_machine_that_drops_lets_others_wait() -> None:
    """A machine that throws the packets away lets the client run into its limit, in the words of the case."""
    script = f"""{TWO_MACHINES}
    ip neighbour replace {CONTAINER} lladdr 02:00:00:00:00:01 dev host0
    {SERVE.format("0.0.0.0", PORT)}
    {WAIT.format("127.0.0.1", PORT)}
    set +e
    inside {PYTHON} -c "{PYTHON_CONNECT}" 2>&1 | tail -n 1
    inside curl -sS -m 2 http://{HOST}:{PORT}/ 2>&1 | tail -n 1
    """
    python, curl = in_private_network(script).splitlines()
    assert python in texts(CASE, "Python")
    assert level(curl) in {level(it) for it in texts(CASE, "curl")}


def test_the_commands_of_the_case_tell_the_two_apart() -> None:
    """The case's probe succeeds from the other machine when the server is bound to the network, and is refused otherwise."""
    probe = check(CASE, "nc").command.replace(ANYWHERE, HOST).replace("PORT", str(PORT)).split()
    assert from_inside(HOST, *probe).endswith("succeeded!")
    assert from_inside("127.0.0.1", *probe).endswith("failed: Connection refused")
    own = check(CASE, "for address").command.replace("PORT", str(PORT)).replace("hostname -I", f"echo {HOST}")
    script = f"{TWO_MACHINES}\n{SERVE.format(HOST, PORT)}\n{WAIT.format(HOST, PORT)}\n{own}"
    assert "succeeded!" in in_private_network(f"({script}) 2>&1")
