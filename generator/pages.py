"""Which pages exist, where, and the view that each shows."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from generator import prose, views
from generator.catalog import Catalog
from generator.port_view import PortView
from generator.views import BlockView, CaseView, CatalogView, ClassView, RangeView, RetiredView

# Where the site is published; mkdocs.yml says the same (a test compares them).
SITE_URL = "https://portatlas.example/"
# By which letter the pages of a folder have their short addresses: /p/62893/ for /ports/62893/.
SHORT = {"addresses": "a", "ports": "p", "ranges": "r", "troubleshooting": "e"}

View = PortView | CaseView | BlockView | ClassView | RangeView | CatalogView | RetiredView


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to write.

    `path` is relative to docs/, `made_from` names the data behind it. `checked` is the last day on which its facts
    were checked, and `short` the address under which it can be given on the telephone, relative to the site's root.
    """

    path: str
    kind: str
    template: str
    title: str
    description: str
    made_from: str
    checked: dt.date
    view: View
    short: str | None = None


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
    return address_of(page.path)


def address_of(path: str) -> str:
    """Return the address under which readers find the page at `path`, relative to docs/."""
    return SITE_URL + link_of(path)[1:]


def link_of(path: str) -> str:
    """Return the same address from the site's root: `/ports/62893/` for ports/62893.md."""
    name = path.removesuffix(".md")
    return "/" if name == "index" else f"/{name.removesuffix('/index')}/"


def short_address(page: Page) -> str:
    """Return the address to pass on: the short one, and the long one of a page that has none."""
    return SITE_URL + page.short if page.short else published_address(page)


def short_path(path: str) -> str | None:
    """Return the short form of a page's path, also of one that is gone: `/p/62893/` for `/ports/62893/`."""
    _, folder, *rest = path.split("/")
    return "/".join(["", SHORT[folder], *rest]) if folder in SHORT and len(rest) > 1 else None


def long_path(path: str) -> str:
    """Return the path that a short one stands for; any other as it is."""
    _, folder, *rest = path.split("/")
    long = next((name for name, short in SHORT.items() if short == folder), folder)
    return "/".join(["", long, *rest]) if len(rest) > 1 else path


def reference_address(reference: prose.Reference) -> str:
    """Return the whole address of a record's page, with its anchor."""
    return address_of(path_of(reference)) + (f"#{reference.anchor}" if reference.anchor else "")


def port_pages(catalog: Catalog) -> Iterator[Page]:
    """One page a port: ports/62893.md."""
    for port in catalog.ports.values():
        yield Page(
            path=f"ports/{port.number}.md",
            kind="port",
            template="port",
            title=f"Port {port.number} (127.0.0.1:{port.number})",
            description=prose.plain(port.answer),
            made_from=catalog.path(port),
            checked=port.checked,
            view=PortView(catalog=catalog, port=port),
            short=f"p/{port.number}/",
        )


def case_pages(catalog: Catalog) -> Iterator[Page]:
    """One page a case: troubleshooting/port-in-use.md."""
    for case in catalog.cases.values():
        yield Page(
            path=f"troubleshooting/{case.id}.md",
            kind="case",
            template="case",
            title=case.title,
            description=prose.plain(case.answer),
            made_from=catalog.path(case),
            checked=case.checked,
            view=CaseView(catalog=catalog, case=case),
            short=f"e/{case.id}/",
        )


def range_pages(catalog: Catalog) -> Iterator[Page]:
    """One page a range of RFC 6335, and one for the ranges of the operating systems."""
    for item in catalog.ranges.values():
        yield Page(
            path=f"ranges/{item.id}.md",
            kind="range",
            template="range",
            title=f"{item.name} ({item.first} to {item.last})",
            description=prose.plain(item.answer),
            made_from=catalog.path(item),
            checked=item.checked,
            view=RangeView(catalog=catalog, home=item),
            short=f"r/{item.id}/",
        )
    own = (f"{it.first} to {it.last} on {it.system}" for it in map(catalog.systems.__getitem__, views.SYSTEMS))
    yield Page(
        path="ranges/ephemeral.md",
        kind="ephemeral",
        template="ephemeral",
        title="Ephemeral ports by operating system",
        description=(f"When a program does not choose a port, the system does, from its own range: {', '.join(own)}."),
        made_from="data/port-ranges.yml",
        checked=max(it.checked for it in catalog.systems.values()),
        view=CatalogView(catalog=catalog),
        short="r/ephemeral/",
    )


def address_pages(catalog: Catalog) -> Iterator[Page]:
    """One page a special block, one a historical class."""
    for block in catalog.blocks.values():
        yield Page(
            path=f"addresses/{block.id}.md",
            kind="block",
            template="block",
            title=f"{block.block}: {block.name}",
            description=prose.plain(block.answer),
            made_from=catalog.path(block),
            checked=block.checked,
            view=BlockView(catalog=catalog, block=block),
            short=f"a/{block.id}/",
        )
    for item in catalog.classes.values():
        yield Page(
            path=f"addresses/class-{item.id}.md",
            kind="class",
            template="class",
            title=f"Class {item.id.upper()} ({item.first} to {item.last})",
            description=prose.plain(item.answer),
            made_from=catalog.path(item),
            checked=item.checked,
            view=ClassView(catalog=catalog, ip_class=item),
            short=f"a/class-{item.id}/",
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
            "From the words of an error message to its cause, the command that proves it, and the fix.",
            "data/troubleshooting/",
        ),
    )
    for folder, title, description, made_from in entries:
        yield Page(
            path=f"{folder}/index.md",
            kind="directory",
            template=f"{folder}-index",
            title=title,
            description=description,
            made_from=made_from,
            checked=views.newest_date(catalog),
            view=CatalogView(catalog=catalog),
        )
