"""The case ephemeral-exhaustion, raised with real sockets where the system has only two automatic ports."""

from tests.claims.clients import ERROR, NODE, check
from tests.claims.witness import PYTHON, in_private_network, said, texts

CASE = "ephemeral-exhaustion"
PORT = 5000
EMPTY = f"""
sysctl -qw net.ipv4.ip_local_port_range="40000 40001"
{PYTHON} - <<'END' &
import signal, socket
server = socket.create_server(("127.0.0.1", {PORT}))
clients = [socket.create_connection(("127.0.0.1", {PORT})) for _ in range(2)]
signal.pause()
END
holder=$!
trap 'kill $holder' EXIT
until [ "$(ss -H -tn state established 'dport = :{PORT}' | wc -l)" = 2 ]; do sleep 0.05; done
set +e
"""
WAITING = f"""
import socket, subprocess, time
server = socket.create_server(("127.0.0.1", {PORT}))
def ask():
    with socket.create_connection(("127.0.0.1", {PORT})) as client:
        far, _ = server.accept()
    far.recv(1)
    far.close()
def attempt():
    try:
        ask()
        print("works")
    except OSError as error:
        print(error)
ask()
ask()
attempt()
time.sleep(1.2)
subprocess.run(["sysctl", "-qw", "net.ipv4.tcp_tw_reuse=0"])
attempt()
subprocess.run(["sysctl", "-qw", "net.ipv4.tcp_tw_reuse=2"])
attempt()
"""


def without_ports(command: str) -> list[str]:
    """Run a command where both automatic ports are in use for 127.0.0.1, port 5000; return its lines."""
    return said(PORT, in_private_network(f"{EMPTY}\n{command}\ntrue")).splitlines()


def python(code: str) -> str:
    """Return the last line of what Python prints without ports."""
    return without_ports(f"{PYTHON} - 2>&1 <<'END'\nimport asyncio, socket, urllib.request\n{code}\nEND")[-1]


def node(expression: str) -> str:
    """Return the first line of the error of a Node.js socket without ports."""
    return without_ports(f'{NODE} -e "{expression}.{ERROR}"')[0]


def test_python_says_what_the_case_lists() -> None:
    """The case lists exactly what Python prints at connect, and at bind to port 0."""
    assert texts(CASE, "Python") == {
        python(f"socket.create_connection(('127.0.0.1', {PORT}))"),
        python("socket.socket().bind(('127.0.0.1', 0))"),
        python("socket.create_server(('127.0.0.1', 0))"),
    }
    assert {python(f"urllib.request.urlopen('http://127.0.0.1:{PORT}/')")} == texts(CASE, "Python urllib")


def test_a_udp_socket_is_told_to_try_again() -> None:
    """Out of ports, sending from a UDP socket without a port gives neither of the two words of TCP."""
    sockets = "several = [socket.socket(type=socket.SOCK_DGRAM) for _ in range(3)]"
    said_by_udp = python(f"{sockets}\nfor it in several: it.sendto(b'x', ('127.0.0.1', {PORT}))")
    assert {said_by_udp} == texts(CASE, "Python (UDP)")


def test_node_says_what_the_case_lists() -> None:
    """The case lists exactly what Node.js prints as a client, as a server and over UDP."""
    three = (
        "const open = () => require('dgram').createSocket('udp4').on('error', (it) => console.log(String(it))).bind()"
    )
    assert texts(CASE, "Node.js") == {
        node(f"require('net').connect({PORT}, '127.0.0.1')"),
        node("require('net').createServer().listen(0, '127.0.0.1')"),
        without_ports(f'timeout 2 {NODE} -e "{three}; open(); open(); open()"')[0],
    }


def test_tools_say_what_the_case_lists() -> None:
    """The case lists what netcat, curl and Bash print; without -v, curl hides the reason."""
    assert set(without_ports(f"nc -vz 127.0.0.1 {PORT} 2>&1")) == texts(CASE, "netcat")
    assert texts(CASE, "curl") <= set(without_ports(f"curl -sSv http://127.0.0.1:{PORT}/ 2>&1"))
    assert not any("assign" in line for line in without_ports(f"curl -sS http://127.0.0.1:{PORT}/ 2>&1"))
    assert without_ports(f"bash -c 'exec 3<>/dev/tcp/127.0.0.1/{PORT}' 2>&1")[0] in texts(CASE, "Bash")


def test_another_own_address_tells_exhaustion_from_a_missing_address() -> None:
    """The first check of the case fails from the usual address and succeeds from 127.0.0.2."""
    command = check(CASE, "nc").command.replace("PORT", str(PORT))
    refused, accepted = without_ports(f"({command}) 2>&1")
    assert refused in texts(CASE, "netcat")
    assert accepted in (check(CASE, "nc").output or "").splitlines()


def test_the_limit_is_one_of_the_destination() -> None:
    """Another destination works, so do another family and a wider range."""
    connect = "socket.create_connection(('{}', {}))\nprint('works')"
    other = f"server = socket.create_server(('127.0.0.2', {PORT}))\n"
    assert python(other + connect.format("127.0.0.2", PORT)) == "works"
    sixth = f"server = socket.create_server(('::1', {PORT}), family=socket.AF_INET6)\n"
    assert python(sixth + connect.format("::1", PORT)) == "works"
    wider = "import subprocess\nsubprocess.run(['sysctl', '-qw', 'net.ipv4.ip_local_port_range=40000 40003'])\n"
    assert python(wider + connect.format("127.0.0.1", PORT)) == "works"


def test_loopback_takes_waiting_ports_again_after_a_second() -> None:
    """A closed connection holds its port; on loopback it may be taken again a second later, unless that is switched off."""
    two_ports = 'sysctl -qw net.ipv4.ip_local_port_range="40000 40001"'
    printed = in_private_network(f"{two_ports}\n{PYTHON} - <<'END'\n{WAITING}\nEND")
    unavailable = "[Errno 99] Cannot assign requested address"
    assert printed.splitlines() == [unavailable, unavailable, "works"]
