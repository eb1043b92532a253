"""What the drawn exchanges claim about time, against the kernel of this machine."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from generator import build
from generator.picture_model import Note, Send
from tests.claims.witness import PYTHON, capture, in_private_network
from tests.conftest import ROOT
from tests.test_pages import TODAY

LINEAR = Path("/proc/sys/net/ipv4/tcp_syn_linear_timeouts")  # Linux 6.5 and later
SEEN = 12  # seconds: enough for the pauses to have doubled twice; the whole takes more than two minutes
ATTEMPT = f"""
ip link set lo up
iptables -A INPUT -i lo -p tcp --dport 62893 -j DROP
{capture("timeout 50 tcpdump -tt -l -ni lo 'tcp[tcpflags] & tcp-syn != 0'")}
timeout {SEEN + 4} {PYTHON} -c 'import socket; socket.create_connection(("127.0.0.1", 62893))' || true
kill $!
wait
"""


@pytest.mark.skipif(not LINEAR.exists(), reason="an older kernel doubles the pauses from the start")
def test_a_dropped_syn_is_repeated_at_the_times_that_the_picture_gives() -> None:
    """Linux repeats a SYN that nobody answers after 1, 2, 3, 4, 5, 7 and 11 seconds, as drawn."""
    steps = build.load(ROOT, TODAY).exchanges["dropped"].steps
    given = [it.at for it in steps if isinstance(it, Send) and it.at]
    between = next(it.note for it in steps if isinstance(it, Note) and it.on == "client" and not it.outcome)
    drawn = sorted({int(it) for text in (*given, between) for it in re.findall(r"\d+", text)})
    printed = in_private_network(f'PATH="$PATH:/usr/sbin:/sbin"\n{ATTEMPT}')
    times = [float(it) for it in re.findall(r"^(\d+\.\d+) IP .*Flags \[S\]", printed, re.MULTILINE)]
    assert all(one < two for one, two in pairwise(times))
    assert [round(it - times[0]) for it in times if it < times[0] + SEEN] == [it for it in drawn if it < SEEN]
