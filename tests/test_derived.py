"""What a port's number alone tells, its range, its privilege, browsers and automatic ranges, is worked out and never typed.

The expected values are worked out here a second time, from the plain content of data/port-ranges.yml.
"""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest

from generator import build, model, pages, render, strict_yaml
from generator.catalog import Catalog
from generator.port_view import PRIVILEGED_BELOW, PortView
from tests.conftest import ROOT, Project
from tests.test_pages import TODAY

PATH = "data/port-ranges.yml"
RANGES: dict[str, Any] = strict_yaml.read(ROOT / PATH, PATH).content
RENDERER = render.Renderer()
LINUX = "Linux"
TODAYS = {"linux": LINUX, "macos": "macOS", "windows": "Windows"}
OLD_LINUX = "Linux (2.4 to 4.1)"
WIDE = ["FreeBSD", "Solaris and illumos", "AIX"]  # lend the dynamic ports and more
# The edges, by hand: range, whether a privilege is needed, whether browsers refuse it, who lends it out today and before.
EDGES: dict[int, tuple[str, bool, bool, set[str]]] = {
    1: ("system", True, True, set()),
    1023: ("system", True, False, set()),
    1024: ("user", False, False, {"OpenBSD"}),
    1025: ("user", False, False, {"OpenBSD", "Windows (XP, Server 2003 and earlier)"}),
    9999: ("user", False, False, {"OpenBSD"}),
    10000: ("user", False, False, {"OpenBSD", "FreeBSD"}),
    10080: ("user", False, True, {"OpenBSD", "FreeBSD"}),
    32767: ("user", False, False, {"OpenBSD", "FreeBSD"}),
    32768: ("user", False, False, {"OpenBSD", LINUX, OLD_LINUX, *WIDE}),
    49151: ("user", False, False, {"OpenBSD", LINUX, OLD_LINUX, *WIDE}),
    49152: ("dynamic", False, False, {"Windows", "macOS", "NetBSD", LINUX, OLD_LINUX, *WIDE}),
    60999: ("dynamic", False, False, {"Windows", "macOS", "NetBSD", LINUX, OLD_LINUX, *WIDE}),
    61000: ("dynamic", False, False, {"Windows", "macOS", "NetBSD", OLD_LINUX, *WIDE}),
    61001: ("dynamic", False, False, {"Windows", "macOS", "NetBSD", *WIDE}),
    65535: ("dynamic", False, False, {"Windows", "macOS", "NetBSD", *WIDE}),
}
# Words that a record could use for what is derived.
DERIVED = {
    *("category", "range", "class", "kind", "privileged", "system_port", "user_port", "dynamic", "ephemeral"),
    *("blocked", "browser_blocked", "refused", "refused_by_browsers", "bad_port", "automatic", "automatic_on", "flags"),
    *("linux", "macos", "windows", "hexadecimal", "hex", "assigned", "service", "iana"),
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


def view_of(catalog: Catalog, number: int) -> PortView:
    """Return the view of a port of which nothing but the number differs from 62893."""
    return PortView(catalog=catalog, port=catalog.ports[62893].model_copy(update={"number": number}))


def facts_of(catalog: Catalog, number: int) -> dict[str, str]:
    """Render the page of such a port; return its table of facts."""
    port = catalog.ports[62893].model_copy(update={"number": number})
    homes = {**catalog.homes, ("Port", number): catalog.homes["Port", 62893]}
    small = dataclasses.replace(catalog, ports={**catalog.ports, number: port}, homes=homes)
    page = next(it for it in pages.port_pages(small) if it.path == f"ports/{number}.md")
    return facts_in(RENDERER.markdown(page))


def facts_in(text: str) -> dict[str, str]:
    """Return the entries of a page's summary by their term, and the rows of its table of facts by their first cell."""
    part = text.partition("{ #facts }")[2].partition("\n## ")[0]
    strip = {name: re.sub(r"<[^>]+>", "", said) for name, said in re.findall("<dt>(.+?)</dt> <dd>(.+?)</dd>", text)}
    return strip | {
        plain(name): plain(value) for name, value in re.findall(r"^\| (.+?) \| (.+) \|$", part, re.MULTILINE)
    }


def plain(cell: str) -> str:
    """Return a cell without its links."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", cell)


def lenders(number: int) -> set[str]:
    """Say which systems' own ranges hold a number, by the plain content of the data."""
    rows = RANGES["systems"]
    several = {it["system"] for it in rows if [other["system"] for other in rows].count(it["system"]) > 1}
    return {
        f"{it['system']} ({it['versions']})" if it["system"] in several and it["id"] not in TODAYS else it["system"]
        for it in rows
        if it["first"] <= number <= it["last"]
    }


@pytest.mark.parametrize("number", EDGES)
def test_the_view_of_an_edge_is_right(number: int, catalog: Catalog) -> None:
    """At each edge of a range the view gives range, privilege, browsers and lending systems as they are."""
    view = view_of(catalog, number)
    assert (view.home.id, view.privileged, view.refused_by_browsers) == EDGES[number][:3]
    assert set(view.automatic_on) == EDGES[number][3] == lenders(number)
    assert len(set(view.automatic_on)) == len(view.automatic_on)
    for verdict in view.verdicts:
        assert verdict.automatic is (TODAYS[verdict.system] in EDGES[number][3])
        assert verdict.privileged is (EDGES[number][1] and verdict.system != "windows")


@pytest.mark.parametrize("number", EDGES)
def test_the_page_of_an_edge_says_so(number: int, catalog: Catalog) -> None:
    """The page of an edge states the same in its table of facts."""
    facts = facts_of(catalog, number)
    home, privileged, refused, lending = EDGES[number]
    assert facts["Range"].casefold().startswith(f"{home} ports, ")
    for name in ("Linux", "macOS", "Windows"):
        assert ("with a privilege" in facts[f"On {name}"]) is (privileged and name != "Windows")
        assert facts[f"On {name}"].startswith(
            "lent by the system"
            if name in {it.split(" (")[0] for it in lending & set(TODAYS.values())}
            else "chosen by a program"
        )
    assert facts["Browsers"] == ("refuse it" if refused else "open it")
    shown = facts["In the automatic range of"]
    assert set(re.split(r", (?![^(]*\))", shown)) == (lending or {"no system that we list"})


def test_every_page_of_a_port_states_what_its_number_tells(catalog: Catalog) -> None:
    """All pages agree with the ranges and the browsers' list, worked out a second time."""
    for page in pages.port_pages(catalog):
        facts, number = facts_in(RENDERER.markdown(page)), int(page.path.removeprefix("ports/").removesuffix(".md"))
        (home,) = [it for it in RANGES["ranges"] if it["first"] <= number <= it["last"]]
        assert facts["Range"].startswith(f"{home['name']}, {home['first']} to {home['last']}"), number
        assert facts["Number"] == f"{number} 0x{number:04X}", number
        assert ("with a privilege" in facts["On Linux"]) is (number < 1024), number
        assert facts["Browsers"].startswith("refuse") is (number in RANGES["refused_by_browsers"]["ports"]), number


@pytest.mark.parametrize("number", [0, -1, 65536, 99999])
def test_no_record_has_a_number_that_is_no_port(number: int, catalog: Catalog) -> None:
    """Port 0 is no port that a page could describe, and neither is a number beyond 65535."""
    values = catalog.ports[62893].model_dump() | {"number": number}
    with pytest.raises(ValueError, match="number"):
        model.Port.model_validate(values)


def test_the_border_of_privilege_is_that_of_the_system_ports() -> None:
    """A privilege is needed exactly below the first User port."""
    (user,) = [it for it in RANGES["ranges"] if it["id"] == "user"]
    assert user["first"] == PRIVILEGED_BELOW


def port_files() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each data file of a port, as plain values."""
    for file in sorted((ROOT / "data/ports").glob("*.yml")):
        path = file.relative_to(ROOT).as_posix()
        yield path, strict_yaml.read(file, path).content


def test_no_file_of_a_port_types_what_is_derived() -> None:
    """No data file of a port, at any depth, has a key for what its number tells, and its name is the number."""
    for path, content in port_files():
        assert keys(content).isdisjoint(DERIVED), path
        assert path == f"data/ports/{content['number']}.yml"


def keys(value: object) -> set[str]:
    """Collect the keys of nested values."""
    if isinstance(value, dict):
        return set(value) | {key for item in value.values() for key in keys(item)}
    return {key for item in value for key in keys(item)} if isinstance(value, (list, tuple)) else set()


@pytest.mark.parametrize("key", ["category", "privileged", "refused_by_browsers", "automatic_on"])
def test_what_is_derived_cannot_be_typed(key: str, project: Project) -> None:
    """A record that states a derived fact is an error of the data."""
    project.edit("data/ports/80.yml", "number: 80\n", f"number: 80\n{key}: true\n")
    result = project.run("check")
    assert result.exit_code == 1
    assert f'unknown key "{key}"' in result.output
