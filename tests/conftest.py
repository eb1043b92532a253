"""What all tests share: a small project of their own to work in."""

import hashlib
import shutil
import signal
from pathlib import Path

import hypothesis
import pytest
from click.testing import CliRunner, Result

from generator.cli import main

ROOT = Path(__file__).parent.parent
FIXTURE = ROOT / "tests/fixtures/atlas"
# What the tests in here ask, a kernel, other people's programs, a browser, may for once be slower than a test allows.
SECOND_TRY = [ROOT / "tests/claims", ROOT / "tests/browser"]
# The same examples in each run, however long one takes; `--hypothesis-profile=default` looks for new ones.
hypothesis.settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("same")


class Project:
    """A copy of the tests' small project, and the command line at work on it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *arguments: str) -> Result:
        """Run `python -m generator` on this project."""
        return CliRunner().invoke(main, ["--root", str(self.root), *arguments])

    def write(self, path: str, text: str) -> Path:
        """Write one file of the project."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def read(self, path: str) -> str:
        """Read one file of the project."""
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace `old`, which must stand there, by `new` in one file."""
        text = self.read(path)
        assert old in text, f"{path} does not hold {old!r}"
        self.write(path, text.replace(old, new, 1))

    def forget(self, *starts: str) -> None:
        """Take the lines of all links that begin so out of the ledger, as who never committed them may."""
        lines = self.read("data/links.tsv").splitlines(keepends=True)
        self.write("data/links.tsv", "".join(line for line in lines if not line.startswith(starts)))

    def forget_port(self, number: int) -> None:
        """Take a port's links out of the ledger: page, short address and JSON."""
        self.forget(f"/ports/{number}/", f"/p/{number}/", f"/api/v1/ports/{number}.json")

    def state(self) -> dict[str, str]:
        """Return a digest of every file by its path."""
        files = (file for file in sorted(self.root.rglob("*")) if file.is_file())
        return {str(file.relative_to(self.root)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh copy of the small project, built."""
    shutil.copytree(FIXTURE, tmp_path / "atlas", ignore=shutil.ignore_patterns(".cache"))
    return Project(tmp_path / "atlas")


def pytest_configure() -> None:
    """Let Ctrl+C reach the programs that tests start: a shell's background jobs, and all they start, ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test of SECOND_TRY one more attempt; the summary names those that needed it as RERUN."""
    for item in items:
        if any(item.path.is_relative_to(it) for it in SECOND_TRY):
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=1))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites the expected texts of tests/golden."""
    parser.addoption("--rewrite", action="store_true", help="write what the program prints into tests/golden")
