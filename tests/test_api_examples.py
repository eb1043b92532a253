"""The examples of docs/helpdesk/api.md work as the page shows, against a server of the documents."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import build, pages
from generator.api.model import Head
from tests.api_host import served, write
from tests.conftest import ROOT
from tests.test_api_pages import TODAY

PAGE = (ROOT / "docs/helpdesk/api.md").read_text("utf-8")
SITE = pages.SITE_URL.rstrip("/")
SESSIONS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
[PROGRAM] = re.findall(r"^```python\n# reply\.py\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the documents."""
    root = tmp_path_factory.mktemp("site")
    write(build.load(ROOT, TODAY), root)
    with served(root) as origin:
        yield origin


@pytest.mark.parametrize("session", SESSIONS, ids=lambda it: it.splitlines()[0][2:50])
def test_a_session_prints_what_the_page_shows(session: str, site: str, tmp_path: Path) -> None:
    """Each command, with our server for the site, prints the lines below it, and ends well."""
    (tmp_path / "reply.py").write_text(PROGRAM.replace(SITE, site), "utf-8")
    for command, *shown in (part.splitlines() for part in re.split(r"^\$ ", session, flags=re.MULTILINE) if part):
        ours = f"set -o pipefail; {command.replace(SITE, site)}"
        done = subprocess.run(["bash", "-c", ours], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert re.sub(rf"{site}(?=/lookup/)", SITE, done.stdout).splitlines() == shown


def test_there_are_examples() -> None:
    """The page has sessions to run, for curl and for Python."""
    assert sum("curl " in it for it in SESSIONS) >= 2
    assert sum("python3 " in it for it in SESSIONS) >= 1


def test_the_envelope_is_told_in_full() -> None:
    """The page's table names each field that every document has."""
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", PAGE.partition("{ #envelope }")[2], re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(told) == sorted({*Head.__annotations__, "kind", "data"})
