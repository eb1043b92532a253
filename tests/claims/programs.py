"""Programs that several tests make fail: Java's, of one statement, OpenSSL's client, and the error objects of Node.js."""

import shutil
from pathlib import Path

import pytest

from tests.claims.clients import NODE
from tests.claims.witness import run, said

PROGRAM = """
import java.net.*;
import java.net.http.*;
import java.nio.channels.*;
import java.time.Duration;
public class Probe {{ public static void main(String[] arguments) throws Exception {{ {} }} }}
"""
CLIENT = "HttpClient.newBuilder().connectTimeout(Duration.ofMillis({})).build()"
REQUEST = 'HttpRequest.newBuilder(URI.create("http://127.0.0.1:{}/")).timeout(Duration.ofMillis({})).build()'
INSPECT = "on('error', (it) => { console.log(require('node:util').inspect(it)); process.exit(7) })"


def ask(port: int, connecting: int, answering: int) -> str:
    """Write a request with Java's own client for HTTP, with limits in milliseconds."""
    return f"{CLIENT.format(connecting)}.send({REQUEST.format(port, answering)}, HttpResponse.BodyHandlers.ofString());"


def java(folder: Path, statement: str) -> list[str]:
    """Write a program of one statement; return the command that runs it."""
    if shutil.which("java") is None:
        pytest.skip("Java is not here (apt-get install default-jdk-headless), so its messages are not compared")
    file = folder / "Probe.java"
    file.write_text(PROGRAM.format(statement), "utf-8")
    return ["java", str(file)]


def thrown(port: int, folder: Path, statement: str) -> set[str]:
    """Run a statement that must fail; return the exception and its causes, as Java prints them."""
    result = run(*java(folder, statement))
    assert result.returncode != 0, result.stdout
    lines = (said(port, line) for line in result.stderr.splitlines() if not line.startswith("\t"))
    return {line.removeprefix('Exception in thread "main" ') for line in lines}


def openssl(address: str) -> list[str]:
    """Return the lines that OpenSSL's client prints about an address."""
    result = run("openssl", "s_client", "-connect", address)
    return [line.strip() for line in (result.stdout + result.stderr).splitlines()]


def parts(expression: str) -> set[str]:
    """Return the lines of the error object of a Node.js socket, as an uncaught one is printed."""
    result = run(NODE, "-e", f"({expression}).{INSPECT}")
    assert result.returncode == 7, result.stdout + result.stderr
    return {line.strip() for line in result.stdout.splitlines()}
