"""The Node.js, Go and UDP programs of the hand-written pages, and what the page about them says.

Each server is started on a free port as a reader starts it, a real client must get its answer, and
Ctrl+C must end it. Go gets a home of its own and no network. What depends on the hosts file runs in
a private network namespace with the usual one.
"""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.claims.clients import with_hosts
from tests.claims.witness import LONGEST, ROOT, free_port, listener, port_of, said
from tests.claims.written import REQUEST, Program, programs, settled

PAGE = ROOT / "docs/learn/servers.md"
COMPILING = 300  # seconds that Go may take where it must compile its own library first
COMMANDS = {"python": [sys.executable], "js": ["node"], "go": ["go", "run"]}

NAMED = [it for it in programs("learn") if it.name and (it.language != "python" or it.name.startswith("udp-"))]
SERVERS = [it for it in NAMED if "server" in it.name]
CLIENTS = [it for it in NAMED if "client" in it.name]
STREAMS = [it for it in SERVERS if not it.name.startswith("udp-")]
HOWTO = [it for it in programs("howto") if it.name in {"server.mjs", "server.go"}]

DEFAULTS = re.compile(r"^\| (Node|Go|Python) \| `([^`]+)` \| (`[^|]+`) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROW = re.compile(r"LISTEN\s+\d+\s+\d+\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder for programs, and the environment in which they run."""

    folder: Path
    environment: dict[str, str]

    def command(self, program: Program, port: int) -> list[str]:
        """Write a program down, on another port; return the words that start it."""
        file = self.folder / str(port) / program.name
        file.parent.mkdir(exist_ok=True)
        file.write_text(program.on_port(port), "utf-8")
        return [*COMMANDS[program.language], str(file)]

    @contextmanager
    def running(self, program: Program, port: int) -> Iterator[subprocess.Popen[str]]:
        """Start a server and wait until it says that it listens; nothing of it is left at the end."""
        command = self.command(program, port)
        if program.language == "go":  # `go run` ends with status 1 when it is interrupted, whatever its child does
            source, built = Path(command[-1]), Path(command[-1]).with_suffix("")
            self.build(source, built)
            command = [str(built)]
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.environment,
        ) as process:
            try:
                assert process.stdout
                said_first = process.stdout.readline()
                assert re.fullmatch(rf"listening on .*127\.0\.0\.1:{port}/?\n", said_first), said_first
                yield process
            finally:
                process.kill()

    def build(self, source: Path, target: Path) -> None:
        """Compile one Go program."""
        command = ["go", "build", "-o", str(target), str(source)]
        subprocess.run(command, check=True, env=self.environment, timeout=COMPILING)

    def run(self, program: Program, port: int) -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        return subprocess.run(
            self.command(program, port),
            capture_output=True,
            text=True,
            check=False,
            timeout=COMPILING if program.language == "go" else LONGEST,
            env=self.environment,
        )


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return a folder of its own, where Go finds an empty home, needs no module and asks no network."""
    folder = tmp_path_factory.mktemp("servers")
    go = {"HOME": folder, "GOPATH": folder / "go", "GOCACHE": folder / "cache"}
    fixed = {"GO111MODULE": "off", "GOFLAGS": "", "GOPROXY": "off", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0"}
    return Bench(folder, os.environ | {name: str(path) for name, path in go.items()} | fixed)


def ended(process: subprocess.Popen[str], number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    """Send a server the signal of Ctrl+C, or another; return its exit code and what it printed since its first line."""
    process.send_signal(number)
    output = process.communicate(timeout=LONGEST)[0]
    return process.returncode, output


def asked(server: Program, port: int) -> bytes:
    """Ask a server, over its own transport; return the answer."""
    kind = socket.SOCK_DGRAM if server.name.startswith("udp-") else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as client:
        client.settimeout(LONGEST)
        client.connect(("127.0.0.1", port))
        client.sendall(REQUEST)
        return client.recv(65536)


def changed(program: Program, before: str, after: str) -> Program:
    """Return a program in which one thing is written otherwise."""
    assert before in program.code
    return replace(program, code=program.code.replace(before, after))


def test_each_language_has_its_pair() -> None:
    """The page shows a server and a client for TCP in Node and Go, and for UDP in Python and Node."""
    names = {f"{udp}{side}.{ending}" for side in ("server", "client") for udp, ending in _pairs()}
    assert {it.name for it in NAMED if it.page == PAGE} == names


def _pairs() -> list[tuple[str, str]]:
    return [("", "mjs"), ("", "go"), ("udp-", "py"), ("udp-", "mjs")]


@pytest.mark.parametrize("server", [*SERVERS, *HOWTO], ids=str)
def test_a_server_answers_on_loopback_only(server: Program, bench: Bench) -> None:
    """A server of the pages answers two clients in a row, and no other machine can reach it."""
    with bench.running(server, port := free_port()):
        assert asked(server, port)
        assert asked(server, port)
        rows = subprocess.run(
            ["ss", "-H", "-lntu", f"sport = :{port}"], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        assert [row.split()[4] for row in rows] == [f"127.0.0.1:{port}"]


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_an_echo_comes_back_whole(server: Program, bench: Bench) -> None:
    """A server of the page sends back what it got, and nothing else."""
    with bench.running(server, port := free_port()):
        assert asked(server, port) == REQUEST


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_a_server_ends_on_an_interrupt(server: Program, bench: Bench) -> None:
    """Ctrl+C ends a server with status 0 and the word that the page shows, even while a client is connected."""
    with bench.running(server, port := free_port()) as process, socket.socket() as client:
        if server in STREAMS:
            client.connect(("127.0.0.1", port))
            client.sendall(b"?")
            assert client.recv(1) == b"?"
        status, output = ended(process)
        assert status == 0, output
        assert output.splitlines()[-1] == "stopped"


@pytest.mark.parametrize("server", STREAMS, ids=str)
def test_a_server_prints_what_the_page_shows(server: Program, bench: Bench) -> None:
    """Start, one client, Ctrl+C: the server prints the lines of the page."""
    assert server.prints
    with bench.running(server, port := free_port()) as process:
        asked(server, port)
        output = ended(process)[1]
    shown = server.prints.replace("^C", "").split("\n", 1)[1]
    assert settled(output) == settled(shown)


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_a_taken_port_is_one_line_and_status_1(server: Program, bench: Bench) -> None:
    """A server whose port is taken says so in one line, which the page shows for TCP, and ends with status 1."""
    with bench.running(server, port := free_port()):
        second = bench.run(server, port)
    assert second.returncode == 1
    assert second.stdout == ""
    message = second.stderr.removesuffix("exit status 1\n").splitlines()  # `go run` adds that line
    assert len(message) == 1
    assert re.search(r"EADDRINUSE|[Aa]ddress already in use", message[0])
    if server in STREAMS:
        assert f"`{said(port, message[0]).replace('PORT', '62893')}`" in PAGE.read_text("utf-8")


@pytest.mark.parametrize("client", CLIENTS, ids=str)
def test_a_client_gets_its_answer(client: Program, bench: Bench) -> None:
    """A client of the page talks to every server of its transport and prints what the page shows."""
    udp = client.name.startswith("udp-")
    for server in (it for it in SERVERS if it.name.startswith("udp-") == udp):
        with bench.running(server, port := free_port()):
            result = bench.run(client, port)
        assert result.returncode == 0, result.stderr
        assert client.prints
        assert settled(result.stdout) == settled(client.prints)


@pytest.mark.parametrize("client", CLIENTS, ids=str)
def test_a_client_without_a_server_fails_at_once(client: Program, bench: Bench) -> None:
    """A client whose server is missing ends with status 1 and the message that the page quotes."""
    result = bench.run(client, port := free_port())
    message = result.stderr.removesuffix("exit status 1\n").splitlines()[-1]
    assert result.returncode == 1
    quoted = said(port, message).replace("PORT", "62893").removeprefix("ConnectionRefusedError: [Errno 111] ")
    assert f"`{quoted}`" in PAGE.read_text("utf-8")


@pytest.mark.parametrize("client", CLIENTS, ids=str)
def test_a_client_does_not_wait_for_ever(client: Program, bench: Bench) -> None:
    """A client whose server says nothing gives up after its time limit."""
    if client.name.startswith("udp-"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            result = bench.run(client, port_of(silent))
    else:
        with listener() as silent:
            result = bench.run(client, port_of(silent))
    assert result.returncode == 1
    assert re.search(r"no answer within 2 seconds|timed out|i/o timeout", result.stderr)


SHORTER = {
    "js": ("30_000", "300"),
    "go": ("30 * time.Second", "300 * time.Millisecond"),
}


@pytest.mark.parametrize("server", STREAMS, ids=str)
def test_a_server_gives_up_on_a_silent_client(server: Program, bench: Bench) -> None:
    """A server closes a connection on which nothing comes; the time limit is shortened for the test."""
    impatient = changed(server, *SHORTER[server.language])
    with (
        bench.running(impatient, port := free_port()),
        socket.create_connection(("127.0.0.1", port), timeout=LONGEST) as client,
    ):
        assert client.recv(1) == b""


BACKLOG: dict[str, Callable[[], str]] = {
    "js": lambda: "511",
    "go": lambda: Path("/proc/sys/net/core/somaxconn").read_text("ascii").strip(),
}


@pytest.mark.parametrize("server", STREAMS, ids=str)
def test_the_backlog_is_that_of_the_table(server: Program, bench: Bench) -> None:
    """Node asks for a queue of 511 connections, Go for what the system allows."""
    with bench.running(server, port := free_port()):
        row = subprocess.run(
            ["ss", "-H", "-ltn", f"sport = :{port}"], capture_output=True, text=True, check=True
        ).stdout
    assert row.split()[2] == BACKLOG[server.language]()


TERMINATED = {
    "server.mjs": ('process.once("SIGINT"', 'process.once("SIGTERM"'),
    "udp-server.mjs": ('process.once("SIGINT"', 'process.once("SIGTERM"'),
    "server.go": ("os.Interrupt)", "os.Interrupt, syscall.SIGTERM)"),
    "udp-server.py": (
        "import sys\n",
        "import sys, signal\nsignal.signal(signal.SIGTERM, signal.default_int_handler)\n",
    ),
}


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_the_advice_on_sigterm_works(server: Program, bench: Bench) -> None:
    """With what the page says to add, SIGTERM ends a server as Ctrl+C does."""
    service = changed(server, *TERMINATED[server.name])
    if server.language == "go":
        service = changed(service, '\t"strconv"\n', '\t"strconv"\n\t"syscall"\n')
    with bench.running(service, free_port()) as process:
        status, output = ended(process, signal.SIGTERM)
    assert status == 0, output
    assert output.splitlines()[-1] == "stopped"


DEFAULT_ROWS = DEFAULTS.findall(PAGE.read_text("utf-8"))
NODE_SHOW = """
import {{ createServer }} from "node:net";
import {{ execSync }} from "node:child_process";
const server = createServer();
server.on("listening", () => {{
  process.stdout.write(execSync("ss -H -ltn sport = :62893"));
  process.exit();
}});
{};
"""
PYTHON_SHOW = """
import asyncio, socket, subprocess
def show():
    subprocess.run(["ss", "-H", "-ltn", "sport = :62893"], check=True)
def serve(reader, writer):
    pass
async def serving():
    async with await {0}:
        show()
server = socket.socket()
if "asyncio" in {0!r}:
    asyncio.run(serving())
else:
    {1}
    server.listen()
    show()
"""
GO_SHOW = """
package main
import ("fmt"; "net"; "os/exec")
func main() {{
	if _, err := {}; err != nil {{ panic(err) }}
	rows, _ := exec.Command("ss", "-H", "-ltn", "sport = :62893").Output()
	fmt.Print(string(rows))
}}
"""


def test_the_table_of_defaults_is_read() -> None:
    """The table of what each call listens on holds rows for all three languages."""
    assert {row[0] for row in DEFAULT_ROWS} == {"Node", "Go", "Python"}
    assert len(DEFAULT_ROWS) > 10


@pytest.mark.parametrize("row", DEFAULT_ROWS, ids=lambda row: row[1])
def test_a_call_listens_where_the_table_says(row: tuple[str, ...], bench: Bench, tmp_path: Path) -> None:
    """Each call of the table listens on the addresses that its row shows, and serves whom the row says."""
    language, call, shows, four, six = row
    if language == "Node":
        file, start = tmp_path / "show.mjs", "node"
        file.write_text(NODE_SHOW.format(call), "utf-8")
    elif language == "Go":
        source, file, start = tmp_path / "show.go", tmp_path / "show", ""
        source.write_text(GO_SHOW.format(call), "utf-8")
        bench.build(source, file)
    else:
        file, start = tmp_path / "show.py", sys.executable
        simple = "pass" if "asyncio" in call else call
        file.write_text(PYTHON_SHOW.format(call, simple), "utf-8")
    listens = ROW.findall(with_hosts(tmp_path, f"{start} {file}"))
    assert sorted(listens) == sorted(re.findall(r"`([^`]+)`", shows))
    assert _reached(listens, "0.0.0.0", "127.0.0.1") == four.replace("*", "")
    assert _reached(listens, "[::]", "[::1]") == six.replace("*", "")


def _reached(listens: list[str], every: str, loopback: str) -> str:
    """Say who reaches a server in one version of IP, by the addresses in its rows."""
    if {f"{every}:62893", "*:62893"} & set(listens):
        return "from everywhere"
    return "this machine" if f"{loopback}:62893" in listens else "no"


def test_node_takes_the_first_address_of_localhost(tmp_path: Path) -> None:
    """With the order of the system turned round, a Node server on `localhost` takes the IPv4 address."""
    file = tmp_path / "show.mjs"
    file.write_text(NODE_SHOW.format('server.listen(62893, "localhost")'), "utf-8")
    shown = with_hosts(tmp_path, f"node --dns-result-order=ipv4first {file}")
    assert ROW.findall(shown) == ["127.0.0.1:62893"]
