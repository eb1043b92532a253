"""The case bad-gateway: a small gateway in front of servers that fail, and nginx where it is installed."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.claims.clients import check
from tests.claims.machines import from_inside
from tests.claims.servers import greet, hang_up, reset, serving, web
from tests.claims.witness import free_port, listener, port_of, run, said, texts

CASE = "bad-gateway"
NGINX = shutil.which("nginx", path=os.environ.get("PATH", os.defpath) + ":/usr/sbin")
CONFIG = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    upstream group {{ server 127.0.0.1:{target}; server 127.0.0.1:{target}; }}
    server {{
        listen 127.0.0.1:{port};
        proxy_read_timeout 1s;
        location / {{ proxy_pass http://127.0.0.1:{target}; }}
        location /tls {{ proxy_pass https://127.0.0.1:{target}; }}
        location /group {{ proxy_pass http://group; }}
        location /socket {{ proxy_pass http://unix:/run/app.sock; }}
    }}
}}
"""
# How a server fails, the status that a gateway owes for it (RFC 9110), and what curl says when it asks directly.
FAILURES: dict[str, tuple[int, str]] = {
    "refuses": (502, r"curl: \(7\) Failed to connect to .*"),
    "hangs up": (502, r"curl: \(52\) Empty reply from server"),
    "resets": (502, r"curl: \(56\) Recv failure: Connection reset by peer"),
    "is silent": (504, r"curl: \(28\) Operation timed out after .*"),
    "speaks another protocol": (502, r"curl: \(1\) Received HTTP/0\.9 when not allowed"),
}


@contextmanager
def failing(way: str) -> Iterator[int]:
    """Give the port of a server that fails in one of the ways."""
    handlers: dict[str, Callable[..., None]] = {
        "hangs up": hang_up,
        "resets": reset,
        "speaks another protocol": greet,
        "answers": web,
    }
    with ExitStack() as stack:
        if way == "refuses":
            yield free_port()
        elif way == "is silent":
            yield port_of(stack.enter_context(listener()))
        else:
            yield stack.enter_context(serving(handlers[way]))


@contextmanager
def gateway(target: int) -> Iterator[int]:
    """Run a gateway that keeps to RFC 9110: 504 for a server that is too slow, 502 for one that fails otherwise."""

    class Gateway(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            connection = HTTPConnection("127.0.0.1", target, timeout=0.5)
            try:
                connection.request("GET", self.path)
                status = connection.getresponse().status
            except TimeoutError:
                status = 504
            except (OSError, HTTPException):
                status = 502
            finally:
                connection.close()
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Gateway) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join(5)


def directly(port: int) -> subprocess.CompletedProcess[str]:
    """Ask a server as the first check of the case does, only with less patience."""
    command = check(CASE, "curl").command.replace("-m 5", "-m 1").replace("PORT", str(port))
    return run("bash", "-c", command)


@pytest.mark.parametrize("way", FAILURES)
def test_a_direct_request_tells_why_the_proxy_fails(way: str) -> None:
    """Two statuses of the gateway stand for five failures; the case's direct request tells them apart."""
    status, complaint = FAILURES[way]
    with failing(way) as target:
        with gateway(target) as port:
            assert directly(port).stdout.startswith(f"{status} after ")
        assert re.fullmatch(complaint, directly(target).stderr.strip())


def test_a_direct_request_clears_the_server() -> None:
    """A server that is well answers both ways, with the status that the case's sample shows."""
    with failing("answers") as target, gateway(target) as port:
        assert directly(target).stdout.startswith("200 after ")
        assert directly(port).stdout.startswith("200 after ")


def test_a_proxy_in_a_container_asks_its_own_loopback() -> None:
    """Inside, 127.0.0.1 refuses although the server of the host listens on all addresses."""
    assert from_inside("0.0.0.0", "nc", "-vz", "127.0.0.1", "4242").endswith("Connection refused")


@pytest.mark.skipif(NGINX is None, reason="needs nginx")
def test_nginx_logs_what_the_case_lists(tmp_path: Path) -> None:
    """The case lists what nginx logs for each failure that can be raised without another machine."""
    ways = {"refuses": "/", "hangs up": "/", "resets": "/", "is silent": "/", "speaks another protocol": "/"}
    logged = {_logged(tmp_path / way.replace(" ", "-"), way, path) for way, path in ways.items()}
    logged |= {_logged(tmp_path / "tls", "answers", "/tls"), _logged(tmp_path / "socket", "answers", "/socket")}
    logged |= {_logged(tmp_path / "group", "refuses", "/group")}
    assert logged <= texts(CASE, "nginx (log)")
    assert len(logged) == len(ways) + 3


def _logged(folder: Path, way: str, path: str) -> str:
    """Ask nginx for a page of a server that fails; return the end of its log, without what differs each time."""
    folder.mkdir()
    config = folder / "nginx.conf"
    port = free_port()
    with failing(way) as target:
        config.write_text(CONFIG.format(folder=folder, port=port, target=target), "ascii")
        with subprocess.Popen([str(NGINX), "-c", str(config)], stderr=subprocess.DEVNULL) as server:
            deadline = time.monotonic() + 5
            while run("nc", "-z", "127.0.0.1", str(port)).returncode != 0 and time.monotonic() < deadline:
                time.sleep(0.05)
            for _ in range(2 if path == "/group" else 1):
                run("curl", "-sS", "-m", "5", f"http://127.0.0.1:{port}{path}")
            server.terminate()
        lines = [it for it in (folder / "log").read_text("ascii").splitlines() if "upstream" in it]
        return said(target, re.sub(r"^.*?: \*\d+ |, client: .*$", "", lines[-1]))
