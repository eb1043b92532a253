"""The ledger of links is read exactly, and every link in it has one fate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import ledger
from generator.ledger import HEADER, Fate, Ledger, Line
from generator.problems import DataError

PAGES = ("/", "/a/", "/b/", "/c/", "/ports/80/", "/api/v1/x.json")
links = st.builds(lambda page, anchor: page + anchor, st.sampled_from(PAGES), st.sampled_from(("", "#x", "#Y-1")))
days = st.dates().map(str)
reasons = st.text("abc ,.", min_size=1).filter(lambda it: it == it.strip())
NUMBER = st.just(0)  # the reader counts
lines = st.one_of(
    st.builds(Line, links, st.just("live"), days, st.just(""), st.just(""), NUMBER),
    st.builds(Line, links, st.just("moved"), days, links, reasons | st.just(""), NUMBER),
    st.builds(Line, links, st.just("retired"), days, links, reasons, NUMBER),
)


def of(*rows: str) -> Ledger:
    """The ledger with these rows, whose columns are parted by spaces; the day does not matter."""
    return ledger.parse("\n".join([HEADER, *("\t".join(row.split(" ")) for row in rows)]) + "\n")


@given(st.lists(lines))
def test_what_is_written_is_read_again(written: list[Line]) -> None:
    """A ledger's lines come back from its text as they were, numbered as an editor counts them."""
    read = ledger.parse("".join(f"{line}\n" for line in (HEADER, *written)))
    assert [str(line) for line in read.lines] == [str(line) for line in written]
    assert [line[:5] for line in read.lines] == [line[:5] for line in written]
    assert [line.number for line in read.lines] == list(range(2, len(written) + 2))


@given(st.text(alphabet=st.sampled_from("/a#\t\n -2live\u200b"), max_size=60) | st.text())
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    """No text crashes the reader: it is a ledger, or each fault is named at a line that the text has."""
    written = f"{HEADER}\n{text}"
    faulty = faults(written)
    count = len(written.split("\n"))
    assert all(1 <= number <= count for number in faulty)
    rows = written.removesuffix("\n").split("\n")[1:]
    assert faulty or all(row.startswith("/") and row.split("\t")[1] in ledger.STATES for row in rows)


def faults(text: str) -> list[int]:
    """The lines at which the reader finds fault."""
    try:
        ledger.parse(text)
    except DataError as error:
        return [problem.place.line for problem in error.problems]
    return []


@given(st.lists(lines), links)
def test_every_link_has_a_fate_and_its_way_ends(written: list[Line], link: str) -> None:
    """However the lines are entangled, a fate is found; it leads to where one can stay, or nowhere."""
    held = Ledger(tuple(written))
    fate = held.fate(link)
    assert fate.state in (*ledger.STATES, "unknown")
    if fate.to:
        assert held.step(fate.to).state in ("live", "unknown")
    assert (fate.state in ("live", "unknown")) == (held.step(link).state in ("live", "unknown"))


@given(st.lists(lines), links, days)
def test_a_live_line_at_the_end_brings_a_page_back(written: list[Line], link: str, day: str) -> None:
    """The last line for a link counts, whatever stands above it."""
    page = link.partition("#")[0]
    held = Ledger((*written, Line(page, "live", day), Line(link, "live", day)))
    assert held.fate(link) == Fate(state="live")


@given(st.permutations(range(6)), st.integers(0, 5))
def test_a_chain_of_moves_leads_to_its_end(order: list[int], start: int) -> None:
    """A link that moved several times leads to its last address, in whatever order the moves were noted."""
    moves = [Line(f"/{number}/", "moved", "2026-11-01", f"/{number + 1}/") for number in range(6)]
    held = Ledger(tuple(moves[number] for number in order))
    assert held.fate(f"/{start}/").to == "/6/"
    assert held.fate(f"/{start}/#who").to == "/6/#who"


@pytest.mark.parametrize(
    ("link", "fate"),
    [
        ("/kept/", Fate(state="live")),
        ("/kept/#never", Fate(state="unknown")),
        ("/old/", Fate(state="moved", to="/kept/")),
        ("/old/#x", Fate(state="moved", to="/kept/#x")),
        ("/old/#own", Fate(state="moved", to="/kept/#new")),
        ("/older/#own", Fate(state="moved", to="/kept/#new")),
        ("/gone/", Fate(state="retired", to="/kept/", why="wrong")),
        ("/gone/#x", Fate(state="retired", to="/kept/", why="wrong")),
        ("/to-gone/", Fate(state="retired", to="/kept/", why="wrong")),
        ("/part/#x", Fate(state="moved", to="/kept/#part")),
        ("/here/", Fate(state="moved")),
        ("/never/", Fate(state="unknown")),
    ],
)
def test_the_fate_of_a_link(link: str, fate: Fate) -> None:
    """Anchors follow their page unless they have a line of their own; a circle leads nowhere."""
    held = of(
        *("/kept/ live 2026-11-01", "/old/#x live 2026-11-01", "/old/ moved 2026-11-01 /kept/"),
        *("/old/#own moved 2026-11-01 /kept/#new", "/older/ moved 2026-11-01 /old/"),
        *("/gone/ retired 2026-11-01 /old/ wrong", "/to-gone/ moved 2026-11-01 /gone/"),
        *("/part/ moved 2026-11-01 /kept/#part", "/here/ moved 2026-11-01 /there/", "/there/ moved 2026-11-01 /here/"),
    )
    assert held.fate(link) == fate
