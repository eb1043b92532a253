"""The case timeout-or-filtered, raised with real sockets: a full accept queue drops packets as a filter does."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.claims.clients import NODE, check, fetched, level, lines, named, node, python, shape
from tests.claims.witness import PYTHON, in_private_network, listener, port_of, private_network, run, said, texts

CASE = "timeout-or-filtered"
CONNECT = "import socket; socket.create_connection(('{}', {}))"
NOWHERE = "192.0.2.1"  # an address for documentation (RFC 5737)
PATIENT = """
import socket, subprocess
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(0)
port = server.getsockname()[1]
client = socket.create_connection(("127.0.0.1", port))
commands = {
    "Python urllib": [PYTHON, "-c", f"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/')"],
    "Python asyncio": [PYTHON, "-c", f"import asyncio; asyncio.run(asyncio.open_connection('127.0.0.1', {port}))"],
    "netcat": ["nc", "-vz", "127.0.0.1", str(port)],
    "curl": ["curl", "-sS", f"http://127.0.0.1:{port}/"],
}
runs = {it: subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for it, command in commands.items()}
for name, started in runs.items():
    print(name, started.communicate()[1].splitlines()[-1].replace(str(port), "PORT"), sep="|")
"""


@contextmanager
def full_queue() -> Iterator[int]:
    """Hold a port whose queue is full: further clients get no answer, as behind a filter that drops."""
    with socket.socket() as server, socket.socket() as first:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        first.connect(server.getsockname())
        yield port_of(server)


@pytest.fixture
def full() -> Iterator[int]:
    """Give the port of a server whose queue is full."""
    with full_queue() as port:
        yield port


@pytest.fixture
def silent() -> Iterator[int]:
    """Give the port of a server that never accepts: the system connects its clients, and no answer comes."""
    with listener() as server:
        yield port_of(server)


def as_listed(text: str) -> str:
    """Write the address of the records in place of the one to which no route leads."""
    return text.replace(NOWHERE, "127.0.0.1")


def unreachable(program: str) -> str:
    """Run a program where the route to NOWHERE rejects; return the last line of what it says."""
    script = f"ip route add unreachable {NOWHERE}\n{program} 2>&1 | tail -n 1"
    return as_listed(said(4242, in_private_network(script)))


def test_python_says_what_the_case_lists(full: int) -> None:
    """The case lists exactly what Python prints, whoever gives up: the program, the system or the network."""
    option = "s.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 700)"
    impatient = f"import socket; s = socket.socket(); {option}; s.connect(('127.0.0.1', {full}))"
    never_up = run(*private_network(), PYTHON, "-c", CONNECT.format("127.0.0.1", 4242))
    assert texts(CASE, "Python") == {
        python(full, f"import socket; socket.create_connection(('127.0.0.1', {full}), 0.3)"),
        python(full, impatient),
        unreachable(f'{PYTHON} -c "{CONNECT.format(NOWHERE, 4242)}"'),
        never_up.stderr.splitlines()[-1],
    }


def test_urllib_tells_a_failed_connection_from_a_missing_answer(full: int, silent: int) -> None:
    """With a full queue urllib prints what the case lists; without an answer it is a plain TimeoutError."""
    code = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{}/', timeout=0.3)"
    assert python(full, code.format(full)) in texts(CASE, "Python urllib")
    assert python(silent, code.format(silent)) in texts(CASE, "Python")


def test_clients_without_a_limit_say_what_the_case_lists() -> None:
    """What programs print when the system gives up stands in the case; here it gives up after three seconds."""
    script = f"sysctl -qw net.ipv4.tcp_syn_retries=1\n{PYTHON} - <<'END'\nPYTHON = '{PYTHON}'\n{PATIENT}\nEND"
    printed = [line.partition("|") for line in in_private_network(script).splitlines()]
    assert [runtime for runtime, _, _ in printed] == ["Python urllib", "Python asyncio", "netcat", "curl"]
    for runtime, _, text in printed:
        assert level(text) in {level(it) for it in texts(CASE, runtime)}


def test_node_says_what_the_case_lists(full: int) -> None:
    """Node.js gives the first of several addresses a quarter of a second, and prints what the case lists."""
    begin = time.monotonic()
    assert node(full, named(full, "127.0.0.1", "::1")) in texts(CASE, "Node.js")
    assert time.monotonic() - begin < 3


def test_node_gives_each_address_the_time_that_the_fix_sets() -> None:
    """Node.js waits 250 milliseconds for an address by default, and as long as the fix says with it."""
    code = "console.log(require('net').getDefaultAutoSelectFamilyAttemptTimeout())"
    assert run(NODE, "-e", code).stdout.strip() == "250"
    option = "--network-family-autoselection-attempt-timeout=2000"
    assert run(NODE, option, "-e", code).stdout.strip() == "2000"


def test_node_fetch_says_what_the_case_lists(silent: int) -> None:
    """The limit of AbortSignal.timeout is reported in the words that the case lists."""
    code = f"fetch('http://127.0.0.1:{silent}/', {{signal: AbortSignal.timeout(300)}}).catch((it) => {{ console.error(String(it)); process.exit(7) }})"
    assert fetched(silent, code)[-1] in texts(CASE, "Node.js fetch")


def test_curl_says_what_the_case_lists(full: int, silent: int) -> None:
    """The case lists what curl prints for each of its limits, and for a server that is silent."""
    listed = {level(it) for it in texts(CASE, "curl")}
    assert lines(full, "curl", "-sS", "-m", "1", f"http://127.0.0.1:{full}/")[-1] in listed
    assert lines(full, "curl", "-sS", "--connect-timeout", "1", f"http://127.0.0.1:{full}/")[-1] in listed
    answerless = lines(silent, "curl", "-sS", "-m", "1", f"http://127.0.0.1:{silent}/")[-1]
    assert answerless in listed
    assert answerless.endswith("0 bytes received")


def test_netcat_says_what_the_case_lists(full: int) -> None:
    """The case lists what netcat prints when its limit runs out and when a route rejects."""
    assert set(lines(full, "nc", "-vz", "-w", "1", "127.0.0.1", str(full))) <= texts(CASE, "netcat")
    assert unreachable(f"nc -vz {NOWHERE} 4242") in texts(CASE, "netcat")


def test_a_silent_server_passes_the_probe(silent: int) -> None:
    """A server that does not take its connections passes a port probe; its queue and the times betray it."""
    assert run("nc", "-vz", "-w", "1", "127.0.0.1", str(silent)).returncode == 0
    with socket.create_connection(("127.0.0.1", silent)):
        assert _waiting(silent)[0] > 0
    times = run("bash", "-c", check(CASE, "curl").command.replace("PORT", str(silent)).replace("-m 5", "-m 1"))
    assert times.returncode == 28
    assert "first byte after 0.000000 s" in times.stdout
    assert "connected after 0.000000 s" not in times.stdout


def test_a_full_queue_shows_in_the_columns_and_the_times(full: int) -> None:
    """With a full queue more connections wait than may wait, and curl is not even connected."""
    waiting, allowed = _waiting(full)
    assert waiting > allowed
    assert shape(said(full, run("ss", "-H", "-ltn", f"sport = :{full}").stdout)) == shape(_sample("ss -H -ltn"))
    times = run("bash", "-c", check(CASE, "curl").command.replace("PORT", str(full)).replace("-m 5", "-m 1"))
    assert "connected after 0.000000 s" in times.stdout


def test_an_unanswered_client_is_listed(full: int) -> None:
    """While a client waits for the first answer, the case's command prints a row like its sample."""
    command = check(CASE, "ss -H -tanp state syn-sent").command
    with subprocess.Popen(["nc", "-z", "-w", "5", "127.0.0.1", str(full)]) as client:
        time.sleep(0.3)
        printed = run("bash", "-c", command.replace("PORT", str(full))).stdout
        client.terminate()
    assert shape(said(full, printed)) == shape(_sample("ss -H -tanp state syn-sent"))


def test_a_stopped_program_is_told_by_its_state() -> None:
    """A program that was stopped as by Ctrl+Z has the state T, as the case's sample shows."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as program:
        program.send_signal(signal.SIGSTOP)
        time.sleep(0.1)
        printed = run("bash", "-c", check(CASE, "ps").command.replace("PID", str(program.pid))).stdout
        program.kill()
    heading, row = printed.splitlines()
    assert [heading.split(), row.split()[1]] == [_sample("ps").splitlines()[0].split(), "T"]


def test_a_default_limit_ends_the_waiting(full: int) -> None:
    """The case's time limit for a Python program applies to sockets that are made after it."""
    code = f"import socket; socket.setdefaulttimeout(0.3); socket.socket().connect(('127.0.0.1', {full}))"
    assert python(full, code) == "TimeoutError: timed out"


def _waiting(port: int) -> tuple[int, int]:
    """Read how many connections wait to be accepted, and how many may."""
    columns = run("ss", "-H", "-ltn", f"sport = :{port}").stdout.split()
    return int(columns[1]), int(columns[2])


def _sample(beginning: str) -> str:
    """Return the sample output of one of the case's commands."""
    return check(CASE, beginning).output or ""
