"""The facts about ports, held against the system, Node.js and the tools that print them."""

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import layout, model, prose, strict_yaml

ROOT = Path(__file__).parent.parent
KERNEL_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
# Node asks its dispatcher for a connection only after the port has passed; this one never connects.
VERDICTS = """
const dispatcher = { dispatch() { throw new Error("would connect"); } };
const verdicts = {};
for (const port of JSON.parse(process.argv[1])) {
  await fetch(`http://127.0.0.1:${port}/`, { dispatcher }).catch((error) => { verdicts[port] = error.cause?.message; });
}
console.log(JSON.stringify(verdicts));
"""
CONNECT = "require('net').connect(+process.argv[1], '127.0.0.1').on('error', (error) => console.error(String(error)))"


def read(path: str) -> Any:
    """Return the content of a data file as plain values."""
    return strict_yaml.read(ROOT / path, path).content


@pytest.fixture(scope="module")
def ranges() -> layout.PortRangesFile:
    """Give the ranges, the systems' own ranges and the ports that browsers refuse."""
    return layout.PortRangesFile.model_validate(read("data/port-ranges.yml"))


@pytest.fixture(scope="module")
def systems(ranges: layout.PortRangesFile) -> dict[str, model.SystemRange]:
    """Give the systems' own ranges by their id."""
    return {item.id: item for item in ranges.systems}


@pytest.fixture(scope="module")
def sightings() -> dict[str, model.Sighting]:
    """Give the sightings by their id."""
    items = layout.SightingsFile.model_validate(read("data/sightings.yml")).sightings
    return {item.id: item for item in items}


@pytest.fixture(scope="module")
def node() -> Callable[..., str]:
    """Give a function that runs Node.js and returns all that it prints."""
    program = shutil.which("node")
    assert program, "these tests need Node.js (apt-get install nodejs)"

    def run(*arguments: str) -> str:
        command = [program, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.stdout + done.stderr

    return run


def shape(text: str) -> str:
    """Reduce a printed line to what stays the same from run to run: its words and its punctuation."""
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID", text)
    text = re.sub(r'\(\("[^"]+"', '(("PROGRAM"', text)
    return " ".join(re.sub(r"\d+", "N", text).split())


def kernel_range() -> tuple[int, int]:
    """Read the range from which this machine's kernel takes ports."""
    low, high = map(int, KERNEL_RANGE.read_text().split())
    return low, high


def chosen_by_bind() -> int:
    """Let the system choose a port for a listener."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def chosen_by_connect() -> int:
    """Let the system choose a port for a client."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        return int(client.getsockname()[1])


def test_ranges_hold_every_port_once(ranges: layout.PortRangesFile) -> None:
    """Each number from 0 to 65535 lies in exactly one of the ranges of RFC 6335."""
    held = [port for item in ranges.ranges for port in range(item.first, item.last + 1)]
    assert held == list(range(65536))


@pytest.mark.parametrize(
    ("port", "name"),
    [(0, "system"), (1023, "system"), (1024, "user"), (49151, "user"), (49152, "dynamic"), (65535, "dynamic")],
)
def test_edges_of_ranges(ranges: layout.PortRangesFile, port: int, name: str) -> None:
    """The ports at the edges belong to the range that RFC 6335 says."""
    assert [item.id for item in ranges.ranges if item.first <= port <= item.last] == [name]


def test_no_system_lends_system_ports(systems: dict[str, model.SystemRange]) -> None:
    """Every system's own range begins behind the System ports and ends at a port."""
    assert all(1024 <= item.first < item.last <= 65535 for item in systems.values())


@pytest.mark.parametrize(
    ("port", "lenders", "others"),
    [
        (62893, {"windows", "macos", "freebsd"}, {"linux", "linux-before-4-2", "windows-xp", "openbsd"}),
        (49342, {"linux", "windows", "macos", "freebsd", "netbsd", "solaris", "aix"}, {"windows-xp", "openbsd"}),
        (4934, {"openbsd", "windows-xp"}, {"linux", "windows", "macos", "freebsd", "netbsd", "solaris", "aix"}),
    ],
)
def test_which_systems_lend_a_port(
    systems: dict[str, model.SystemRange], port: int, lenders: set[str], others: set[str]
) -> None:
    """The pages of 62893 and 49342 say rightly which systems lend these ports, and 4934, by themselves."""
    lending = {name for name, item in systems.items() if port in item}
    assert lenders <= lending
    assert not others & lending


@pytest.mark.skipif(not KERNEL_RANGE.exists(), reason="only Linux tells its range here")
def test_linux_range_is_the_kernels(systems: dict[str, model.SystemRange]) -> None:
    """The Linux row is this kernel's range, unless somebody set another one here; ports come from that range."""
    low, high = kernel_range()
    chosen = [chosen_by_bind() for _ in range(50)] + [chosen_by_connect() for _ in range(50)]
    assert all(low <= port <= high for port in chosen)
    if (low, high) != (systems["linux"].first, systems["linux"].last):
        pytest.skip(f"this machine's range was set to {low} to {high}, and its ports come from there")


@pytest.mark.skipif(not KERNEL_RANGE.exists(), reason="the preference is Linux's")
def test_linux_prefers_odd_ports_for_listeners(systems: dict[str, model.SystemRange]) -> None:
    """With the default range, nearly all ports for `bind` are odd and nearly all for `connect` even."""
    if kernel_range() != (systems["linux"].first, systems["linux"].last):
        pytest.skip("the preference is stated for the default range")
    assert sum(chosen_by_bind() % 2 for _ in range(50)) >= 45
    assert sum(chosen_by_connect() % 2 for _ in range(50)) <= 5


def test_refused_ports_are_the_standards(ranges: layout.PortRangesFile) -> None:
    """The list of refused ports has the 83 members of the Fetch Standard, sorted, each once."""
    ports = list(ranges.refused_by_browsers.ports)
    assert ports == sorted(set(ports))
    assert len(ports) == 83


def test_node_refuses_the_same_ports(ranges: layout.PortRangesFile, node: Callable[..., str]) -> None:
    """Of all numbers up to 11,000, and of a hundredth above, Node's fetch refuses the list but 0, as our notes say."""
    listed = ranges.refused_by_browsers
    assert listed.ports[-1] < 11000
    assert any(
        "The `fetch` of Node.js 20 refuses all but port 0, with the cause `bad port`" in it for it in listed.notes
    )
    asked = json.dumps([*range(11001), *range(11100, 65536, 100), 65535])
    verdicts = json.loads(node("--input-type=module", "--eval", VERDICTS, asked))
    assert set(verdicts.values()) == {"bad port", "would connect"}
    assert [int(port) for port, verdict in verdicts.items() if verdict == "bad port"] == list(listed.ports[1:])


@pytest.mark.parametrize(
    ("port", "name"),
    [(22, "ssh"), (80, "http"), (443, "https"), (3306, "mysql"), (5432, "postgresql"), (6379, "redis")],
)
def test_service_names_agree(port: int, name: str) -> None:
    """The system's list of services gives the port the name that our answer to the port begins from."""
    try:
        known = socket.getservbyport(port, "tcp")
    except OSError:
        pytest.fail(f"/etc/services has no name for {port}/tcp: install the package netbase")
    record = model.Port.model_validate(read(f"data/ports/{port}.yml"))
    assert known == name
    assert "tcp" in record.transports
    assert name in prose.plain(record.answer).casefold()


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("port", [49342, 62893])
def test_dynamic_examples_have_no_name(port: int, transport: str) -> None:
    """The system's list of services has no name for the two dynamic example ports."""
    with pytest.raises(OSError, match="not found"):
        socket.getservbyport(port, transport)


@pytest.mark.parametrize(("name", "side"), [("ss-listen-row", "listener"), ("ss-estab-row", "client")])
def test_ss_prints_such_rows(sightings: dict[str, model.Sighting], name: str, side: str) -> None:
    """The rows that ss prints for a listener and for a client look as our sightings show them."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        port = (server if side == "listener" else client).getsockname()[1]
        state = "-l" if side == "listener" else "-a"
        command = ["ss", "-H", "-tnp", state, f"sport = :{port}"]
        row = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout
    assert sightings[name].side == side
    assert shape(row) == shape(sightings[name].example)
    assert row.split()[3] == f"127.0.0.1:{port}"


def test_node_prints_its_inspector(sightings: dict[str, model.Sighting], node: Callable[..., str]) -> None:
    """Node.js tells where its inspector listens in the words of our sighting."""
    first = node("--inspect=127.0.0.1:0", "--eval", "0").splitlines()[0]
    assert shape(first) == shape(sightings["node-inspector"].example)


def test_node_prints_its_target(sightings: dict[str, model.Sighting], node: Callable[..., str]) -> None:
    """Node.js names the address that it could not reach in the words of our sighting."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # holds the port and refuses, since it does not listen
        printed = node("--eval", CONNECT, str(silent.getsockname()[1]))
    assert shape(printed) == shape(sightings["node-econnrefused"].example)


def test_java_prints_its_debug_port(sightings: dict[str, model.Sighting]) -> None:
    """A Java program with a debug agent tells its port in the words of our sighting."""
    command = ["java", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n", "-version"]
    printed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert shape(printed.splitlines()[0]) == shape(sightings["jdwp-listening"].example)
