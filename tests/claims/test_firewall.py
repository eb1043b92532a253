"""The rules of docs/howto/firewall.md do to a connection what the page says, each with a packet filter of its own.

Every rule is read out of the page and run as it stands there, in a private network namespace.
"""

import re
import textwrap
from collections.abc import Callable

import pytest

from tests.claims.machines import CONTAINER, HOST, SERVE, TWO_MACHINES, WAIT
from tests.claims.witness import PYTHON, ROOT, in_private_network

PAGE = (ROOT / "docs/howto/firewall.md").read_text("utf-8")
PORT = 62893  # the page's example; nobody else has it in a network of its own
OTHERS = "2001:db8:1::2"  # a neighbour outside the network that the page lets in
SECTION = re.compile(r"^##+ [^\n]*\{ #(\S+) \}\n(.*?)(?=^##+ |\Z)", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
ANSWERS = re.compile(r"^\| `(-j [^`]+)` \| `([^`]+)` \|$", re.MULTILINE)

SECTIONS = dict(SECTION.findall(PAGE))
# The page's commands say sudo and count on its path; the tests are root in their own network.
AS_ROOT = 'PATH="$PATH:/usr/sbin:/sbin"\nsudo() { "$@"; }'
LISTEN = f"{SERVE.format('127.0.0.1', PORT)}\n{SERVE.format('::1', PORT)}\n"
LISTENING = f"{WAIT.format('127.0.0.1', PORT)}\n{WAIT.format('::1', PORT)}\ntrap 'kill $(jobs -p)' EXIT\n"
KNOCK = f"for it in 127.0.0.1 ::1; do nc -vz -w 1 $it {PORT} 2>&1 || true; done"
# Debian's own table, with the names that the page uses and a policy that drops.
DROPPING_NFT = "nft 'table inet filter { chain input { type filter hook input priority filter; policy drop; }; }'"
DROPPING_IPTABLES = "iptables -P INPUT DROP\nip6tables -P INPUT DROP"
SUCCEEDED, TIMED_OUT = "succeeded!", "timed out: Operation now in progress"


def _blocks(section: str, language: str) -> list[str]:
    """List the code blocks of one language in a section of the page."""
    found = [textwrap.dedent(it[3]) for it in FENCE.finditer(SECTIONS[section]) if it[2] == language]
    assert found, f"the page has no {language} block under #{section}"
    return found


def _knocks(*rules: str) -> list[str]:
    """Set rules, then connect to a server on 127.0.0.1 and on ::1; return what nc says of each."""
    script = "\n".join([AS_ROOT, LISTEN, LISTENING, *rules, KNOCK])
    return in_private_network(script).splitlines()[-2:]


def _said(endings: list[str], *expected: str) -> bool:
    return len(endings) == len(expected) and all(
        line.endswith(end) for line, end in zip(endings, expected, strict=True)
    )


def _shape(text: str) -> list[str]:
    """Return the lines of an output without its counts of packets and bytes."""
    return [re.sub(r"\b\d+\b", "N", " ".join(line.split())) for line in text.strip().splitlines()]


@pytest.mark.parametrize("policy", [DROPPING_NFT, DROPPING_IPTABLES], ids=["nftables", "iptables"])
def test_a_policy_that_drops_stops_loopback(policy: str) -> None:
    """Without a rule for `lo`, a policy that drops cuts off both loopback addresses, with a timeout."""
    assert _said(_knocks(policy), TIMED_OUT, TIMED_OUT)


@pytest.mark.parametrize(
    ("policy", "section"), [(DROPPING_NFT, "loopback-nftables"), (DROPPING_IPTABLES, "loopback-iptables")]
)
def test_the_rule_for_loopback_is_enough(policy: str, section: str) -> None:
    """The page's rule for `lo` alone makes both loopback addresses work under a policy that drops."""
    (rule,) = _blocks(section, "bash")
    assert _said(_knocks(policy, rule), SUCCEEDED, SUCCEEDED)


@pytest.mark.parametrize(
    ("before", "section"),
    [
        (f"{DROPPING_NFT}\nnft add rule inet filter input reject", "loopback-nftables"),
        ("iptables -A INPUT -j REJECT\nip6tables -A INPUT -j REJECT", "loopback-iptables"),
    ],
)
def test_the_rule_for_loopback_comes_before_one_that_rejects(before: str, section: str) -> None:
    """The page's rule for `lo` is put first, so that a rule which rejects everything does not reach loopback."""
    assert not _said(_knocks(before), SUCCEEDED, SUCCEEDED)
    assert _said(_knocks(before, *_blocks(section, "bash")), SUCCEEDED, SUCCEEDED)


def test_the_rule_for_loopback_opens_nothing_to_others() -> None:
    """The page's rule for `lo` leaves a neighbour outside."""
    (rule,) = _blocks("loopback-nftables", "bash")
    assert _from_a_neighbour(f"{DROPPING_NFT}\n{rule}", CONTAINER).endswith(TIMED_OUT)


def test_iptables_on_debian_writes_into_nftables() -> None:
    """`nft list ruleset` shows what the page's iptables commands have set."""
    (rule,) = _blocks("loopback-iptables", "bash")
    assert in_private_network(f"{AS_ROOT}\n{rule}\nnft list ruleset").count('iifname "lo"') == 2


def test_the_copied_rule_does_not_help() -> None:
    """The widely copied rule counts the client's packets, and the connection times out as the page shows."""
    (copied, taken_back) = _blocks("wrong", "bash")
    (shown,) = _blocks("wrong", "console")
    commands = [it.removeprefix("$ ") for it in shown.splitlines() if it.startswith("$ ")]
    outputs = "\n".join(it for it in shown.splitlines() if not it.startswith("$ "))
    script = "\n".join(
        [AS_ROOT, LISTEN, LISTENING, DROPPING_IPTABLES, copied, f"{commands[0]} 2>&1 || true", commands[1]]
    )
    assert _shape(in_private_network(script)) == _shape(outputs)
    assert in_private_network(f"{AS_ROOT}\n{copied}\n{taken_back}\niptables -S INPUT") == "-P INPUT ACCEPT"


def test_the_copied_rule_counts_packets() -> None:
    """The copied rule accepts the client's first packet; the answer, which it does not name, is dropped."""
    (copied, _) = _blocks("wrong", "bash")
    accepted, answers = _counters(DROPPING_IPTABLES, copied)
    assert accepted > 0
    assert answers > 0


def test_the_copied_rule_comes_too_late() -> None:
    """Behind a rule that rejects everything, the copied rule is never reached."""
    (copied, _) = _blocks("wrong", "bash")
    accepted, _ = _counters("iptables -A INPUT -j REJECT", copied)
    assert accepted == 0


def _counters(before: str, rule: str) -> tuple[int, int]:
    """Connect once; return how many packets the last rule of INPUT took, and how many the policy."""
    script = f"{AS_ROOT}\n{LISTEN}\n{LISTENING}\n{before}\n{rule}\n{KNOCK}\niptables -nvxL INPUT"
    lines = in_private_network(script).splitlines()
    policy = next(re.search(r"policy \w+ (\d+) packets", it) for it in lines if it.startswith("Chain INPUT"))
    assert policy
    return int(lines[-1].split()[0]), int(policy[1])


def test_the_copied_rule_opens_the_port_to_everybody() -> None:
    """Where answers are accepted anyway, the copied rule adds one thing: every neighbour gets in."""
    (copied, _) = _blocks("wrong", "bash")
    usual = "iptables -P INPUT DROP\niptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT"
    assert _from_a_neighbour(usual, CONTAINER).endswith(TIMED_OUT)
    assert _from_a_neighbour(f"{usual}\n{copied}", CONTAINER).endswith(SUCCEEDED)


def test_the_copied_rule_forgets_ipv6() -> None:
    """An iptables rule leaves IPv6 as it was: a drop of IPv4 does not touch `::1`, an accept does not help it."""
    assert _said(_knocks("iptables -P INPUT DROP"), TIMED_OUT, SUCCEEDED)
    (rule,) = _blocks("loopback-iptables", "bash")
    assert _said(_knocks(DROPPING_IPTABLES, rule.splitlines()[0]), SUCCEEDED, TIMED_OUT)


def test_every_table_has_its_say() -> None:
    """An accept in one table does not save a packet that a later table drops."""
    tables = "\n".join(
        f"nft 'table inet {name} {{ chain input {{ type filter hook input priority {at}; policy {policy}; {rule} }}; }}'"
        for name, at, policy, rule in [("first", 0, "accept", "iif lo accept;"), ("second", 10, "drop", "")]
    )
    assert _said(_knocks(tables), TIMED_OUT, TIMED_OUT)


def _from_a_neighbour(rules: str, source: str) -> str:
    """Set rules on one machine, and connect to its port from another that has the address `source`."""
    server = f"{HOST} 2001:db8::1" if ":" in source else HOST
    address = server.split()[-1]
    script = "\n".join(
        [
            AS_ROOT,
            TWO_MACHINES,
            "ip -6 address add 2001:db8::1/64 dev host0 nodad",
            "ip -6 route add 2001:db8:1::/64 dev host0",
            "inside ip -6 address add 2001:db8::2/64 dev eth0 nodad",
            f"inside ip -6 address add {OTHERS}/64 dev eth0 nodad",
            "inside ip address add 203.0.113.2/32 dev eth0",
            "ip route add 203.0.113.2 dev host0",
            SERVE.format(address, PORT),
            WAIT.format(address, PORT),
            rules,
            f"inside nc -vz -w 1 -s {source} {address} {PORT} 2>&1 || true",
        ]
    )
    return in_private_network(script).splitlines()[-1]


def _rule_set() -> str:
    """Return the commands that load the page's rule set from a file."""
    (rules,) = _blocks("ruleset", "nft")
    (commands,) = _blocks("ruleset", "bash")
    return f"file=$(mktemp)\ncat > $file <<'RULES'\n{rules}RULES\n" + commands.replace("/etc/nftables.conf", "$file")


def test_the_rule_set_lets_loopback_in() -> None:
    """The page's rule set lets both loopback addresses in, although its policy drops."""
    assert _said(_knocks(_rule_set()), SUCCEEDED, SUCCEEDED)
    assert "policy drop" in in_private_network(f"{AS_ROOT}\n{_rule_set()}\nnft list ruleset")


OPENINGS: dict[str, Callable[[], str]] = {
    "ruleset": _rule_set,
    "open-nftables": lambda: (
        f"{DROPPING_NFT}\nnft add rule inet filter input meta l4proto ipv6-icmp accept\n"
        + _blocks("open-nftables", "bash")[0]
    ),
    "open-iptables": lambda: (
        f"{DROPPING_IPTABLES}\nip6tables -A INPUT -p ipv6-icmp -j ACCEPT\n" + _blocks("open-iptables", "bash")[0]
    ),
}


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize(
    ("source", "expected"),
    [(CONTAINER, SUCCEEDED), ("203.0.113.2", TIMED_OUT), ("2001:db8::2", SUCCEEDED), (OTHERS, TIMED_OUT)],
)
def test_a_port_is_open_for_one_network(opening: str, source: str, expected: str) -> None:
    """The page's rules for one network let its machines in, and drop those of another network."""
    assert _from_a_neighbour(OPENINGS[opening](), source).endswith(expected)


def test_ipv6_needs_icmp() -> None:
    """Without the line about ICMP the page's rule set shuts out even the IPv6 neighbours that it names."""
    without = _rule_set().replace("meta l4proto { icmp, ipv6-icmp } accept", "")
    assert not _from_a_neighbour(without, "2001:db8::2").endswith(SUCCEEDED)


def test_a_rule_is_taken_back_by_its_handle() -> None:
    """The list with handles looks as the page shows it, and the handle deletes the rule."""
    (shown,) = _blocks("open-nftables", "console")
    listing, delete = (it.removeprefix("$ ") for it in shown.splitlines() if it.startswith("$ "))
    before = "nft add rule inet filter input iif lo accept\nnft add rule inet filter input ct state established,related accept"
    rules = "\n".join([AS_ROOT, DROPPING_NFT, before, *_blocks("open-nftables", "bash")])
    expected = [" ".join(it.split()) for it in shown.splitlines() if not it.startswith("$ ")]
    assert [" ".join(it.split()) for it in in_private_network(f"{rules}\n{listing}").splitlines()] == expected
    left = in_private_network(f"{rules}\n{delete}\nnft list ruleset")
    assert "192.0.2.0/24" not in left
    assert "2001:db8::/64" in left


def test_the_table_of_answers_has_rows() -> None:
    """The page tells a drop, a plain reject and the usual other rejects apart."""
    targets = [target for target, _ in ANSWERS.findall(SECTIONS["answers"])]
    assert {"-j DROP", "-j REJECT", "-j REJECT --reject-with tcp-reset"} < set(targets)


@pytest.mark.parametrize(("target", "answer"), ANSWERS.findall(SECTIONS["answers"]))
def test_the_client_says_what_the_page_says(target: str, answer: str) -> None:
    """A client on loopback gets the answer that the page gives for the rule's target, and IPv6 is unaffected."""
    assert f"`iptables -A INPUT -p tcp --dport {PORT}`" in SECTIONS["answers"]
    assert _said(_knocks(f"iptables -A INPUT -p tcp --dport {PORT} {target}"), answer, SUCCEEDED)


def test_udp_fails_on_the_way_out() -> None:
    """A UDP packet that is dropped on the way out makes `sendto` fail at once."""
    send = "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))"
    script = f'{AS_ROOT}\niptables -A OUTPUT -p udp -j DROP\n{PYTHON} -c "{send}" 2>&1 | tail -n 1'
    assert in_private_network(script) == "PermissionError: [Errno 1] Operation not permitted"
