"""The built site behind a real server, and a real browser before it."""

import functools
import re
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
SITE = ROOT / "site"
LONGEST_CLOSE = 20  # seconds: once in some thousand times Chromium never says that something is closed
expect.set_options(timeout=20_000)  # milliseconds: what a page does, a busy machine does later


class _Quiet(SimpleHTTPRequestHandler):
    """Serves the site as a static host does: an unknown path gets 404.html with status 404."""

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer an unknown path with the site's own page."""
        if code != 404:
            super().send_error(code, message, explain)
            return
        body = (SITE / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Host(ThreadingHTTPServer):
    """Says nothing when a page that is left takes no more bytes."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of all other errors."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served() -> Iterator[str]:
    """Serve the built site; gives its address, without a slash at its end."""
    assert (SITE / "index.html").is_file(), "build the site first: make site"
    with _Host(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(SITE))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """The address of the served site."""
    with served() as address:
        yield address


def browser_options() -> dict[str, Any]:
    """Say how to start Chromium without a window, from Debian or else from Playwright; it asks nobody for anything.

    Debian's headless shell is the same engine without the rest of a browser: it opens a page in half the time.
    """
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    quiet = ["--disable-quic", "--disable-background-networking", "--disable-component-update"]
    return {"executable_path": program, "args": ["--no-sandbox", *quiet]}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browser_options())
        yield browser
        with suppress(pytest.fail.Exception), _limited(LONGEST_CLOSE):
            browser.close()


Opener = Callable[..., Page]
Address = Callable[[str], str]


def page_at(origin: str, path: str) -> str:
    """Return the full address of a path of the site; from a disk it ends in the name of the file."""
    page, rest = re.fullmatch(r"([^?#]*)(.*)", path, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{origin}{page}{'index.html' if origin.startswith('file:') and page.endswith('/') else ''}{rest}"


@pytest.fixture
def at(origin: str) -> Address:
    """The full address of a path of the site, as the browser shows it."""
    return functools.partial(page_at, origin)


@pytest.fixture
def shared(origin: str) -> str:
    """The root of links that readers pass on, without a slash at its end."""
    return origin


@pytest.fixture
def opened(browser: Browser, origin: str, at: Address) -> Iterator[Opener]:
    """Open a path of the site; the test fails when the page asks another origin or logs an error."""
    with _contexts() as contexts:
        faults: list[str] = []

        def open_(path: str, *, allow_404: bool = False, **options: object) -> Page:
            context = browser.new_context(**options)  # type: ignore[arg-type]
            contexts.append(context)
            context.set_offline(origin.startswith("file:"))
            page = context.new_page()
            page.on("request", lambda it: faults.append(f"asks {it.url}") if _foreign(it.url, origin) else None)
            page.on("pageerror", lambda it: faults.append(f"throws {it}"))
            page.on(
                "console",
                lambda it: (
                    faults.append(f"logs {it.text}")
                    if it.type == "error" and not (allow_404 and "404" in it.text)
                    else None
                ),
            )
            page.goto(at(path))
            return page

        yield open_
        assert faults == []


def _foreign(url: str, origin: str) -> bool:
    return not url.startswith((origin + "/", "data:", "blob:"))


@contextmanager
def _contexts() -> Iterator[list[BrowserContext]]:
    contexts: list[BrowserContext] = []
    yield contexts
    for context in contexts:
        with suppress(pytest.fail.Exception), _limited(LONGEST_CLOSE):
            context.close()


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Fail after some seconds, by the signal that pytest-timeout may wait for too, and then give it back."""
    handler = signal.signal(signal.SIGALRM, lambda *_: pytest.fail(f"not done after {seconds} seconds"))
    rest, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, rest)
        signal.signal(signal.SIGALRM, handler)
