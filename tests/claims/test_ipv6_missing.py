"""The case ipv6-missing, raised with IPv6 off by its setting and with a kernel that denies the family."""

import errno
import os
import re
import shlex
from pathlib import Path

import pytest

from tests.claims.clients import NODE, level
from tests.claims.witness import PYTHON, in_private_network, run, said, texts

CASE = "ipv6-missing"
PORT = 4242
OFF = "sysctl -qw net.ipv6.conf.all.disable_ipv6=1"
# Refuses sockets of the family AF_INET6 as a kernel without it does, then becomes the program that it is given.
WITHOUT_FAMILY = """
import ctypes, os, platform, struct, sys
SOCKET = {"x86_64": 41, "aarch64": 198}[platform.machine()]
RULES = [(0x20, 0, 0, 0), (0x15, 0, 3, SOCKET), (0x20, 0, 0, 16), (0x15, 0, 1, 10), (6, 0, 0, 0x50061), (6, 0, 0, 0x7FFF0000)]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *rule) for rule in RULES))
class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("rules", ctypes.c_void_p)]
system = ctypes.CDLL(None)
assert system.prctl(38, 1, 0, 0, 0) == 0
assert system.prctl(22, 2, ctypes.byref(Program(len(RULES), ctypes.addressof(code))), 0, 0) == 0
os.execvp(sys.argv[1], sys.argv[1:])
"""
SERVE = "import socket; socket.create_server(('::1', {}), family=socket.AF_INET6)"
BIND = "import socket; socket.socket(socket.AF_INET6).bind(('::1', {}))"
ASYNC = "import asyncio; asyncio.run(asyncio.start_server(lambda *_: None, '::1', {}))"
LISTEN = "require('net').createServer().listen({}, '{}').on('error', (it) => console.log(String(it)))"
CONNECT = "require('net').connect({}, '::1').on('error', (it) => console.log(String(it)))"
JAVA = """
public class Probe {
    public static void main(String[] words) throws Exception {
        var loopback = java.net.InetAddress.getByName("::1");
        try { new java.net.ServerSocket(0, 1, loopback); } catch (Exception error) { System.out.println(error); }
        try { new java.net.Socket(loopback, 4242); } catch (Exception error) { System.out.println(error); }
    }
}
"""


def _off(*command: str) -> str:
    """Return the last line of a program that runs where the setting has switched IPv6 off."""
    return _last(in_private_network(f"{OFF}\n({shlex.join(command)}) 2>&1 || true"))


def _denied(*command: str) -> str:
    """Return the last line of a program that runs where the kernel knows no IPv6."""
    result = run(PYTHON, "-c", WITHOUT_FAMILY, *command)
    return _last(result.stdout + result.stderr)


def _last(text: str) -> str:
    return level(said(PORT, text)).splitlines()[-1]


def test_programs_without_ipv6_addresses_say_what_the_case_lists() -> None:
    """With IPv6 off by its setting, servers and clients print the messages of the case."""
    assert {_off(PYTHON, "-c", code.format(PORT)) for code in (SERVE, BIND)} <= texts(CASE, "Python")
    assert _off(PYTHON, "-c", ASYNC.format(PORT)) in texts(CASE, "Python asyncio")
    assert {_off(NODE, "-e", LISTEN.format(PORT, "::1")), _off(NODE, "-e", CONNECT.format(PORT))} <= texts(
        CASE, "Node.js"
    )
    assert _off("nc", "-vz", "::1", str(PORT)) in texts(CASE, "netcat")
    assert _off("curl", "-gsS", f"http://[::1]:{PORT}/") in {level(it) for it in texts(CASE, "curl")}
    assert {_off("ping", "-c", "1", "::1"), _off("ping", "-6", "-c", "1", "localhost")} <= texts(CASE, "ping")
    assert {_off("ip", "-6", "address", "add", "::1/128", "dev", "lo")} == texts(CASE, "ip")
    assert in_private_network(f"{OFF}\nbash -c '(exec 3<>/dev/tcp/::1/{PORT})' 2>&1 | head -n 1") in texts(CASE, "Bash")


def test_programs_without_the_family_say_what_the_case_lists() -> None:
    """Where the kernel denies IPv6 sockets, servers and clients print the messages of the case."""
    assert {_denied(PYTHON, "-c", code.format(PORT)) for code in (SERVE, BIND)} <= texts(CASE, "Python")
    node = [LISTEN.format(PORT, "::"), CONNECT.format(PORT)]
    assert {_denied(NODE, "-e", code) for code in node} <= texts(CASE, "Node.js")
    assert _denied("nc", "-l", "::1", str(PORT)) in texts(CASE, "netcat")
    assert _denied("curl", "-gsS", f"http://[::1]:{PORT}/") in {level(it) for it in texts(CASE, "curl")}
    result = run(PYTHON, "-c", WITHOUT_FAMILY, "bash", "-c", f"(exec 3<>/dev/tcp/::1/{PORT})")
    assert result.stderr.splitlines()[0] in texts(CASE, "Bash")


def test_java_without_ipv6_says_what_the_case_lists(tmp_path: Path) -> None:
    """Java prints the same for a server and for a client, whichever way IPv6 is missing."""
    program = tmp_path / "Probe.java"
    program.write_text(JAVA, "ascii")
    off = in_private_network(f"{OFF}\njava {program}").splitlines()
    denied = run(PYTHON, "-c", WITHOUT_FAMILY, "java", str(program)).stdout.splitlines()
    assert set(off) == set(denied) == texts(CASE, "Java")
    assert len(off) == len(denied) == 2


def test_the_numbers_of_the_case_are_those_of_the_system() -> None:
    """Errors 97 and 99 mean what the case says, and the words of other runtimes are the system's."""
    assert (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL) == (97, 99)
    family = os.strerror(97)
    for runtime in ("nginx", "Rust", ".NET", "Netdata"):
        assert any(family in it and "97" in it for it in texts(CASE, runtime)), runtime


def test_node_without_a_name_takes_ipv4() -> None:
    """Without the family, a Node.js server that names no address listens on 0.0.0.0; with addresses off, on ::."""
    code = "const it = require('net').createServer().listen(0, () => { console.log(it.address().address); it.close() })"
    assert _denied(NODE, "-e", code) == "0.0.0.0"
    assert _off(NODE, "-e", code) == "::"


def test_the_wildcard_can_still_be_bound_when_only_the_addresses_are_missing() -> None:
    """With the setting off, :: can be bound; without the family it cannot."""
    code = "import socket; socket.socket(socket.AF_INET6).bind(('::', 0)); print('bound')"
    assert _off(PYTHON, "-c", code) == "bound"
    assert "[Errno 97]" in _denied(PYTHON, "-c", code)


@pytest.mark.parametrize("scope", ["all", "lo"])
def test_loopback_gets_its_address_back_at_once(scope: str) -> None:
    """Switching IPv6 on again, for all interfaces or for lo alone, brings ::1 back."""
    show = "ip -br -6 addr show lo"
    script = f"{show}\n{OFF}\necho {{$({show})}}\nsysctl -qw net.ipv6.conf.{scope}.disable_ipv6=0\n{show}"
    first, without, again = in_private_network(script).splitlines()
    assert re.fullmatch(r"lo +UNKNOWN +::1/128 *", first)
    assert without == "{}"
    assert again.split() == first.split()


def test_loopback_that_goes_down_loses_its_ipv6_address_only() -> None:
    """When lo goes down, ::1 is gone and 127.0.0.1 stays in the list."""
    assert in_private_network("ip link set lo down\nip -br addr show lo").split() == ["lo", "DOWN", "127.0.0.1/8"]


def test_an_address_beyond_the_network_is_unreachable() -> None:
    """With IPv6 but without a route, an address of the internet is unreachable in the words of the case."""
    code = f"import socket; socket.create_connection(('2001:db8::1', {PORT}))"
    assert _last(in_private_network(f'{PYTHON} -c "{code}" 2>&1 || true')) in texts(CASE, "Python")
