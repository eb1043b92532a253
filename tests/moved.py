"""A copy of the project in which much has moved, and servers that treat its links as hosts do."""

import functools
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests.redirect_rules import Rules

ROOT = Path(__file__).parent.parent
# What was published once, and what became of it.
PAST = """\
/troubleshooting/address-in-use/	moved	2026-02-02	/troubleshooting/port-in-use/
/troubleshooting/port-busy/	moved	2026-01-01	/troubleshooting/address-in-use/
/troubleshooting/port-busy/#who-has-it	moved	2026-01-01	/troubleshooting/port-in-use/#check-linux
/troubleshooting/port-busy/#list	moved	2026-01-01	/howto/see-open-ports/#all-linux
/troubleshooting/port-busy/#joke	retired	2026-01-01	/troubleshooting/port-in-use/#fix	nobody laughed
/ports/4242/	retired	2026-03-03	/ranges/user/#answer	Nothing is known of port 4242 that its range does not tell
/learn/token-ring/	retired	2026-03-03	/learn/loopback/	a network that nobody has any more
/ports/62893/#who-win	moved	2026-04-04	/ports/62893/#who-windows
/ports/62893/#lent-by	moved	2026-04-04	/ranges/dynamic/#systems
/ports/62893/#trivia	retired	2026-04-04	/ports/62893/#facts	the claim had no source
/howto/netstat/	moved	2026-04-04	/howto/see-open-ports/#all-windows
/api/v1/all-numbers.json	moved	2026-05-05	/api/v1/numbers.json
/api/v1/weather.json	retired	2026-05-05	/api/v1/lookup.json	it never rained
"""


def build(folder: Path) -> Path:
    """Build the site of a copy of the project with another past; return its folder."""
    project = folder / "project"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("data", "docs", "generator"):
        shutil.copytree(ROOT / name, project / name, ignore=ignored)
    shutil.copy(ROOT / "mkdocs.yml", project)
    run = [sys.executable, "-m", "generator", "--root", str(project)]
    subprocess.run([*run, "build"], cwd=ROOT, check=True, capture_output=True)
    with (project / "data/links.tsv").open("a", encoding="utf-8") as ledger:
        ledger.write(PAST)
    subprocess.run([*run, "site"], cwd=ROOT, check=True, capture_output=True)
    return project / "site"


class Host(SimpleHTTPRequestHandler):
    """Sends files, and 404.html for what there is not, as every host of plain files does."""

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's own page for an unknown path."""
        if code != 404:
            super().send_error(code, message, explain)
            return
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Exact(Host):
    """Knows a folder by its path with a slash at the end alone."""

    def do_GET(self) -> None:
        """Answer a folder's path without the slash as an unknown one."""
        path = urlsplit(self.path).path
        if not path.endswith("/") and Path(self.translate_path(path)).is_dir():
            self.send_error(404)
        else:
            super().do_GET()


class Redirecting(Host):
    """Follows the site's `_redirects` before it looks for a file, as Cloudflare Pages does."""

    def do_GET(self) -> None:
        """Answer a rule's path with its target; the question goes along."""
        asked = urlsplit(self.path)
        found = Rules.read(Path(self.directory, "_redirects")).find(asked.path)
        if found is None:
            super().do_GET()
            return
        self.send_response(found.status)
        self.send_header("Location", found.to + (f"?{asked.query}" if asked.query else ""))
        self.send_header("Content-Length", "0")
        self.end_headers()


@contextmanager
def served(site: Path, host: type[Host]) -> Iterator[str]:
    """Serve a site; gives its address, without a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(host, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
