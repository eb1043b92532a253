"""What a bound address accepts, what the tools show of it, and which addresses collide: the pages' tables, row by row.

All of it runs in a private network whose machine has two more addresses, which stand for those of a network card.
"""

import ipaddress
import re
from itertools import product
from typing import Any

import pytest

from tests.claims.clients import NODE
from tests.claims.inside import inside
from tests.claims.tables import Row, code, plain, section, table
from tests.claims.witness import PYTHON

OWN = ("192.0.2.2", "2001:db8::2")  # addresses for documentation (RFC 5737, RFC 3849)
ASKED = ("127.0.0.1", "127.0.0.2", OWN[0], "::1", OWN[1])
SETUP = f"ip address add {OWN[0]}/24 dev lo\nip address add {OWN[1]}/64 dev lo nodad"
IPV4, IPV6 = [it for it in ASKED if ":" not in it], [it for it in ASKED if ":" in it]
# What the words of the column "Accepts" mean; an address bound alone accepts itself.
ACCEPTS = {
    "every IPv4 address of the machine, no IPv6": IPV4,
    "every IPv6 address, no IPv4": IPV6,
    "every address, IPv6 and IPv4": [*IPV4, *IPV6],
    "loopback and every network address, in IPv4": IPV4,
}
OPTION = {"IPv6 only": True, "dual stack": False}
BINDING = table("learn/binding", "address", "Bound to")
WILDCARDS = table("learn/ip-addresses", "wildcard", "A server bound to")
# All that can be bound to one port, with what it covers.
COVERS: dict[tuple[str, bool | None], set[str]] = {
    ("127.0.0.1", None): {"127.0.0.1"},
    ("127.0.0.2", None): {"127.0.0.2"},
    ("0.0.0.0", None): {"IPv4", "127.0.0.1", "127.0.0.2"},
    ("::1", None): {"::1"},
    ("::", True): {"IPv6", "::1"},
    ("::", False): {"IPv4", "IPv6", "127.0.0.1", "127.0.0.2", "::1"},
}
SOCKETS = [(address, v6only, transport) for transport in ("tcp", "udp") for address, v6only in COVERS]


def ask(address: str, v6only: bool | None = None) -> dict[str, Any]:  # noqa: FBT001 (as the socket option has it)
    """Listen on an address; return what it accepts and what the tools show."""
    answer: dict[str, Any] = inside("listening", address, v6only, ASKED, setup=SETUP)
    return answer


@pytest.mark.parametrize("row", BINDING, ids=lambda row: plain(row["Bound to"]))
def test_a_row_of_the_table_is_what_linux_does(row: Row) -> None:
    """Bound as the first column says, a server accepts, and ss, netstat and lsof show, what the others say."""
    addresses = [it.strip('"') for it in code(row["Bound to"])]
    v6only = OPTION.get(row["Bound to"].rpartition(", ")[2])
    for address in addresses:
        answer = ask(address, v6only)
        assert answer["accepts"] == ACCEPTS.get(row["Accepts"], [address])
        assert (row["Accepts"] == "that address only") is (row["Accepts"] not in ACCEPTS)
        for tool in ("ss", "netstat", "lsof"):
            assert answer[tool] == [it.replace("PORT", "4242") for it in code(row[f"{tool} shows"])], tool


def test_only_ss_tells_the_two_wildcards_of_ipv6_apart() -> None:
    """For the last two rows netstat and lsof show the same, and ss does not, as the page says."""
    only, dual = ask("::", v6only=True), ask("::", v6only=False)
    assert [tool for tool in ("ss", "netstat", "lsof") if only[tool] != dual[tool]] == ["ss"]
    assert "Only `ss` tells the last two apart" in section("learn/binding", "address")


@pytest.mark.parametrize("row", WILDCARDS, ids=lambda row: plain(row["A server bound to"]))
def test_the_page_on_addresses_says_the_same(row: Row) -> None:
    """The shorter table, of the page on addresses, agrees with what a server accepts."""
    (address,) = code(row["A server bound to"])
    accepted = ask(address)["accepts"]
    if address == "::":
        assert set(accepted) >= set(IPV6)
    else:
        assert accepted == ACCEPTS.get(plain(row["Accepts connections to"]), [address])
    excluded = re.search(r"\*not\* `([^`]+)`", row["Accepts connections to"])
    assert not excluded or excluded[1] not in accepted


def test_the_default_of_the_option_is_that_of_the_table() -> None:
    """On Linux the option is off unless the setting is 1, so `::` accepts IPv4 and, with the setting, does not."""
    (row,) = [it for it in table("learn/binding", "dual-stack", "System") if it["System"] == "Linux"]
    assert row["IPV6_V6ONLY by default"].startswith("off, unless `net.ipv6.bindv6only` is 1")
    assert row["So :: accepts IPv4"] == "yes"
    assert set(ask("::")["accepts"]) == set(ASKED)
    changed = inside("listening", "::", None, ASKED, setup=f"{SETUP}\nsysctl -qw net.ipv6.bindv6only=1")
    assert changed["accepts"] == IPV6


def test_an_ipv4_client_of_a_dual_socket_is_mapped() -> None:
    """The server sees `::ffff:127.0.0.1`, which both pages name, and Python gives the address inside."""
    peer = inside("peer_of_dual", "127.0.0.1")
    assert f"`{peer}`" in section("learn/binding", "dual-stack")
    assert f"`{peer}` is the IPv4 address `127.0.0.1`" in section("learn/ip-addresses", "mapped")
    assert str(ipaddress.IPv6Address(peer).ipv4_mapped) == "127.0.0.1"


def test_two_sockets_collide_when_transport_port_and_address_overlap() -> None:
    """Of all pairs on one port exactly those collide that share the transport and an address."""
    found = inside("collisions", [list(it) for it in SOCKETS])
    for first, answers in zip(SOCKETS, found, strict=True):
        for other, answer in zip(SOCKETS, answers, strict=True):
            overlap = first[2] == other[2] and COVERS[first[:2]] & COVERS[other[:2]]
            assert answer == ("98 Address already in use" if overlap else "works"), (first, other)


def test_the_pages_rule_of_overlap_is_the_one_above() -> None:
    """The pairs that the page names are in the table of this test, with the same verdict."""
    text = " ".join(section("learn/binding", "address").split())
    assert "`0.0.0.0` overlaps with every IPv4 address, and a dual-stack `::` with everything" in text
    assert "`127.0.0.1`, `127.0.0.2` and `::1` do not overlap with each other" in text
    alone = ("127.0.0.1", "127.0.0.2", "::1")
    assert all(not COVERS[a, None] & COVERS[b, None] for a, b in product(alone, alone) if a != b)
    assert all(COVERS["::", False] & covered for covered in COVERS.values())


def test_the_wildcard_as_a_destination_is_this_machine() -> None:
    """Linux programs that connect to 0.0.0.0 reach 127.0.0.1, as the page's table says."""
    (row,) = [it for it in table("learn/ip-addresses", "not-a-url", "Where") if it["Where"] == "Linux programs"]
    assert row["What http://0.0.0.0:PORT does"] == "reach `127.0.0.1`"
    assert inside("destination", "127.0.0.1", "0.0.0.0") == "127.0.0.1"
    assert inside("destination", "::1", "::") == "::1"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param([NODE, "-e", "require('net').createServer().listen(4242)"], id="Node.js"),
        pytest.param([PYTHON, "-m", "http.server", "4242"], id="http.server"),
    ],
)
def test_programs_without_an_address_take_every_one(command: list[str]) -> None:
    """Python's http.server and Node's listen(PORT) take every address, as the page says."""
    text = " ".join(section("learn/binding", "address").split())
    assert "`python3 -m http.server` and Node's `listen(PORT)` take every address" in text
    assert inside("bound_by", command) in (["0.0.0.0:4242"], ["*:4242"])
