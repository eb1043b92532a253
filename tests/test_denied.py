"""No page gives the advice that articles copy from each other and that harms or does not work.

A section about wrong advice (its anchor is `wrong` or `mistakes`) and the corrections quote it; nothing else does.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

QUOTES = {"docs/_facts/corrections.md"}
WRONG = re.compile(r"^## [^\n]*\{ #(?:wrong|mistakes) \}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^(#+) ([^\n]*)\n(.*?)(?=^#+ |\Z)", re.MULTILINE | re.DOTALL)
# A line that quotes such advice says in the same breath what is wrong with it.
TAKEN_BACK = re.compile(r"^- Said: |\b(?:no|not|never|wrong|everywhere)\b", re.IGNORECASE)
FENCE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
DENIED = {
    "netstat without -p shows no process": r"netstat -tuln\b(?!p)",
    "an empty address is every address, and no loopback": r"bind\(\(\s*(?:''|\"\")\s*,",
    "a rule without an interface or a source opens the port to everybody": r"-A INPUT (?!.*(?:-i lo|-s )).*-j ACCEPT",
    "loopback is not secure by itself": r"inherently secure",
    "no firewall is switched off": (
        r"ufw disable|setenforce 0|pfctl -d\b|iptables -F\b|--setglobalstate off|advfirewall set \w+ state off"
        r"|(?:stop|disable|mask) (?:--now )?(?:firewalld|nftables|ufw)|-Enabled False"
    ),
    "no server is run as root for the sake of its port": r"sudo (?:node|python3?|npm|php|ruby|java)\b(?! -c)",
}
KILL = re.compile(r"kill -(?:9|KILL|s KILL)|Stop-Process[^\n]* -Force|taskkill[^\n]* /F")
PLAIN = re.compile(r"(?<![\w-])kill (?:PID|\d|\$)|Stop-Process -Id [^\n]*\d+$|Stop-Process -Id PID$", re.MULTILINE)


def pages() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every page, without the parts that quote wrong advice."""
    for file in sorted((ROOT / "docs").glob("**/*.md")):
        path = file.relative_to(ROOT).as_posix()
        if path not in QUOTES:
            yield path, WRONG.sub("", file.read_text("utf-8"))


@pytest.mark.parametrize("reason", DENIED)
def test_no_page_gives_bad_advice(reason: str) -> None:
    """The advice stands on no page, for the reason that the test's name gives."""
    found = [f"{path}: {line}" for path, text in pages() for line in bad_lines(text, DENIED[reason])]
    assert found == []


def bad_lines(text: str, pattern: str) -> Iterator[str]:
    """Yield what a page shows as a command, or says without taking it back."""
    for block in FENCE.finditer(text):
        yield from (line for line in block[0].splitlines() if re.search(pattern, line))
    for line in FENCE.sub("", text).splitlines():
        if re.search(pattern, line) and not TAKEN_BACK.search(line):
            yield line


def test_nobody_is_told_to_kill_first() -> None:
    """Where a page shows how to end a process by force, the polite way stands before it."""
    for path, text in pages():
        force = KILL.search(text)
        assert not force or PLAIN.search(text[: force.start()]), f"{path}: {force}"


def test_ss_is_not_for_macos() -> None:
    """No part for macOS shows `ss`, which macOS does not have."""
    for path, text in pages():
        for heading, part in ((it[2], it[3]) for it in SECTION.finditer(text)):
            if "macos" in heading.lower():
                assert not re.search(r"^(?:sudo )?ss -", part, re.MULTILINE), f"{path}: {heading}"
        assert not re.search(r"^```zsh\n(?:.*\n)*?(?:sudo )?ss -.*\n```$", text, re.MULTILINE), path


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("netstat -tuln | grep 80", "netstat without -p shows no process"),
        ("server.bind(('', 80))", "an empty address is every address, and no loopback"),
        (
            "iptables -A INPUT -p tcp --dport 80 -j ACCEPT",
            "a rule without an interface or a source opens the port to everybody",
        ),
        ("sudo ufw disable", "no firewall is switched off"),
        ("sudo node server.mjs", "no server is run as root for the sake of its port"),
    ],
)
def test_bad_advice_would_be_found(text: str, reason: str) -> None:
    """Each kind of bad advice is recognised as articles write it."""
    assert re.search(DENIED[reason], text)


def test_good_advice_is_not_taken_for_bad() -> None:
    """The right commands, which look alike, are let through."""
    good = (
        "sudo netstat -tulnp",
        "server.bind(('127.0.0.1', 80))",
        "iptables -A INPUT -i lo -j ACCEPT",
        "sudo ufw status",
    )
    assert not [text for text in good for pattern in DENIED.values() if re.search(pattern, text)]


def test_the_pages_are_there() -> None:
    """The tests above read the whole site: each kind of page is among what they read."""
    folders = {Path(path).parent.name for path, _ in pages()}
    assert {"ports", "troubleshooting", "learn", "howto", "about", "_facts"} <= folders
