"""Every command that the site shows for Linux is run, or stands in a table that says why it is not.

A command that only looks is run against a real server on loopback. Its exit code must be 0, and
every line of its sample output must have its like in what the command really prints.
"""

import configparser
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator import case_model, strict_yaml
from tests.claims.servers import certificate, over_tls, serving
from tests.claims.witness import LONGEST, ROOT, case, free_port, in_private_network, run

# Commands that no test may run here, and why. A new command is run by itself, or it gets a row.
NOT_RUN = {
    "docker ps --filter publish=PORT": "needs Docker's service",
    "docker exec NAME cat /proc/net/tcp /proc/net/tcp6": "needs Docker's service and a container",
    "docker exec NAME ss -ltn": "needs Docker's service and a container",
    "docker logs --tail 20 NAME": "needs Docker's service and a container",
    "docker port NAME": "needs Docker's service and a container",
    "docker stop NAME": "needs Docker's service, and stops somebody's container",
    "curl -sS --cacert cert.pem https://localhost:PORT/": "needs the server's certificate; test_certificate_warning runs it",
    "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'": "writes files; test_certificate_warning runs it in a folder of its own",
    "echo '127.0.0.1 app.localhost' | sudo tee -a /etc/hosts": "changes the hosts file; test_name_resolution runs it on one of its own",
    "nc -vz -w 3 192.0.2.10 PORT": "asks another machine; test_reachable_only_locally runs it between two",
    "getent ahosts NAME": "needs the name from the reader's message; test_name_resolution runs it",
    "sudo journalctl -k --since -1h --grep 'Out of memory|oom-kill'": "needs systemd, and a machine that ran out of memory",
    "systemctl show -p NRestarts,ActiveEnterTimestamp NAME": "needs systemd and a service that started anew",
    "sudo nft list ruleset": "needs nftables, and a machine without rules prints nothing",
    "sudo ausearch --message AVC --start recent": "needs the audit service and SELinux",
    "sudo semanage port -a -t http_port_t -p tcp PORT": "changes the SELinux policy of the machine",
    "sudo iptables -I INPUT 1 -i lo -j ACCEPT\nsudo ip6tables -I INPUT 1 -i lo -j ACCEPT": "needs iptables",
    "sudo nft insert rule inet filter input iif lo accept": "needs nftables, and the reader's own table and chain",
    "sudo setcap 'cap_net_bind_service=+ep' /usr/local/bin/server": "changes a program file that only the reader has",
    "sudo systemctl start NAME": "needs systemd, and starts a service of the machine",
    "sudo systemctl stop NAME": "needs systemd, and stops a service of the machine",
    "sudo tcpdump -ni lo -c 3 'tcp port PORT'": "needs tcpdump, and waits for packets",
    "sudo ufw allow from 192.0.2.0/24 to any port PORT proto tcp": "needs ufw, and opens the machine's firewall",
    "systemctl status NAME": "needs systemd and a service that failed",
    'dpkg -S "$(sudo readlink /proc/PID/exe)"': "needs a process of an installed package; test_unknown_listener runs it on one",
    "systemctl status PID": "needs systemd and a service",
    "sudo systemctl disable --now NAME": "needs systemd, and stops a service of the machine",
    "isSecureContext": "is JavaScript for a browser's console; test_wildcard_address runs it there",
    "docker exec --user USER NAME ss -ltnp": "needs Docker's service and a container",
    "wslinfo --networking-mode": "exists in WSL only",
    "ip route show default": "needs a default route; test_wsl_localhost runs it on a machine that has one",
    "curl -sS -m 5 -o /dev/null -w '%{http_code} %{remote_ip}\\n' \"http://$(ip route show default | awk '{print $3}'):PORT/\"": "asks the default gateway; test_wsl_localhost runs it where that is the host",
    "systemd-detect-virt": "needs systemd, and ends with 1 on real hardware",
    "ssh alex@server.example.com nc -vz 127.0.0.1 PORT": "needs another machine with an SSH server",
    "sudo sshd -T | grep -E '^(allowtcpforwarding|permitopen|permitlisten|gatewayports) '": "needs an SSH server; test_remote_localhost runs it where there is one",
    "ssh -N -o ExitOnForwardFailure=yes -L 127.0.0.1:PORT:127.0.0.1:PORT alex@server.example.com": "needs another machine; test_remote_localhost runs the like where there is an SSH server",
    "ssh -N -o ExitOnForwardFailure=yes -R 127.0.0.1:PORT:127.0.0.1:PORT alex@server.example.com": "needs another machine; test_remote_localhost runs the like where there is an SSH server",
    'VBoxManage modifyvm NAME --natpf1 "web,tcp,127.0.0.1,8080,,PORT"': "needs VirtualBox and a machine in it",
    "adb reverse tcp:PORT tcp:PORT": "needs an Android device",
    "kubectl port-forward pod/NAME 8080:PORT": "needs a Kubernetes cluster",
    "chrome://policy": "is a page of the browser",
    'chromium --user-data-dir="$(mktemp -d)" --ip-address-space-overrides=127.0.0.1:PORT=public http://127.0.0.1:PORT/': "opens a window; test_local_network_access starts it without one",
    "docker network create --ipv6 NAME": "needs Docker's service",
    "sudo prlimit --nofile=4096: --pid PID": "changes the limit of a process; test_too_many_open_files runs it on one of its own",
    "flask run --port 5001": "needs Flask and an application, and does not end",
    "sudo tcpdump -ni lo -c 4 'udp port PORT or icmp'": "needs tcpdump, and waits for packets",
    "sudo ufw allow from 192.0.2.0/24 to any port PORT proto udp": "needs ufw, and opens the machine's firewall",
    "dig +time=2 +tries=1 @127.0.0.1 -p PORT example.com": "needs dig and a DNS server",
    "location.origin": "is JavaScript for a browser's console; test_cors_and_cookies runs it there",
    "document.cookie": "is JavaScript for a browser's console; test_cors_and_cookies runs it there",
    "sudo ip -n NAME link set lo up": "needs a named network namespace of the machine",
    "sudo tail -n 20 /var/log/nginx/error.log": "needs nginx and its log",
    "sudo setsebool -P httpd_can_network_connect 1": "changes the SELinux policy of the machine",
    "sudo nginx -t && sudo systemctl reload nginx": "needs nginx as a service",
    "pg_isready -h 127.0.0.1 -p PORT": "needs PostgreSQL's client, and a server",
    "pg_lsclusters": "needs Debian's PostgreSQL",
    "sudo -u postgres psql -c 'select line_number, type, database, user_name, address, auth_method, error from pg_hba_file_rules'": "needs a PostgreSQL server",
    "sudo -u postgres psql -c '\\password NAME'": "needs a PostgreSQL server, and changes a password",
    "mongosh --quiet --eval 'db.runCommand({ping: 1})' 'mongodb://127.0.0.1:PORT/?serverSelectionTimeoutMS=2000'": "needs MongoDB's client, and a server",
}
# Commands that change the network: run in a network namespace of their own.
IN_A_NAMESPACE = {
    "sudo ip link set lo up",
    'sudo sysctl -w net.ipv4.ip_local_port_range="16384 60999"',
    "sudo sysctl -w net.ipv4.ip_local_reserved_ports=PORT",
    "sudo sysctl -w net.ipv4.ip_nonlocal_bind=1",
    "sudo sysctl -w net.ipv4.ip_unprivileged_port_start=80",
    "sudo sysctl -w net.ipv6.conf.lo.disable_ipv6=0",
    "sudo sysctl -w net.ipv4.tcp_tw_reuse=1",
    "sudo sysctl -w net.ipv6.conf.all.disable_ipv6=0",
    "sudo ip address replace 127.0.0.1/8 dev lo",
    "unshare --user --map-root-user --net sh -c 'ip link set lo up && exec ip -br addr show lo'",
}
# Commands that end a process: run on a process that the test started.
ON_A_PROCESS = {
    "kill PID",
}
# Commands that show a row only while a client waits in vain: run on a server whose queue is full.
ON_A_FULL_SERVER = {
    "ss -H -tanp state syn-sent 'dport = :PORT'",
}
# Commands that ask a server for TLS: run on one that has a certificate of its own.
ON_A_TLS_SERVER = {
    "openssl s_client -connect 127.0.0.1:PORT -servername localhost </dev/null 2>/dev/null | grep 'Verif'",
    "curl -sk -m 5 -o /dev/null -w '%{http_code} %{ssl_verify_result}\\n' https://127.0.0.1:PORT/",
    "openssl s_client -connect 127.0.0.1:PORT -servername localhost </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer -enddate -ext subjectAltName",
    "curl -sk -m 5 -o /dev/null -w '%{http_code} %{remote_ip}\\n' https://127.0.0.1:PORT/",
    "openssl s_client -connect 127.0.0.1:PORT </dev/null 2>/dev/null | grep -E '^(subject|issuer)='",
}
# Commands whose whole answer depends on the machine: the line that must be there, instead of the sample.
ANSWERS = {
    "ss -H -ltne 'sport = :PORT'": r"LISTEN +\d+ +\d+ +127\.0\.0\.1:PORT +0\.0\.0\.0:\* +(uid:\d+ )?ino:\d+ sk:\w+ (cgroup:\S+ )?<->",
    "grep '^hosts:' /etc/nsswitch.conf": r"hosts: +.*files.*",
    "grep -v '^#' /etc/hosts": r"127\.0\.0\.1\s+.*",
    "python3 -c \"import socket; print(*sorted({it[4][0] for it in socket.getaddrinfo('localhost', PORT)}))\"": r"(127\.0\.0\.1|::1)( ::1)?",
    "env | grep -iE '^(http|https|all|no)_proxy=' || echo no proxy variable is set": r"no proxy variable is set|\w+_(proxy|PROXY)=.*",
    "python3 -c \"import urllib.request; print(urllib.request.getproxies(), bool(urllib.request.proxy_bypass('127.0.0.1')))\"": r"\{.*\} (True|False)",
    "getent ahosts localhost": r"(127\.0\.0\.1|::1) +STREAM( localhost)?",
    "ps -ww -o pid,ppid,user,lstart,cmd -p PID": r"PID +\d+ \S+ +\w{3} \w{3} [ \d]\d [\d:]{8} \d{4} \S+.*",
    "ps -o pid,stat,pcpu,comm -p PID": r"PID +\S+ +[\d.]+ python[\d.]*",
    "ip -br addr": r"lo +UNKNOWN +127\.0\.0\.1/8( ::1/128)?",
    "sudo readlink /proc/PID/exe": r"""/\S+""",
    "ps -ww -o pid,ppid,user,lstart,cmd -p \"$(ps -o ppid= -p PID | tr -d ' ')\"": r"""\d+ +\d+ \S+ +\w{3} \w{3} [ \d]\d [\d:]{8} \d{4} \S+.*""",
    "ss -H -ltn src :PORT": r"""LISTEN +\d+ +\d+ +127\.0\.0\.1:PORT +0\.0\.0\.0:\*""",
    "sudo lsns -t net -o ns,nprocs,pid,user,command": r"""\d+ +\d+ +\d+ \S+ +\S.*""",
    "uname -r": r"""\d+\.\d+\S*""",
    "hostname": r"""\S+""",
    "env | grep -E '^(SSH_CONNECTION|CODESPACES|REMOTE_CONTAINERS|WSL_DISTRO_NAME)=' || echo 'none of them is set'": r"""none of them is set|\w+=.*""",
    "grep -o 'ipv6[.][^ ]*' /proc/cmdline || echo nothing about IPv6": r"""nothing about IPv6|ipv6\..*""",
    "sudo readlink /proc/PID/cwd": r"""/.*""",
    "env | grep -E '^([A-Z_]*PORT|HOST|ASPNETCORE_URLS)=' || echo 'no such variable is set'": r"""no such variable is set|\w+=.*""",
    "curl -sS -m 5 -o /dev/null -D - -X OPTIONS -H 'Origin: http://localhost:3000' -H 'Access-Control-Request-Method: PUT' http://127.0.0.1:PORT/ | grep -ic '^access-control-allow-origin: http://localhost:3000' || true": r"""0""",
    "ss -H -xl | grep -E 'PGSQL|mysqld|redis|mongodb' || echo no socket file of a database": r"""no socket file of a database|u_str LISTEN .*""",
}
# What differs from machine to machine in a sample, besides numbers: programs, users, interfaces.
NAMES = ("python3", "root", "alex", "eth0")

CLIENTS = 32  # so many that the stage is the busiest far end of this machine
MISSING = 127  # the shell's exit code for a program that is not there
RESET = struct.pack("ii", 1, 0)  # struct linger: on, with no time to wait

LITERAL = r"127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1\b"
PIECES = re.compile(rf'({LITERAL}|\bPORT\b|"[^"]*"|\d+(?:sec|min)\b|\d+|\s+|\b(?:{"|".join(NAMES)})\b)')


@dataclass(frozen=True, slots=True)
class Shown:
    """A command or a piece of code as a page shows it, and the output below it."""

    origin: str
    text: str
    language: str
    output: str | None
    looks: bool  # it changes nothing


@dataclass(frozen=True, slots=True)
class Stage:
    """The running server of stage.py."""

    port: int
    process: int

    def fill(self, text: str) -> str:
        """Put the real numbers in place of the placeholders."""
        return re.sub(r"\bPID\b", str(self.process), re.sub(r"\bPORT\b", str(self.port), text))


def _records() -> Iterator[tuple[str, list[case_model.Check | case_model.Fix]]]:
    path = "data/commands.yml"
    for item in strict_yaml.read(ROOT / path, path).content["procedures"]:
        procedure = case_model.Procedure.model_validate(item)
        yield procedure.id, list(procedure.checks)
    for file in sorted((ROOT / "data/troubleshooting").glob("*.yml")):
        it = case(file.stem)
        yield it.id, [*it.checks, *it.verify, *it.fixes]


def _is_shell(entry: case_model.Check | case_model.Fix) -> bool:
    return bool(entry.command) and getattr(entry, "language", "console") == "console"


def _shown() -> Iterator[Shown]:
    """Yield everything that is shown for Linux."""
    for origin, entries in _records():
        for entry in entries:
            if entry.system in {"linux", "any"} and entry.command:
                language = getattr(entry, "language", "console")
                yield Shown(origin, entry.command, language, getattr(entry, "output", None), not entry.changes_state)


SHOWN = list(_shown())
UNIX = [entry for _, entries in _records() for entry in entries if entry.system != "windows" and _is_shell(entry)]
COMMANDS = [it for it in SHOWN if it.language == "console"]
CODE = [it for it in SHOWN if it.language != "console"]
ELSEWHERE = NOT_RUN.keys() | IN_A_NAMESPACE | ON_A_PROCESS
LOOKING = [it for it in COMMANDS if it.looks and it.text not in ELSEWHERE]


def _name(shown: object) -> str:
    return f"{shown.origin}: {shown.text.splitlines()[0][:60]}" if isinstance(shown, Shown) else str(shown)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Run the server of stage.py, with clients that stay connected."""
    command = [sys.executable, str(ROOT / "tests/claims/stage.py")]
    with ExitStack() as stack:
        server = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        stack.callback(server.terminate)
        assert server.stdout is not None
        port = int(server.stdout.readline())
        for _ in range(CLIENTS):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)  # leaves no row to later runs
        yield Stage(port, server.pid)


@pytest.fixture
def waiting(stage: Stage) -> Stage:
    """Leave a fresh TIME-WAIT row on the stage's port: its server closes first."""
    with urllib.request.urlopen(f"http://127.0.0.1:{stage.port}/") as answer:
        assert answer.status == 200
    return stage


@pytest.fixture
def full() -> Iterator[Stage]:
    """Let a client wait at a server that accepts nobody and whose queue has no place left."""
    with ExitStack() as stack:
        server, first, waits = (stack.enter_context(socket.socket()) for _ in range(3))
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        first.connect(server.getsockname())
        waits.settimeout(0)
        waits.connect_ex(server.getsockname())
        yield Stage(server.getsockname()[1], os.getpid())


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Run a server that answers over TLS with a self-signed certificate."""
    with serving(over_tls(certificate(tmp_path_factory.mktemp("tls")))) as port:
        yield Stage(port, os.getpid())


def test_every_command_is_run_or_explained() -> None:
    """A command that changes something stands in one of the tables."""
    assert [it for it in COMMANDS if not it.looks and it.text not in ELSEWHERE] == []


def test_the_tables_hold_no_stale_row() -> None:
    """Each row of the tables is a command that a page shows, and is run in one way only."""
    assert ELSEWHERE - {it.text for it in COMMANDS} == set()
    assert (ANSWERS.keys() | ON_A_FULL_SERVER | ON_A_TLS_SERVER) - {it.text for it in LOOKING} == set()
    assert len(ELSEWHERE) == len(NOT_RUN) + len(IN_A_NAMESPACE) + len(ON_A_PROCESS)


def test_every_command_is_good_shell(tmp_path: Path) -> None:
    """ShellCheck finds nothing in any command for Linux or macOS, the ones that are not run too."""
    for number, text in enumerate(sorted({it.command or "" for it in UNIX})):
        (tmp_path / f"{number}.sh").write_text(f"{text}\n", "utf-8")
    result = run(str(Path(sys.executable).with_name("shellcheck")), "--shell=bash", *map(str, tmp_path.iterdir()))
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("shown", LOOKING, ids=_name)
def test_a_command_that_looks_works(shown: Shown, waiting: Stage, full: Stage, secure: Stage) -> None:
    """A command that only looks ends with 0 and prints what the page shows; without root it only has to be there."""
    place = full if shown.text in ON_A_FULL_SERVER else secure if shown.text in ON_A_TLS_SERVER else waiting
    result = run("bash", "-c", _without_sudo(place.fill(shown.text)))
    output = result.stdout + result.stderr
    if os.geteuid() != 0 and "sudo" in shown.text:
        assert result.returncode != MISSING, output
        return
    assert result.returncode == 0, output
    if shown.text in ANSWERS:
        answer = place.fill(ANSWERS[shown.text])
        assert any(re.fullmatch(answer, line.strip()) for line in output.splitlines()), output
    else:
        assert unlike(shown.output or "", output, place) == [], output


@pytest.mark.parametrize("command", sorted(IN_A_NAMESPACE))
def test_a_command_that_changes_the_network_works(command: str) -> None:
    """A command that changes the network's settings is accepted by the kernel."""
    in_private_network(_without_sudo(command.replace("PORT", str(free_port()))))


@pytest.mark.parametrize("command", sorted(ON_A_PROCESS))
def test_a_command_that_ends_a_process_works(command: str) -> None:
    """A command that ends a process does so."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        result = run("bash", "-c", _without_sudo(command.replace("PID", str(process.pid))))
        assert result.returncode == 0, result.stderr
        assert process.wait(LONGEST) in {-signal.SIGTERM, -signal.SIGKILL}


@pytest.mark.parametrize("shown", CODE, ids=_name)
def test_a_piece_of_code_works(shown: Shown, tmp_path: Path) -> None:
    """Python and JavaScript run, configuration can be read."""
    text = re.sub(r"\bPORT\b", str(free_port()), shown.text)
    match shown.language:
        case "python":
            result = run(sys.executable, "-c", text)
            assert result.returncode == 0, result.stderr
        case "js":
            file = tmp_path / "shown.mjs"
            file.write_text(text, "utf-8")
            assert run("node", str(file)).returncode == 0
        case "yaml":
            assert strict_yaml.parse(text, shown.origin).content
        case "ini":
            configparser.ConfigParser(strict=False, interpolation=None).read_string(text)
        case language:
            assert language == "nginx"
            assert text.count("{") == text.count("}")
            assert all(line.endswith((";", "{", "}")) for line in text.splitlines() if line)


def test_a_sample_that_differs_is_found() -> None:
    """The comparison of samples sees another port, another column and another state."""
    stage = Stage(port=40001, process=1)
    sample = "LISTEN 0      128    127.0.0.1:PORT  0.0.0.0:*"
    assert unlike(sample, "LISTEN 0 5 127.0.0.1:40001 0.0.0.0:* \n", stage) == []
    for wrong in ("127.0.0.1:40002 0.0.0.0:*", "0.0.0.0:40001 0.0.0.0:*", "127.0.0.1:40001", "[::1]:40001 [::]:*"):
        assert unlike(sample, f"LISTEN 0 5 {wrong}\n", stage) == [sample]


def _without_sudo(command: str) -> str:
    return re.sub(r"\bsudo ", "", command)


def unlike(sample: str, output: str, stage: Stage) -> list[str]:
    """List the lines of a sample that have no like in the output."""
    lines = [line.strip() for line in output.splitlines()]
    return [
        line for line in sample.splitlines() if not any(re.fullmatch(_pattern(line, stage), real) for real in lines)
    ]


def _pattern(line: str, stage: Stage) -> str:
    """Turn a line of a sample into a pattern: numbers, names and the width of columns may differ."""
    return "".join(_piece(piece, stage) for piece in PIECES.split(line.strip()))


def _piece(piece: str, stage: Stage) -> str:
    if piece == "PORT":
        return str(stage.port)
    if piece.isspace():
        return r"\s+"
    if piece.startswith('"') and len(piece) > 1:
        return r'"[^"]+"'
    if piece in NAMES:
        return r"\S+"
    if re.fullmatch(r"\d+(sec|min)", piece):
        return r"\d+(?:sec|min)"
    return r"\d+" if piece.isdecimal() else re.escape(piece)
