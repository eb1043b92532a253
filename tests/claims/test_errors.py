"""Names, numbers and words of errors: those that the pages and cases show are those of the systems.

Linux' own are raised for real. For macOS and Windows the tables that come with Go's source say the numbers, for macOS
the words too; what Node.js prints is held against its own list.
"""

import errno
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from generator import case_model, strict_yaml
from tests.claims.clients import NODE
from tests.claims.inside import inside
from tests.claims.tables import section
from tests.claims.witness import ROOT, case, run

LEARN = sorted((ROOT / "docs/learn").glob("*.md"))
CASES = [case(it.stem) for it in sorted((ROOT / "data/troubleshooting").glob("*.yml"))]
MESSAGES = [(it.id, message) for it in CASES for message in it.messages]
NUMBERED = re.compile(r"\[(Errno|WinError) (-?\d+)\] ([^\[\]>()]*)|\(os error (\d+)\)|\berrno (\d+)[:,] ([A-Z][a-z ]+)")
# Words that a library writes in place of the system's.
OWN_WORDS = ("Connect call failed", "error while attempting to bind", "getaddrinfo failed")
# What Linux' gaierror and macOS' are, which have numbers of their own.
NAMES = {-2: "Name or service not known", -3: "Temporary failure in name resolution"}
WINSOCK = 10000  # lower numbers on Windows are those of other lists
# Node's names that no system has: its library's own.
LIBUV = {"ENOTFOUND"}
SETUP = """
ip route add unreachable 198.51.100.7
ip route add prohibit 198.51.100.8
iptables -A OUTPUT -p udp --dport 9 -j DROP
iptables -A INPUT -p tcp --dport 9 -j DROP
"""


@dataclass(frozen=True)
class Codes:
    """The numbers of one system's errors by name, and the words by name where they are known."""

    numbers: dict[str, int]
    words: dict[str, str] = field(default_factory=dict)

    def name(self, number: int) -> str:
        """Return the name of a number."""
        found = [name for name, it in self.numbers.items() if it == number]
        assert found, f"no error has the number {number}"
        return found[0]


@cache
def go_source(path: str) -> str:
    """Read a file of Go's source, which has the tables of every system."""
    root = run("go", "env", "GOROOT").stdout.strip()
    file = Path(root) / "src" / path
    if not root or not file.exists():
        pytest.skip(
            "Go's source is not here (apt-get install golang-go), so the tables of other systems are not compared"
        )
    return file.read_text("utf-8")


@cache
def linux() -> Codes:
    """Give this system's codes."""
    return Codes({name: number for number, name in errno.errorcode.items()})


@cache
def macos() -> Codes:
    """Give macOS' codes and words."""
    text = go_source("syscall/zerrors_darwin_arm64.go")
    numbers = {
        name: int(it, 16) for name, it in re.findall(r"^\t(E[A-Z0-9]+) += Errno\((0x[0-9a-f]+)\)", text, re.MULTILINE)
    }
    table = text.partition("\nvar errors ")[2].partition("\n}")[0]
    words = {int(number): it for number, it in re.findall(r'^\t(\d+): +"([^"]+)",', table, re.MULTILINE)}
    return Codes(numbers, {name: words[number] for name, number in numbers.items() if number in words})


@cache
def windows() -> Codes:
    """Give Windows' socket codes under the names that the other systems use."""
    text = go_source("cmd/vendor/golang.org/x/sys/windows/zerrors_windows.go")
    return Codes(
        {name: int(it) for name, it in re.findall(r"^\tWSA([A-Z0-9_]+) +syscall\.Errno = (\d+)$", text, re.MULTILINE)}
    )


@cache
def libuv() -> dict[str, str]:
    """Give the words of Node's library by name."""
    code = "console.log(JSON.stringify([...require('node:util').getSystemErrorMap().values()]))"
    return dict(json.loads(run(NODE, "-e", code).stdout))


@pytest.fixture(scope="module")
def raised() -> dict[str, str]:
    """Raise errors for real in a private network; give number and words by name."""
    answers: dict[str, str] = inside("errors", setup=SETUP)
    return answers


def numbered() -> Iterator[tuple[str, case_model.Message, int, str]]:
    """Yield each message that names a number, with the number and the words after it."""
    for name, message in MESSAGES:
        for match in NUMBERED.finditer(message.text):
            number = int(match[2] or match[4] or match[5])
            words = match[3] or match[6] or message.text[: match.start()].strip(" :").rpartition(": ")[2]
            yield name, message, number, words.strip(" :,")


def of_linux() -> set[int]:
    """Return the numbers that messages of Linux name."""
    return {number for _, it, number, _ in numbered() if "linux" in it.systems and number > 0}


def test_every_error_of_linux_that_is_named_is_raised_here(raised: dict[str, str]) -> None:
    """Each number that a case shows for Linux is raised for real, by the name, number and words of this system."""
    for name, said in raised.items():
        assert said == f"{getattr(errno, name)} {os.strerror(getattr(errno, name))}"
    assert of_linux() <= {getattr(errno, name) for name in raised}


@pytest.mark.parametrize("system", ["linux", "macos", "windows"])
def test_a_number_and_its_words_belong_together(system: str, raised: dict[str, str]) -> None:
    """What a message says after a number is what the system says for it; on Windows, in English, always the same."""
    words_of: dict[int, str] = {int(it.split()[0]): it.partition(" ")[2] for it in raised.values()} | NAMES
    if system == "macos":
        words_of = {number: macos().words[name] for name, number in macos().numbers.items() if name in macos().words}
        words_of[8] = "nodename nor servname provided, or not known"  # its gaierror
    if system == "windows":
        words_of = {}
    for name, message, number, words in numbered():
        if system in message.systems and words and not words.startswith(OWN_WORDS):
            known = words_of.setdefault(number, words)
            if system == "windows" and words[:8] != known[:8]:  # the same in another language
                continue
            assert words.rstrip(".").lower().startswith(known.rstrip(".").lower()), (name, message.text)


def test_a_number_belongs_to_the_system_of_its_message() -> None:
    """A number that means different errors on two systems is not shown for both."""
    tables = {"linux": linux(), "macos": macos(), "windows": windows()}
    for name, message, number, _ in numbered():
        if number > 0 and "gaierror" not in message.text:
            named = {tables[it].name(number) for it in message.systems if it != "windows" or number >= WINSOCK}
            assert len(named) <= 1, (name, message.text)


def test_python_raises_the_class_that_the_message_names() -> None:
    """The name before a number is the class that Python chooses for it."""
    for name, message, number, _ in numbered():
        start = re.match(r"(\w+): \[Errno (\d+)\]", message.text)
        if start and "linux" in message.systems:
            assert start[1] == type(OSError(number, "")).__name__, (name, message.text)


def test_nodes_messages_have_its_own_words() -> None:
    """A message of Node.js that holds a name and words has the words of its library for that name."""
    for name, message in MESSAGES:
        if "Node.js" in message.runtime:
            for code, words in re.findall(r"\b(E[A-Z]{3,})\b(?:: ([a-z ]+))?", message.text):
                assert code in libuv() or code in LIBUV, (name, message.text)
                assert words.strip().startswith(libuv().get(code, "") if words else ""), (name, message.text)


def test_rubys_messages_begin_with_the_systems_words() -> None:
    """The words before Ruby's `Errno::NAME` are those of Linux for that name."""
    for name, message in MESSAGES:
        match = re.search(r"^(.*?) - .*\(Errno::(E[A-Z]+)\)$", message.text)
        if match and "linux" in message.systems:
            assert match[1].rpartition("(")[2] == os.strerror(getattr(errno, match[2])), (name, message.text)


def test_a_name_with_a_number_on_a_page_is_linux() -> None:
    """Where a page writes an error's name with its number, and words, they are those of this system."""
    found = [
        (page.stem, *match)
        for page in LEARN
        for match in re.findall(r"`(E[A-Z]{3,})` \((\d+)\)(?:, ([A-Z][a-z ]+))?", page.read_text("utf-8"))
    ]
    assert ("ports", "EADDRINUSE", "98", "Address already in use ") in found
    for page, name, number, words in found:
        assert getattr(errno, name) == int(number), (page, name)
        assert words.strip() in ("", os.strerror(int(number))), (page, name)


def test_a_message_of_python_on_a_page_has_the_systems_words() -> None:
    """Where a page shows `[Errno N] words`, the words are those of this system for the number."""
    found = [
        (page.stem, int(number), words)
        for page in LEARN
        for number, words in re.findall(r"\[Errno (\d+)\] ([A-Z][a-z ]+)", page.read_text("utf-8"))
    ]
    assert len(found) > 2
    for page, number, words in found:
        assert words.strip() == os.strerror(number), page


def test_binding_a_link_local_address_gives_the_error_of_the_page(raised: dict[str, str]) -> None:
    """Without a zone Linux refuses to bind the address with EINVAL, as the page says."""
    assert "Linux refuses to bind the address, with `EINVAL` (measured)" in " ".join(
        section("learn/ip-addresses", "zones").split()
    )
    assert raised["EINVAL"].startswith(f"{errno.EINVAL} ")


def lists() -> Iterator[tuple[str, list[str]]]:
    """Yield each list of signs by which a text is known: those of the cases and of the triage."""
    for it in CASES:
        for pattern in it.patterns:
            yield it.id, list(pattern.any)
    path = "data/triage.yml"
    for group in _groups(strict_yaml.read(ROOT / path, path).content):
        yield path, group


def _groups(value: object) -> Iterator[list[str]]:
    """Find the lists named `says` in the triage."""
    if isinstance(value, dict):
        yield from (_texts(item) for key, item in value.items() if key == "says")
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from _groups(item)


def _texts(value: object) -> list[str]:
    return [str(it) for it in value] if isinstance(value, list) else []


def test_signs_of_one_error_are_of_the_same_error() -> None:
    """Beside the name of an error in a list of signs, each number is a number of an error that the list names."""
    seen = 0
    header = Path("/usr/include/node/uv/errno.h")
    uv = dict(re.findall(r"define UV__(E\w+) \(-(\d+)\)", header.read_text("utf-8"))) if header.exists() else {}
    for name, signs in lists():
        names = {it.strip("*").upper() for it in signs} & linux().numbers.keys()
        numbers = {
            int(it.removeprefix("errno "))
            for it in signs
            if re.fullmatch(r"(errno )?1[01]\d{3}|errno \d{1,3}|40\d\d", it)
        }
        tables = [linux().numbers, macos().numbers, windows().numbers, {it: int(number) for it, number in uv.items()}]
        known = {table[it] for table in tables for it in names if it in table}
        if names:
            seen += len(numbers)
            assert {it for it in numbers if uv or not 4000 < it < 4100} <= known, (name, numbers - known, names)
    assert seen > 20
