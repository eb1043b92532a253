"""What the tests of the claims share: the records, real sockets, and programs that are made to fail.

Everything binds to port 0 on loopback. What needs other system settings, an unprivileged user on a
fresh border of the system ports or an empty range of ports, runs in a private network namespace.
"""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from generator import case_model, strict_yaml

ROOT = Path(__file__).parents[2]
# An interpreter that every user may read: the one that runs the tests can lie in somebody's home.
PYTHON = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
STRANGER = "198.51.100.7"  # an address for documentation (RFC 5737): no machine has it
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all"]
LONGEST = 60  # seconds that a command may take


def case(name: str) -> case_model.Case:
    """Read one case."""
    path = f"data/troubleshooting/{name}.yml"
    return case_model.Case.model_validate(strict_yaml.read(ROOT / path, path).content)


def texts(name: str, runtime: str) -> set[str]:
    """List what a case says that `runtime` prints on Linux."""
    return {it.text for it in case(name).messages if it.runtime == runtime and {"linux", "any"} & set(it.systems)}


def said(port: int, text: str) -> str:
    """Write a message as the records do: `PORT` for the number."""
    return re.sub(rf"(?<!\d){port}(?!\d)", "PORT", text.strip())


def raised(port: int, action: Callable[[], object]) -> str:
    """Return the last line that Python would print when `action` fails."""
    try:
        action()
    except (OSError, OverflowError) as error:
        return said(port, f"{type(error).__name__}: {error}")
    raise AssertionError("nothing was raised")


@contextmanager
def listener(address: str = "127.0.0.1", *, reuse: bool = False) -> Iterator[socket.socket]:
    """Listen on a free port."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
        server.bind((address, 0))
        server.listen()
        yield server


def port_of(server: socket.socket) -> int:
    """Return the port that a socket is bound to."""
    return int(server.getsockname()[1])


def free_port() -> int:
    """Return a port that nobody used a moment ago."""
    with listener() as server:
        return port_of(server)


def bind(address: tuple[str, int]) -> None:
    """Bind a plain socket, as a program does that sets no options."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.bind(address)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=LONGEST, stdin=subprocess.DEVNULL
    )


def complaint(*command: str) -> str:
    """Return what a program writes to its error output; it must fail."""
    result = run(*command)
    assert result.returncode != 0, f"{command} did not fail"
    return result.stderr.strip()


def node(port: int, expression: str) -> str:
    """Return the error of a Node.js socket or server, as an uncaught one is printed."""
    code = f"({expression}).on('error', (error) => {{ console.log(String(error)); process.exit(7) }})"
    result = run("node", "-e", code)
    assert result.returncode == 7, result.stdout + result.stderr
    return said(port, result.stdout)


@cache
def private_network() -> list[str]:
    """Return the words that start a program in a network namespace of its own."""
    ways = (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"], ["sudo", "-n", "unshare", "--net"])
    for way in ways:
        if run(*way, "true").returncode == 0:
            return way
    raise AssertionError("cannot make a network namespace: run the tests as root, or allow user namespaces")


def in_private_network(script: str) -> str:
    """Run a shell script in a network namespace of its own; return what it prints."""
    result = run(*private_network(), "bash", "-euc", f"ip link set lo up\n{script}")
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def capture(tcpdump: str) -> str:
    """Return the shell lines that start a command with tcpdump and go on when it sees packets.

    Its socket is there before, but libpcap drops what comes until the filter is set; only after that
    tcpdump says that it listens.
    """
    return f'heard=$(mktemp)\n{tcpdump} 2>$heard &\nuntil grep -q "listening on" $heard; do sleep 0.05; done\nrm $heard'


def unprivileged() -> list[str]:
    """Return the words that start a program without rights, where ports below 1024 need one."""
    if os.geteuid() == 0:
        return ["unshare", "--net", *NOBODY]
    start = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text("ascii")
    assert int(start) == 1024, "this machine gives low ports to everybody: run the tests as root"
    return []
