"""The built site as a good host serves it: compressed, and cached for as long as the site's `_headers` say."""

import functools
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMPRESSED = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")
CACHE = "  Cache-Control: "


class _Host(SimpleHTTPRequestHandler):
    """Answers GET with gzip; speaks HTTP 1.1, so that connections stay open."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".md": "text/markdown"}  # noqa: RUF012 (the library's own way)

    def __init__(self, *args: object, site: Path, **options: object) -> None:
        self.site = site
        super().__init__(*args, directory=str(site), **options)  # type: ignore[arg-type]

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        """Send a file of the site, or its page for what it does not know."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        known = file.is_file()
        kind = self.guess_type(str(file)) if known else "text/html"
        is_text = kind.startswith(COMPRESSED)
        body = (file if known else self.site / "404.html").read_bytes()
        sent = gzip.compress(body, 6) if is_text else body
        self.send_response(HTTPStatus.OK if known else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        self.send_header("Content-Length", str(len(sent)))
        self.send_header("Cache-Control", cached(self.site).get(self.path, "no-cache"))
        if is_text:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        self.wfile.write(sent)


@functools.cache
def cached(site: Path) -> dict[str, str]:
    """Return what `_headers` says of each path that may be kept."""
    lines = (site / "_headers").read_text("utf-8").splitlines()
    path, kept = "", {}
    for line in lines:
        if line.startswith("/"):
            path = line
        elif line.startswith(CACHE):
            kept[path] = line.removeprefix(CACHE)
    return kept


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve the site; gives its address, without a slash at its end."""
    host = functools.partial(_Host, site=site)
    with ThreadingHTTPServer(("127.0.0.1", 0), host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
