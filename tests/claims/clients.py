"""Clients that are made to fail, and situations that need a machine of their own.

What a client says is returned as the records write it: `PORT` for the number, 0 for a number of milliseconds.
"""

import re
import shutil
import sys
from pathlib import Path

from generator import case_model
from tests.claims.witness import case, in_private_network, run, said

HOSTS = "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"  # the usual file
NODE = shutil.which("node") or "node"  # with its folder: a shell started through sudo may search others
ERROR = "on('error', (it) => { console.log(require('node:util').inspect(it)); process.exit(7) })"


def level(text: str) -> str:
    """Write 0 for a number of milliseconds, and take the older of curl's two spellings."""
    text = re.sub(r"after \d+ (ms|milliseconds)", r"after 0 \1", text)
    return text.replace("Could not connect to server", "Couldn't connect to server")


def lines(port: int, *command: str) -> list[str]:
    """Run a client that must fail; return what it writes to its error output."""
    result = run(*command)
    assert result.returncode != 0, f"{command} did not fail"
    return [level(said(port, line)) for line in result.stderr.splitlines()]


def python(port: int, code: str) -> str:
    """Return the last line of Python's complaint about `code`."""
    return lines(port, sys.executable, "-c", code)[-1]


def node(port: int, expression: str, *options: str) -> str:
    """Return the first line of the error of a Node.js socket, as an uncaught one is printed."""
    result = run(NODE, *options, "-e", f"({expression}).{ERROR}")
    assert result.returncode == 7, result.stdout + result.stderr
    return said(port, result.stdout.splitlines()[0])


def named(port: int, *addresses: str) -> str:
    """Write a Node.js connection to a name that has these addresses."""
    answer = [{"address": it, "family": 6 if ":" in it else 4} for it in addresses]
    return f"require('net').connect({{port: {port}, host: 'localhost', lookup: (_name, _options, done) => done(null, {answer})}})"


def fetched(port: int, code: str) -> list[str]:
    """Return the lines that Node.js prints about a fetch that fails."""
    return lines(port, NODE, "-e", code)


def with_hosts(folder: Path, script: str) -> str:
    """Run a shell script where /etc/hosts is the usual one; return what it prints."""
    hosts, program = folder / "hosts", folder / "script"
    hosts.write_text(HOSTS, "ascii")
    program.write_text(f"mount --bind {hosts} /etc/hosts\n{script}\n", "utf-8")
    return in_private_network(f"unshare --mount bash -eu {program}")


def shape(text: str) -> list[str]:
    """Level what differs from run to run: numbers, names in quotes, the width of columns."""
    text = re.sub(r'"[^"]+"', '"NAME"', text)
    return [" ".join(re.sub(r"\d+", "0", line).split()) for line in text.splitlines()]


def check(name: str, beginning: str) -> case_model.Check:
    """Return the check of a case whose command begins so."""
    return next(it for it in case(name).checks if it.system in {"linux", "any"} and it.command.startswith(beginning))
