"""The lines of data/sightings.yml, printed by the programs themselves where this machine has them."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator import layout, model, strict_yaml
from tests.claims.test_remote_localhost import FAR, NEAR, needs_ssh, tunnel
from tests.claims.witness import LONGEST, PYTHON, ROOT, capture, free_port, in_private_network, listener, port_of, run

SIGHTINGS = {
    it.id: it
    for it in layout.SightingsFile.model_validate(
        strict_yaml.read(ROOT / "data/sightings.yml", "data/sightings.yml").content
    ).sightings
}
BROKEN = (
    "import http.server, sys\n"
    "class Broken(http.server.BaseHTTPRequestHandler):\n"
    "    def do_GET(self): raise RuntimeError\n"
    "http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Broken).serve_forever()\n"
)
CAPTURE = f"""
{capture("tcpdump -i lo -n -l -c 2 tcp >$1")}
{PYTHON} -c "import socket; socket.socket().connect_ex(('127.0.0.1', 5432))"
wait
cat $1
"""


def shape(text: str) -> str:
    """Level what differs from run to run: numbers, fingerprints, names of programs and users, the width of columns."""
    text = re.sub(r"SHA256:\S+", "SHA256:KEY", text)
    text = re.sub(r"\b(for) \w+ (?=from)", r"\1 USER ", text)
    text = re.sub(r'\(\("[^"]+"', '(("PROGRAM"', text)
    return " ".join(re.sub(r"\d+", "0", text).split())


def is_printed(line: str, printed: str) -> bool:
    """Tell whether one of the lines that a program printed has the shape of `line`."""
    return shape(line) in {shape(it) for it in printed.splitlines()}


@contextmanager
def running(*command: str, port: int) -> Iterator[list[str]]:
    """Run a server until it listens on `port`; afterwards the list holds what it printed."""
    printed: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            await_listener(port)
            yield printed
            time.sleep(0.2)  # to print the last line
        finally:
            server.terminate()
            printed.append(server.communicate(timeout=10)[0])


def await_listener(port: int) -> None:
    """Wait until something listens on `port`, without connecting: some servers take one caller only."""
    for _ in range(100):
        if run("ss", "-H", "-ltn", f"sport = :{port}").stdout:
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {port}")


def packet(line: str) -> tuple[str, str, str]:
    """Read sender, receiver and flags off a line of tcpdump."""
    found = re.search(r"IP (127\.0\.0\.1\.\d+) > (127\.0\.0\.1\.\d+): Flags (\[\S+\])", line)
    assert found, line
    return found[1], found[2], found[3]


def sighting(name: str) -> model.Sighting:
    """Give one sighting."""
    return SIGHTINGS[name]


def test_nc_tells_its_caller_and_itself() -> None:
    """A listening nc prints its own address first and the caller's, with `on` before it, when somebody connects."""
    port = free_port()
    command = ("nc", "-lvn", "127.0.0.1", str(port))
    with running(*command, port=port) as printed, socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        own = client.getsockname()[1]
        time.sleep(0.1)
    assert is_printed(sighting("netcat-received").example, printed[0])
    assert is_printed(sighting("netcat-received").counter_example, printed[0])
    assert f"received on 127.0.0.1 {own}\n" in printed[0]


def test_http_server_tells_its_address() -> None:
    """Python's http.server prints address and port in the words of the sighting."""
    port = free_port()
    with running(PYTHON, "-u", "-m", "http.server", str(port), "--bind", "127.0.0.1", port=port) as printed:
        pass
    assert is_printed(sighting("python-http-server").example, printed[0])


def test_http_server_names_the_caller_that_broke_it() -> None:
    """When a request fails in the program, Python prints the caller's end, not the server's."""
    port = free_port()
    command = (PYTHON, "-u", "-c", BROKEN, str(port))
    with running(*command, port=port) as printed, socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        own = client.getsockname()[1]
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        client.recv(1)
    assert is_printed(sighting("python-http-server").counter_example, printed[0])
    assert f"('127.0.0.1', {own})" in printed[0]


def test_lsof_draws_its_arrow_from_the_programs_own_end() -> None:
    """Each end of a connection has a row in lsof, its own address on the left; the listener has none."""
    with listener() as server, socket.create_connection(server.getsockname(), timeout=5) as client:
        taken, _ = server.accept()
        with taken:
            rows = run("lsof", "-nP", f"-iTCP:{port_of(server)}").stdout
        own, far = client.getsockname()[1], port_of(server)
    assert f"127.0.0.1:{own}->127.0.0.1:{far} (ESTABLISHED)" in rows
    assert f"127.0.0.1:{far}->127.0.0.1:{own} (ESTABLISHED)" in rows
    assert f"127.0.0.1:{far} (LISTEN)" in rows
    ends = {shape(line)[shape(line).index("TCP") :] for line in rows.splitlines()[1:]}
    for line in (sighting("lsof-arrow").example, sighting("lsof-arrow").counter_example):
        assert shape(line)[shape(line).index("TCP") :] in ends


def test_ss_shows_a_bound_udp_socket_as_unconn() -> None:
    """UDP has no state LISTEN: ss prints a bound socket as the sighting shows it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(("127.0.0.1", 0))
        row = run("ss", "-H", "-lunp", f"sport = :{bound.getsockname()[1]}").stdout
    assert is_printed(sighting("udp-bound-row").example, row)


def test_curl_names_the_server_and_the_proxy() -> None:
    """In `curl -v`, `Connected to` is followed by the server's end, and a proxy from the environment is named as such."""
    with listener() as server:
        shown = run("curl", "-sv", "-m", "0.5", f"http://localhost:{port_of(server)}/").stderr
        assert f"port {port_of(server)}" in shown
        proxy = run(
            "env", f"http_proxy=http://127.0.0.1:{port_of(server)}", "curl", "-sv", "-m", "0.5", "http://example.com/"
        )
    assert is_printed(sighting("accepted-connection").counter_example, shown)
    assert is_printed(sighting("privoxy-listening").counter_example, proxy.stderr)


def test_node_tells_that_its_inspector_has_no_port() -> None:
    """With the port taken, Node prints the line of the counter-example and runs the program all the same."""
    with listener() as server:
        done = run("node", f"--inspect=127.0.0.1:{port_of(server)}", "-e", "console.log('runs')")
    assert is_printed(sighting("node-inspector").counter_example, done.stderr)
    assert done.stdout == "runs\n"


def test_tcpdump_shows_the_way_of_a_packet(tmp_path: Path) -> None:
    """Where nobody listens, the answer `[R.]` comes from the port that was called."""
    script = tmp_path / "script"
    script.write_text(CAPTURE, "ascii")
    called, answered = in_private_network(f"bash -eu {script} {tmp_path}/packets").splitlines()
    client, server, flags = packet(called)
    assert (server, flags) == ("127.0.0.1.5432", "[S]")
    assert packet(answered) == (server, client, "[R.]")
    for line, mark in ((sighting("tcpdump-line").example, "[S]"), (sighting("tcpdump-line").counter_example, "[R.]")):
        assert packet(line)[2] == mark


@needs_ssh
def test_openssh_tells_of_forwarding_and_login(tmp_path: Path) -> None:
    """`ssh -v` names both ends of a forwarding; the server's log names where it listens and who logged in."""
    told = tunnel(tmp_path, f"-v -L 127.0.0.1:{NEAR}:127.0.0.1:{FAR}")
    log = (tmp_path / "log").read_text("utf-8")
    forward = sighting("ssh-local-forward")
    assert is_printed(forward.example, "\n".join(told.ssh))
    assert is_printed(forward.counter_example, "\n".join(told.ssh))
    login = sighting("sshd-accepted")
    assert is_printed(login.example.split("]: ")[1], log)
    assert is_printed(login.counter_example.split("]: ")[1], log)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium as a system's package")
def test_chromium_tells_where_its_devtools_listen(tmp_path: Path) -> None:
    """Chromium with a debugging port prints the address of the sighting."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
    uuid = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    with subprocess.Popen(
        [*command, "--remote-debugging-port=0", "about:blank"], stderr=subprocess.PIPE, text=True
    ) as it:
        assert it.stderr
        said = next(row for row in it.stderr if row.startswith("DevTools"))
        it.terminate()
        it.communicate(timeout=LONGEST)
    line = sighting("devtools-listening").example
    assert shape(uuid.sub("", said)) == shape(uuid.sub("", line))


def test_go_prints_its_own_end_first(tmp_path: Path) -> None:
    """Of a connection that was reset, Go names its own end, an arrow and the peer; of a refusal the target only."""
    program = tmp_path / "main.go"
    program.write_text(
        "package main\n"
        'import ("fmt"; "net"; "os")\n'
        "func main() {\n"
        '  c, err := net.Dial("tcp", os.Args[1])\n'
        "  if err == nil { fmt.Println(c.LocalAddr()); _, err = c.Read(make([]byte, 1)) }\n"
        "  fmt.Println(err)\n"
        "}\n",
        "ascii",
    )
    built = tmp_path / "dial"
    made = run("env", f"GOCACHE={tmp_path}/cache", "GOFLAGS=-mod=mod", "go", "build", "-o", str(built), str(program))
    assert made.returncode == 0, made.stderr
    with listener() as server:
        with subprocess.Popen([built, f"127.0.0.1:{port_of(server)}"], stdout=subprocess.PIPE, text=True) as client:
            taken, _ = server.accept()
            time.sleep(0.1)
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            taken.close()
            own, error = client.communicate(timeout=10)[0].splitlines()
        reset = sighting("go-two-ends")
        assert error.startswith(f"read tcp {own}->127.0.0.1:{port_of(server)}: ")
        assert is_printed(reset.example, error)
    assert is_printed(reset.counter_example, run(str(built), f"127.0.0.1:{free_port()}").stdout)
