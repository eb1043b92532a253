"""Which pages exist, where, and the view that each shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator import prose
from generator.catalog import Catalog
from generator.port_view import PortView
from generator.views import BlockView, CaseView, CatalogView, ClassView, RangeView

# Where the site is published; mkdocs.yml says the same (a test compares them).
SITE_URL = "https://portatlas.example/"

View = PortView | CaseView | BlockView | ClassView | RangeView | CatalogView


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to write: `path` is relative to docs/, `made_from` names the data behind it."""

    path: str
    template: str
    title: str
    description: str
    made_from: str
    view: View


def all_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield every generated page of the site. To add a kind of page, add a function here."""
    yield from directories(catalog)
    yield from port_pages(catalog)
    yield from case_pages(catalog)
    yield from range_pages(catalog)
    yield from address_pages(catalog)


def path_of(reference: prose.Reference) -> str:
    """Return the page, relative to docs/, on which a record is described."""
    folder = {"case": "troubleshooting/", "port": "ports/", "range": "ranges/", "address": "addresses/", "page": ""}
    return f"{folder[reference.kind]}{reference.target}.md"


def published_address(page: Page) -> str:
    """Return the address under which readers find a page: `.../ports/62893/`."""
    return (
        SITE_URL
        + page.path.removesuffix("index.md").removesuffix(".md")
        + ("" if page.path.endswith("index.md") else "/")
    )


def port_pages(catalog: Catalog) -> Iterator[Page]:
    """One page a port: ports/62893.md."""
    for port in catalog.ports.values():
        yield Page(
            path=f"ports/{port.number}.md",
            template="port",
            title=f"Port {port.number} (127.0.0.1:{port.number})",
            description=prose.plain(port.answer),
            made_from=catalog.path(port),
            view=PortView(catalog=catalog, port=port),
        )


def case_pages(catalog: Catalog) -> Iterator[Page]:
    """One page a case: troubleshooting/port-in-use.md."""
    for case in catalog.cases.values():
        yield Page(
            path=f"troubleshooting/{case.id}.md",
            template="case",
            title=case.title,
            description=prose.plain(case.answer),
            made_from=catalog.path(case),
            view=CaseView(catalog=catalog, case=case),
        )


def range_pages(catalog: Catalog) -> Iterator[Page]:
    """One page a range of RFC 6335, and one for the ranges of the operating systems."""
    for item in catalog.ranges.values():
        yield Page(
            path=f"ranges/{item.id}.md",
            template="range",
            title=f"{item.name} ({item.first} to {item.last})",
            description=prose.plain(item.answer),
            made_from=catalog.path(item),
            view=RangeView(catalog=catalog, home=item),
        )
    yield Page(
        path="ranges/ephemeral.md",
        template="ephemeral",
        title="Ephemeral ports by operating system",
        description="From which range each operating system takes automatic (ephemeral) ports, how to show it, how to change it.",
        made_from="data/port-ranges.yml",
        view=CatalogView(catalog=catalog),
    )


def address_pages(catalog: Catalog) -> Iterator[Page]:
    """One page a special block, one a historical class."""
    for block in catalog.blocks.values():
        yield Page(
            path=f"addresses/{block.id}.md",
            template="block",
            title=f"{block.block}: {block.name}",
            description=prose.plain(block.answer),
            made_from=catalog.path(block),
            view=BlockView(catalog=catalog, block=block),
        )
    for item in catalog.classes.values():
        yield Page(
            path=f"addresses/class-{item.id}.md",
            template="class",
            title=f"Class {item.id.upper()} ({item.first} to {item.last})",
            description=prose.plain(item.answer),
            made_from=catalog.path(item),
            view=ClassView(catalog=catalog, ip_class=item),
        )


def directories(catalog: Catalog) -> Iterator[Page]:
    """The page of contents of each folder."""
    entries = (
        ("ports", "Ports", "Described ports, and how to read any other number from 0 to 65535.", "data/ports/"),
        ("ranges", "Port ranges", "Which range a port number lies in and what that says.", "data/port-ranges.yml"),
        (
            "addresses",
            "Addresses",
            "Special-purpose IPv4 and IPv6 blocks and the old classes.",
            "data/address-blocks.yml",
        ),
        (
            "troubleshooting",
            "Troubleshooting",
            "From the error message to its cause and cure.",
            "data/troubleshooting/",
        ),
    )
    for folder, title, description, made_from in entries:
        yield Page(
            path=f"{folder}/index.md",
            template=f"{folder}-index",
            title=title,
            description=description,
            made_from=made_from,
            view=CatalogView(catalog=catalog),
        )
