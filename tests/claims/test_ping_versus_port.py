"""The case ping-versus-port: ping and a port are answered by different things."""

import re

import pytest

from tests.claims.clients import check
from tests.claims.machines import HOST, TWO_MACHINES
from tests.claims.witness import in_private_network, run, said, texts

CASE = "ping-versus-port"
PORT, CLOSED = 62893, 4243
SERVE = f"""
nc -lk 127.0.0.1 {PORT} & trap 'kill $!' EXIT
until nc -z 127.0.0.1 {PORT}; do sleep 0.05; done
set +e
"""
PING = "ping -c 2 -W 1 127.0.0.1"
DEAF = "sysctl -qw net.ipv4.icmp_echo_ignore_all=1"


def _printed(script: str) -> list[str]:
    return in_private_network(f"{SERVE}({script}) 2>&1; true").splitlines()


def _level(line: str) -> str:
    return re.sub(r"[\d.]+ ?ms", "0 ms", line)


def _listed(runtime: str) -> set[str]:
    return {_level(it) for it in texts(CASE, runtime)}


def test_ping_and_the_port_are_independent() -> None:
    """Ping succeeds where nobody listens, and fails where the port works, in the words of the case."""
    alive = {_level(line) for line in _printed(f"{PING}; nc -vz -w 2 127.0.0.1 {CLOSED}")}
    assert alive & {it for it in _listed("ping") if it.startswith("64 bytes")}
    assert {said(CLOSED, line) for line in alive} >= texts(CASE, "netcat")
    deaf = {_level(line) for line in _printed(f"{DEAF}; {PING}; nc -vz -w 2 127.0.0.1 {PORT}")}
    assert deaf & {it for it in _listed("ping") if it.endswith("100% packet loss, time 0 ms")}
    assert f"Connection to 127.0.0.1 {PORT} port [tcp/*] succeeded!" in deaf


@pytest.mark.parametrize("target", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"[::1]:{PORT}", "http://127.0.0.1/"])
def test_ping_takes_a_port_or_a_url_as_a_name(target: str) -> None:
    """An address with a port and a URL are no machine that ping knows."""
    (line,) = in_private_network(f"! ping -c 1 {target} 2>&1").splitlines()
    assert line == f"ping: {target}: Name or service not known"


def test_the_case_lists_what_ping_says_of_a_port() -> None:
    """The line about an unknown name and the line about a pattern are those of the case."""
    (line,) = in_private_network(f"! ping -c 1 127.0.0.1:{PORT} 2>&1").splitlines()
    pattern = in_private_network(f"ping -c 1 -p {PORT} 127.0.0.1").splitlines()[0]
    assert {said(PORT, line), pattern} <= texts(CASE, "ping")


def test_an_address_that_nobody_has_is_unreachable() -> None:
    """In one network, ping for an address that no machine claims names the machine that gave up."""
    nobody = HOST.rpartition(".")[0] + ".9"
    lines = in_private_network(f"{TWO_MACHINES}\n! ping -c 1 -W 4 {nobody} 2>&1").splitlines()
    assert set(lines) & {it for it in texts(CASE, "ping") if "Unreachable" in it}


def test_the_setting_of_the_case_tells_that_pings_are_ignored() -> None:
    """The command of the case prints 1 on a machine that ignores pings."""
    command = check(CASE, "sysctl").command
    assert _printed(f"{DEAF}; {command}") == ["net.ipv4.icmp_echo_ignore_all = 1"]


def test_a_script_can_tell_by_the_exit_status() -> None:
    """The port's test ends with 0 for an open port and with 1 for a closed one."""
    lines = _printed(f"nc -z -w 2 127.0.0.1 {PORT}; echo $?; nc -z -w 2 127.0.0.1 {CLOSED}; echo $?")
    assert lines == ["0", "1"]


def test_ping_is_installed() -> None:
    """The ping of these tests is the one of iputils, whose words the case lists."""
    assert "iputils" in run("ping", "-V").stdout
