"""Runs a function of sockets.py in a private network, where every number and setting is the test's own."""

import json
import shlex
import sys
from typing import Any

from tests.claims.witness import ROOT, in_private_network

PATH = 'PATH="$PATH:/usr/sbin:/sbin"'  # where Debian keeps some of the tools


def inside(function: str, *arguments: object, setup: str = "") -> Any:
    """Call a function of sockets.py behind a shell script that sets the scene; return what it returns, as JSON has it."""
    call = shlex.join([sys.executable, "-m", "tests.claims.sockets", function, json.dumps(arguments)])
    return json.loads(in_private_network(f"{PATH}\n{setup}\ncd {shlex.quote(str(ROOT))}\n{call}").splitlines()[-1])
