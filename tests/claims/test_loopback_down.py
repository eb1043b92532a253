"""The case loopback-down, raised in network namespaces whose loopback was never up, was taken down or lost its address."""

import re
import shlex
from pathlib import Path

import pytest

from tests.claims.clients import NODE, level
from tests.claims.machines import CONTAINER, HOST, TWO_MACHINES
from tests.claims.witness import PYTHON, in_private_network, private_network, run, said, texts

CASE = "loopback-down"
PORT = 4242
SHOW = "ip -br addr show lo"
WAY = "ip route get 127.0.0.1 2>&1 | head -n 1"
PROBE = f"nc -vz -w 2 127.0.0.1 {PORT} 2>&1 || true"
SERVE = f"nc -lk 127.0.0.1 {PORT} & trap 'kill $!' EXIT\nuntil ss -H -ltn | grep -q :{PORT}; do sleep 0.05; done"
CONNECT = "import socket; socket.create_connection(('{}', {}), 2)"
BIND = f"import socket; socket.create_server(('127.0.0.1', {PORT})); print('bound')"
NODE_CONNECT = f"require('net').connect({PORT}, '127.0.0.1').on('error', (it) => console.log(String(it)))"
NODE_FETCH = f"fetch('http://127.0.0.1:{PORT}/')"
SOUND = ["lo", "UNKNOWN", "127.0.0.1/8", "::1/128"]


def _fresh(script: str) -> list[str]:
    """Run a shell script in a new network namespace, whose loopback nobody brought up."""
    result = run(*private_network(), "bash", "-euc", script)
    assert result.returncode == 0, result.stderr
    return level(said(PORT, result.stdout)).splitlines()


def _taken_down(*command: str) -> str:
    """Return the last line of a client while a server listens and loopback has been taken down."""
    script = f"{SERVE}\nip link set lo down\n{shlex.join(command)} 2>&1 || true"
    return level(said(PORT, in_private_network(script))).splitlines()[-1]


def _without_way(*command: str) -> list[str]:
    return [line.strip() for line in _fresh(f"{shlex.join(command)} 2>&1 || true")]


def _listed(runtime: str) -> set[str]:
    return {level(it) for it in texts(CASE, runtime)}


def test_clients_without_loopback_say_what_the_case_lists() -> None:
    """Where loopback was never up, each client prints its message of the case."""
    clients = {
        "Python": (PYTHON, "-c", CONNECT.format("127.0.0.1", PORT)),
        "Node.js": (NODE, "-e", NODE_CONNECT),
        "netcat": ("nc", "-vz", "-w", "2", "127.0.0.1", str(PORT)),
        "curl": ("curl", "-sS", f"http://127.0.0.1:{PORT}/"),
        "ping": ("ping", "-c", "1", "127.0.0.1"),
        "ip": ("ip", "route", "get", "127.0.0.1"),
    }
    for runtime, command in clients.items():
        assert _without_way(*command)[-1] in _listed(runtime), runtime
    assert _without_way(PYTHON, "-c", CONNECT.format("::1", PORT))[-1] in _listed("Python")
    (fetched,) = texts(CASE, "Node.js fetch")
    assert any(line.startswith(fetched) for line in _without_way(NODE, "-e", NODE_FETCH))
    assert _without_way("bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{PORT}")[0] in _listed("Bash")
    (openssl,) = texts(CASE, "OpenSSL")
    assert openssl in " ".join(_without_way("openssl", "s_client", "-connect", f"127.0.0.1:{PORT}"))


def test_java_without_loopback_says_what_the_case_lists(tmp_path: Path) -> None:
    """A Java client prints its message of the case."""
    program = tmp_path / "Probe.java"
    connect = f'new java.net.Socket("127.0.0.1", {PORT});'
    program.write_text(f"public class Probe {{ public static void main(String[] a) throws Exception {{ {connect} }} }}")
    assert any(line.endswith(tuple(texts(CASE, "Java"))) for line in _without_way("java", str(program)))


def test_packets_vanish_when_loopback_is_taken_down() -> None:
    """With lo taken down under a server, clients wait in vain and print the messages of the case."""
    assert _taken_down(PYTHON, "-c", CONNECT.format("127.0.0.1", PORT)) in _listed("Python")
    assert _taken_down("nc", "-vz", "-w", "2", "127.0.0.1", str(PORT)) in _listed("netcat")
    assert _taken_down("curl", "-sS", "-m", "2", f"http://127.0.0.1:{PORT}/") in _listed("curl")
    assert "100% packet loss" in _taken_down("ping", "-c", "1", "-W", "1", "127.0.0.1")


def test_a_fresh_namespace_looks_as_the_case_lists() -> None:
    """The row of ip address and the answer of ip route are those of the case; a server starts all the same."""
    row, way, bound = _fresh(f"ip addr show lo | head -n 1\n{WAY}\n{PYTHON} -c {shlex.quote(BIND)}")
    assert row in texts(CASE, "ip address")
    assert way in texts(CASE, "ip")
    assert bound == "bound"


def test_loopback_comes_up_with_its_addresses() -> None:
    """Bringing lo up gives it both addresses, and a server that was listening answers at once."""
    before, probe, after, again = _fresh(f"{SERVE}\n{SHOW}\n{PROBE}\nip link set lo up\n{SHOW}\n{PROBE}")
    assert before.split() == ["lo", "DOWN"]
    assert probe.endswith("Network is unreachable")
    assert after.split() == SOUND
    assert again.endswith("succeeded!")


def test_loopback_that_comes_back_needs_no_new_server() -> None:
    """With lo down only ::1 leaves the list; brought up again, the server that kept listening answers."""
    script = f"{SERVE}\nip link set lo down\n{SHOW}\nip link set lo up\n{SHOW}\n{PROBE}"
    down, up, probe = in_private_network(script).splitlines()
    assert down.split() == ["lo", "DOWN", "127.0.0.1/8"]
    assert up.split() == SOUND
    assert probe.endswith("succeeded!")


def test_the_own_network_address_needs_loopback_too() -> None:
    """With lo down, a machine cannot reach a server by its own network address either."""
    script = f"{TWO_MACHINES}\nnc -lk {HOST} {PORT} &\nsleep 0.2\nip link set lo down\nnc -vz -w 1 {HOST} {PORT} 2>&1 || true"
    assert "timed out" in in_private_network(script)


@pytest.mark.parametrize(
    "broken", ["ip link set lo down; ip address flush dev lo", "ip address del 127.0.0.1/8 dev lo"]
)
def test_without_the_address_packets_leave_the_machine(broken: str) -> None:
    """With a default route and no 127.0.0.1 on lo, packets for it go to the router, and a server cannot start."""
    script = f"""{TWO_MACHINES}
    ip route add default via {CONTAINER}
    {broken}
    {WAY}
    {PYTHON} -c {shlex.quote(BIND)} 2>&1 | tail -n 1
    """
    way, complaint = in_private_network(script).splitlines()
    assert re.match(rf"127\.0\.0\.1 via {re.escape(CONTAINER)} dev host0 ", way)
    assert said(PORT, complaint) in texts(CASE, "Python")


def test_the_address_is_put_back() -> None:
    """The command of the case restores 127.0.0.1/8, and does nothing where it is there."""
    put = "ip address replace 127.0.0.1/8 dev lo"
    assert in_private_network(f"ip address del 127.0.0.1/8 dev lo\n{put}\n{put}\n{SHOW}").count("127.0.0.1/8") == 1


def test_a_sandbox_brings_its_loopback_up() -> None:
    """The line for unshare starts a program in a network of its own with a sound loopback."""
    assert _fresh(f"unshare --net sh -c 'ip link set lo up && exec {SHOW}'")[0].split() == SOUND
