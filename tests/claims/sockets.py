"""What real sockets do, asked in a private network: `python -m tests.claims.sockets FUNCTION ARGUMENTS`.

It is started anew for each question, so it needs nothing but Python itself.
"""

import json
import re
import resource
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

PORT = 4242
TCP_USER_TIMEOUT = 18  # milliseconds for which TCP tries
IP_LOCAL_PORT_RANGE = 51  # Python has no name for it yet
SOON = 2  # seconds in which a connection on one machine is made or refused
LONGEST = 20  # seconds that a program may take to start
Socket = tuple[str, bool | None, str]  # address, IPV6_V6ONLY where it is set, "tcp" or "udp"


def opened(address: str, v6only: bool | None = None, transport: str = "tcp") -> socket.socket:  # noqa: FBT001 (from JSON)
    """Make a socket of the family of an address."""
    kind = socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM
    made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, kind)
    if v6only is not None:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
    return made


def outcome(action: Callable[[], object]) -> str:
    """Return number and words of an action's error, or "works"."""
    try:
        action()
    except OSError as error:
        return f"{error.errno} {error.strerror}" if error.errno else str(error)
    return "works"


def reached(address: str) -> bool:
    """Say whether a client of an address gets to a server there."""
    try:
        with socket.create_connection((address, PORT), SOON) as client:
            return str(client.getpeername()[0]) == address
    except ConnectionRefusedError:
        return False


def listed(command: str, pattern: str) -> list[Any]:
    """Return what a pattern finds in a command's output, each once."""
    printed = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False).stdout
    return sorted(set(re.findall(pattern, printed, re.MULTILINE)))


def listening(address: str, v6only: bool | None, asked: list[str]) -> dict[str, list[str]]:  # noqa: FBT001 (from JSON)
    """Listen on an address; return which of the asked addresses lead there, and what the tools show."""
    with opened(address, v6only) as server:
        server.bind((address, PORT))
        server.listen()
        return {
            "accepts": [it for it in asked if reached(it)],
            "ss": listed(f"ss -H -ltn 'sport = :{PORT}'", r"^LISTEN +\d+ +\d+ +(\S+)"),
            "netstat": listed("netstat -ltn", rf"^tcp6? +\d+ +\d+ (\S+:{PORT}) "),
            "lsof": listed(f"lsof -nP -iTCP:{PORT} -sTCP:LISTEN", r"TCP (\S+) \(LISTEN\)"),
        }


def peer_of_dual(address: str) -> str:
    """Call a dual-stack server at an address; return the client's address as the server sees it."""
    with opened("::", v6only=False) as server:
        server.bind(("::", PORT))
        server.listen()
        with socket.create_connection((address, PORT), SOON):
            accepted, peer = server.accept()
            accepted.close()
    return str(peer[0])


def destination(bound: str, asked: str) -> str:
    """Listen on one address and call another; return the one that the client got to."""
    with opened(bound) as server:
        server.bind((bound, PORT))
        server.listen()
        with socket.create_connection((asked, PORT), SOON) as client:
            return str(client.getpeername()[0])


def source(asked: str) -> str:
    """Call a server at an address; return the address that the client has."""
    with opened(asked) as server:
        server.bind((asked, PORT))
        server.listen()
        with socket.create_connection((asked, PORT), SOON) as client:
            return str(client.getsockname()[0])


def bound(address: str) -> str:
    """Bind a port of an address; return what that gives."""
    with opened(address) as it:
        return outcome(lambda: it.bind((address, PORT)))


def answers(address: str, text: str) -> None:
    """Answer whatever a client says first, in whatever protocol, as a web server does; for ever."""
    with opened(address) as server:
        server.bind((address, PORT))
        server.listen()
        while True:
            client, _ = server.accept()
            with client, suppress(OSError):
                client.settimeout(SOON)
                if client.recv(65536):
                    client.sendall(f"HTTP/1.0 200 OK\r\n\r\n{text}".encode())


def bound_by(command: list[str]) -> list[str]:
    """Start a server of our port; return where it listens."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            found: list[str] = []
            deadline = time.monotonic() + LONGEST
            while not found and server.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
                found = listed(f"ss -H -ltn 'sport = :{PORT}'", r"^LISTEN +\d+ +\d+ +(\S+)")
            time.sleep(0.1)  # a program that takes two addresses takes one after the other
            return listed(f"ss -H -ltn 'sport = :{PORT}'", r"^LISTEN +\d+ +\d+ +(\S+)")
        finally:
            server.kill()


def second(option: str, wanted: list[bool], first: str) -> list[str]:
    """Set an option on one or both of two sockets for one port; return what the second's bind and listen give.

    The `first` is "bound" or "listening" when the second comes.
    """
    with opened("127.0.0.1") as one, opened("127.0.0.1") as other:
        for it, asked in zip((one, other), wanted, strict=True):
            it.setsockopt(socket.SOL_SOCKET, getattr(socket, option), asked)
        one.bind(("127.0.0.1", PORT))
        if first == "listening":
            one.listen()
        answers = [outcome(lambda: other.bind(("127.0.0.1", PORT)))]
        if first == "bound":
            one.listen()
        return [*answers, outcome(other.listen)] if answers == ["works"] else answers


def balanced(callers: int) -> list[int]:
    """Let two sockets with SO_REUSEPORT listen on one port; return how many callers each of them gets."""
    with ExitStack() as stack:
        servers = [stack.enter_context(opened("127.0.0.1")) for _ in range(2)]
        for server in servers:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            server.bind(("127.0.0.1", PORT))
            server.listen(callers)
        for _ in range(callers):
            stack.enter_context(socket.create_connection(("127.0.0.1", PORT), SOON))
        rows = subprocess.run(["ss", "-H", "-ltn", f"sport = :{PORT}"], capture_output=True, text=True, check=True)
        return [int(it.split()[1]) for it in rows.stdout.splitlines()]


def restarts(command: list[str]) -> list[str]:
    """Start a server that closes its connections first, call it and end it; return its state and where it listens again."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            deadline = time.monotonic() + LONGEST
            while not reached("127.0.0.1") and time.monotonic() < deadline:
                time.sleep(0.05)
            with socket.create_connection(("127.0.0.1", PORT), SOON) as client:
                client.settimeout(SOON)
                client.recv(9)
        finally:
            server.kill()
    left = listed(f"ss -H -tan 'sport = :{PORT}'", r"^(TIME-WAIT)")
    return [*left, *bound_by(command)]


def collisions(kinds: list[Socket]) -> list[list[str]]:
    """Say for each pair of sockets what the second bind gives while the first is bound, in the order given."""
    return [[outcome(partial(_both, first, second)) for second in kinds] for first in kinds]


def _both(first: Socket, second: Socket) -> None:
    with opened(*first) as one, opened(*second) as other:
        one.bind((first[0], PORT))
        other.bind((second[0], PORT))


def chosen(transport: str, address: str, operation: str, count: int) -> list[int]:
    """Let the system choose a port so many times, for `bind` to port 0 or for `connect`."""
    with opened(address, None, transport) as server:
        server.bind((address, PORT))
        if transport == "tcp":
            server.listen(count)
        return [_chosen(transport, address, operation) for _ in range(count)]


def _chosen(transport: str, address: str, operation: str) -> int:
    with opened(address, None, transport) as it:
        if operation == "bind":
            it.bind((address, 0))
        else:
            it.connect((address, PORT))
        return int(it.getsockname()[1])


def held(operation: str, count: int) -> list[int]:
    """Let the system choose as many ports as it has, and keep them all."""
    with ExitStack() as stack:
        server = stack.enter_context(opened("127.0.0.1"))
        server.bind(("127.0.0.1", PORT))
        server.listen(count)
        ports = []
        for _ in range(count):
            it = stack.enter_context(opened("127.0.0.1"))
            it.bind(("127.0.0.1", 0)) if operation == "bind" else it.connect(("127.0.0.1", PORT))
            ports.append(int(it.getsockname()[1]))
        return ports


def called(address: str, port: int) -> str:
    """Return what a client of an address and a port gets."""
    return outcome(lambda: _connect(address, port))


def listens_unbound() -> tuple[str, int]:
    """Listen on a socket that was never bound; return its address and port."""
    with opened("127.0.0.1") as server:
        server.listen()
        address, port = server.getsockname()
        return address, port


def chosen_within(first: int, last: int, count: int) -> list[int]:
    """Let the system choose ports for sockets that have a range of their own (IP_LOCAL_PORT_RANGE)."""
    ports = []
    for _ in range(count):
        with opened("127.0.0.1") as it:
            it.setsockopt(socket.IPPROTO_IP, IP_LOCAL_PORT_RANGE, struct.pack("I", last << 16 | first))
            it.bind(("127.0.0.1", 0))
            ports.append(int(it.getsockname()[1]))
    return ports


def exhausted(count: int) -> dict[str, str]:
    """Hold `count` ports by connections to one server; return what asks for one more, and what it gets."""
    with ExitStack() as stack:
        for address, port in (("127.0.0.1", PORT), ("127.0.0.2", PORT), ("127.0.0.1", PORT + 1)):
            server = stack.enter_context(opened(address))
            server.bind((address, port))
            server.listen(count)
        for _ in range(count):
            stack.enter_context(socket.create_connection(("127.0.0.1", PORT), SOON))
        return {
            "bind": outcome(lambda: stack.enter_context(opened("127.0.0.1")).bind(("127.0.0.1", 0))),
            "connect": outcome(lambda: _connect("127.0.0.1", PORT)),
            "connect to another address": outcome(lambda: _connect("127.0.0.2", PORT)),
            "connect to another port": outcome(lambda: _connect("127.0.0.1", PORT + 1)),
        }


def _connect(address: str, port: int) -> None:
    socket.create_connection((address, port), SOON).close()


def meets_itself(port: int, attempts: int) -> dict[str, str]:
    """Call a closed port until the system lends that very port to the client; then start the server."""
    for _ in range(attempts):
        with opened("127.0.0.1") as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                client.sendall(b"hello")
                with opened("127.0.0.1") as server:
                    start = outcome(lambda: server.bind(("127.0.0.1", port)))
                return {
                    "ends": f"{client.getsockname()[1]} {client.getpeername()[1]}",
                    "hears": client.recv(9).decode(),
                    "server": start,
                }
    return {}


def queue(backlog: int, callers: int) -> dict[str, object]:
    """Listen with a backlog and never accept; return what each caller gets, and the row of ss."""
    with ExitStack() as stack:
        server = stack.enter_context(opened("127.0.0.1"))
        server.bind(("127.0.0.1", PORT))
        server.listen(backlog)
        clients = [stack.enter_context(opened("127.0.0.1")) for _ in range(callers)]
        for client in clients:
            client.settimeout(1)
        answers = [outcome(partial(client.connect, ("127.0.0.1", PORT))) for client in clients]
        return {"callers": answers, "row": listed(f"ss -H -ltn 'sport = :{PORT}'", r"^LISTEN +(\d+) +(\d+) ")}


def limits(backlogs: list[int | None]) -> list[int]:
    """Return the limit of the queue that ss shows for each backlog; without one, Python's own."""
    found = []
    for backlog in backlogs:
        with opened("127.0.0.1") as server:
            server.bind(("127.0.0.1", PORT))
            server.listen() if backlog is None else server.listen(backlog)
            found += listed(f"ss -H -ltn 'sport = :{PORT}'", r"^LISTEN +\d+ +(\d+)")
    return [int(it) for it in found]


def time_wait(setting: int) -> dict[str, list[str]]:
    """Close first with another `tcp_fin_timeout`; return the timers of both states that follow, as ss writes them."""
    path = Path("/proc/sys/net/ipv4/tcp_fin_timeout")
    path.write_text(str(setting), "ascii")
    timer = r"timer:\(timewait,([^,]+)"
    show = "ss -H -tano 'sport = :{}'"
    with opened("127.0.0.1") as server:
        server.bind(("127.0.0.1", PORT))
        server.listen()
        client = socket.create_connection(("127.0.0.1", PORT), SOON)
        accepted, _ = server.accept()
        accepted.close()
        half = _soon(show.format(PORT), rf"FIN-WAIT-2 .*{timer}")
        client.close()
        whole = _soon(show.format(PORT), rf"TIME-WAIT .*{timer}")
    return {"FIN-WAIT-2": half, "TIME-WAIT": whole, "set to": [path.read_text("ascii").strip()]}


def _soon(command: str, pattern: str) -> list[str]:
    """Return what a pattern finds as soon as there is something: the other end's answer takes a moment."""
    deadline = time.monotonic() + SOON
    while not (found := listed(command, pattern)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def settings(paths: Iterable[str]) -> list[str]:
    """Read settings of the kernel or of an interface."""
    return [" ".join(Path(it).read_text("ascii").split()) for it in paths]


def errors() -> dict[str, str]:
    """Raise errors for real; return number and words of each by its name. The network is the one of test_errors.py."""
    with ExitStack() as stack:
        tcp, other, fresh, slow = (stack.enter_context(opened("127.0.0.1")) for _ in range(4))
        udp = stack.enter_context(opened("127.0.0.1", None, "udp"))
        server = stack.enter_context(opened("127.0.0.1"))
        server.bind(("127.0.0.1", PORT))
        server.listen()
        slow.setsockopt(socket.IPPROTO_TCP, TCP_USER_TIMEOUT, 300)
        udp.setblocking(False)  # noqa: FBT003 (the library's own)
        cut = _cut_off(stack, server)
        six = stack.enter_context(opened("::1"))
        files = resource.getrlimit(resource.RLIMIT_NOFILE)
        found = {
            "EPERM": outcome(lambda: udp.sendto(b"?", ("127.0.0.1", 9))),
            "ENOENT": outcome(lambda: socket.socket(socket.AF_UNIX).connect("/nobody/listens.here")),
            "EAGAIN": outcome(lambda: udp.recv(9)),
            "EACCES": outcome(lambda: fresh.connect(("198.51.100.8", PORT))),
            "EINVAL": outcome(lambda: six.bind(("fe80::1", 0))),
            "EPIPE": "",
            "EMSGSIZE": outcome(lambda: udp.sendto(bytes(65508), ("127.0.0.1", PORT))),
            "EOPNOTSUPP": outcome(udp.listen),
            "EAFNOSUPPORT": outcome(lambda: socket.socket(255)),
            "EADDRINUSE": outcome(lambda: other.bind(("127.0.0.1", PORT))),
            "EADDRNOTAVAIL": outcome(lambda: other.bind(("203.0.113.7", 0))),
            "ENETUNREACH": outcome(lambda: fresh.connect(("203.0.113.7", PORT))),
            "ECONNRESET": outcome(lambda: cut.recv(9)),
            "ETIMEDOUT": outcome(lambda: slow.connect(("127.0.0.1", 9))),
            "ECONNREFUSED": outcome(lambda: tcp.connect(("127.0.0.1", PORT + 1))),
            "EHOSTUNREACH": outcome(lambda: other.connect(("198.51.100.7", PORT))),
        }
        found["EPIPE"] = outcome(lambda: cut.sendall(b"?"))
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, files[1]))
        found["EMFILE"] = outcome(lambda: socket.socket().close())
        resource.setrlimit(resource.RLIMIT_NOFILE, files)
        return found


def _cut_off(stack: ExitStack, server: socket.socket) -> socket.socket:
    """Return a client whose connection the server has thrown away."""
    client = stack.enter_context(socket.create_connection(("127.0.0.1", PORT), SOON))
    accepted, _ = server.accept()
    accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    accepted.close()
    return client


def settings_here_and_beside(path: str) -> tuple[str, str]:
    """Read a setting in this network and in a new one beside it."""
    beside = subprocess.run(["unshare", "--net", "cat", path], capture_output=True, text=True, check=True)
    return settings([path])[0], " ".join(beside.stdout.split())


def main() -> None:
    """Call the function that the command line names; print what it returns."""
    name, arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(globals()[name](*json.loads(arguments))) + "\n")


if __name__ == "__main__":
    main()
