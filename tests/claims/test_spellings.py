"""What Java, OpenSSL, Bash and the error objects of Node.js say in the situations of the cases stands in the cases."""

import re
import shlex
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.claims.clients import NODE, fetched, lines
from tests.claims.programs import ask, java, openssl, parts, thrown
from tests.claims.servers import certificate, hang_up, over_tls, reset, serving, web
from tests.claims.witness import (
    PYTHON,
    STRANGER,
    in_private_network,
    listener,
    port_of,
    run,
    said,
    texts,
    unprivileged,
)

PORT = 4242
NOWHERE = "192.0.2.1"  # an address for documentation (RFC 5737), which the cases write as well
OBJECT = "Node.js (error object)"
NO_SERVER = "mount --bind {0}/nsswitch /etc/nsswitch.conf\nmount --bind {0}/resolv /etc/resolv.conf\n"
URLLIB = f"import urllib.request; urllib.request.urlopen('http://{NOWHERE}:{PORT}/')"
CONNECT = f"require('net').connect({PORT}, '{NOWHERE}')"
TRY = f"bash -c 'exec 3<>/dev/tcp/{{}}/{PORT}' 2>&1 | head -n 1"
FULL = f"""
sysctl -qw net.ipv4.tcp_syn_retries=1
{PYTHON} -c "import socket, time; it = socket.socket(); it.bind(('127.0.0.1', {PORT})); it.listen(0); c = socket.create_connection(('127.0.0.1', {PORT})); time.sleep(20)" &
trap 'kill %1' EXIT
until ss -H -tn | grep -q :{PORT}; do sleep 0.05; done
"""
WRITE = "const it = require('net').connect({{port: {}, host: '127.0.0.1', allowHalfOpen: true}}); it.resume(); setInterval(() => it.write('x'), 100); it.on('error', (error) => {{ console.log(String(error)); process.exit(7) }})"
WRITE_IN_JAVA = 'var it = new Socket("127.0.0.1", {}); for (int i = 0; i < 9; i++) {{ it.getOutputStream().write(1); Thread.sleep(100); }}'


@pytest.fixture
def refusing() -> Iterator[int]:
    """Hold a port without listening: it refuses, and nobody else can take it."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield port_of(held)


def without_names(folder: Path, *command: str) -> str:
    """Run a client where names are asked of a name server that is not there; return what it prints."""
    (folder / "nsswitch").write_text("hosts: files dns\n", "ascii")
    (folder / "resolv").write_text("nameserver 127.0.0.1\n", "ascii")
    program = folder / "script"
    program.write_text(f"{NO_SERVER.format(folder)}{shlex.join(command)} 2>&1 </dev/null || true\n", "utf-8")
    return said(PORT, in_private_network(f"unshare --mount bash -u {program}"))


def without_place(text: str) -> str:
    """Leave out the line of OpenSSL's source, which changes with the version."""
    return re.sub(r"\.c:\d+", ".c:0", text)


def test_a_refusal_in_other_programs(refusing: int, tmp_path: Path) -> None:
    """OpenSSL, Bash, Java's client for HTTP and the error of Node.js say of a refusal what its case lists."""
    case, port = "connection-refused", refusing
    printed = " ".join(openssl(f"127.0.0.1:{port}"))
    assert all(text in printed for text in texts(case, "OpenSSL"))
    assert {lines(port, "bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}")[1]} == texts(case, "Bash (second line)")
    assert texts(case, OBJECT) <= parts(f"require('net').connect({port}, '127.0.0.1')")
    assert texts(case, "Java HttpClient") <= thrown(port, tmp_path, ask(port, 900, 900))


def test_waiting_in_java(tmp_path: Path) -> None:
    """Java's client for HTTP tells a connection that is not made from an answer that does not come."""
    with listener() as silent, socket.socket() as full, socket.socket() as first:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        first.connect(full.getsockname())
        printed = thrown(0, tmp_path, ask(port_of(full), 300, 5000)) | thrown(
            0,
            tmp_path,
            ask(port_of(silent), 9000, 1500),  # a Java that has just started takes its time to connect
        )
    assert texts("timeout-or-filtered", "Java HttpClient") <= printed


def test_the_system_gives_up_in_openssl_and_bash() -> None:
    """What OpenSSL and Bash print when the system gives up, here after three seconds, stands in the case."""
    script = (
        f"openssl s_client -connect 127.0.0.1:{PORT} 2>&1 </dev/null | tail -n 1 &\n{TRY.format('127.0.0.1')}\nwait $!"
    )
    printed = set(in_private_network(f"{FULL}\n{script}").splitlines())
    assert texts("timeout-or-filtered", "OpenSSL") <= printed
    assert len(printed & texts("timeout-or-filtered", "Bash")) == 1


@pytest.mark.parametrize("route", [f"ip route add unreachable {NOWHERE}", "true"])
def test_no_way_in_other_programs(route: str) -> None:
    """With a route that rejects, and without any, urllib and Node.js print their messages of the case, Bash the first."""
    case = "timeout-or-filtered"
    assert said(PORT, in_private_network(f'{route}\n{PYTHON} -c "{URLLIB}" 2>&1 | tail -n 1')) in texts(
        case, "Python urllib"
    )
    shown = f"{CONNECT}.on('error', (it) => console.log(String(it), [`errno: ${{it.errno}},`]))"
    printed = said(PORT, in_private_network(f"{route}\n{shlex.join([NODE, '-e', shown])}"))
    message, _, number = printed.partition(" [ '")
    assert message in texts(case, "Node.js")
    assert number.removesuffix("' ]") in texts(case, OBJECT)
    if route != "true":
        assert in_private_network(f"{route}\n{TRY.format(NOWHERE)}") in texts(case, "Bash")


def test_a_reset_in_other_programs(tmp_path: Path) -> None:
    """OpenSSL and the error of Node.js say of a reset what its case lists; who writes on gets a broken pipe."""
    case = "connection-reset"
    with serving(reset) as port:
        assert texts(case, "OpenSSL") <= set(openssl(f"127.0.0.1:{port}"))
        ended = parts(f"require('http').get('http://127.0.0.1:{port}/')")
        assert {"errno: -104,", "code: 'ECONNRESET',"} <= ended & texts(case, OBJECT)
    with serving(hang_up) as port:
        assert run(NODE, "-e", WRITE.format(port)).stdout.strip() in texts(case, "Node.js (writing)")
        assert thrown(port, tmp_path, WRITE_IN_JAVA.format(port)) & texts(case, "Java")


def test_an_empty_reply_in_other_programs() -> None:
    """OpenSSL, and the code in the error of fetch, say of a server that hangs up what the case lists."""
    case = "empty-reply"
    with serving(hang_up) as port:
        (listed,) = texts(case, "OpenSSL")
        assert any(listed in line for line in openssl(f"127.0.0.1:{port}"))
        printed = {line.strip() for line in fetched(port, f"fetch('http://127.0.0.1:{port}/')")}
        assert texts(case, "Node.js fetch (error object)") <= printed


def test_a_taken_port_in_other_programs(tmp_path: Path) -> None:
    """OpenSSL's server and the error of Node.js say of a taken port what its case lists."""
    case = "port-in-use"
    with listener() as server:
        port = port_of(server)
        result = run("openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", str(certificate(tmp_path)))
        (listed,) = texts(case, "OpenSSL")
        assert listed in result.stderr
        assert texts(case, OBJECT) <= parts(f"require('net').createServer().listen({port}, '127.0.0.1')")


def test_a_foreign_address_and_a_number_too_high() -> None:
    """The error of Node.js about an address that is not there has the lines that the case lists."""
    listed = texts("address-not-available", OBJECT)
    assert listed <= parts(f"require('net').createServer().listen(0, '{STRANGER}')")


def test_java_refuses_a_number_that_is_no_port(tmp_path: Path) -> None:
    """A number that is no port is refused before the system is asked, in the words that the case lists."""
    assert thrown(0, tmp_path, "new ServerSocket(99999);") == texts("address-not-available", "Java (port)")


def test_a_missing_permission_in_the_error_of_node() -> None:
    """The error of Node.js about a system port has the lines that the case lists."""
    code = "require('net').createServer().on('error', (it) => console.log(it)).listen(1023, '127.0.0.1')"
    printed = {line.strip() for line in run(*unprivileged(), "node", "-e", code).stdout.splitlines()}
    assert texts("permission-denied", OBJECT) <= printed


def test_the_lines_of_other_errors_have_the_numbers_of_this_system() -> None:
    """The remaining lines of error objects have the numbers that Node.js knows on this system."""
    code = "const { errno } = require('node:os').constants; console.log(`errno: -${errno.EMFILE}, errno: -${errno.ETIMEDOUT}, errno: -${errno.EPIPE},`)"
    for line, case in zip(
        re.findall(r"errno: -\d+,", run(NODE, "-e", code).stdout),
        ("too-many-open-files", "timeout-or-filtered", "connection-reset"),
        strict=True,
    ):
        assert line in texts(case, OBJECT)


def test_an_unknown_name_in_java(tmp_path: Path) -> None:
    """Java names the host, and the reason where it knows one; channels name neither."""
    case = "name-resolution"
    plain = without_names(tmp_path, *java(tmp_path, 'InetAddress.getByName("foo.invalid");'))
    assert any(text in plain and "Temporary" in text for text in texts(case, "Java"))
    (listed,) = texts(case, "Java NIO")
    channel = f'SocketChannel.open(new InetSocketAddress("foo.invalid", {PORT}));'
    assert listed in without_names(tmp_path, *java(tmp_path, channel))


def test_an_unknown_name_in_openssl(tmp_path: Path) -> None:
    """The case lists the line in which OpenSSL names the reason."""
    (listed,) = texts("name-resolution", "OpenSSL")
    printed = without_names(tmp_path, "openssl", "s_client", "-connect", f"foo.invalid:{PORT}")
    assert without_place(listed) in without_place(printed)


def test_a_plain_answer_in_openssl() -> None:
    """The case lists what OpenSSL prints when the server answers in plain text."""
    with serving(web) as port:
        printed = " ".join(openssl(f"127.0.0.1:{port}"))
    # From OpenSSL 3.2 on another function finds the fault.
    (listed,) = texts("tls-mismatch", "OpenSSL")
    assert listed in printed or "wrong version number" in printed


def test_an_untrusted_certificate_in_openssl_and_node(tmp_path: Path) -> None:
    """The case lists the verdict of OpenSSL, in both its spellings, and the code in the error of Node.js."""
    case = "certificate-warning"
    with serving(over_tls(certificate(tmp_path))) as port:
        assert texts(case, "OpenSSL") <= set(openssl(f"localhost:{port}"))
        printed = parts(f"require('https').get('https://localhost:{port}/')")
    assert {it.rstrip(",") for it in printed} >= texts(case, OBJECT)
