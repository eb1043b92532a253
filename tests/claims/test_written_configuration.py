"""The configuration that hand-written pages show can be read by what it is written for, or by a parser of its kind."""

import configparser
import json
import re
import textwrap
from collections.abc import Iterator

import pytest
import yaml

from tests.claims.witness import ROOT

FENCE = re.compile(r"^( *)```(yaml|json|ini|nginx|apache)[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def _blocks() -> Iterator[tuple[str, str, str]]:
    for folder in ("howto", "learn"):
        for file in sorted((ROOT / "docs" / folder).glob("*.md")):
            for match in FENCE.finditer(file.read_text("utf-8")):
                yield file.stem, match[2], textwrap.dedent(match[3])


BLOCKS = list(_blocks())


@pytest.mark.parametrize(("page", "language", "text"), BLOCKS, ids=[f"{page}-{kind}" for page, kind, _ in BLOCKS])
def test_a_configuration_can_be_read(page: str, language: str, text: str) -> None:
    """A block parses."""
    match language:
        case "yaml":
            assert isinstance(yaml.safe_load(text), dict), page
        case "json":
            assert isinstance(json.loads(text), dict), page
        case "ini":
            parser = configparser.ConfigParser(strict=False, interpolation=None, allow_no_value=True)
            # A file without sections, such as redis.conf, is one section.
            parser.read_string(text if re.search(r"^\[\w", text, re.MULTILINE) else f"[all]\n{text}")
            assert any(parser[section] for section in parser.sections()), page
        case "nginx":
            assert text.count("{") == text.count("}")
            assert all(line.endswith((";", "{", "}")) for line in map(str.strip, text.splitlines()) if line)
        case _:
            assert text.count("<VirtualHost") == text.count("</VirtualHost")


def test_the_pages_show_configuration() -> None:
    """The test above has something of each kind to read."""
    assert {language for _, language, _ in BLOCKS} == {"yaml", "json", "ini", "nginx", "apache"}
