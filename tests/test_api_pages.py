"""Every document of the JSON interface says what its page says: the page is read again, and compared part by part."""

import datetime as dt
import functools
import ipaddress
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from generator import build, case_model, pages
from generator.api.parts import document_of
from generator.catalog import Catalog
from generator.views import SYSTEM_NAMES, SYSTEMS
from tests.conftest import ROOT
from tests.page_reader import Part, Sections, read

TODAY = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)  # in the easternmost time zone
BINDS = {
    "loopback": "loopback only",
    "localhost": "localhost: one or both loopback addresses",
    "all": "all addresses",
    "varies": "varies",
    "configured": "only as configured",
}
ENDS = {
    "client": "client's own, temporary one",
    "listener": "listener's",
    "published": "published one, at which Docker listens",
    "target": "target of the attempt",
}
ALSO = {"alias": "also ", "unofficial": "in wide use without an assignment: ", "historic": "old spelling "}
TRUTH = {None: "not stated", True: "yes", False: "no"}
FROM_MANUALS = (
    "p",
    "The commands for macOS and Windows follow their manuals, named beside each on the how-to pages; our tests cannot run them.",
)
Document = dict[str, Any]
Expected = list[tuple[str, str]]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


@pytest.fixture(scope="module")
def files(catalog: Catalog) -> dict[str, str]:
    """The site's own generated files."""
    return build.files(catalog)


def said(parts: list[Part]) -> Expected:
    """Return kind and text of the parts of a section, without its heading."""
    return [(it.kind, it.text) for it in parts[1:]]


def checks(found: list[Document]) -> Iterator[tuple[str, str]]:
    """Yield the parts that a page has for checks."""
    for it in found:
        yield "p", it["asks"] + (" Needs administrator rights." if it["needs_admin"] else "")
        yield "code", it["command"]
        if it["output"]:
            yield from [("p", "It prints, for example:"), ("code", it["output"])]
        yield "p", it["read"] + documented(it)
        for lead in it["leads"]:
            case = f"{lead['case']['title']}." if lead["case"] else ""
            yield "li", f"{lead['see']}: " + " ".join(filter(None, [case, lead["then"]]))


def documented(it: Document) -> str:
    """Return what a page says of a command that no test can run."""
    titles = ", ".join(source["title"] for source in it["sources"])
    return f" From {titles}; our tests cannot run it." if titles and it["system"] in {"macos", "windows"} else ""


def closing(document: Document) -> Expected:
    """Return the parts with which every page of a record ends."""
    sources = [("li", it["title"] + (f" ({it['edition']})" if it["edition"] else "")) for it in document["sources"]]
    changes = [("li", f"{it['date']}: {it['text']}") for it in document["data"]["changes"]]
    return [
        ("p", "For a ticket, a mail or a chat:"),  # the ticket itself is HTML: tests/test_tickets.py reads it
        *sources_heading(document),
        *sources,
        *([("p", "Changes to this page:"), *changes] if changes else []),
    ]


def sources_heading(document: Document) -> Expected:
    """Return the sentence above the sources; on a case's page it follows the proof."""
    proof = document["data"].get("proof", {"test": None, "why_none": None})
    before = f"The message is raised on purpose in our tests ({proof['test']}). " if proof["test"] else ""
    before += f"No test of ours raises it: {proof['why_none']} " if proof["why_none"] else ""
    return [("p", f"{before}Facts on this page were checked on {document['checked']} against:")]


def facts(page: Sections) -> dict[str, str]:
    """Return the table of facts by its first column."""
    return {it.cells[0]: it.cells[1] for it in page["facts"] if it.kind == "row"}


def check_port(page: Sections, document: Document) -> None:
    """Compare a port's page with its document."""
    data = document["data"]
    check_answer(page["answer"], data)
    check_port_facts(facts(page), data)
    assert data["privileged"] is any(it["privileged"] for it in data["systems"].values())
    near = [it.text for it in page["nearby"] if it.text.startswith("Also look at: ")]
    assert near == (["Also look at: " + ", ".join(str(it["number"]) for it in data["near"])] if data["near"] else [])
    check_use(said(page["use"]), data)
    for anchor, procedure in data["commands"].items():
        assert said(page[anchor]) == [("p", procedure["answer"])]
        for system in SYSTEMS:
            assert said(page[f"{anchor}-{system}"]) == list(on_port(procedure, system)), (anchor, system)
    seen = [
        part
        for it in data["sightings"]
        for part in (
            ("p", f"{it['printed_by']}; the address is the {ENDS[it['side']]}:"),
            ("code", it["example"]),
            ("p", f"{it['meaning']} {it['do']}"),
        )
    ]
    assert said(page.get("seen", [Part("h", "")])) == seen
    problems = said(page["problems"])
    cases = [("li", it["title"]) for it in data["cases"]]
    assert problems[: len(cases)] == cases
    confusions = [
        ("li", text) for it in data["confusions"] for text in (f"Said: {it['claim']}", f"True: {it['truth']}")
    ]
    assert [it for it in problems if it[1].startswith(("Said: ", "True: "))] == confusions
    exposure = data["exposure"]
    assert said(page["security"])[0] == ("p", f"Risk if others can reach it: {exposure['level']}. {exposure['why']}")
    ticket, *sources = closing(document)
    assert said(page["link"]) == [ticket, FROM_MANUALS, *sources]


@functools.cache
def asides(name: str) -> tuple[case_model.Check, ...]:
    """Return the checks of a procedure that pages of ports leave to its how-to page."""
    return tuple(it for it in build.load(ROOT, TODAY).procedures[name].checks if it.aside)


def on_port(procedure: Document, system: str) -> Iterator[tuple[str, str]]:
    """Return what the page of a port shows of a procedure: its how-to page has the rest, and names the manuals."""
    aside = {it.asks for it in asides(procedure["id"]) if it.system == system}
    yield from checks([{**it, "sources": []} for it in procedure[system] if it["asks"] not in aside])
    more = [it["asks"] for it in procedure[system] if it["asks"] in aside]
    if more:
        yield "p", "More: " + " ".join(more)


def check_answer(parts: list[Part], data: Document) -> None:
    """Compare the top of a port's page."""
    number = data["number"]
    found = said(parts)
    assert parts[0].text == f"Port {number}: 127.0.0.1:{number}"
    assert found[0] == ("p", data["answer"])
    likelier = next(text for kind, text in found if kind == "li")
    assert likelier.startswith("Likelier: ")
    assert data["likelier"] == ("client" if "temporary end" in likelier else "listener")
    rows = {it.cells[0]: it.cells[1] for it in parts if it.kind == "term"}
    home = data["range"]
    assert rows["Number"] == f"{number} {data['hexadecimal']}"
    assert rows["Range"] == f"{home['name']}, {home['first']} to {home['last']}"
    assert rows["Risk if others reach it"] == data["exposure"]["level"]
    assert rows["Browsers"].startswith("refuse") is data["refused_by_browsers"]
    for system in SYSTEMS:
        it = data["systems"][system]
        verdict = rows[f"On {it['name']}"]
        assert verdict.startswith("lent by the system" if it["automatic"] else "chosen by a program")
        assert ("with a privilege" in verdict) is it["privileged"]


def check_port_facts(rows: dict[str, str], data: Document) -> None:
    """Compare the table of facts of a port."""
    home = data["range"]
    assert rows[f"{home['name']} are also called"] == ", ".join(home["popular_names"])
    assert rows["Transport"].split(" (")[0] == " and ".join(it.upper() for it in data["transports"])
    automatic = ", ".join(data["automatic_on"]) or "no system that we list"
    assert rows["In the automatic range of"] == automatic
    assert without_dates(rows["Assigned by IANA"]) == assigned(data)
    assert set(re.findall(r"as of (\d{4}-\d\d-\d\d)\)", rows["Assigned by IANA"])) == {
        it["date"] for it in data["assignments"]
    }
    noted = [value for name, value in rows.items() if name.startswith("Noted by IANA")]
    texts = [f"{', '.join(it['names'])}: {it['text']}" for it in data["notes"]]
    assert noted == ([noted_text(texts)] if texts else [])
    assert (f"Noted by IANA, as of {data['registry']['noted']}" in rows) is bool(texts)


def without_dates(text: str) -> str:
    """Return the row of assignments without the days of the copies."""
    return re.sub(r"; our newer copy, of .*| \(IANA registry as of [\d-]+\)", "", text)


def assigned(data: Document) -> str:
    """Return the row of assignments as the data have it."""
    if not data["assignments"]:
        home, date = data["range"]["id"], data["registry"]["date"]
        return (
            "never: IANA assigns nothing in this range"
            if home == "dynamic"
            else f"not in our copy of the registry, dated {date}"
        )
    texts = []
    for it in data["assignments"]:
        name = it["name"] or ("no name" if it["status"] == "assigned" else it["status"])
        transports = ", ".join(it["transports"]).replace("any", "all transports")
        description = f": {it['description']}" if it["description"] else ""
        texts.append(f"{ALSO.get(it['status'], '')}{name} ({transports}){description}")
    return "; ".join(texts)


def noted_text(texts: list[str]) -> str:
    """Join remarks as the page does."""
    joined = [text + (" " if text.endswith(".") else "; ") for text in texts[:-1]]
    return "".join([*joined, texts[-1]])


def check_use(found: Expected, data: Document) -> None:
    """Compare what the page says about using a port."""
    rows = [("row", f"{it['program']} | {BINDS[it['binds']]} | {it['note']}") for it in data["listeners"]]
    assert found[1 : len(rows) + 1] == rows if rows else found[0][0] == "p"
    rest = found[len(rows) + 1 :] if rows else found
    assert rest[: len(data["advice"])] == [("p", text) for text in data["advice"]]
    assert rest[-1] == ("code", data["trial"])


def check_case(page: Sections, document: Document) -> None:
    """Compare a case's page with its document."""
    data = document["data"]
    assert (page["answer"][0].text, page["answer"][1].text) == (data["title"], data["answer"])
    rows = [it.cells for it in page["messages"] if it.kind == "row"][1:]
    assert rows == [message_row(it) for it in data["messages"]]
    causes = [f"{closed(it['title'])} {it['detail']}" + see(it["case"]) for it in data["causes"]]
    assert said(page["causes"]) == [("li", text) for text in causes]
    for system in SYSTEMS:
        assert said(page[f"check-{system}"]) == list(checks(data["checks"][system])), system
        assert said(page.get(f"fix-{system}", [Part("h", "")])) == list(fixes(data["fixes"][system])), system
    assert said(page["fix"]) == list(fixes(data["fixes"]["any"]))
    verify = [part for it in data["verify"] for part in (first_of(it), *list(checks([it]))[1:])]
    assert said(page["verify"]) == verify
    bring = [("li", text) for text in data["escalate"]["bring"]]
    assert said(page["escalate"]) == [("p", f"{data['escalate']['when']} Bring:"), *bring]
    assert said(page["security"]) == [("p", data["security"])]
    instead = [it.text for it in page["otherwise"] if it.kind == "li"]
    assert [
        it["title"] for it in data["related"] if not any(text.endswith(f": {it['title']}") for text in instead)
    ] == []
    assert said(page["link"]) == closing(document)


def first_of(it: Document) -> tuple[str, str]:
    """Return the question of a way to verify, with the system that it is for."""
    system = "" if it["system"] == "any" else f"On {SYSTEM_NAMES[it['system']]}: "
    return ("p", system + it["asks"] + (" Needs administrator rights." if it["needs_admin"] else ""))


def message_row(it: Document) -> tuple[str, ...]:
    """Return a message as its row of the table."""
    note = f". {it['note']}" if it["note"] else ""
    systems = ", ".join(SYSTEM_NAMES[system] for system in it["systems"])
    return (it["text"].replace("\n", " "), systems, it["runtime"] + note)


def closed(title: str) -> str:
    """Return a title with its final stop."""
    return title if title.endswith((".", "?", "!", ":")) else f"{title}."


def see(case: Document | None) -> str:
    """Return the pointer to another case."""
    return f" See {case['title']}." if case else ""


def fixes(found: list[Document]) -> Iterator[tuple[str, str]]:
    """Yield the parts that a page has for fixes."""
    for it in found:
        title = closed(it["title"]) + (" Needs administrator rights." if it["needs_admin"] else "")
        yield "p", title + (f" {it['when']}" if it["when"] else "")
        if it["command"]:
            yield "code", it["command"].replace("\n\n\n", "\n\n")  # a page closes such a gap, in code too
        yield "p", it["read"] + documented(it)


def check_block(page: Sections, document: Document) -> None:
    """Compare a block's page with its document."""
    data = document["data"]
    rows = facts(page)
    assert page["answer"][0].text == f"{data['block']}: {data['name']}"
    assert said(page["answer"]) == [("p", text) for text in (data["answer"], *data["notes"])]
    assert rows["Block"] == f"{data['block']} ({data['family']})"
    assert rows["First to last address"] == f"{data['first']} to {data['last']}"
    assert size_of(rows["Addresses"]) == int(data["size"])
    ended = f", ended {data['terminated']}" if data["terminated"] else ""
    assert rows["Allocated"] == (data["allocated"] or "not stated") + ended
    assert rows["In IANA's special-purpose registry"].startswith("yes") is data["listed"]
    columns = {
        "Valid as a source address": "source",
        "Valid as a destination address": "destination",
        "Routers may forward it": "forwardable",
        "Globally reachable": "globally_reachable",
        "Reserved by protocol (every system must treat it specially)": "reserved_by_protocol",
    }
    told = {title: TRUTH[data[name]] for title, name in columns.items()} if data["listed"] else {}
    assert {title: rows[title] for title in columns if title in rows} == told
    near = [f"Lies inside {named(it)}" for it in data["parents"]] + [f"Holds {named(it)}" for it in data["children"]]
    assert [text for _, text in said(page["nearby"]) if text.startswith(("Lies", "Holds"))] == near
    assert said(page["link"]) == closing(document)


def named(link: Document) -> str:
    """Return a block as other pages name it."""
    title: str = link["title"]
    return title.replace(": ", ", ", 1)


def size_of(text: str) -> int:
    """Return the number that a page writes as people do."""
    power = re.fullmatch(r"2 to the power of (\d+)", text)
    return 2 ** int(power[1]) if power else int(text.replace(",", ""))


def check_class(page: Sections, document: Document) -> None:
    """Compare a class's page with its document."""
    data = document["data"]
    rows = facts(page)
    assert page["answer"][0].text == f"{data['name']}: {data['first']} to {data['last']}"
    assert said(page["answer"]) == [("p", data["answer"]), ("p", data["today"])]
    none = "not divided into networks"
    assert rows == {
        "": "",
        "First to last address": f"{data['first']} to {data['last']}",
        "As one CIDR block": data["block"],
        "Leading bits": data["leading_bits"],
        "Share of all IPv4 addresses": data["share"],
        "Default mask": data["default_mask"] or "none",
        "Networks": f"{data['networks']:,}" if data["networks"] else none,
        "Hosts in each network": f"{data['hosts']:,}" if data["hosts"] else none,
    }
    assert int(data["size"]) == ipaddress.ip_network(data["block"]).num_addresses
    assert said(page["blocks"]) == [("li", named(it)) for it in data["blocks"]]
    assert said(page["link"]) == closing(document)


def check_range(page: Sections, document: Document) -> None:
    """Compare a range's page with its document."""
    data = document["data"]
    assert said(page["answer"]) == [("p", data["answer"])]
    assert facts(page) == {
        "": "",
        "First to last port": f"{data['first']} to {data['last']}",
        "Ports": f"{data['size']:,}",
        "Name in RFC 6335": data["name"],
        "Also called": ", ".join(data["popular_names"]),
        "How IANA assigns them": data["procedure"],
    }
    assert said(page["advice"]) == [("p", text) for text in data["advice"]]
    rows = [it.cells for it in page["systems"] if it.kind == "row"][1:]
    assert rows == [
        (f"{it['system']}, {it['versions']}", span(it), span(it["shared"]) if it["shared"] else "none")
        for it in data["systems"]
    ]
    assert said(page["ports"]) == [("li", f"{it['number']}: {it['answer']}") for it in data["ports"]]
    assert said(page["link"]) == closing(document)


def span(it: Document) -> str:
    """Return first and last number as a page writes them."""
    return f"{it['first']} to {it['last']}"


def check_ephemeral(page: Sections, document: Document) -> None:
    """Compare the page about the systems' own ranges with its document."""
    data = document["data"]
    rows = [it.cells for it in page["facts"] if it.kind == "row"][1:]
    assert rows == [(it["system"], it["versions"], span(it), f"{it['size']:,}") for it in data["systems"]]
    for it in data["systems"]:
        found = said(page[it["id"]])
        change = [("p", "To change it, as administrator:"), ("code", it["change"])] if it["change"] else []
        assert found[:-1] == [
            ("p", f"{span(it)}. To show it:"),
            ("code", it["show"]),
            *change,
            *(("p", text) for text in it["notes"]),
        ]
        titles = "; ".join(source["title"] for source in it["sources"])
        assert found[-1] == ("p", f"Checked on {it['checked']}: {titles}.")
        assert it["url"] == f"{document['url']}#{it['id']}"


CHECKS: dict[str, Callable[[Sections, Document], None]] = {
    "port": check_port,
    "case": check_case,
    "block": check_block,
    "class": check_class,
    "range": check_range,
    "ephemeral": check_ephemeral,
}


def documents(catalog: Catalog, files: dict[str, str], kind: str) -> Iterator[tuple[Sections, Document]]:
    """Yield each page of a kind, read, with its document."""
    for page in pages.all_pages(catalog):
        if page.kind == kind:
            yield read(files[f"docs/{page.path}"]), json.loads(files[f"docs/api/v1/{document_of(page.path)}"])


@pytest.mark.parametrize("kind", CHECKS)
def test_a_document_says_what_its_page_says(catalog: Catalog, files: dict[str, str], kind: str) -> None:
    """Answer, facts, commands, messages, readings and sources of every document are those of its page, part by part."""
    found = list(documents(catalog, files, kind))
    assert found
    for page, document in found:
        CHECKS[kind](page, document)


@pytest.mark.parametrize("kind", sorted({*CHECKS} - {"ephemeral"}))
def test_the_sources_lead_where_those_of_the_page_lead(catalog: Catalog, files: dict[str, str], kind: str) -> None:
    """The address of each source is that of the link on the page."""
    for page, document in documents(catalog, files, kind):
        links = [it.links for it in page["link"] if it.kind == "li"]
        assert links[: len(document["sources"])] == [(it["url"],) if it["url"] else () for it in document["sources"]]


def test_the_head_is_that_of_the_page(catalog: Catalog, files: dict[str, str]) -> None:
    """Title, date, address, short address and data file of every document stand in the front matter of its page."""
    for page in pages.all_pages(catalog):
        front = dict(re.findall(r"^(\w+): (.*)$", files[f"docs/{page.path}"].split("---\n")[1], re.MULTILINE))
        head = json.loads(files[f"docs/api/v1/{document_of(page.path)}"])
        assert {name: json.loads(front[name]) for name in ("title", "checked", "generated_from")} == {
            name: head[name] for name in ("title", "checked", "generated_from")
        }
        short = json.loads(front["short"]) if "short" in front else None
        assert head["short"] == (pages.SITE_URL + short if short else None)
        assert head["url"] == pages.published_address(page)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield every value of a document that holds no others, with its path."""
    if isinstance(value, dict | list):
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, name))
    else:
        yield path, value


# Fields that the page shows as a link, in the order of its parts, or not at all.
UNSEEN = {
    *("id", "url", "api", "sources", "rfc", "system", "family", "language", "status"),
    *("changes_state", "counter_example", "counter_reading", "registry"),
}
# test_api.py compares their answers with those of their targets.
LINKS = {"related", "near", "parents", "children", "blocks", "cases"}


def is_seen(path: tuple[Any, ...]) -> bool:
    """Whether the page shows the value at a path as text."""
    linked = path[-1] == "answer" and path[1] in LINKS
    drawn = path[1] == "systems" and path[-1] in {"first", "last"}  # test_pictures_geometry.py reads the ruler
    return UNSEEN.isdisjoint(path) and not linked and not drawn and not (path[1] == "commands" and path[-1] == "title")


def is_aside(document: Document, path: tuple[Any, ...]) -> bool:
    """Whether a value belongs to a check that the page of a port leaves to a how-to page, but for its question."""
    if document["kind"] != "port" or path[1] != "commands" or len(path) < 6 or path[-1] == "asks":
        return False
    procedure = document["data"]["commands"][path[2]]
    asks = procedure[path[3]][path[4]]["asks"]
    return any(it.asks == asks and it.system == path[3] for it in asides(procedure["id"]))


@pytest.mark.parametrize(("kind", "least"), [("port", 60), ("case", 60), ("block", 10), ("class", 9), ("range", 15)])
def test_one_changed_field_is_noticed(catalog: Catalog, files: dict[str, str], kind: str, least: int) -> None:
    """A single value of a document that differs from the page fails the comparison."""
    page, document = next(documents(catalog, files, kind))
    text = json.dumps(document)
    changed = unnoticed = 0
    for path, value in leaves(document["data"], ("data",)):
        if is_seen(path) and value is not None and not is_aside(document, path):
            copy = json.loads(text)
            change(copy, path)
            changed += 1
            unnoticed += agrees(kind, page, copy)
    assert changed >= least
    assert unnoticed == 0


def change(document: Any, path: tuple[Any, ...]) -> None:
    """Change the value at a path."""
    for name in path[:-1]:
        document = document[name]
    value = document[path[-1]]
    document[path[-1]] = not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value}x"


def agrees(kind: str, page: Sections, document: Document) -> bool:
    """Whether a page and a document say the same."""
    try:
        CHECKS[kind](page, document)
    except (AssertionError, KeyError, ValueError):
        return False
    return True
