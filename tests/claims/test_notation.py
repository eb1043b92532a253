"""How programs read the odd spellings of addresses: the table of the page, held against four readers."""

import ipaddress
import json
import socket

import pytest

from tests.claims.clients import NODE
from tests.claims.servers import serving, web
from tests.claims.tables import Row, code, section, table
from tests.claims.witness import run

ODD = table("learn/ip-addresses", "odd-forms", "Written")
SPELLINGS = table("learn/ip-addresses", "notation", "IPv6")


def node_reads(text: str) -> str:
    """Return the host that Node's URL parser, which is that of browsers, makes of a text."""
    return run(NODE, "-p", f"new URL({json.dumps(f'http://{text}/')}).hostname").stdout.strip()


@pytest.mark.parametrize("row", ODD, ids=lambda row: row["Written"])
def test_an_odd_form_is_read_as_the_table_says(row: Row) -> None:
    """Old C functions and the URL parser read the address of the table, and a strict parser refuses it."""
    (written,), (read,) = code(row["Written"]), code(row["Reads as"])
    assert socket.inet_ntoa(socket.inet_aton(written)) == read
    assert node_reads(written) == read
    with pytest.raises(ValueError, match="does not appear to be"):
        ipaddress.ip_address(written)


@pytest.mark.parametrize(
    "row", [it for it in ODD if code(it["Reads as"]) == ["127.0.0.1"]], ids=lambda row: row["Written"]
)
def test_curl_gets_to_loopback_by_an_odd_form(row: Row) -> None:
    """Curl takes each odd form of 127.0.0.1 for that address, as the page says."""
    assert "all `127.0.0.1` to old C functions, to curl and to browsers" in " ".join(
        section("learn/ip-addresses", "odd-forms").split()
    )
    with serving(web) as port:
        assert run("curl", "-sS", f"http://{code(row['Written'])[0]}:{port}/").stdout == "ok\n"


def test_the_examples_of_both_versions_are_written_as_recommended() -> None:
    """The example addresses and the loopback addresses of the table are in the spelling of RFC 5952."""
    for row in SPELLINGS:
        for version in ("IPv4", "IPv6"):
            for text in code(row[version]):
                if text != "::":
                    address = ipaddress.ip_address(text)
                    assert (str(address), f"IPv{address.version}") == (text, version)


def test_node_refuses_a_zone_in_a_url() -> None:
    """The URL with a zone that the page shows is invalid to Node."""
    (url,) = [it for it in code(section("learn/ip-addresses", "zones")) if it.startswith("http")]
    printed = run(NODE, "-e", f"try {{ new URL({json.dumps(url)}) }} catch (it) {{ console.log(it.code) }}")
    assert printed.stdout.strip() == "ERR_INVALID_URL"


def test_brackets_belong_around_ipv6_in_a_url() -> None:
    """With brackets the URL of the page is read as address and port; without them it is no URL."""
    (url,) = [it for it in code(section("learn/ip-addresses", "brackets")) if it.startswith("http://[")]
    code_ = f"const it = new URL({json.dumps(url)}); console.log(it.hostname, it.port)"
    assert run(NODE, "-e", code_).stdout.split() == ["[::1]", "62893"]
    assert run(NODE, "-e", f"new URL({json.dumps(url.replace('[', '').replace(']', ''))})").returncode != 0
