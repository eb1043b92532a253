"""The case unknown-listener: what tools show of a program on a port, and what a program cannot hide from them."""

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.claims.clients import NODE, check, shape
from tests.claims.witness import PYTHON, listener, port_of, run, said, texts

CASE = "unknown-listener"
SERVE = """
import signal, socket
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
signal.pause()
"""


@contextmanager
def _program(*command: str) -> Iterator[tuple[int, int]]:
    """Run a program that listens; yield its port and its process id."""
    with ExitStack() as stack:
        process = stack.enter_context(subprocess.Popen([*command, "-c", SERVE], stdout=subprocess.PIPE, text=True))
        stack.callback(process.kill)
        assert process.stdout is not None
        yield int(process.stdout.readline()), process.pid


def _level(text: str) -> str:
    """Level what differs from machine to machine: numbers, names, users, columns."""
    line = shape(re.sub(r"PORT", "THEPORT", text))[0]
    return re.sub(r"^python0? 0 \w+", "python 0 USER", re.sub(r"python[\d.]*", "python", line))


def _printed(port: int, *command: str) -> set[str]:
    rows = said(port, run(*command).stdout).splitlines()
    return {_level(row) for row in rows if ":PORT " in row}


def _file_of(process: int) -> str:
    command = check(CASE, "sudo readlink").command.removeprefix("sudo ").replace("PID", str(process))
    return run(*command.split()).stdout.strip()


def test_tools_show_a_listener_as_the_case_lists() -> None:
    """The rows of ss, netstat and lsof name the program and its process id as the case shows them."""
    with _program(PYTHON) as (port, _):
        shown = {
            "ss": _printed(port, "ss", "-H", "-ltnp", f"sport = :{port}"),
            "netstat": _printed(port, "netstat", "-ltnp"),
            "lsof": _printed(port, "lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN"),
        }
    for tool, rows in shown.items():
        assert rows == {_level(it) for it in texts(CASE, tool)}, tool


def test_a_node_inspector_says_what_the_case_lists() -> None:
    """Node.js with --inspect prints the line of the case, whose end is another one each time."""
    line = run(NODE, "--inspect=0", "-e", "0").stderr.splitlines()[0]
    found = re.fullmatch(r"Debugger listening on ws://127\.0\.0\.1:\d+/[0-9a-f-]{36}", line)
    (listed,) = texts(CASE, "Node.js")
    assert found, line
    assert re.fullmatch(r"Debugger listening on ws://127\.0\.0\.1:PORT/[0-9a-f-]{36}", listed)


def test_the_end_of_a_client_is_no_listener() -> None:
    """The port of a client stands in a row of its own and is not in the list of listeners."""
    with listener() as server, socket.create_connection(server.getsockname()) as client:
        port = port_of(client)
        assert run("ss", "-H", "-ltn", f"sport = :{port}").stdout == ""
        assert run("ss", "-H", "-tn", f"sport = :{port}").stdout.startswith("ESTAB")


def test_a_false_name_does_not_hide_the_file() -> None:
    """A process that calls itself sshd shows that name in ps, and its real file in /proc."""
    with _program("bash", "-c", f'exec -a sshd {PYTHON} "$@"', "bash") as (_, process):
        assert run("ps", "-o", "cmd=", "-p", str(process)).stdout.startswith("sshd ")
        assert _file_of(process) == str(Path(PYTHON).resolve())


def test_a_deleted_file_is_told(tmp_path: Path) -> None:
    """The path of a running program whose file was removed ends in "(deleted)"."""
    copy = tmp_path / "sleeper"
    shutil.copy("/usr/bin/sleep", copy)
    with subprocess.Popen([copy, "30"]) as process:
        copy.unlink()
        assert _file_of(process.pid) == f"{copy} (deleted)"
        process.kill()


def test_the_package_of_a_program_is_found() -> None:
    """The command of the case names the package that brought the program's file."""
    with _program(PYTHON) as (_, process):
        command = check(CASE, "dpkg -S").command.replace("sudo ", "").replace("PID", str(process))
        found = run("bash", "-c", command)
    assert found.returncode == 0, found.stderr
    assert re.fullmatch(r"[a-z0-9.+-]+: /usr/bin/python3\S*", found.stdout.strip())


def test_a_path_below_usr_may_stand_without_it() -> None:
    """On Debian 12 the package of /usr/bin/bash is found by the path without /usr; later versions list the whole one."""
    assert 0 in {run("dpkg", "-S", path).returncode for path in ("/bin/bash", "/usr/bin/bash")}
