"""The case remote-localhost, raised with two machines; what OpenSSH says of a tunnel, where it is installed.

The tests of OpenSSH start a server of their own in a private network, with keys made for the purpose.
"""

import os
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.claims.clients import NODE, check, level
from tests.claims.machines import HOST, PORT, from_inside
from tests.claims.witness import PYTHON, in_private_network, run, said, texts

CASE = "remote-localhost"
NODE_CONNECT = f"require('net').connect({PORT}, '127.0.0.1').on('error', (it) => console.log(String(it)))"
PYTHON_CONNECT = f"import socket; socket.create_connection(('127.0.0.1', {PORT}))"
SSHD = shutil.which("sshd", path=os.defpath + ":/usr/sbin:/sbin")
needs_ssh = pytest.mark.skipif(
    SSHD is None or shutil.which("ssh") is None or os.geteuid() != 0, reason="needs OpenSSH's server, started as root"
)
NEAR, FAR, LOGIN = 5001, 5999, 4022  # the tunnel's near end, its target, and the SSH server
SERVE = f"{PYTHON} -m http.server --bind {{}} {{}} >/dev/null 2>&1 &"
WAIT = "for i in $(seq 400); do ss -H -ltn 'sport = :{}' | grep -q . && break; sleep 0.05; done"
ASK = f"curl -sS -m 5 -o /dev/null -w '%{{http_code}}' http://127.0.0.1:{NEAR}/ 2>&1 || true; echo"


@dataclass(frozen=True, slots=True)
class Told:
    """What a client and `ssh` said, and the listeners at the tunnel's near end."""

    client: str
    ssh: list[str]
    near: list[str]


def test_the_address_of_the_other_terminal_is_refused_here() -> None:
    """Clients say what the case lists when they ask their own 127.0.0.1 for a server on that of another machine."""
    assert from_inside("127.0.0.1", PYTHON, "-c", PYTHON_CONNECT) in texts(CASE, "Python")
    assert from_inside("127.0.0.1", NODE, "-e", NODE_CONNECT) in texts(CASE, "Node.js")
    curl = from_inside("127.0.0.1", "curl", "-sS", f"http://127.0.0.1:{PORT}/")
    assert level(curl) in {level(it) for it in texts(CASE, "curl")}


def test_another_address_of_the_other_machine_does_not_help() -> None:
    """A server on the loopback of another machine is refused by that machine's network address too."""
    assert "Failed to connect" in from_inside("127.0.0.1", "curl", "-sS", f"http://{HOST}:{PORT}/")


def server(folder: Path, *settings: str) -> tuple[list[str], str]:
    """Return the lines of a script that start an SSH server on loopback, and the command that logs in to it."""
    for name in ("host", "user"):
        made = run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name))
        assert made.returncode == 0, made.stderr
    config, known = folder / "sshd_config", folder / "known"
    known.write_text(f"[127.0.0.1]:{LOGIN} {(folder / 'host.pub').read_text('ascii')}", "ascii")
    lines = [f"Port {LOGIN}", "ListenAddress 127.0.0.1", f"HostKey {folder}/host"]
    lines += [f"AuthorizedKeysFile {folder}/user.pub", "StrictModes no", "PidFile none", *settings, ""]
    config.write_text("\n".join(lines), "ascii")
    start = [
        "mount -t tmpfs tmpfs /run && mkdir -p /run/sshd",
        f"{SSHD} -D -f {config} -E {folder}/log >/dev/null 2>&1 &",
        "trap 'kill $(jobs -p)' EXIT",
        WAIT.format(LOGIN),
    ]
    keys = f"-i {folder}/user -o IdentitiesOnly=yes -o UserKnownHostsFile={known}"
    return start, f"timeout 9 ssh -F none {keys} -p {LOGIN} root@127.0.0.1 -N"


def tunnel(folder: Path, options: str, *before: str, settings: tuple[str, ...] = (), ask: str = ASK) -> Told:
    """Start `ssh` with these options and one client; return what both said."""
    start, login = server(folder, *settings)
    heard = f"ss -H -ltnp 'sport = :{NEAR}' | grep -q ssh"
    if "-v" not in options:  # with it, `ssh` speaks long before it listens or fails
        heard = f"[ -s {folder}/said ] || {heard}"
    script = [*start, *before, f"{login} {options} >{folder}/said 2>&1 &"]
    script += [f"for i in $(seq 400); do {{ {heard}; }} && break; sleep 0.05; done", ask, "sleep 0.3", "echo ====="]
    script += [f"ss -H -ltn 'sport = :{NEAR}'", "echo =====", f"cat {folder}/said"]
    program = folder / "script"
    program.write_text("\n".join(script), "utf-8")
    client, near, ssh = in_private_network(f"unshare --mount bash -eu {program}").split("=====")
    return Told(client.strip(), [it.strip() for it in ssh.strip().splitlines()], near.strip().splitlines())


def listed() -> set[str]:
    """List what the case says that OpenSSH prints, with the numbers of these tests."""
    return {it.replace("PORT", "N") for it in texts(CASE, "OpenSSH")}


def named(lines: list[str]) -> set[str]:
    """Write each line of `ssh` with N for the number of a port."""
    return {re.sub(rf"\b({NEAR}|{FAR})\b", "N", it) for it in lines}


@needs_ssh
def test_a_tunnel_brings_the_far_server_here(tmp_path: Path) -> None:
    """With the case's command the far server answers at the near end, which listens on 127.0.0.1 alone."""
    options = f"-o ExitOnForwardFailure=yes -L 127.0.0.1:{NEAR}:127.0.0.1:{FAR}"
    told = tunnel(tmp_path, options, SERVE.format("127.0.0.1", FAR), WAIT.format(FAR))
    assert told.client == "200"
    assert [it.split()[3] for it in told.near] == [f"127.0.0.1:{NEAR}"]


@needs_ssh
def test_a_tunnel_without_a_server_at_its_end_breaks_off(tmp_path: Path) -> None:
    """The client is cut off, and `ssh` says why, both in the words of the case."""
    told = tunnel(tmp_path, f"-L {NEAR}:127.0.0.1:{FAR}")
    assert told.client.splitlines()[0] in texts(CASE, "curl with a tunnel")
    assert told.ssh == ["channel 2: open failed: connect failed: Connection refused"]
    assert named(told.ssh) <= listed()


@needs_ssh
def test_a_server_that_forbids_forwarding_says_so(tmp_path: Path) -> None:
    """With AllowTcpForwarding off each connection is prohibited, though the tunnel seems to stand."""
    told = tunnel(tmp_path, f"-L {NEAR}:127.0.0.1:{LOGIN}", settings=("AllowTcpForwarding no",))
    assert told.ssh
    assert named(told.ssh) <= listed()
    assert "administratively prohibited" in told.ssh[0]


@needs_ssh
def test_a_taken_near_number_leaves_the_session_without_a_tunnel(tmp_path: Path) -> None:
    """`ssh` names the number that is taken and goes on; the port keeps its owner."""
    taken = SERVE.format("127.0.0.1", NEAR)
    told = tunnel(tmp_path, f"-L 127.0.0.1:{NEAR}:127.0.0.1:{FAR}", taken, WAIT.format(NEAR))
    assert told.client == "200"
    assert len(told.ssh) == 3
    assert named(told.ssh) <= listed()


@needs_ssh
def test_one_free_family_is_enough_for_a_tunnel(tmp_path: Path) -> None:
    """With 127.0.0.1 taken and ::1 free the tunnel comes up on ::1, in spite of ExitOnForwardFailure."""
    taken = SERVE.format("127.0.0.1", NEAR)
    options = f"-o ExitOnForwardFailure=yes -L {NEAR}:127.0.0.1:{FAR}"
    told = tunnel(tmp_path, options, taken, WAIT.format(NEAR))
    assert told.client == "200", "the other program answers"
    assert {it.split()[3] for it in told.near} == {f"127.0.0.1:{NEAR}", f"[::1]:{NEAR}"}
    assert told.ssh == [f"bind [127.0.0.1]:{NEAR}: Address already in use"]


@needs_ssh
@pytest.mark.parametrize(("option", "beginning"), [("no", "Warning"), ("yes", "Error")])
def test_a_tunnel_from_the_far_side_can_be_refused(tmp_path: Path, option: str, beginning: str) -> None:
    """With -R a server that forbids it leaves a warning or an error, in the words of the case."""
    told = tunnel(
        tmp_path,
        f"-o ExitOnForwardFailure={option} -R {NEAR}:127.0.0.1:{FAR}",
        settings=("AllowTcpForwarding no",),
        ask="",
    )
    assert named(told.ssh) <= listed()
    assert [it.partition(":")[0] for it in told.ssh] == [beginning]


@needs_ssh
def test_a_tunnel_from_the_far_side_stays_on_its_loopback(tmp_path: Path) -> None:
    """With -R and all addresses the server still listens on loopback only; a dead target is named here."""
    told = tunnel(tmp_path, f"-R 0.0.0.0:{NEAR}:127.0.0.1:{FAR}")
    assert {it.split()[3] for it in told.near} == {f"127.0.0.1:{NEAR}", f"[::1]:{NEAR}"}
    assert named(told.ssh) == {"connect_to 127.0.0.1 port N: failed."} & listed()


@needs_ssh
def test_an_incomplete_tunnel_is_refused_at_once() -> None:
    """A specification without the target's address ends in the message of the case."""
    result = run("ssh", "-F", "none", "-N", "-L", f"{NEAR}:{FAR}", "root@127.0.0.1")
    assert result.returncode != 0
    assert result.stderr.strip() in texts(CASE, "OpenSSH")


@needs_ssh
def test_the_server_tells_what_it_permits(tmp_path: Path) -> None:
    """The case's command prints the four settings of its sample."""
    shown = check(CASE, "sudo sshd -T")
    command = shown.command.replace("sudo sshd -T", f"{SSHD} -T -f {tmp_path}/sshd_config -h {tmp_path}/host")
    server(tmp_path)
    script = f"mount -t tmpfs tmpfs /run && mkdir -p /run/sshd\n{command}"
    answer = in_private_network(f"unshare --mount bash -euc {shlex.quote(script)}")
    assert said(0, answer).splitlines() == (shown.output or "").splitlines()
