"""The messages of the cases: every code of the systems is on a page, and the look-up finds each message's case."""

import re
import sys
from collections import defaultdict
from functools import cache

import pytest

from generator import case_model, catalog, exports
from tests.conftest import ROOT
from tests.test_lookup_export import ask

# Name of the error, its number on Linux, on macOS and BSD, in Windows Sockets, in libuv for Windows; the case.
CODES = """
EACCES         13   13  10013  4092  permission-denied
EADDRINUSE     98   48  10048  4091  port-in-use
EADDRNOTAVAIL  99   49  10049  4090  address-not-available
EAFNOSUPPORT   97   47  10047  -     ipv6-missing
EAI_NONAME     -2   8   11001  -     name-resolution
ECONNABORTED   103  53  10053  -     connection-reset
ECONNREFUSED   111  61  10061  4078  connection-refused
ECONNRESET     104  54  10054  4077  connection-reset
EHOSTUNREACH   113  65  10065  4073  timeout-or-filtered
EMFILE         24   24  10024  4066  too-many-open-files
EMSGSIZE       90   -   10040  -     udp-no-answer
ENETUNREACH    101  51  10051  4062  timeout-or-filtered
ENOBUFS        105  55  10055  -     ephemeral-exhaustion
EPERM          1    -   -      -     timeout-or-filtered
EPIPE          32   -   -      4047  connection-reset
ETIMEDOUT      110  60  10060  4039  timeout-or-filtered
"""
ROWS = [line.split() for line in CODES.strip().splitlines()]

# Messages that several cases share, since the same words have several reasons; which it is, the checks tell.
SHARED = {
    # Binding to a foreign address and connecting without a free port are one error to the system.
    "address-not-available ephemeral-exhaustion": [
        "OSError: [Errno 49] Can't assign requested address",
        "OSError: [WinError 10055] An operation on a socket could not be performed because the system lacked sufficient buffer space or because a queue was full",
        "Error: connect EADDRNOTAVAIL 127.0.0.1:PORT - Local (0.0.0.0:0)",
        "dial tcp 127.0.0.1:PORT: connect: cannot assign requested address",
        "dial tcp 127.0.0.1:PORT: connectex: Only one usage of each socket address (protocol/network address/port) is normally permitted.",
        "java.net.BindException: Cannot assign requested address",
        'Os { code: 99, kind: AddrNotAvailable, message: "Cannot assign requested address" }',
        "nc: connect to 127.0.0.1 port PORT (tcp) failed: Cannot assign requested address",
    ],
    # Without IPv6 the address ::1 is one that the machine does not have.
    "address-not-available ephemeral-exhaustion ipv6-missing loopback-down": [
        "OSError: [Errno 99] Cannot assign requested address",
    ],
    # Without IPv6 the address ::1 is one that the machine does not have.
    "address-not-available ipv6-missing": [
        "Error: listen EADDRNOTAVAIL: address not available ::1:PORT",
    ],
    # Windows refuses 0.0.0.0 as a destination with the error of a foreign address.
    "address-not-available wildcard-address": [
        "OSError: [WinError 10049] The requested address is not valid in its context",
    ],
    # A receiver of AirPlay is one of the programs that hold a port.
    "airplay-port port-in-use": [
        "OSError: [Errno 48] Address already in use",
    ],
    # The server behind the proxy is the one that refuses.
    "bad-gateway connection-refused": [
        "connect() failed (111: Connection refused) while connecting to upstream",
    ],
    # Nobody listens where the client asks: the wrong machine, the wrong port, or nothing at all.
    "connection-refused container-loopback loopback-down proxy-interference remote-localhost unexpected-port wsl-localhost": [
        "curl: (7) Failed to connect to 127.0.0.1 port PORT after 0 ms: Couldn't connect to server",
    ],
    # Nobody listens where the client asks: the wrong machine, the wrong port, or nothing at all.
    "connection-refused container-loopback reachable-only-locally remote-localhost udp-no-answer unexpected-port wsl-localhost": [
        "ConnectionRefusedError: [Errno 111] Connection refused",
    ],
    # Nobody listens where the client asks: the wrong machine, the wrong port, or nothing at all.
    "connection-refused container-loopback remote-localhost wsl-localhost": [
        "Error: connect ECONNREFUSED 127.0.0.1:PORT",
    ],
    # A database that does not run refuses like any server.
    "connection-refused database-client": [
        'psql: error: connection to server at "127.0.0.1", port PORT failed: Connection refused',
        "ERROR 2002 (HY000): Can't connect to server on '127.0.0.1' (115)",
    ],
    # Ping answers, the port refuses: that is what the case about ping shows.
    "connection-refused ping-versus-port": [
        "nc: connect to 127.0.0.1 port PORT (tcp) failed: Connection refused",
    ],
    # A proxy that is not there refuses in the server's place.
    "connection-refused proxy-interference": [
        "urllib.error.URLError: <urlopen error [Errno 111] Connection refused>",
    ],
    # Nobody listens where the client asks: the wrong machine, the wrong port, or nothing at all.
    "connection-refused reachable-only-locally remote-localhost unexpected-port wsl-localhost": [
        "ERR_CONNECTION_REFUSED",
    ],
    # The far end of a tunnel refuses.
    "connection-refused remote-localhost": [
        "channel 2: open failed: connect failed: Connection refused",
    ],
    # Windows refuses when the queue is full, and when the server is in WSL.
    "connection-refused too-many-open-files wsl-localhost": [
        "ConnectionRefusedError: [WinError 10061] No connection could be made because the target machine actively refused it",
    ],
    # UDP reports a closed port in the words of TCP.
    "connection-refused udp-no-answer": [
        'Os { code: 111, kind: ConnectionRefused, message: "Connection refused" }',
    ],
    # Nobody listens where the client asks: the wrong machine, the wrong port, or nothing at all.
    "connection-refused wsl-localhost": [
        "System.Net.Sockets.SocketException (10061): No connection could be made because the target machine actively refused it.",
    ],
    # The forwarder of a container engine accepted, the container did not.
    "connection-reset container-loopback": [
        "ERR_CONNECTION_RESET",
    ],
    # A forwarder, and a server that expects TLS, throw the connection away.
    "connection-reset container-loopback remote-localhost tls-mismatch": [
        "curl: (56) Recv failure: Connection reset by peer",
    ],
    # The client cannot tell how it ended.
    "connection-reset empty-reply": [
        "server closed the connection unexpectedly",
    ],
    # Windows reports a closed UDP port as a reset.
    "connection-reset udp-no-answer": [
        "ConnectionResetError: [WinError 10054] An existing connection was forcibly closed by the remote host",
    ],
    # The forwarder of a container engine hung up.
    "container-loopback empty-reply": [
        "ERR_EMPTY_RESPONSE",
    ],
    # A forwarder, and a server that expects TLS, hang up without a word.
    "container-loopback empty-reply remote-localhost tls-mismatch": [
        "curl: (52) Empty reply from server",
    ],
    # Names of the host exist in some containers only.
    "container-loopback name-resolution": [
        "socket.gaierror: [Errno -2] Name or service not known",
    ],
    # A browser tells the page only that it failed.
    "cors-and-cookies local-network-access": [
        "TypeError: Failed to fetch",
    ],
    # No free port, or no IPv6: the shell prints one error for both.
    "ephemeral-exhaustion ipv6-missing": [
        "bash: connect: Cannot assign requested address",
    ],
    # No port is left, or this one is taken, perhaps on the other side of WSL.
    "ephemeral-exhaustion port-in-use wsl-localhost": [
        "OSError: [Errno 98] Address already in use",
    ],
    # The other family is not served, or is not there.
    "ipv4-ipv6-mismatch ipv6-missing": [
        "curl: (7) Failed to connect to ::1 port PORT after 0 ms: Couldn't connect to server",
    ],
    # Packets vanish or have no way: a filter, a missing route, loopback taken down.
    "ipv6-missing loopback-down timeout-or-filtered": [
        "OSError: [Errno 101] Network is unreachable",
    ],
    # Nothing answers.
    "loopback-down ping-versus-port": [
        "2 packets transmitted, 0 received, 100% packet loss, time 1022ms",
    ],
    # Packets vanish or have no way: a filter, a missing route, loopback taken down.
    "loopback-down reachable-only-locally timeout-or-filtered": [
        "curl: (28) Connection timed out after 2000 milliseconds",
    ],
    # Packets vanish or have no way: a filter, a missing route, loopback taken down.
    "loopback-down reachable-only-locally timeout-or-filtered too-many-open-files udp-no-answer": [
        "TimeoutError: timed out",
    ],
    # Packets vanish or have no way: a filter, a missing route, loopback taken down.
    "loopback-down timeout-or-filtered": [
        "nc: connect to 127.0.0.1 port PORT (tcp) timed out: Operation now in progress",
    ],
    # A tunnel needs a free port like any server.
    "port-in-use remote-localhost": [
        "bind [127.0.0.1]:PORT: Address already in use",
        "channel_setup_fwd_listener_tcpip: cannot listen to port: PORT",
    ],
    # A taken port is why a server moves to another one.
    "port-in-use unexpected-port": [
        "Error: Port PORT is already in use",
        "Port PORT is in use, trying another one...",
        "Port PORT is in use, using available port 3001 instead.",
    ],
    # The port may be taken on the other side of WSL.
    "port-in-use wsl-localhost": [
        "Error: listen EADDRINUSE: address already in use 127.0.0.1:PORT",
    ],
    # Packets vanish or have no way: a filter, a missing route, loopback taken down.
    "reachable-only-locally timeout-or-filtered": [
        "ERR_CONNECTION_TIMED_OUT",
        "ERR_ADDRESS_UNREACHABLE",
    ],
}
FOUND = 0.9  # of all messages, the share whose case must be among the first two answers


@cache
def cases() -> dict[str, case_model.Case]:
    """Give the site's cases by id."""
    return dict(catalog.load(ROOT).cases)


def written(case: case_model.Case) -> str:
    """Return all that a case says about its errors: its messages and its signs, one on a line."""
    signs = [sign for pattern in case.patterns for sign in (*pattern.any, *pattern.all)]
    return "\n".join([*(message.text for message in case.messages), *signs]).lower()


@pytest.mark.parametrize(("name", "case"), [(row[0], row[-1]) for row in ROWS])
def test_the_name_of_every_code_stands_on_its_case(name: str, case: str) -> None:
    """Whoever searches the case for an error's name finds it."""
    assert re.search(rf"(?<![a-z]){name.lower()}\b", written(cases()[case]).replace("wsa", ""))


@pytest.mark.parametrize(
    ("number", "case"), [(number, row[-1]) for row in ROWS for number in row[1:-1] if number != "-"]
)
def test_every_number_of_every_system_stands_on_its_case(number: str, case: str) -> None:
    """The case has each number as programs print it, behind a word that says that it is an error's, or as a sign."""
    behind_a_word = rf"(?:errno|os error|winerror|code|exception|error|wsa\w+)[\s:\[(=-]*?{number}(?!\d)"
    assert re.search(rf"{behind_a_word}|^\*?{number}\*?$", written(cases()[case]), re.MULTILINE)


def test_every_message_belongs_to_one_case_unless_it_is_shared_on_purpose() -> None:
    """A message stands in one case; in several only where the table above says so, and exactly in those."""
    found = defaultdict(set)
    for case in cases().values():
        for message in case.messages:
            found[message.text].add(case.id)
    shared = {text: " ".join(sorted(ids)) for text, ids in found.items() if len(ids) > 1}
    assert shared == {text: ids for ids, texts in SHARED.items() for text in texts}


def test_no_case_lists_a_message_of_one_program_twice() -> None:
    """The same words of the same program for the same system stand in a case once."""
    for case in cases().values():
        listed = [(it.text, it.runtime, system) for it in case.messages for system in it.systems]
        assert len(listed) == len(set(listed)), case.id


def test_the_look_up_finds_the_case_of_its_messages() -> None:
    """Nine of ten messages, given to the look-up, name their case among the first two; the others are printed."""
    table = exports.lookup(catalog.load(ROOT))
    asked = [
        (case.id, re.sub(r"\bPORT\b", "5432", message.text)) for case in cases().values() for message in case.messages
    ]
    answers = ask(table, [text for _, text in asked])
    missed = [
        f"{case}: {text}  ({', '.join(answer['cases'][:2]) or 'nothing'})"
        for (case, text), answer in zip(asked, answers, strict=True)
        if case not in answer["cases"][:2]
    ]
    sys.stdout.write("\n".join(missed))
    assert len(missed) <= (1 - FOUND) * len(asked)


def test_a_message_in_one_case_only_is_found_there() -> None:
    """Of the messages that are an error and no row of a list, 97 in 100 name their case among the first two."""
    rows = {"unknown-listener", "no-process-name"}  # what they show is mostly no error
    table = exports.lookup(catalog.load(ROOT))
    shared = {text for texts in SHARED.values() for text in texts}
    own = [
        (case.id, re.sub(r"\bPORT\b", "5432", message.text))
        for case in cases().values()
        if case.id not in rows
        for message in case.messages
        if message.text not in shared
    ]
    answers = ask(table, [text for _, text in own])
    missed = [text for (case, text), answer in zip(own, answers, strict=True) if case not in answer["cases"][:2]]
    assert len(missed) <= 0.03 * len(own), missed
