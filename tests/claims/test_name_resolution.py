"""The case name-resolution, raised where a hosts file of our own holds and no name server is in reach."""

import shlex
from pathlib import Path

import pytest

from tests.claims.clients import NODE
from tests.claims.witness import PYTHON, case, in_private_network, run, said, texts

CASE = "name-resolution"
PORT = 4242
USUAL = "127.0.0.1 localhost\n::1 localhost\n"
# "hosts: files" makes the answer certain, "files dns" asks a name server that nobody reaches.
CERTAIN, TEMPORARY = "hosts: files\n", "hosts: files dns\n"
NODE_CONNECT = "require('net').connect(80, {!r}).on('error', (it) => console.log(String(it)))"
CLIENTS = {
    "Python": [PYTHON, "-c", f"import socket; socket.create_connection(('foo.localhost', {PORT}))"],
    "Python urllib": [PYTHON, "-c", f"import urllib.request; urllib.request.urlopen('http://foo.localhost:{PORT}/')"],
    "Node.js": [NODE, "-e", NODE_CONNECT.format("foo.localhost")],
    "netcat": ["nc", "-vz", "foo.localhost", str(PORT)],
}


def machine(folder: Path, order: str, script: str, hosts: str = USUAL) -> str:
    """Run a shell script on a machine with these files and without a network; return what it prints."""
    files = {"/etc/hosts": hosts, "/etc/nsswitch.conf": order, "/etc/resolv.conf": "nameserver 127.0.0.1\n"}
    program = folder / "script"
    mounts = []
    for number, (path, text) in enumerate(files.items()):
        (folder / str(number)).write_text(text, "ascii")
        mounts.append(f"mount --bind {folder / str(number)} {path}")
    program.write_text("\n".join([*mounts, "set +e", script, "true"]), "utf-8")
    return said(PORT, in_private_network(f"unshare --mount bash -u {program}"))


def last_lines(folder: Path, runtime: str) -> set[str]:
    """Return the last line that a client prints, once for a certain and once for a temporary failure."""
    script = f"{shlex.join(CLIENTS[runtime])} 2>&1 | tail -n 1"
    return {machine(folder, order, script) for order in (CERTAIN, TEMPORARY)}


def test_python_says_what_the_case_lists(tmp_path: Path) -> None:
    """The Linux numbers and words that the case lists for Python are what it prints, for both kinds of failure."""
    assert last_lines(tmp_path, "Python") == texts(CASE, "Python")


@pytest.mark.parametrize("runtime", ["Python urllib", "Node.js", "netcat"])
def test_clients_say_what_the_case_lists(runtime: str, tmp_path: Path) -> None:
    """The case lists exactly what a client prints, for both kinds of failure."""
    assert last_lines(tmp_path, runtime) == texts(CASE, runtime)


def test_node_fetch_says_what_the_case_lists(tmp_path: Path) -> None:
    """The case lists the cause that Node.js prints below `fetch failed`."""
    script = f"{shlex.join([NODE, '-e', 'fetch(`http://foo.localhost/`)'])} 2>&1"
    printed = {line.strip(" {") for line in machine(tmp_path, CERTAIN, script).splitlines()}
    assert texts(CASE, "Node.js fetch") <= printed


def test_bash_says_what_the_case_lists(tmp_path: Path) -> None:
    """The case lists the first line that Bash prints."""
    script = "bash -c 'exec 3<>/dev/tcp/foo.localhost/80' 2>&1 | head -n 1"
    assert {machine(tmp_path, CERTAIN, script)} == texts(CASE, "Bash")


def test_curl_knows_localhost_by_itself_and_no_other_name(tmp_path: Path) -> None:
    """Curl takes names under localhost for loopback even without a hosts file; for another name it says what is listed."""
    script = "for name in localhost foo.localhost foo.invalid; do curl -sS -m 5 http://$name:{}/ 2>&1; done"
    known, below, unknown = machine(tmp_path, CERTAIN, script.format(PORT), hosts="\n").splitlines()
    assert "Failed to connect to localhost port PORT" in known
    assert "Failed to connect to foo.localhost port PORT" in below
    assert {unknown} == texts(CASE, "curl")


@pytest.mark.parametrize("host", ["http://localhost", "127.0.0.1:80"])
def test_more_than_a_name_is_not_found(host: str, tmp_path: Path) -> None:
    """A scheme or a port in the name makes it unknown, as the case says."""
    script = shlex.join([NODE, "-e", NODE_CONNECT.format(host)])
    assert machine(tmp_path, CERTAIN, script) == f"Error: getaddrinfo ENOTFOUND {host}"


def test_a_line_in_the_hosts_file_is_found_at_once(tmp_path: Path) -> None:
    """The case's fix gives the name an address, and its command shows it; without the line it ends with 2."""
    look = next(it.command for it in case(CASE).checks if it.command.startswith("getent")).replace(
        "NAME", "app.localhost"
    )
    line = next(it.command for it in case(CASE).fixes if it.system == "linux" and it.command)
    script = f"{look}\necho $?\n{line.replace('sudo ', '')} >/dev/null\n{look} | head -n 1"
    assert [it.split() for it in machine(tmp_path, CERTAIN, script).splitlines()] == [
        ["2"],
        ["127.0.0.1", "STREAM", "app.localhost"],
    ]


def test_a_changed_localhost_resolves_to_another_machine(tmp_path: Path) -> None:
    """With another address in the hosts file localhost resolves, and leads elsewhere."""
    printed = machine(tmp_path, CERTAIN, "getent ahosts localhost | head -n 1", hosts="192.0.2.1 localhost\n")
    assert printed.split() == ["192.0.2.1", "STREAM", "localhost"]


def test_the_hosts_file_is_not_read_without_files(tmp_path: Path) -> None:
    """A machine whose rule for hosts lacks `files` does not know the names of its hosts file."""
    assert machine(tmp_path, "hosts: dns\n", "getent ahosts printer; echo $?", hosts="192.0.2.1 printer\n") == "2"


def test_the_verifying_command_prints_addresses_of_loopback() -> None:
    """The case's last command prints an address of loopback on this machine."""
    command = next(it.command for it in case(CASE).verify if it.system == "linux")
    assert set(run("bash", "-c", command.replace("PORT", "80")).stdout.split()) <= {"127.0.0.1", "::1"}
