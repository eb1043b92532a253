"""The look-up's table holds every record that it can name, and its signs know the messages of the pages."""

import datetime as dt
import gzip
import html
import ipaddress
import json
import re
import subprocess
from typing import Any

import pytest

from generator import addresses, build, exports, pages
from generator.api import documents
from generator.catalog import Catalog
from generator.model import Pattern
from generator.port_view import PortView
from generator.render import Renderer
from tests.conftest import ROOT, Project

TODAY = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)  # in the easternmost time zone
PATH = "docs/api/v1/lookup.json"
NUMBERS = "docs/api/v1/numbers.json"
ASK = """
import { lookup } from "./docs/assets/lookup.mjs";
let input = "";
for await (const part of process.stdin) input += part;
const { table, texts } = JSON.parse(input);
console.log(JSON.stringify(texts.map((text) => lookup(table, text))));
"""
DESCRIBE = """
import { describe } from "./docs/assets/ask/port.mjs";
let input = "";
for await (const part of process.stdin) input += part;
const { table, numbers, expected } = JSON.parse(input);
const wrong = expected.filter((text, port) => {
  const it = describe(table, numbers, port);
  const verdicts = it.verdicts.map(({ system, automatic, privileged, first, last }) => [system, automatic, privileged, first, last]);
  const assignments = it.assignments.map((row) => [row.status, row.name, row.status === "assigned" ? row.description : "", row.transports, row.date]);
  const notes = it.notes.map((note) => [note.text, note.names]);
  const said = [it.path, it.range.id, verdicts, it.automaticOn, it.privileged, it.refused, assignments, notes];
  return JSON.stringify(said) !== JSON.stringify(text);
});
console.log(JSON.stringify([expected.length, wrong.length, wrong.slice(0, 3)]));
"""
SENTENCES = """
import { describe } from "./docs/assets/ask/port.mjs";
import { assigned, noted, strip } from "./docs/assets/ask/portsheet.mjs";
import { textOf } from "./docs/assets/ask/tree.mjs";
let input = "";
for await (const part of process.stdin) input += part;
const { table, numbers, ports } = JSON.parse(input);
console.log(JSON.stringify(ports.map((port) => {
  const it = describe(table, numbers, port);
  const commands = it.verdicts.flatMap((verdict) => [verdict.commands["who-listens"], verdict.commands.probe]);
  const summary = strip(it).children.map((entry) => entry.children.map(textOf).join(""));
  return { commands, summary, assigned: textOf(assigned(it)), noted: it.notes.length > 0 ? noted(it.notes) : null };
})));
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


@pytest.fixture(scope="module")
def table(catalog: Catalog) -> dict[str, Any]:
    """The table as programs read it."""
    found: dict[str, Any] = json.loads(dict(documents.tables(catalog))[PATH])["data"]
    return found


@pytest.fixture(scope="module")
def numbers(catalog: Catalog) -> dict[str, Any]:
    """The resolver's own table, as it is fetched."""
    found: dict[str, Any] = json.loads(dict(documents.tables(catalog))[NUMBERS])["data"]
    return found


def ask(table: dict[str, Any], texts: list[str]) -> list[dict[str, Any]]:
    """Put texts to the site's own look-up, in Node."""
    answers: list[dict[str, Any]] = node(ASK, table=table, texts=texts)
    return answers


def node(script: str, **given: Any) -> Any:
    """Run a module of the site in Node and return what it prints."""
    command = ["node", "--input-type=module", "--eval", script]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(given), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_table_says_near_its_top_what_it_is_made_from(catalog: Catalog) -> None:
    """The generator knows its own JSON again by a key at the beginning."""
    for path, text in documents.tables(catalog):
        assert text.startswith('{\n"generated_from": "data/",\n'), path


def test_the_table_holds_every_record(catalog: Catalog, table: dict[str, Any]) -> None:
    """Each port, range, block and case of the site is in the table, with its one-sentence answer."""
    assert [entry["port"] for entry in table["ports"]] == list(catalog.ports)
    assert [entry["id"] for entry in table["ranges"]] == list(catalog.ranges)
    assert [entry["id"] for entry in table["systems"]] == list(catalog.systems)
    assert [entry["id"] for entry in table["cases"]] == list(catalog.cases)
    assert {entry["id"] for entry in table["blocks"]} == set(catalog.blocks)
    for kind in ("ports", "ranges", "blocks", "cases"):
        assert all(0 < len(entry["answer"]) <= 200 and "](" not in entry["answer"] for entry in table[kind])


def test_every_record_of_the_table_has_a_page(catalog: Catalog, table: dict[str, Any]) -> None:
    """Where the look-up sends its readers, there is a page."""
    made = {page.path for page in pages.all_pages(catalog)}
    assert {f"ports/{entry['port']}.md" for entry in table["ports"]} <= made
    assert {f"troubleshooting/{entry['id']}.md" for entry in table["cases"]} <= made
    assert {f"addresses/{entry['id']}.md" for entry in table["blocks"]} <= made


def test_the_first_block_that_fits_is_the_narrowest(catalog: Catalog, table: dict[str, Any]) -> None:
    """Going down the table finds the block that the longest match finds."""
    for text in (
        "127.0.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "192.0.0.9",
        "198.51.100.7",
        "::1",
        "::ffff:127.0.0.1",
        "2001:db8::1",
    ):
        address = ipaddress.ip_address(text)
        first = next(row["id"] for row in table["blocks"] if address in ipaddress.ip_network(row["block"]))
        longest = addresses.longest_match(catalog.blocks.values(), address)
        assert longest is not None
        assert first == longest.id


def test_tools_names_of_ports_come_from_the_registry(table: dict[str, Any]) -> None:
    """The names that lsof and ss print in place of a number are those of IANA's registry."""
    names = {entry["port"]: entry["names"] for entry in table["ports"]}
    assert "hbci" in names[3000]
    assert "commplex-main" in names[5000]
    assert names[62893] == []


def test_a_sighting_tells_client_listener_or_published(table: dict[str, Any]) -> None:
    """The side is one of three; an address that was only the target of an attempt has none."""
    assert {entry["side"] for entry in table["sightings"]} >= {"client", "listener", "published"}
    assert all(entry["side"] in {"client", "listener", "published", None} for entry in table["sightings"])


def test_the_tables_are_small(catalog: Catalog) -> None:
    """What a visitor loads to look something up stays below 150 kB, and below 50 kB in the box alone."""
    sizes = {path: len(gzip.compress(text.encode())) for path, text in documents.tables(catalog)}
    print(sizes)  # noqa: T201 (shown by pytest -s, and when it fails)
    assert sizes[PATH] < 50_000
    assert sum(sizes.values()) < 150_000


def test_the_port_of_a_listed_message_is_found(catalog: Catalog, table: dict[str, Any]) -> None:
    """Of the messages that the pages of cases list and that hold a port, 95 in 100 tell it."""
    cases = [case for case in catalog.cases.values() if case.patterns]
    texts = [re.sub(r"\bPORT\b", "62893", message.text) for case in cases for message in case.messages]
    answers = ask(table, texts)
    with_port = [(text, answer) for text, answer in zip(texts, answers, strict=True) if "62893" in text]
    portless = [text for text, answer in with_port if answer["port"] != 62893]
    assert len(portless) <= 0.05 * len(with_port), portless


def test_every_sighting_with_signs_is_told_from_its_own_example(catalog: Catalog, table: dict[str, Any]) -> None:
    """The example of a sighting, given to the look-up, tells the side that the sighting has."""
    sightings = [sighting for sighting in catalog.sightings.values() if sighting.patterns]
    answers = ask(table, [sighting.example for sighting in sightings])
    for sighting, answer in zip(sightings, answers, strict=True):
        assert answer["side"] == (None if sighting.side == "target" else sighting.side), sighting.id


def test_no_sighting_with_signs_is_told_from_its_counter_example(catalog: Catalog, table: dict[str, Any]) -> None:
    """The line that looks like a sighting and is none is not given that sighting's side."""
    sightings = [sighting for sighting in catalog.sightings.values() if sighting.patterns]
    answers = ask(table, [sighting.counter_example for sighting in sightings])
    for sighting, answer in zip(sightings, answers, strict=True):
        assert answer["side"] != (None if sighting.side == "target" else sighting.side), sighting.id


def test_a_sighting_without_signs_is_given_no_wrong_side(catalog: Catalog, table: dict[str, Any]) -> None:
    """Where a sighting has no signs of its own, the look-up tells its side or none, but never another one."""
    sightings = [sighting for sighting in catalog.sightings.values() if not sighting.patterns]
    answers = ask(table, [sighting.example for sighting in sightings])
    for sighting, answer in zip(sightings, answers, strict=True):
        assert answer["side"] in {None, sighting.side}, sighting.id


def expected(catalog: Catalog, number: int) -> list[Any]:
    """What the pages say of a number, as a list that JSON can hold."""
    view = PortView(catalog=catalog, port=exports.unwritten(number))
    return [
        f"ports/{number}/" if number in catalog.ports else f"lookup/?q={number}",
        view.home.id,
        [[it.system, it.automatic, it.privileged, it.own.first, it.own.last] for it in view.verdicts],
        list(view.automatic_on),
        view.privileged,
        view.refused_by_browsers,
        [
            [it.status, it.name, it.description if it.status == "assigned" else "", list(it.transports), it.date]
            for it in view.assignments
        ],
        [[note.text, [row.called for row in note.rows]] for note in view.notes],
    ]


def test_the_resolver_says_of_every_number_what_the_pages_say(
    catalog: Catalog, table: dict[str, Any], numbers: dict[str, Any]
) -> None:
    """Link, range, verdicts, names and remarks of all 65,536 ports are those of the generator."""
    everything = [expected(catalog, number) for number in range(65536)]
    assert node(DESCRIBE, table=table, numbers=numbers, expected=everything) == [65536, 0, []]


def test_the_resolver_uses_the_words_of_the_pages(
    catalog: Catalog, table: dict[str, Any], numbers: dict[str, Any]
) -> None:
    """For every described port of TCP, the resolver's sentences and commands stand on the port's page, letter for letter."""
    renderer = Renderer()
    made = {page.path: page for page in pages.port_pages(catalog)}
    ports = [number for number, port in catalog.ports.items() if port.transports != ("udp",)]
    for number, said in zip(ports, node(SENTENCES, table=table, numbers=numbers, ports=ports), strict=True):
        text = html.unescape(renderer.markdown(made[f"ports/{number}.md"])).replace("`", "").replace("\\|", "|")
        assert all(command.replace("`", "") in text for command in said["commands"])
        assert set(said["summary"]) <= {re.sub(r"<[^>]+>", "", row) for row in re.findall(r"<div>(<dt>.*)</div>", text)}
        assert f"| Assigned by IANA | {said['assigned']} |" in text
        assert said["noted"] is None or f" | {said['noted']} |" in text


def test_a_pattern_is_exported_without_what_it_does_not_say() -> None:
    """Only the parts that a pattern has take room in the table."""
    pattern = Pattern.model_validate({"any": ("connection refused",), "weight": 6})
    assert pattern.model_dump(exclude_defaults=True, mode="json") == {"any": ["connection refused"], "weight": 6}


def test_a_pattern_reaches_the_table(project: Project) -> None:
    """A sign that is added to a case's file stands in the table after the next build."""
    project.edit("data/troubleshooting/connection-refused.yml", "connection refused]", "connection refused, new words]")
    assert project.run("build").exit_code == 0
    [case] = [entry for entry in json.loads(project.read(PATH))["data"]["cases"] if entry["id"] == "connection-refused"]
    assert "new words" in case["patterns"][0]["any"]
