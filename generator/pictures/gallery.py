"""Which picture stands where: what the templates call. Each function returns HTML, "" where there is nothing to show."""

from generator.catalog import Catalog
from generator.model import AddressBlock
from generator.picture_model import Exchange, Journey
from generator.pictures import address_map, block_path, exchange, journey, ruler
from generator.pictures.figure import figure
from generator.pictures.ruler_words import Subject


def port_ruler(catalog: Catalog, port: int) -> str:
    """Show where one port lies."""
    return figure(ruler.ruler(catalog, Subject(port=port)))


def range_ruler(catalog: Catalog, home: str | None = None) -> str:
    """Show one range among all ports, or all described ports."""
    return figure(ruler.ruler(catalog, Subject(home=home)))


def systems_ruler(catalog: Catalog) -> str:
    """Show what each system hands out by itself."""
    return figure(ruler.ruler(catalog, Subject(whole=True)))


def map_of_blocks(catalog: Catalog) -> str:
    """Show the special IPv4 blocks on the page of contents of addresses, each a link to its page."""
    blocks = [it for it in catalog.blocks.values() if it.family == "IPv4"]
    parts = [(blocks, 0)]
    if len(busy := address_map.enlarged(blocks)) > 1:
        parts.append((busy, 1))
    return "\n\n".join(figure(address_map.address_map(some, level, "{}/".format)) for some, level in parts)


def place_of_block(catalog: Catalog, block: AddressBlock) -> str:
    """Show where one block lies, if few enough squares lead there."""
    picture = block_path.block_path(block, catalog.blocks.values())
    return figure(picture) if picture else ""


def of_case(catalog: Catalog, case: str) -> str:
    """Show all drawings that belong to a case."""
    drawn: list[Exchange | Journey] = [*catalog.exchanges.values(), *catalog.journeys.values()]
    return "\n\n".join(drawing(it) for it in drawn if case in it.cases)


def drawing(record: Exchange | Journey) -> str:
    """Show one exchange or journey."""
    return figure(exchange.exchange(record) if isinstance(record, Exchange) else journey.journey(record))
