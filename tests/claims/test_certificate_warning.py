"""The case certificate-warning, raised with certificates that nobody trusts, for another name, and out of date."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.claims.clients import NODE, check
from tests.claims.servers import certificate, issued, over_tls, serving
from tests.claims.witness import PYTHON, case, run, texts

CASE = "certificate-warning"
URLLIB = "import urllib.request; print(urllib.request.urlopen('{}').status)"
GET = "require('https').get('{}', (it) => {{ console.log(it.statusCode); process.exit() }}).on('error', (it) => {{ console.log(String(it)); process.exit(7) }})"


class Servers:
    """The TLS servers of these tests, and the certificates that clients can be told to trust."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        folders = {name: folder / name for name in ("own", "other", "issued", "old")}
        for it in folders.values():
            it.mkdir()
        own, other = certificate(folders["own"]), certificate(folders["other"], "DNS:example.com")
        signed, authority = issued(folders["issued"])
        old, old_authority = issued(folders["old"], days=-1)
        self.trust = {"own": own, "other": other, "issued": authority, "old": old_authority}
        shown = {"own": own, "other": other, "issued": signed, "old": old}
        self.ports = {name: stack.enter_context(serving(over_tls(it))) for name, it in shown.items()}

    def url(self, name: str, host: str) -> str:
        """Return the address of a server."""
        return f"https://{host}:{self.ports[name]}/"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Run the four servers."""
    with ExitStack() as stack:
        yield Servers(stack, tmp_path_factory.mktemp("tls"))


# (server, host in the address, whether the client is told to trust its certificate)
UNTRUSTED = ("own", "localhost", False)
UNKNOWN_ISSUER = ("issued", "localhost", False)
OTHER_ADDRESS = ("other", "127.0.0.1", True)
OTHER_NAME = ("other", "localhost", True)
EXPIRED = ("old", "localhost", True)
SITUATIONS = (UNTRUSTED, UNKNOWN_ISSUER, OTHER_ADDRESS, OTHER_NAME, EXPIRED)


def asked(servers: Servers, situation: tuple[str, str, bool], client: str) -> str:
    """Ask a server in one of the situations; return the last line that says what is wrong."""
    name, host, trusting = situation
    url, trust = servers.url(name, host), str(servers.trust[name])
    match client:
        case "curl":
            command = ["curl", "-sS", *(["--cacert", trust] if trusting else []), url]
        case "Python":
            command = ["env", *([f"SSL_CERT_FILE={trust}"] if trusting else []), PYTHON, "-c", URLLIB.format(url)]
        case _:
            command = ["env", *([f"NODE_EXTRA_CA_CERTS={trust}"] if trusting else []), NODE, "-e", GET.format(url)]
    result = run(*command)
    assert result.returncode != 0, result.stdout
    return result.stderr.splitlines()[0] if client == "curl" else (result.stdout + result.stderr).splitlines()[-1]


def test_python_says_what_the_case_lists(servers: Servers) -> None:
    """The case lists what Python prints in each situation, and nothing that it does not print."""
    printed = [asked(servers, it, "Python") for it in SITUATIONS]
    listed = texts(CASE, "Python")
    assert all(any(text in line for text in listed) for line in printed), printed
    assert all(any(text in line for line in printed) for text in listed), printed


def test_node_says_what_the_case_lists(servers: Servers) -> None:
    """The case lists what Node.js prints in each situation, and nothing that it does not print."""
    printed = [asked(servers, it, "Node.js") for it in SITUATIONS]
    listed = texts(CASE, "Node.js")
    assert all(any(line.startswith(text) for text in listed) for line in printed), printed
    assert all(any(line.startswith(text) for line in printed) for text in listed), printed


def test_curl_says_what_the_case_lists(servers: Servers) -> None:
    """The case lists exactly what curl prints in each situation but the wrong name `localhost`, which reads alike."""
    printed = {asked(servers, it, "curl") for it in SITUATIONS if it != OTHER_NAME}
    assert printed == texts(CASE, "curl")


@pytest.mark.parametrize("name", ["own", "issued"])
def test_clients_that_were_shown_the_certificate_are_content(name: str, servers: Servers) -> None:
    """With the variables and the option of the fix each client accepts the certificate, for each of its names."""
    trust = str(servers.trust[name])
    for host in ("localhost", "127.0.0.1"):
        url = servers.url(name, host)
        assert run("curl", "-sS", "--cacert", trust, url).stdout == "ok\n"
        assert run("env", f"SSL_CERT_FILE={trust}", PYTHON, "-c", URLLIB.format(url)).stdout.strip() == "200"
        assert run("env", f"NODE_EXTRA_CA_CERTS={trust}", NODE, "-e", GET.format(url)).stdout.strip() == "200"


def test_the_command_of_the_fix_is_the_one_that_works(servers: Servers, tmp_path: Path) -> None:
    """The command as the page shows it works beside a file cert.pem."""
    command = next(it.command for it in case(CASE).fixes if it.command and it.command.startswith("curl"))
    (tmp_path / "cert.pem").write_bytes(servers.trust["own"].read_bytes())
    there = f"cd {tmp_path}; {command.replace('PORT', str(servers.ports['own']))}"
    assert run("bash", "-c", there).stdout == "ok\n"


def test_the_certificate_of_the_fix_is_accepted(tmp_path: Path) -> None:
    """The command that makes a certificate makes one that a server can show and a client can trust."""
    command = next(it.command for it in case(CASE).fixes if it.command and it.command.startswith("openssl req"))
    assert run("bash", "-c", f"cd {tmp_path}; {command}").returncode == 0
    both = tmp_path / "both.pem"
    both.write_bytes((tmp_path / "key.pem").read_bytes() + (tmp_path / "cert.pem").read_bytes())
    with serving(over_tls(both)) as port:
        for host in ("localhost", "127.0.0.1"):
            answer = run("curl", "-sS", "--cacert", str(tmp_path / "cert.pem"), f"https://{host}:{port}/")
            assert answer.stdout == "ok\n", answer.stderr


def test_the_numbers_of_the_second_look_are_right(servers: Servers) -> None:
    """The command with -k prints 18 for a self-signed certificate and 20 for an unknown issuer."""
    command = check(CASE, "curl -sk").command
    for name, number in (("own", 18), ("issued", 20)):
        assert run("bash", "-c", command.replace("PORT", str(servers.ports[name]))).stdout == f"200 {number}\n"


def test_the_verifying_command_is_content_with_a_trusted_file(servers: Servers) -> None:
    """With -CAfile the case's last command prints that the verification is OK."""
    command = next(it.command for it in case(CASE).verify if it.system == "linux")
    told = command.replace("-servername", f"-CAfile {servers.trust['own']} -servername")
    printed = run("bash", "-c", told.replace("PORT", str(servers.ports["own"]))).stdout
    assert re.findall(r"Verification.*", printed)[0] == "Verification: OK"
