"""The case local-network-access, raised in Chromium: a page that counts as public asks a program on this computer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from tests.claims.chromium import Site, Tab, chromium, site
from tests.claims.servers import certificate
from tests.claims.witness import case, run, said, texts

CASE = "local-network-access"
BROWSER = "Chromium and its relatives"
NAMES = "--host-resolver-rules=MAP *.example 127.0.0.1"  # app.example is a name of RFC 2606
SECURE, PLAIN = "https://app.example", "http://app.example"


@contextmanager
def companion() -> Iterator[Site]:
    """Run a program that lets every page read its answers."""
    with site(lambda *_: {"Access-Control-Allow-Origin": "*"}) as program:
        yield program


@contextmanager
def public_page(page: Site, origin: str) -> Iterator[Tab]:
    """Open a page whose server counts as a public one, by the option that the case names."""
    words = " ".join(it.command for it in case(CASE).checks).split()
    option = next(it for it in words if it.startswith("--ip-address-space-overrides="))
    with chromium(option.replace("PORT", str(page.port)), NAMES, "--ignore-certificate-errors") as tab:
        tab.open(f"{origin}:{page.port}/")
        yield tab


def fetch(port: int, host: str = "127.0.0.1", options: str = "{}") -> str:
    """Write a request of a page."""
    return f"fetch('http://{host}:{port}/', {options}).then((it) => it.type, String)"


@pytest.fixture
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a page over TLS."""
    with site(certificate=certificate(tmp_path_factory.mktemp("tls"), "DNS:app.example")) as page:
        yield page


def test_chromium_says_what_the_case_lists(secure: Site) -> None:
    """Chromium drops the requests of a public page that was not allowed, in the words of the case."""
    with companion() as program, public_page(secure, SECURE) as tab:
        scripts = {
            fetch(program.port): "TypeError: Failed to fetch",
            fetch(program.port, options="{ targetAddressSpace: 'local' }"): "TypeError: Failed to fetch",
            f"new Promise((done) => {{ const it = new XMLHttpRequest(); it.onerror = () => done(it.status); it.open('GET', 'http://127.0.0.1:{program.port}/'); it.send() }})": 0,
            f"new Promise((done) => {{ new WebSocket('ws://127.0.0.1:{program.port}/').onerror = () => done(null) }})": None,
            fetch(program.port, "device.example"): "TypeError: Failed to fetch",
        }
        said_by_browser = {tab.complaint(it).replace("app.example:PORT", "app.example") for it in scripts}
        assert len(said_by_browser) == len(scripts)
        assert said_by_browser <= texts(CASE, BROWSER)
        assert [tab.run(it) for it in scripts] == list(scripts.values())
        assert "TypeError: Failed to fetch" in texts(CASE, BROWSER)
        assert program.requests == []


def test_a_page_over_http_cannot_even_ask() -> None:
    """A page that is no secure context is told so, in the words of the case, and nothing arrives."""
    with companion() as program, site() as page, public_page(page, PLAIN) as tab:
        complaint = tab.complaint(fetch(program.port)).replace("app.example:PORT", "app.example")
        assert complaint in texts(CASE, BROWSER)
        assert "not a secure context" in complaint
        assert tab.run("isSecureContext") is False
        assert program.requests == []


def test_every_way_to_this_computer_is_guarded(secure: Site) -> None:
    """The loopback address, its name and the wildcard are dropped alike; only following a link needs no permission."""
    with companion() as program, public_page(secure, SECURE) as tab:
        for host in ("127.0.0.1", "localhost", "0.0.0.0"):
            assert tab.run(fetch(program.port, host)) == "TypeError: Failed to fetch"
        assert program.methods() == []
        tab.open(f"http://127.0.0.1:{program.port}/")
        assert program.methods() == ["GET"]


def test_the_permission_opens_the_way(secure: Site) -> None:
    """With the permission the request arrives; a name needs the page's word, and to be read the program's header."""
    with companion() as program, site() as silent, public_page(secure, SECURE) as tab:
        tab.allow("local-network-access")
        state = "navigator.permissions.query({name: 'loopback-network'})"
        assert state in next(it.read for it in case(CASE).checks if it.command == "isSecureContext")
        assert tab.run(f"{state}.then((it) => it.state)") == "granted"
        assert tab.run(fetch(program.port)) == "cors"
        assert tab.run(fetch(program.port, "device.example", "{ targetAddressSpace: 'loopback' }")) == "cors"
        assert tab.run(fetch(program.port, "device.example")) == "TypeError: Failed to fetch"
        assert program.methods() == ["GET", "GET"]
        assert tab.run(fetch(silent.port)) == "TypeError: Failed to fetch"
        assert silent.methods() == ["GET"]


def test_a_page_of_this_computer_is_never_asked() -> None:
    """A page from 127.0.0.1 that counts as what it is reaches the program without a question."""
    with companion() as program, site() as page, chromium() as tab:
        tab.open(f"http://127.0.0.1:{page.port}/")
        assert tab.run(fetch(program.port)) == "cors"


def test_the_command_of_the_case_tells_the_headers() -> None:
    """The case's curl shows whether a page may read the answer."""
    shown = next(it for it in case(CASE).checks if "-D -" in it.command)

    def allow(_: str, asked: Mapping[str, str]) -> dict[str, str]:
        return {"Access-Control-Allow-Origin": asked["origin"]}

    for headers, answer in ((allow, f"Access-Control-Allow-Origin: {SECURE}"), (lambda *_: {}, shown.output)):
        with site(headers) as program:
            printed = run("bash", "-c", shown.command.replace("PORT", str(program.port))).stdout
            assert said(program.port, printed) == answer
