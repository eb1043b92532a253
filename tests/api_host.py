"""A plain static host of the JSON documents that a build of today's data writes."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from generator import build
from generator.catalog import Catalog


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def write(catalog: Catalog, root: Path) -> None:
    """Write the documents below `root`, as the site has them."""
    for path, text in build.files(catalog).items():
        if path.startswith("docs/api/"):
            file = root / path.removeprefix("docs/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


@contextmanager
def served(root: Path) -> Iterator[str]:
    """Serve a folder; gives its address, without a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
