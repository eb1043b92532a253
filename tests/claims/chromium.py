"""A real Chromium for the claims about browsers, and web servers for it: what it asks, what it says in its console."""

import re
import shutil
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, sync_playwright

QUIET = ("--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update")
BODY = b"<!doctype html><title>hello</title>"

Headers = Callable[[str, Mapping[str, str]], dict[str, str]]


@dataclass(slots=True)
class Site:
    """A running web server: its port, and the requests that it got as method and headers."""

    port: int
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def methods(self) -> list[str]:
        """Return the methods of the requests since the last time."""
        asked = [method for method, _ in self.requests]
        self.requests.clear()
        return asked


@contextmanager
def site(headers: Headers = lambda *_: {}, certificate: Path | None = None, status: int = 200) -> Iterator[Site]:
    """Serve every path of a free port; `headers` gives what an answer to a method and its headers has besides."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Keep quiet."""

        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = {name.lower(): value for name, value in self.headers.items()}
            if self.path != "/favicon.ico":
                running.requests.append((self.command, asked))
            self.send_response(status if self.command == "OPTIONS" else 200)
            for name, value in headers(self.command, asked).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(BODY)))
            self.end_headers()
            self.wfile.write(BODY)

        do_GET = do_POST = do_PUT = do_OPTIONS = _answer  # noqa: N815 (the library's names)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        running = Site(server.server_port)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield running
        server.shutdown()


class Tab:
    """An open tab of a browser with an empty profile."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def open(self, url: str) -> None:
        """Open an address; the test fails when it does not open."""
        self._page.goto(url)

    def run(self, script: str) -> object:
        """Run JavaScript in the tab; return what it gives."""
        return self._page.evaluate(script)

    def complaint(self, script: str) -> str:
        """Run JavaScript that makes the console complain; return the reason, with `PORT` for every port."""
        with self._page.expect_console_message(_is_reason, timeout=20_000) as waiting:
            self._page.evaluate(script)
        return re.sub(r"(?<=:)\d{4,5}(?!\d)", "PORT", waiting.value.text)

    def failures(self, urls: list[str]) -> dict[str, str]:
        """Fetch addresses from the open page, all at once; return the browser's reason for each that failed."""
        found: dict[str, str] = {}
        self._page.on("requestfailed", lambda it: found.update({it.url: it.failure or ""}))
        self._page.evaluate("(urls) => Promise.allSettled(urls.map((it) => fetch(it, { mode: 'no-cors' })))", urls)
        return found

    def allow(self, permission: str) -> None:
        """Grant a permission to every page, as a user does with a click."""
        self._page.context.grant_permissions([permission])

    def cookies(self) -> dict[tuple[str, str], str]:
        """Return the cookies by host and name."""
        return {(it["domain"], it["name"]): it["value"] for it in self._page.context.cookies()}


def _is_reason(message: ConsoleMessage) -> bool:
    return not message.text.startswith("Failed to load resource")  # follows the reason, and names none


@contextmanager
def chromium(*options: str) -> Iterator[Tab]:
    """Start Debian's Chromium, or else the one that Playwright installed, with an empty profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*QUIET, *options])
        yield Tab(browser.new_page())
        browser.close()
