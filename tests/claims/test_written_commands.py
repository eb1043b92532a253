"""Every Linux command on the hand-written pages is run, or stands in a table that says why it is not.

A `bash` block holds commands, a `console` block a session: commands after `$ ` and what they print.
Each block runs in a network namespace of its own, where the server of stage.py has the port that the
block names. Its exit code must be 0, and every line that the page shows must have its like.
"""

import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.claims.test_commands import Stage, unlike
from tests.claims.witness import PYTHON, ROOT, in_private_network, run

FENCE = re.compile(r"^( *)```(bash|console|zsh)[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
PORT = re.compile(r"(?<![\d.:])\d{4,5}(?![\d.])|(?<=[.1\]]:)\d{4,5}")
# Pages whose commands another test runs, block by block.
ELSEWHERE = {
    "api": "test_api_examples.py asks a server of the documents",
    "firewall": "test_firewall.py runs its rules and reads its table of answers",
}
NO_DOCKER = "needs Docker's service"
NO_MACHINE = "needs a virtual machine and its program"
NO_HOST = "needs another machine; test_remote_localhost.py runs OpenSSH against one of its own"
PROGRAM = "test_learn.py and test_servers.py run the programs of the page"
# Blocks that no test can run here: by page and a part of the block.
NOT_RUN: dict[tuple[str, str], str] = {
    ("assign-a-port", "nginx"): "needs nginx",
    ("assign-a-port", "docker run"): NO_DOCKER,
    ("assign-a-port", "systemd-socket-activate"): "needs systemd's tools",
    ("binding", "$ python3 server.py"): PROGRAM,
    ("binding", "$ python3 client.py"): PROGRAM,
    ("capture-loopback", "sudo tcpdump -ni lo 'tcp port 62893'\n"): "runs until somebody stops it",
    ("docker", "docker run"): NO_DOCKER,
    ("docker", "docker port"): NO_DOCKER,
    ("docker", "DOCKER-USER -i eth0"): NO_DOCKER,
    ("local-database", "psql"): "needs PostgreSQL",
    ("local-database", "mariadb"): "needs MariaDB",
    ("local-database", "redis-server"): "needs three databases",
    ("local-ipc", "$ python3 client.py"): PROGRAM,
    ("local-ipc", "app.sock"): "needs the page's server; its listing is that of ss",
    ("local-web-server", "npx"): "downloads http-server",
    ("phone-on-the-lan", "adb"): "needs Android's tools and a phone",
    ("phone-on-the-lan", "mkcert"): "needs mkcert, and changes what the machine trusts",
    ("phone-on-the-lan", "tcpdump"): "waits for the packets of a phone",
    ("see-open-ports", "$ lsof -nP -iTCP -sTCP:LISTEN"): "is what another user sees; test_no_process_name.py shows it",
    ("servers", "$ go run"): PROGRAM,
    ("servers", "$ node"): PROGRAM,
    ("servers", "$ python3 udp-client.py"): PROGRAM,
    ("ssh-forwarding", "-L 127.0.0.1:62893:127.0.0.1:3000 user@host.example\n"): NO_HOST,
    ("ssh-forwarding", "-R 127.0.0.1"): NO_HOST,
    ("ssh-forwarding", "-D 127.0.0.1"): NO_HOST,
    ("ssh-forwarding", "socks5h"): NO_HOST,
    ("ssh-forwarding", "StreamLocalBindUnlink"): NO_HOST,
    ("ssh-forwarding", "-O check"): NO_HOST,
    ("stop-a-listener", "gunicorn"): "needs Gunicorn",
    ("test-a-port", "telnet"): "needs telnet",
    ("virtual-machines", 'natpf1 "web'): NO_MACHINE,
    ("virtual-machines", "natpf1 delete"): NO_MACHINE,
    ("virtual-machines", "qemu-system"): NO_MACHINE,
    ("virtual-machines", "nat-localhost"): NO_MACHINE,
    ("virtual-machines", "ssh -N"): NO_HOST,
    ("wsl", "wslinfo"): "needs WSL",
}
LISTENS = "until ss -Hltn 'sport = :{}' | grep -q LISTEN; do sleep 0.1; done"
KNOCK = "(sleep 2; timeout 3 nc -z 127.0.0.1 62893 || true) >/dev/null 2>&1 &"
FULL_QUEUE = (
    "import signal, socket; it = socket.create_server(('127.0.0.1', 62893), backlog=1); "
    "first = [socket.create_connection(it.getsockname()) for _ in range(2)]; signal.pause()"
)
THREE = """
mkdir -p other && cd other
python3 -m http.server 62893 --bind 127.0.0.1 >/dev/null 2>&1 &
node -e 'require("net").createServer().listen(3000)' &
setpriv --reuid=65534 --clear-groups nc -lk 0.0.0.0 9001 &
until [ "$(ss -Hltn | wc -l)" -eq 3 ]; do sleep 0.1; done
"""
HOSTS = "printf '127.0.0.1 localhost\\n::1 localhost\\n' > hosts; mount --bind hosts /etc/hosts"
# What must be so before a block, where it is not the server of stage.py on the block's port.
SCENES: dict[tuple[str, str], str] = {
    ("assign-a-port", "getent services"): "",
    ("binding", "LISTEN 2      1"): f'{PYTHON} -c "{FULL_QUEUE}" & ' + LISTENS.format(62893),
    ("binding", "TIME-WAIT"): "{stage}; curl -sS -o /dev/null http://127.0.0.1:62893/",
    ("capture-loopback", "Flags [R.]"): KNOCK,
    ("capture-loopback", "or icmp"): f"iptables -A INPUT -p tcp --dport 62893 -j REJECT; {KNOCK}",
    ("capture-loopback", "04:55:53"): f"iptables -A INPUT -p tcp --dport 62893 -j DROP; {KNOCK}",
    ("ip-addresses", "::1:62893"): "",
    ("local-web-server", "python3 -m http.server 8123"): (
        "(curl -s --retry 9 --retry-connrefused http://127.0.0.1:8123/; sleep 0.3; fuser -k -TERM 8123/tcp) &"
    ),
    ("loopback", "ip route get 192.0.2.2"): "ip address add 192.0.2.2/24 dev lo",
    ("loopback", "getent ahosts"): HOSTS,
    ("loopback", "62893\nnc: connect to 127.0.0.1 port 62893 (tcp) failed"): "",
    (
        "phone-on-the-lan",
        "sport = :5173",
    ): "ip address add 192.0.2.10/24 dev lo; python3 -m http.server 5173 --bind 192.0.2.10 >/dev/null 2>&1 & "
    + LISTENS.format(5173),
    ("see-open-ports", "LISTEN 0      5          127.0.0.1:62893      0.0.0.0:*    users"): THREE,
    ("see-open-ports", "sudo netstat"): THREE,
    (
        "stop-a-listener",
        "9441",
    ): "python3 -m http.server 62893 --bind 127.0.0.1 >/dev/null 2>&1 & SERVER=$!; "
    + LISTENS.format(62893)
    + "; kill -STOP $SERVER",
}
# Numbers in commands that are those of a process of the scene.
PROCESSES = {"9441": "$SERVER"}


@dataclass(frozen=True, slots=True)
class Block:
    """A block of commands on a page, and the lines that it shows as their output."""

    page: str
    language: str
    commands: tuple[str, ...]
    output: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}: {self.commands[0][:60]}"

    def stands_in(self, table: Mapping[tuple[str, str], str]) -> bool:
        """Whether a row of a table, a page and a part of the block, names this block."""
        return any(self.page == page and part in self.text for page, part in table)

    @property
    def port(self) -> int:
        """The port that the block is about."""
        found = (it for it in PORT.findall(" ".join(self.commands)) if it not in PROCESSES)
        return int(next(found, 62893))


def _blocks() -> Iterator[Block]:
    for folder in ("howto", "learn", "helpdesk"):
        for file in sorted((ROOT / "docs" / folder).glob("*.md")):
            for match in FENCE.finditer(file.read_text("utf-8")):
                yield _block(file.stem, match[2], textwrap.dedent(match[3]))


def _block(page: str, language: str, text: str) -> Block:
    if language != "console":
        return Block(page, language, (text.strip(),), "", text)
    lines = text.splitlines()
    commands = tuple(line.removeprefix("$ ") for line in lines if line.startswith("$ "))
    return Block(page, language, commands, "\n".join(line for line in lines if not line.startswith("$ ")), text)


BLOCKS = list(_blocks())
RUN = [it for it in BLOCKS if it.language != "zsh" and it.page not in ELSEWHERE and not it.stands_in(NOT_RUN)]


@pytest.mark.parametrize("block", RUN, ids=str)
def test_a_block_of_commands_does_what_the_page_shows(block: Block, tmp_path: Path) -> None:
    """The commands of a block end well, those of a session print what the page shows below them."""
    printed = in_private_network(_script(block, tmp_path))
    shown = re.sub(rf"(?<!\d){block.port}(?!\d)", "PORT", block.output)
    assert unlike(shown, printed, Stage(port=block.port, process=0)) == []


def _script(block: Block, folder: Path) -> str:
    """Return what sets the scene of a block and runs it, with files and mounts of its own."""
    serve = f"{PYTHON} {ROOT / 'tests/claims/stage.py'} {block.port} & {LISTENS.format(block.port)}"
    scene = next((it for (page, part), it in SCENES.items() if page == block.page and part in block.text), serve)
    commands = "\n".join(block.commands)
    for number, variable in PROCESSES.items():
        commands = re.sub(rf"\b{number}\b", variable, commands)
    lines = (
        "unshare --mount bash -eu 2>&1 <<'SCENE'",
        "trap 'kill -KILL $(jobs -p) 2>/dev/null; true' EXIT",
        'PATH="/usr/sbin:/usr/bin:/sbin:/bin:$PATH"',
        'sudo() { "$@"; }',
        f"cd {folder}",
        f"{{\n{scene.format(stage=serve) or ':'}\n}} >/dev/null 2>&1",
        "set +e" if block.language == "console" else "",
        commands,
        "true" if block.language == "console" else "",
        "SCENE",
    )
    return "\n".join(lines)


def test_every_shell_block_is_good_shell(tmp_path: Path) -> None:
    """ShellCheck finds nothing in the commands of the pages, for Linux or macOS."""
    for number, block in enumerate(BLOCKS):
        (tmp_path / f"{number}.sh").write_text("\n".join(block.commands) + "\n", "utf-8")
    checker = str(Path(sys.executable).with_name("shellcheck"))
    result = run(checker, "--shell=bash", *map(str, sorted(tmp_path.iterdir())))
    assert result.returncode == 0, result.stdout


def test_the_tables_hold_no_stale_row() -> None:
    """Each row of the tables names a block of a page."""
    rows = [*NOT_RUN, *SCENES]
    assert [row for row in rows if not any(block.stands_in({row: ""}) for block in BLOCKS)] == []
    assert {block.page for block in BLOCKS} >= ELSEWHERE.keys()
