"""Which client of `localhost` reaches which server: the tables of the page on loopback, program by program.

What the calls of Node, Go and Python listen on stands in another table, which test_servers.py reads. A program that is
not installed here is reported as skipped by name; every other one is run, behind the usual hosts file, in a private network.
"""

import json
import os
import re
import shlex
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.claims.chromium import chromium, site
from tests.claims.clients import NODE, with_hosts
from tests.claims.tables import Row, code, plain, table
from tests.claims.witness import NOBODY, PYTHON, ROOT, listener, port_of, run

PORT = 4242
URL = f"http://localhost:{PORT}/"
PAGE = "the page of the table"  # what the server sends
SITUATIONS = {"Server on 127.0.0.1 only": "127.0.0.1", "Server on ::1 only": "::1", "Nobody listens": ""}
CLIENTS_TABLE = table("learn/loopback", "clients", "Client")
SERVERS_TABLE = table("learn/loopback", "servers", "Listens on")
GO = """
package main

import ("fmt"; "io"; "net/http"; "os")

func main() {
	answer, err := http.Get(os.Args[1])
	if err != nil { fmt.Println(err); os.Exit(1) }
	body, _ := io.ReadAll(answer.Body)
	fmt.Print(string(body))
}
"""
JAVA = """
import java.net.*;

public class Client {
    public static void main(String[] arguments) throws Exception {
        var connection = (HttpURLConnection) new URL(arguments[0]).openConnection();
        System.out.print(new String(connection.getInputStream().readAllBytes()));
    }
}
"""
SAY = "then((it) => it.text()).then(console.log)"
GET = f"require('node:http').get('{URL}', (it) => it.pipe(process.stdout)).on('error', (it) => console.dir(it, {{ depth: 9 }}))"
OLD = "--no-network-family-autoselection"
CONNECT = "import socket; {}; it.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n'); print(it.makefile().read())"
SSH = ["-F", "/dev/null", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
# What each row of the first table runs: a name for the client, its command, and what shows that it got through.
CLIENTS: dict[str, dict[str, tuple[list[str], str]]] = {
    "Node 20, fetch and http": {
        "fetch": ([NODE, "-e", f"fetch('{URL}').{SAY}.catch((it) => console.dir(it, {{ depth: 9 }}))"], PAGE),
        "node:http": ([NODE, "-e", GET], PAGE),
    },
    "Node 20 with --no-network-family-autoselection, the way of Node 17 to 19": {
        "fetch of old": (
            [NODE, OLD, "-e", f"fetch('{URL}').{SAY}.catch((it) => console.dir(it, {{ depth: 9 }}))"],
            PAGE,
        ),
        "node:http of old": ([NODE, OLD, "-e", GET], PAGE),
    },
    "Python urllib, socket.create_connection": {
        "urllib": (
            [PYTHON, "-c", f"import urllib.request; print(urllib.request.urlopen('{URL}').read().decode())"],
            PAGE,
        ),
        "create_connection": (
            [PYTHON, "-c", CONNECT.format(f"it = socket.create_connection(('localhost', {PORT}))")],
            PAGE,
        ),
    },
    "Python socket(AF_INET).connect(...)": {
        "AF_INET": (
            [PYTHON, "-c", CONNECT.format(f"it = socket.socket(socket.AF_INET); it.connect(('localhost', {PORT}))")],
            PAGE,
        ),
    },
    "Go net/http": {"go": (["{folder}/go", URL], PAGE)},
    "Java 17 HttpURLConnection": {"java": (["java", "{folder}/Client.java", URL], PAGE)},
    "Ruby, PHP, curl, wget, nc, ssh, psql": {
        "ruby": (["ruby", "-rnet/http", "-e", f"print Net::HTTP.get(URI('{URL}'))"], PAGE),
        "php": (["php", "-r", f"echo file_get_contents('{URL}');"], PAGE),
        "curl": (["curl", "-sSv", URL], PAGE),
        "wget": (["wget", "-O", "-", "-t", "1", URL], PAGE),
        "nc": (["nc", "-v", "-w", "2", "localhost", str(PORT)], "succeeded!"),
        "ssh": (["ssh", *SSH, "-v", "-p", str(PORT), "nobody@localhost"], "Connection established"),
        "psql": (["psql", f"host=localhost port={PORT} user=x dbname=x sslmode=require"], "invalid response to SSL"),
    },
}
APPLICATION = """
async def app(scope, receive, send):
    pass
"""
SERVERS: dict[str, list[str]] = {
    "python3 -m http.server --bind localhost": [PYTHON, "-m", "http.server", str(PORT), "--bind", "localhost"],
    "php -S localhost:PORT": ["php", "-S", f"localhost:{PORT}"],
    "Flask -h localhost": ["flask", "--app", "{folder}/flaskapp.py", "run", "-h", "localhost", "-p", str(PORT)],
    "uvicorn --host localhost": [
        "uvicorn",
        "--app-dir",
        "{folder}",
        "asgiapp:app",
        "--host",
        "localhost",
        "--port",
        str(PORT),
    ],
}
PAIRS = [(plain(row["Client"]), client) for row in CLIENTS_TABLE for client in CLIENTS[plain(row["Client"])]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the programs of the tables."""
    made = tmp_path_factory.mktemp("localhost")
    (made / "Client.java").write_text(JAVA, "ascii")
    (made / "main.go").write_text(GO, "ascii")
    (made / "asgiapp.py").write_text(APPLICATION, "ascii")
    (made / "flaskapp.py").write_text("import flask\napp = flask.Flask('app')\n", "ascii")
    if go := shutil.which("go"):
        result = run(go, "build", "-o", str(made / "go"), str(made / "main.go"))
        assert result.returncode == 0, result.stderr
    return made


@cache
def installed(program: str) -> str | None:
    """Return the path of a program that can be started here; a shim of a version manager may lead nowhere."""
    path = shutil.which(program)
    return path if path and run(path, "--version").returncode != 127 else None


def command_of(words: list[str], folder: Path) -> list[str]:
    """Return a command with the path of its program, or skip the test: this is the one place that does."""
    first, *others = (it.replace("{folder}", str(folder)) for it in words)
    program = installed(first)
    if program is None:
        pytest.skip(f"{Path(first).name} is not installed here, so its row was not run")
    return [program, *others]


def row_of(rows: list[Row], column: str, name: str) -> Row:
    """Return the row of a table by its first cell."""
    return next(row for row in rows if plain(row[column]) == name)


def test_the_tables_and_these_programs_are_the_same() -> None:
    """Each row of the two tables is run here under the same name, and nothing else is."""
    assert [plain(row["Client"]) for row in CLIENTS_TABLE] == list(CLIENTS)
    assert [plain(row["Server"]) for row in SERVERS_TABLE] == list(SERVERS)


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize(("name", "client"), PAIRS, ids=[client for _, client in PAIRS])
def test_a_client_gets_where_the_table_says(name: str, client: str, situation: str, folder: Path) -> None:
    """Asked for `localhost`, the client reaches the server or fails, in the words of its row."""
    words, sign = CLIENTS[name][client]
    command = shlex.join(command_of(words, folder))
    address = SITUATIONS[situation]
    serve = f"{PYTHON} {ROOT}/tests/claims/sockets.py answers '{json.dumps([address, PAGE])}' & trap 'kill %1' EXIT"
    wait = f"until nc -z {address} {PORT}; do sleep 0.02; done"
    scene = f"{serve}\n{wait}" if address else ""
    printed = with_hosts(folder, f"{scene}\necho hello | timeout 10 {command} 2>&1 || true")
    row = row_of(CLIENTS_TABLE, "Client", name)
    assert_says(row, situation, printed, reached=sign in printed)


def assert_says(row: Row, situation: str, printed: str, *, reached: bool) -> None:
    """Compare what a client printed with the cell of its row."""
    cell = row[situation]
    assert reached is (cell == "works"), printed
    if cell == "the same error":
        cell = row["Server on 127.0.0.1 only"]
    if cell == "refused":
        assert "refused" in printed.lower(), printed
    for text in code(cell):
        if text not in {"127.0.0.1", "::1"}:  # an address that is tried, and not always named
            assert text.replace("PORT", str(PORT)) in printed, printed
    if "both addresses inside" in cell:
        assert f"::1:{PORT}" in printed
        assert f"127.0.0.1:{PORT}" in printed
    if "names only" in cell:
        assert f"127.0.0.1:{PORT}" not in printed


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_listens_where_the_table_says(name: str, folder: Path) -> None:
    """Told to bind `localhost`, the server takes the address or addresses of its row."""
    command = command_of(SERVERS[name], folder)
    call = shlex.join([sys.executable, "-m", "tests.claims.sockets", "bound_by", f"[{json.dumps(command)}]"])
    printed = with_hosts(folder, f'PATH="$PATH:/usr/sbin:/sbin"\ncd {shlex.quote(str(ROOT))}\n{call}')
    (cell,) = {row["Listens on"] for row in SERVERS_TABLE if plain(row["Server"]) == name}
    addresses = ["127.0.0.1", "::1"] if cell == "both" else code(cell)
    shown = [f"[{it}]:{PORT}" if ":" in it else f"{it}:{PORT}" for it in addresses]
    assert sorted(json.loads(printed.splitlines()[-1])) == sorted(shown)


def test_glibc_knows_the_names_of_the_hosts_file_alone(tmp_path: Path) -> None:
    """With a hosts file, `localhost` is what it says and `anything.localhost` fails, as the table of resolvers has it."""
    row = row_of(table("learn/loopback", "name", "Who resolves"), "Who resolves", "Linux with glibc and a hosts file")
    assert (row["localhost"], row["anything.localhost"]) == ("what `/etc/hosts` says", "fails")
    (tmp_path / "nsswitch").write_text("hosts: files\n", "ascii")
    here = f"mount --bind {tmp_path}/nsswitch /etc/nsswitch.conf"
    printed = with_hosts(tmp_path, f"{here}\ngetent ahosts localhost\ngetent ahosts anything.localhost || echo $?")
    assert {line.split()[0] for line in printed.splitlines()} == {"127.0.0.1", "::1", "2"}


def test_chromium_takes_every_name_under_localhost_for_loopback() -> None:
    """Chromium opens `anything.localhost` at this machine without asking anybody."""
    row = row_of(table("learn/loopback", "name", "Who resolves"), "Who resolves", "curl, Chromium, Firefox")
    assert (row["localhost"], row["anything.localhost"]) == ("themselves, as loopback", "likewise")
    with site() as server, chromium() as tab:
        tab.open(f"http://anything.localhost:{server.port}/")
        assert server.methods() == ["GET"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_an_address_knows_no_user() -> None:
    """Another user of this machine reaches a server on 127.0.0.1, as the table of what loopback protects says."""
    row = row_of(table("learn/loopback", "protects", "Who"), "Who", "any program and any user of this machine")
    assert "an address knows no user (measured)" in next(it for name, it in row.items() if name.startswith("Reaches"))
    with listener() as server:
        assert run(*NOBODY, "nc", "-z", "-w", "2", "127.0.0.1", str(port_of(server))).returncode == 0


def test_the_hosts_file_of_the_page_is_the_one_used_here(tmp_path: Path) -> None:
    """The page's usual hosts file names both addresses, as the one of these tests does."""
    used = [line.split() for line in with_hosts(tmp_path, "cat /etc/hosts").splitlines()]
    page = (ROOT / "docs/learn/loopback.md").read_text("utf-8")
    (shown,) = re.findall(r"^```text\n(127\.0\.0\.1 .*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert [words[:2] for words in used] == [line.split()[:2] for line in shown.splitlines()]
