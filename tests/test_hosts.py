"""What hosts are told: rules that they understand, within their limits, that lead where the copies lead."""

import re
from pathlib import Path

import pytest

from generator import hosts, moves, nginx
from generator.built import SiteError
from generator.moves import Alias
from tests.redirect_rules import Rules
from tests.test_aliases import past

PAST = past(
    "/ports/1/|moved|2026-01-01|/ports/2/",
    "/learn/old/|moved|2026-01-01|/learn/new/",
    "/learn/part/|moved|2026-01-01|/learn/new/#part",
    "/learn/parted/|moved|2026-01-01|/learn/new/",
    "/learn/parted/#x|moved|2026-01-01|/learn/other/",
    "/ports/3/|retired|2026-01-01|/ports/|gone",
)


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    """The rules for that past, read as hosts read them."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/main.0123abcd.min.css").touch()
    for path, text in hosts.files(tmp_path, list(moves.aliases([], PAST))):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return Rules.read(tmp_path / "_redirects")


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/ports/1/", "/ports/2/"),
        ("/p/1/", "/ports/2/"),
        ("/p/62893", "/ports/62893/"),
        ("/p/62893/", "/ports/62893/"),
        ("/e/port-in-use/", "/troubleshooting/port-in-use/"),
        ("/a/loopback", "/addresses/loopback/"),
        ("/r/dynamic/", "/ranges/dynamic/"),
        ("/learn/old/", "/learn/new/"),
        ("/learn/part/", None),
        ("/learn/parted/", None),
        ("/ports/3/", None),
        ("/ports/62893/", None),
        ("/p/62893/index.html", None),
    ],
)
def test_a_host_sends_on_what_it_can(rules: Rules, path: str, to: str | None) -> None:
    """What moved as a whole and each short link has a rule; where parts went elsewhere, the copy does the work."""
    found = rules.find(path)
    assert (found and found.to) == to
    assert found is None or found.status == 301


def test_no_rule_leads_to_another_rule(rules: Rules) -> None:
    """Nobody is sent on twice."""
    assert [rule for rule in rules if rules.find(rule.to)] == []


def test_rules_stay_within_the_limits(rules: Rules) -> None:
    """Cloudflare takes 2,000 plain rules and 100 with placeholders; more are refused, not cut off."""
    assert sum(rule.is_dynamic for rule in rules) <= 100
    many = [Alias(path=f"/learn/{number}/", to="/learn/") for number in range(2001)]
    with pytest.raises(SiteError, match="2001 are more than the 2000"):
        hosts.redirects(many)
    with pytest.raises(SiteError, match="characters in a line"):
        hosts.redirects([Alias(path=f"/learn/{'x' * 1000}/", to="/learn/")])


def test_headers_are_for_what_needs_them(rules: Rules, tmp_path: Path) -> None:
    """Tables and texts for programs may be read from anywhere; files named by their content stay for a year."""
    del rules
    blocks = dict(block.split("\n", 1) for block in (tmp_path / "_headers").read_text().strip().split("\n\n"))
    assert len(blocks) <= 100
    assert "Access-Control-Allow-Origin: *" in blocks["/api/*"]
    assert "Content-Type: text/markdown; charset=utf-8" in blocks["/*.md"]
    assert "X-Content-Type-Options: nosniff" in blocks["/*"]
    assert "immutable" in blocks["/assets/main.0123abcd.min.css"]
    assert [path for path, lines in blocks.items() if "Cache-Control" in lines] == ["/assets/main.0123abcd.min.css"]


def test_the_map_of_nginx_holds_the_same_moves(rules: Rules) -> None:
    """The map leads where `_redirects` leads, and takes only plain names into the address that it answers."""
    lines = nginx.redirects([it for it in moves.aliases([], PAST) if it.is_plain]).splitlines()
    pairs = [line.removesuffix(";").split() for line in lines]
    plain = {path: to for path, to in pairs if not path.startswith("~")}
    assert {rule.path: rule.to for rule in rules if not rule.is_dynamic}.items() <= plain.items()
    patterns = [(re.compile(path.removeprefix("~")), to.replace("$1", r"\1")) for path, to in pairs if path[0] == "~"]
    assert all(not pattern.search("/p/1\r\nSet-Cookie: x=1") for pattern, _ in patterns)
    assert [pattern.sub(to, "/e/port-in-use") for pattern, to in patterns if pattern.search("/e/port-in-use")] == [
        "/troubleshooting/port-in-use/"
    ]
