"""How Linux chooses ports by itself, and what happens when it has none left: the claims of the page on ports.

Each test has a private network of its own, whose range of ports is the kernel's default or a very small one.
"""

import re
from itertools import product
from typing import Any

import pytest

from generator import strict_yaml
from tests.claims.inside import inside
from tests.claims.tables import code, plain, section, table
from tests.claims.witness import ROOT

RANGES = "data/port-ranges.yml"
LINUX = next(it for it in strict_yaml.read(ROOT / RANGES, RANGES).content["systems"] if it["id"] == "linux")
SETTING = "/proc/sys/net/ipv4/ip_local_port_range"
PARITY = re.compile(r"(\d+) of (\d+) binds odd, (\d+) of (\d+) connects even, measured")
ASKS = {  # how the exhaustion table writes what asks for a port, and the questions of sockets.py
    "bind to port 0": {"bind"},
    "connect": {"connect"},
    "connect to another address or port": {"connect to another address", "connect to another port"},
}
EXHAUSTION = "Error on Linux when none is left"
PATHS = list(product(("tcp", "udp"), ("127.0.0.1", "::1"), ("bind", "connect")))


def narrow(first: int, last: int) -> str:
    """Write the command that leaves the system these ports only."""
    return f'sysctl -qw net.ipv4.ip_local_port_range="{first} {last}"'


def words(page: str, anchor: str) -> str:
    """Return the text of a section on one line."""
    return " ".join(section(page, anchor).split())


@pytest.fixture(scope="module")
def exhausted() -> dict[str, str]:
    """Use up a range of ten ports for one destination; give what asks for another port and what it gets."""
    answers: dict[str, str] = inside("exhausted", 10, setup=narrow(40000, 40009))
    return answers


def test_the_kernels_default_range_is_the_one_of_the_data() -> None:
    """A network that nobody has set takes its ports from the Linux range of the data."""
    assert inside("settings", [SETTING]) == [f"{LINUX['first']} {LINUX['last']}"]


@pytest.mark.parametrize(("transport", "address", "operation"), PATHS)
def test_every_chosen_port_lies_in_the_range(transport: str, address: str, operation: str) -> None:
    """The one setting holds for TCP and UDP, IPv4 and IPv6, servers and clients, in this network only."""
    ports = inside("chosen", transport, address, operation, 8, setup=narrow(50000, 50015))
    assert set(ports) <= set(range(50000, 50016))


def test_a_private_network_has_a_range_of_its_own() -> None:
    """Another range in one network leaves that of a network beside it as it was."""
    own, other = inside("settings_here_and_beside", SETTING, setup=narrow(50000, 50015))
    assert own == "50000 50015"
    assert other == f"{LINUX['first']} {LINUX['last']}"


def test_binds_are_odd_and_connects_even() -> None:
    """With the default range the counts are those of the page, in IPv4 and in IPv6; UDP takes both kinds."""
    claim = PARITY.search(words("learn/ports", "chosen"))
    assert claim
    odd, binds, even, connects = map(int, claim.groups())
    for address in ("127.0.0.1", "::1"):
        bound = inside("chosen", "tcp", address, "bind", binds)
        assert sum(port % 2 for port in bound) == odd
        connected = inside("chosen", "tcp", address, "connect", connects)
        assert sum(1 - port % 2 for port in connected) == even
    assert {port % 2 for port in inside("chosen", "udp", "127.0.0.1", "bind", 100)} == {0, 1}


def test_parity_is_a_hint_and_no_rule() -> None:
    """When the preferred ports are used up, the system gives the others, so a number proves nothing."""
    setup = narrow(50000, 50003)
    assert {port % 2 for port in inside("held", "bind", 4, setup=setup)} == {0, 1}
    assert {port % 2 for port in inside("held", "connect", 4, setup=setup)} == {0, 1}
    assert "Take that as a hint, not a rule" in words("learn/ports", "chosen")


def test_a_socket_can_have_a_range_of_its_own() -> None:
    """Since Linux 6.3 IP_LOCAL_PORT_RANGE narrows the range of one socket, as a note of the data says."""
    assert any("Since Linux 6.3" in " ".join(note.split()) for note in LINUX["notes"])
    (release,) = inside("settings", ["/proc/sys/kernel/osrelease"])
    if tuple(map(int, re.findall(r"\d+", release)[:2])) < (6, 3):
        pytest.skip(f"this kernel is {release}")
    assert set(inside("chosen_within", 50000, 50003, 10)) <= set(range(50000, 50004))


def test_the_exhaustion_table_asks_what_this_test_asks() -> None:
    """Each row of the table is one of the questions of the test below, and no question is missing."""
    rows = [plain(row["What asks for a port"]) for row in table("learn/ports", "exhaustion", EXHAUSTION)]
    assert rows == list(ASKS)
    assert "All three are measured, with a range of ten ports" in words("learn/ports", "exhaustion")


@pytest.mark.parametrize("row", table("learn/ports", "exhaustion", EXHAUSTION), ids=lambda row: plain(row[EXHAUSTION]))
def test_a_row_of_the_exhaustion_table_holds(row: dict[str, str], exhausted: dict[str, str]) -> None:
    """Without ports, each question gets the error whose number and words stand in the table, or an answer."""
    answers = {exhausted[it] for it in ASKS[plain(row["What asks for a port"])]}
    if row[EXHAUSTION] == "none: it works":
        assert answers == {"works"}
    else:
        assert code(row[EXHAUSTION])
        number, text = re.findall(r"\((\d+)\), (.+)", plain(row[EXHAUSTION]))[0]
        assert answers == {f"{number} {text}"}


def test_a_client_meets_itself() -> None:
    """A client of a closed port in the range can be given that port: it hears itself, and the server cannot start."""
    met: dict[str, Any] = inside("meets_itself", 40200, 200, setup=narrow(40200, 40201))
    assert met == {"ends": "40200 40200", "hears": "hello", "server": "98 Address already in use"}
    assert "is connected to itself" in words("learn/ports", "self-connect")


def test_port_0_is_a_question_and_no_port() -> None:
    """To bind port 0 gives another port, and a client that calls port 0 finds nobody."""
    assert 0 not in inside("chosen", "tcp", "127.0.0.1", "bind", 20)
    assert inside("called", "127.0.0.1", 0) == "111 Connection refused"
    assert "to bind port 0 is to ask the system for any free port" in words("learn/ports", "zero")


def test_a_socket_that_listens_without_bind_gets_a_port_on_every_address() -> None:
    """`listen` without `bind` takes a port of the range on 0.0.0.0."""
    address, port = inside("listens_unbound")
    assert address == "0.0.0.0"
    assert LINUX["first"] <= port <= LINUX["last"]
