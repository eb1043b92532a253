"""What Linux' kernel is set to, and what it does with loopback addresses: the claims of the pages, in private networks."""

import os
import re

import pytest

from tests.claims.inside import inside
from tests.claims.machines import HOST, TWO_MACHINES, WAIT
from tests.claims.tables import code, section, table
from tests.claims.witness import NOBODY, PYTHON, in_private_network

PORT = 4242
BIND = "import socket; socket.socket().bind(('127.0.0.1', {})); print('bound')"
NEVER = ("127.0.0.0", "127.0.0.2", "127.1.2.3", "127.255.255.254")  # given to no interface


def words(page: str, anchor: str) -> str:
    """Return the text of a section on one line."""
    return " ".join(section(page, anchor).split())


def test_loopback_takes_packets_of_the_size_of_the_page() -> None:
    """The limit of `lo` is the number of bytes that the page gives."""
    (size,) = re.findall(r"`lo` takes up to ([\d,]+) bytes on Linux \(measured\)", words("learn/loopback", "proves"))
    (limit,) = re.findall(r" mtu (\d+) ", in_private_network("ip -o link show lo"))
    assert int(size.replace(",", "")) == int(limit)


def test_all_of_127_answers_without_any_setting() -> None:
    """On Linux a server can have any address of 127.0.0.0/8 and is reached there; of IPv6 there is `::1` alone."""
    (row,) = [it for it in table("learn/loopback", "addresses", "System") if it["System"] == "Linux"]
    assert (row["127.0.0.1"], row["127.0.0.2 and the others"]) == ("yes", "yes, without any setting")
    for address in NEVER:
        assert inside("destination", address, address) == address
    assert inside("bound", "::2") == "99 Cannot assign requested address"


def test_a_client_of_another_loopback_address_comes_from_the_first() -> None:
    """The source of a connection to 127.0.0.2 is 127.0.0.1, as the route on the page says."""
    assert "local 127.0.0.2 dev lo src 127.0.0.1" in words("learn/loopback", "addresses")
    assert inside("source", "127.0.0.2") == "127.0.0.1"


def test_the_privileged_ports_end_where_the_page_says() -> None:
    """By default the border is the number of the page's table."""
    (row,) = [it for it in table("learn/ports", "privileged", "System") if it["System"] == "Linux"]
    setting, capability = code(row["Rule"])
    (border,) = re.findall(r"\((\d+)\)", row["Rule"])
    assert capability == "CAP_NET_BIND_SERVICE"
    assert inside("settings", [f"/proc/sys/{setting.replace('.', '/')}"]) == [border]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give another user a capability")
@pytest.mark.parametrize(("port", "capable", "works"), [(80, False, False), (80, True, True), (1024, False, True)])
def test_the_capability_of_the_page_gives_a_low_port(port: int, *, capable: bool, works: bool) -> None:
    """Without rights a program gets no port below the border; with CAP_NET_BIND_SERVICE alone it does."""
    given = ["--inh-caps=-all,+net_bind_service", "--ambient-caps=+net_bind_service"] if capable else [NOBODY[-1]]
    command = " ".join([*NOBODY[:-1], *given, PYTHON, "-c", f'"{BIND.format(port)}"'])
    printed = in_private_network(f"{command} 2>&1 || true").splitlines()[-1]
    assert printed == ("bound" if works else "PermissionError: [Errno 13] Permission denied")


@pytest.mark.parametrize("allowed", [False, True])
def test_packets_for_127_from_outside_are_dropped(*, allowed: bool) -> None:
    """Led to 127.0.0.1 by address translation, a caller from outside gets nothing unless `route_localnet` allows it."""
    printed = in_private_network(f"""{TWO_MACHINES}
PATH="$PATH:/usr/sbin:/sbin"
{PYTHON} -m http.server --bind 127.0.0.1 {PORT} >/dev/null 2>&1 &
{WAIT.format("127.0.0.1", PORT)}
iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 127.0.0.1:{PORT}
sysctl -qw net.ipv4.conf.all.route_localnet={int(allowed)}
inside nc -z -w 1 {HOST} 80 && echo reached || echo dropped
""")
    assert printed.splitlines()[-1] == ("reached" if allowed else "dropped")
    assert "one that arrives from outside is dropped" in words("learn/loopback", "addresses")
