"""The case cors-and-cookies: what Chromium says between two local ports, and whose cookies go where."""

import http.cookiejar
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import HTTPServer
from pathlib import Path
from typing import Any

from generator import case_model
from tests.claims.chromium import Headers, Site, chromium, site
from tests.claims.clients import NODE
from tests.claims.witness import case, run, said, texts

CASE = "cors-and-cookies"
BROWSER = "Chromium and its relatives"
ALLOW, CREDENTIALS = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
PAGE = "http://localhost:3000"  # the page's origin in the commands of the case


def command(part: str) -> case_model.Check:
    """Return the check for Linux whose command holds a text."""
    found = case(CASE)
    return next(it for it in (*found.checks, *found.verify) if it.system in {"linux", "any"} and part in it.command)


def curl(part: str, port: int) -> str:
    """Run a command of the case on a port; return what it prints."""
    return said(port, run("bash", "-c", command(part).command.replace("PORT", str(port))).stdout)


def same_origin(_: str, asked: Mapping[str, str]) -> dict[str, str]:
    """Allow whoever asks, as no real server may."""
    return {ALLOW: asked.get("origin", "")}


def with_credentials(method: str, asked: Mapping[str, str]) -> dict[str, str]:
    """Allow whoever asks, with cookies."""
    return {**same_origin(method, asked), CREDENTIALS: "true"}


def fetch(port: int, options: str = "{}", host: str = "127.0.0.1") -> str:
    """Write a request of a page."""
    return f"fetch('http://{host}:{port}/', {options}).then((it) => it.type, String)"


@contextmanager
def repaired() -> Iterator[tuple[int, dict[str, Any]]]:
    """Run the server that the case shows; give its port and the names of its program."""
    fix = next(it for it in case(CASE).fixes if "BaseHTTPRequestHandler" in (it.command or ""))
    names: dict[str, Any] = {}
    exec((fix.command or "").replace("PORT", "0"), names)
    server = names["server"]
    assert isinstance(server, HTTPServer)
    server.RequestHandlerClass.log_message = lambda *_: None  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with server:
        yield server.server_port, names
        server.shutdown()


def test_chromium_says_what_the_case_lists(tmp_path: Path) -> None:
    """Between two ports of one host, Chromium refuses each kind of mistake in the words of the case."""
    include, put, token = "{ credentials: 'include' }", "{ method: 'PUT' }", "{ headers: { 'x-token': '1' } }"
    mistakes: list[tuple[Headers, int, str]] = [
        (lambda *_: {}, 200, "{}"),
        (lambda *_: {}, 200, put),
        (lambda *_: {ALLOW: "*"}, 405, put),
        (same_origin, 200, put),
        (same_origin, 200, token),
        (lambda *_: {ALLOW: PAGE}, 200, "{}"),
        (lambda *_: {ALLOW: "*, *"}, 200, "{}"),
        (lambda *_: {ALLOW: "*"}, 200, include),
        (same_origin, 200, include),
    ]
    listed = texts(CASE, BROWSER)
    complaints = set()
    with site() as page, chromium() as tab:
        tab.open(f"http://127.0.0.1:{page.port}/")
        for headers, status, options in mistakes:
            with site(headers, status=status) as server:
                complaints.add(tab.complaint(fetch(server.port, options)))
        file = tmp_path / "page.html"
        file.write_text("<!doctype html><title>a file</title>", "ascii")
        tab.open(file.as_uri())
        with site() as server:
            complaints.add(tab.complaint(fetch(server.port)))
            assert tab.run(fetch(server.port)) == "TypeError: Failed to fetch"
    assert complaints | {"TypeError: Failed to fetch"} == listed


def test_a_simple_request_is_carried_out_all_the_same() -> None:
    """The server gets a GET and a plain POST whose answer the page may not read; a PUT is not even sent."""
    with site() as page, site() as server, chromium() as tab:
        tab.open(f"http://127.0.0.1:{page.port}/")
        for method, arrives in (("GET", "GET"), ("POST", "POST"), ("PUT", "OPTIONS")):
            assert tab.run(fetch(server.port, f"{{ method: '{method}' }}")) == "TypeError: Failed to fetch"
            assert server.methods() == [arrives]


def test_other_clients_do_not_look_at_it() -> None:
    """Curl and Node.js read the answer that a browser withholds."""
    with site() as server:
        assert run("curl", "-sS", "-H", f"Origin: {PAGE}", f"http://127.0.0.1:{server.port}/").stdout.startswith(
            "<!doctype"
        )
        code = f"fetch('http://127.0.0.1:{server.port}/', {{ headers: {{ origin: '{PAGE}' }} }}).then((it) => console.log(it.status))"
        assert run(NODE, "-e", code).stdout.strip() == "200"


def test_the_server_of_the_case_allows_its_page_alone() -> None:
    """The server that the case shows satisfies the browser for an origin of its list, and the commands of the case."""
    with repaired() as (port, names), site() as page, chromium() as tab:
        tab.open(f"http://localhost:{page.port}/")
        request = fetch(port, "{ credentials: 'include', headers: { 'content-type': 'application/json' } }")
        assert tab.run(request) == "TypeError: Failed to fetch"
        names["ALLOWED"].add(tab.run(command("location.origin").command))
        assert tab.run(request) == "cors"
        assert curl("grep -ic", port) == command("grep -ic").output == "1"
        assert f"{ALLOW}: {PAGE}" in curl("no such header", port)
        assert curl("%{http_code}", port) == "204"


def cookie_of(server: Site) -> str | None:
    """Return the cookies that the last request brought."""
    return server.requests[-1][1].get("cookie")


def login(value: str, name: str = "sid") -> Headers:
    """Return the headers of a server that sets a cookie, and lets a page read the answer."""
    return lambda method, asked: {**with_credentials(method, asked), "Set-Cookie": f"{name}={value}; Path=/"}


def test_a_cookie_knows_no_port() -> None:
    """RFC 6265 as Python has it: a cookie of one port is sent to the other, and overwritten by it."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar))
    with site(login("1")) as first, site(login("2")) as second, site(login("3", "shop")) as third:
        for server in (first, second, third, first):
            with opener.open(f"http://127.0.0.1:{server.port}/"):
                pass
        assert [cookie_of(it) for it in (second, third, first)] == ["sid=1", "sid=2", "sid=2; shop=3"]
    assert {it.port for it in jar} == {None}


def test_chromium_shares_cookies_between_ports_and_not_between_names() -> None:
    """One host's cookie goes to all its ports; localhost, 127.0.0.1 and names below localhost each have their own."""
    with site(login("1")) as first, site(login("2")) as second, chromium() as tab:
        tab.open(f"http://127.0.0.1:{first.port}/")
        tab.open(f"http://127.0.0.1:{second.port}/")
        assert cookie_of(second) == "sid=1"
        assert tab.run(command("document.cookie").command) == "sid=2"
        for host in ("localhost", "shop.localhost"):
            tab.open(f"http://{host}:{first.port}/")
            assert cookie_of(first) is None
            assert tab.run("document.cookie") == "sid=1"
        expected = {("127.0.0.1", "sid"): "2", ("localhost", "sid"): "1", ("shop.localhost", "sid"): "1"}
        assert tab.cookies() == expected


def test_a_cookie_stays_at_home_across_sites() -> None:
    """From localhost a request with credentials brings the cookie of another port, and not that of 127.0.0.1."""
    with site(login("1")) as server, site() as page, chromium() as tab:
        for host in ("127.0.0.1", "localhost"):
            tab.open(f"http://{host}:{server.port}/")
        tab.open(f"http://localhost:{page.port}/")
        for host, sent, relation in (("localhost", "sid=1", "same-site"), ("127.0.0.1", None, "cross-site")):
            assert tab.run(fetch(server.port, "{ credentials: 'include' }", host)) == "cors"
            assert cookie_of(server) == sent
            assert server.requests[-1][1]["sec-fetch-site"] == relation
