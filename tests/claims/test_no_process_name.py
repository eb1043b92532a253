"""The case no-process-name: who sees the program behind a port, and which rows have none."""

import os
import re

from tests.claims.clients import shape
from tests.claims.witness import NOBODY, PYTHON, run, said, texts

CASE = "no-process-name"
PORT, SECOND = 4242, 4243
BY_NOBODY = " ".join(NOBODY)
LESS = "setpriv --bounding-set=-sys_ptrace --inh-caps=-all"  # root as container engines make it
SERVE = f"{PYTHON} -m http.server --bind 127.0.0.1 {{}} >/dev/null 2>&1 &"
WAIT = "until ss -H -ltn 'sport = :{}' | grep -q LISTEN; do sleep 0.05; done"
START = f"""
ip link set lo up
trap 'kill $(jobs -p)' EXIT
{SERVE.format(PORT)}
{WAIT.format(PORT)}
"""
OTHERS = f"setpriv --reuid=1001 --regid=1001 --clear-groups {SERVE.format(SECOND)}\n{WAIT.format(SECOND)}"
ROW = f"ss -H -ltnp 'sport = :{PORT}'"
SECOND_ROW = f"ss -H -ltnp 'sport = :{SECOND}'"


def _printed(script: str) -> list[str]:
    """Run a shell script as root in a network of its own, where root's server listens; list what it prints."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    result = run(*as_root, "unshare", "--net", "bash", "-euc", START + script)
    assert result.returncode == 0, result.stderr
    return said(PORT, result.stdout).splitlines()


def _shapes(lines: list[str]) -> list[str]:
    return [line for text in lines for line in shape(text)]


def _listed(runtime: str) -> set[str]:
    return set(_shapes(list(texts(CASE, runtime))))


def test_tools_without_rights_say_what_the_case_lists() -> None:
    """Without rights ss leaves the program out, netstat complains and lsof is silent, in the words of the case."""
    (row,) = _shapes(_printed(f"{BY_NOBODY} {ROW}"))
    assert row in _listed("ss")
    lines = _shapes(_printed(f"{BY_NOBODY} netstat -ltnp 2>&1"))
    assert {lines[0], lines[-1]} <= _listed("netstat")
    assert _printed(f"{BY_NOBODY} lsof -nP -iTCP:{PORT} -sTCP:LISTEN || echo status $?") == ["status 1"]


def test_netstat_shows_the_own_programs_and_says_so() -> None:
    """A user with a server of its own gets the other complaint, its own program's name and a minus for the rest."""
    own = f"{BY_NOBODY} {SERVE.format(SECOND)}\n{WAIT.format(SECOND)}"
    lines = _printed(f"{own}\n{BY_NOBODY} netstat -ltnp 2>&1")
    assert lines[0] in texts(CASE, "netstat")
    assert lines[1].strip() == "will not be shown, you would have to be root to see it all.)"
    names = {line.split()[3]: line.split()[-1] for line in lines if " LISTEN " in line}
    assert names["127.0.0.1:PORT"] == "-"
    assert re.fullmatch(r"\d+/python\S*", names[f"127.0.0.1:{SECOND}"])


def test_netstat_without_the_option_has_no_column() -> None:
    """The heading of netstat -tuln is the one of the case and names no program, for root too."""
    heading = _printed("netstat -tuln")[1]
    assert {heading.rstrip()} == texts(CASE, "netstat without -p")


def test_lsof_warns_of_a_user_without_a_name() -> None:
    """The line about a missing entry in the password file comes with a row that is right."""
    lines = _printed(f"{OTHERS}\nlsof -nP -iTCP:{SECOND} -sTCP:LISTEN 2>&1")
    assert lines[0] in texts(CASE, "lsof")
    assert "1001" in lines[-1].split()


def test_root_sees_the_program() -> None:
    """The commands of the case name the program when root runs them."""
    assert "users:" in _printed(ROW)[0]
    assert re.search(r"LISTEN\s+\d+/python", _printed("netstat -ltnp")[-1])


def test_root_without_the_right_to_trace_sees_no_others() -> None:
    """Root that lacks CAP_SYS_PTRACE sees no name of another user's program; that user does."""
    theirs = f"setpriv --reuid=1001 --regid=1001 --clear-groups {SECOND_ROW}"
    without, by_owner, by_root = _printed(f"{OTHERS}\n{LESS} {SECOND_ROW}\n{theirs}\n{SECOND_ROW}")
    assert "users:" not in without
    assert "users:" in by_owner
    assert "users:" in by_root


def test_fuser_without_the_right_to_trace_says_what_the_case_lists() -> None:
    """The complaint of fuser is the one of the case."""
    lines = _printed(f"{OTHERS}\n{LESS} fuser -v {SECOND}/tcp 2>&1 || true")
    (listed,) = _listed("fuser")
    assert listed in _shapes(lines)


def test_another_list_of_processes_hides_the_program() -> None:
    """In a container that shares the network, not the processes, root sees the row without a name."""
    for tool in (ROW, f"netstat -ltnp | grep :{PORT}"):
        (row,) = _shapes(_printed(f'unshare --pid --fork --mount-proc sh -c "{tool}"'))
        assert row in _listed("ss") | _listed("netstat")


def test_another_network_hides_the_row_and_nsenter_finds_it() -> None:
    """From another network namespace there is no row; entering the server's network shows it with its name."""
    script = f"""
    holder=$$
    echo "elsewhere: $(unshare --net {ROW})"
    unshare --net nsenter --target $holder --net {ROW}
    """
    elsewhere, entered = _printed(script)
    assert elsewhere == "elsewhere: "
    assert "users:" in entered


def test_the_kernel_holds_rows_without_a_program() -> None:
    """A connection that nobody accepted yet and one in TIME-WAIT have no owner, even for root."""
    script = f"""
    {PYTHON} - <<'END'
import socket, subprocess
def show(*words):
    rows = subprocess.run(["ss", "-H", "-tanp", *words], capture_output=True, text=True).stdout
    print(rows.split()[0], "users:" in rows)
server = socket.create_server(("127.0.0.1", {SECOND}))
client = socket.create_connection(server.getsockname())
show("state", "connected", "sport = :{SECOND}")
accepted, _ = server.accept()
show("state", "connected", "sport = :{SECOND}")
accepted.close()
client.close()
show("state", "time-wait", "sport = :{SECOND}")
END"""
    waiting, accepted, closed = (line.split()[1] for line in _printed(script))
    assert (waiting, accepted, closed) == ("False", "True", "False")
