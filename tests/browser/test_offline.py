"""The copy of the site for desks without a network, unzipped and opened from the disk, with the network off.

What the site does on a server it does here too: those tests run again, under the address of a file.
"""

import posixpath
import re
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

from generator.pages import SITE_URL
from tests.browser import test_lookup, test_site
from tests.browser.conftest import ROOT, Address, Opener
from tests.browser.test_commands import (  # noqa: F401 (they run here as well)
    test_a_choice_shows_one_system_and_is_remembered,
    test_a_click_inside_the_page_shows_its_part,
    test_a_port_in_the_address_fills_commands_outputs_and_messages,
    test_a_port_page_sends_its_number_to_its_cases,
    test_a_system_in_the_address_is_for_this_view_only,
    test_a_typed_port_fills_and_clearing_restores,
    test_on_paper_the_chosen_part_stands_and_no_control,
    test_the_copy_button_copies_the_filled_command,
    test_the_port_goes_along_to_other_cases,
    test_what_a_link_leads_to_is_shown,
    test_without_javascript_a_case_reads_as_before,
)
from tests.browser.test_lookup import (  # noqa: F401
    test_a_cut_number_offers_the_described_ports_near_it,
    test_a_link_to_a_part_of_an_answer_shows_that_part,
    test_a_pasted_message_does_not_stay_in_the_address,
    test_a_pasted_message_shows_what_was_recognised_and_second_thoughts,
    test_shift_and_enter_break_a_line_and_escape_clears,
    test_the_box_works_with_the_keyboard_alone,
    test_the_copy_button_copies_the_ticket,
    test_the_resolver_explains_the_rest_in_place,
    test_the_resolver_replaces_itself_by_the_page_that_answers,
)
from tests.browser.test_site import (  # noqa: F401
    test_a_hostile_search_query_runs_nothing,
    test_a_link_to_a_section_shows_it,
    test_pages_read_without_javascript,
    test_search_finds_the_wanted_page_first,
    test_the_colour_scheme_can_be_switched,
    test_what_the_box_does_not_recognise_is_searched_and_stays_in_the_browser,
)
from tests.kinds import KINDS

pytestmark = pytest.mark.browser

ARCHIVE = ROOT / "build/port-atlas-offline.zip"


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unzipped copy, in a folder whose name has a space as on many desks."""
    assert ARCHIVE.is_file(), "make the copy first: make offline"
    place = tmp_path_factory.mktemp("help desk")
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(place)
    return place / "port-atlas"


@pytest.fixture(scope="session")
def origin(copy: Path) -> str:
    """The address of the copy; the browser may ask for files below it and for nothing else."""
    return copy.as_uri()


@pytest.fixture
def shared() -> str:
    """A ticket names the site, not a path on somebody's disk."""
    return SITE_URL.removesuffix("/")


def test_the_search_opens_the_page_that_it_finds(opened: Opener, at: Address) -> None:
    """A click on the first result for a number and for an error's name opens the page itself."""
    for words, path in (("62893", "/ports/62893/"), ("EADDRINUSE", "/troubleshooting/port-in-use/")):
        page = opened("/learn/binding/")
        test_site.search(page, words).first.click()
        expect(page).to_have_url(re.compile(rf"^{re.escape(at(path))}(\?|#|$)"))
        expect(page.locator("h1#answer")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/lookup/", "/ports/"])
def test_every_box_opens_the_page_behind_its_answer(opened: Opener, at: Address, path: str) -> None:
    """Each box answers while one types, and Enter opens the file of the page."""
    test_lookup.test_every_box_answers_while_one_types_and_opens_the_page_on_enter(opened, at, path)


def test_a_link_in_an_answer_names_a_file(opened: Opener, at: Address) -> None:
    """Links that a script made lead to pages, not to lists of files."""
    page = opened("/lookup/?q=10.1.2.3")
    link = page.locator(".atlas-resolved a", has_text="10.0.0.0/8").first
    expect(link).to_have_attribute("href", at("/addresses/private-10/"))
    link.click()
    expect(page.locator("h1")).to_contain_text("10.0.0.0/8")


@pytest.mark.parametrize("path", ["/", "/lookup/", "/ports/"])
def test_without_javascript_the_box_opens_the_tables(opened: Opener, at: Address, path: str) -> None:
    """With scripts off the button opens the page with the ranges."""
    test_lookup.test_without_javascript_the_box_leads_to_the_tables_and_sends_nothing(opened, at, path)


@pytest.mark.parametrize("text", test_lookup.HOSTILE[:2])
@pytest.mark.parametrize("way", ["query", "fragment", "paste"])
def test_hostile_text_runs_nothing(opened: Opener, way: str, text: str) -> None:
    """Markup in the query, the fragment or the box runs no code on a disk either."""
    test_lookup.test_hostile_text_runs_nothing_and_is_shown_as_text(opened, way, text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_opens_with_its_scripts(opened: Opener, kind: str) -> None:
    """Each kind of page loads whole, asks for nothing outside its folder and logs no error."""
    page = opened(KINDS[kind])
    page.wait_for_load_state("networkidle")
    expect(page.locator("nav[aria-label='Site']").first).to_be_attached()  # assets/names.mjs ran
    expect(page.get_by_text("Copy for use without a network")).to_be_attached()


def test_every_link_of_every_page_leads_to_a_file_and_a_fragment(copy: Path) -> None:
    """No link of the copy ends in a folder, in a file that is not there or in an anchor that its page lacks."""
    pages = {file.relative_to(copy).as_posix(): file.read_text(encoding="utf-8") for file in copy.rglob("*.html")}
    anchors = {path: set(re.findall(r'\s(?:id|name)="([^"]+)"', html)) for path, html in pages.items()}
    wrong = [
        f"{path}: {address}"
        for path, html in pages.items()
        for address in {*re.findall(r'\s(?:href|src|action)="([^"]*)"', html)}
        if not _leads_somewhere(copy, anchors, _base(path, html), unescape(address))
    ]
    assert len(pages) > 250
    assert wrong == []


def _base(path: str, html: str) -> str:
    base = re.search(r'<base\s[^>]*href="([^"]+)"', html)
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), base[1])) if base else path


def _leads_somewhere(copy: Path, anchors: dict[str, set[str]], path: str, address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme:
        return parts.scheme in {"http", "https", "mailto"}
    here = posixpath.dirname(path)
    target = posixpath.normpath(posixpath.join(here, unquote(parts.path))) if parts.path else path
    if not (copy / target).is_file():
        return False
    return not parts.fragment or not target.endswith(".html") or unquote(parts.fragment) in anchors[target]


def test_nothing_that_a_page_loads_lies_outside(copy: Path) -> None:
    """Scripts, styles and pictures come from the folder; there is no module script, which a browser would refuse."""
    for file in copy.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        assert re.findall(r"<(?:script|img|iframe|source)[^>]*\ssrc=\"(?:https?:)?//[^\"]*", html) == []
        assert re.findall(r"<link[^>]*rel=\"(?!canonical\")[^\"]*\"[^>]*href=\"(?:https?:)?//[^\"]*", html) == []
        assert 'type="module"' not in html
