"""One drawing for each kind of page; the numbers on them are those of the data (a test compares them)."""

from collections.abc import Callable

from tests.previews.plate import GREY, INK, LEFT, PAPER, RED, RIGHT, SAND, SEA, box, dot, line, pin, plate, text

LAST = 65535
STARTS = (0, 1024, 49152)
AUTOMATIC = (("Linux", 32768, 60999), ("Windows, macOS", 49152, LAST))


def _at(number: int) -> float:
    """Return where a port stands on a ruler over the whole width."""
    return LEFT + (RIGHT - LEFT) * number / LAST


def _ruler(y: float, height: float) -> str:
    """Draw the three ranges to scale."""
    ends = (*STARTS[1:], LAST)
    fills = (RED, SAND, SEA)
    parts = [box(_at(a), y, _at(b) - _at(a), height, fill=fill) for a, b, fill in zip(STARTS, ends, fills, strict=True)]
    return "".join([*parts, box(LEFT, y, RIGHT - LEFT, height, stroke=INK)])


def port() -> str:
    """A ruler of all ports, a pin at one of them."""
    ticks = [line(_at(n), 382, _at(n), 382 + (24 if n % 10_000 == 0 else 13), width=2.5) for n in range(0, LAST, 2_500)]
    numbers = [
        text(_at(n), 440, str(n), size=34, anchor=a)
        for n, a in (
            (0, "start"),
            (10_000, "middle"),
            (20_000, "middle"),
            (30_000, "middle"),
            (40_000, "middle"),
            (50_000, "middle"),
        )
    ]
    return plate(
        "Which program is it?",
        _ruler(322, 60)
        + "".join(ticks + numbers)
        + text(RIGHT, 440, str(LAST), size=34, anchor="end")
        + text(_at(24_000), 363, "user ports", size=34, anchor="middle")
        + text(_at(55_400), 363, "dynamic", size=34, fill=PAPER, anchor="middle")
        + pin(_at(62_893), 322, 4.6)
        + text(_at(62_893) - 48, 288, "127.0.0.1:62893", size=50, face="mono-bold", anchor="end"),
    )


def range_() -> str:
    """The three ranges above the ranges from which systems take ports by themselves."""
    rows = []
    for row, (system, first, last) in enumerate(AUTOMATIC):
        y = 386 + row * 54
        rows += [
            box(_at(first), y, _at(last) - _at(first), 36, fill=RED, more='rx="4"'),
            text(_at(first) - 16, y + 29, system, size=32, anchor="end"),
        ]
    marks = [line(_at(n), 252, _at(n), 486, width=2, stroke=GREY, more='stroke-dasharray="2 8"') for n in STARTS[2:]]
    return plate(
        "Which range is this port in?",
        "".join(marks)
        + _ruler(252, 92)
        + "".join(rows)
        + text(LEFT, 234, "0", size=34)
        + text(LEFT + 38, 234, "1024", size=34)
        + text(_at(STARTS[2]), 234, "49152", size=34, anchor="middle")
        + text(RIGHT, 234, str(LAST), size=34, anchor="end")
        + text(_at(24_000), 313, "user ports", size=44, face="serif", anchor="middle")
        + text(_at(57_300), 313, "dynamic", size=44, face="serif", fill=PAPER, anchor="middle"),
    )


def address() -> str:
    """Four bytes and their bits; the first byte tells the block."""
    parts, wide, gap = [], 228, 32
    for index, byte in enumerate((127, 0, 0, 1)):
        x = LEFT + index * (wide + gap)
        colour = RED if index == 0 else INK
        parts.append(box(x, 212, wide, 132, fill=SAND if index else PAPER, stroke=colour))
        parts.append(text(x + wide / 2, 312, str(byte), size=92, face="mono-bold", fill=colour, anchor="middle"))
        if index:
            parts.append(dot(x - gap / 2, 334, 7))
        for bit in range(8):
            on = byte >> (7 - bit) & 1
            parts.append(box(x + 3 + bit * 28.2, 366, 22, 30, fill=colour if on else PAPER, stroke=colour))
    bracket = line(LEFT, 418, LEFT, 434, LEFT + wide, 434, LEFT + wide, 418, stroke=RED)
    words = text(LEFT, 482, "127.0.0.0/8: your own computer", size=40, fill=RED)
    return plate("What is this address?", "".join(parts) + bracket + words)


def case() -> str:
    """The path of a packet, and where it may end."""
    y, stops = 300, ((LEFT + 60, "client"), (LEFT + 366, "firewall"), (LEFT + 672, "port"), (RIGHT - 60, "program"))
    ends = ((1, "no answer"), (2, "refused"), (3, "reset"))
    parts = [
        line(stops[0][0], y, stops[2][0], y, stroke=RED, width=7),
        line(stops[2][0], y, stops[3][0], y, width=5, more='stroke-dasharray="3 15"'),
    ]
    for index, (x, name) in enumerate(stops):
        parts.append(text(x, y - 52, name, size=38, anchor="middle"))
        parts.append(dot(x, y, 25, fill=RED if index < 2 else PAPER, stroke=RED if index < 2 else INK))
    x = stops[2][0]
    parts.append(dot(x, y, 30, fill=PAPER, stroke=RED))
    parts.append(
        line(x - 13, y - 13, x + 13, y + 13, stroke=RED, width=8)
        + line(x - 13, y + 13, x + 13, y - 13, stroke=RED, width=8)
    )
    for index, words in ends:
        x = stops[index][0]
        colour = RED if index == 2 else INK
        parts.append(line(x, y + 46, x, y + 92, stroke=colour, width=3))
        parts.append(line(x - 9, y + 82, x, y + 93, x + 9, y + 82, stroke=colour, width=3))
        parts.append(
            text(x, y + 146, words, size=44, face="serif-bold" if index == 2 else "serif", fill=colour, anchor="middle")
        )
    return plate("Where does it fail?", "".join(parts))


def article() -> str:
    """Two programs of one computer, and the loop between them."""
    parts = [
        box(LEFT, 206, RIGHT - LEFT, 288, fill=SAND, more='rx="16"'),
        text(LEFT + 28, 252, "one computer", size=32, fill=GREY),
    ]
    left, right, y = LEFT + 210, RIGHT - 210, 372
    way = f"M{left} {y - 46}C{left + 60} 190 {right - 60} 190 {right} {y - 48}"
    back = f"M{right} {y + 46}C{right - 60} 486 {left + 60} 486 {left} {y + 46}"
    parts.append(f'<path d="{way}" fill="none" stroke="{RED}" stroke-width="6"/>')
    parts.append(line(right - 27, y - 69, right, y - 48, right + 2, y - 82, stroke=RED, width=6))
    parts.append(
        f'<path d="{back}" fill="none" stroke="{INK}" stroke-width="4" stroke-dasharray="3 13" stroke-linecap="round"/>'
    )
    for x, name in ((left, "client"), (right, "server")):
        parts.append(box(x - 128, y - 44, 256, 88, fill=PAPER, stroke=INK, more='rx="12"'))
        parts.append(text(x, y + 16, name, size=46, face="serif", anchor="middle"))
    parts.append(text((left + right) / 2, y + 16, "127.0.0.1", size=50, face="mono-bold", fill=RED, anchor="middle"))
    return plate("How local connections work", "".join(parts))


def lookup() -> str:
    """The box with a question in it, and its answer."""
    return plate(
        "Paste it. Know what it is.",
        box(LEFT, 226, RIGHT - LEFT, 116, fill="#ffffff", stroke=INK, more='rx="12"')
        + text(LEFT + 36, 306, "127.0.0.1:62893", size=66, face="mono-bold")
        + line(LEFT + 660, 250, LEFT + 660, 318, stroke=RED, width=5)
        + pin(LEFT + 30, 446, 4.2)
        + text(LEFT + 78, 420, "Your own computer, and one of its ports.", size=40)
        + text(LEFT + 78, 472, "Then: which program, and does it matter?", size=34, fill=GREY),
    )


def helpdesk() -> str:
    """A ticket with one short link on it."""
    top, bottom, middle = 206, 490, 348
    notch = f"M{LEFT} {top}H{RIGHT}V{middle - 34}a34 34 0 0 0 0 68V{bottom}H{LEFT}V{middle + 34}a34 34 0 0 0 0 -68Z"
    rows = [box(LEFT + 84, 246 + i * 34, w, 12, fill="#d4cab2", more='rx="6"') for i, w in enumerate((560, 430))]
    return plate(
        "One link answers the ticket",
        f'<path d="{notch}" fill="{SAND}" stroke="{INK}" stroke-width="3"/>'
        + "".join(rows)
        + line(LEFT + 84, 344, RIGHT - 84, 344, stroke=INK, width=2, more='stroke-dasharray="2 10"')
        + text(LEFT + 84, 440, "/p/62893/", size=76, face="mono-bold", fill=RED)
        + text(LEFT + 520, 438, "#who-windows", size=54, face="mono", fill=INK),
    )


KINDS: dict[str, Callable[[], str]] = {
    "address": address,
    "article": article,
    "case": case,
    "helpdesk": helpdesk,
    "lookup": lookup,
    "port": port,
    "range": range_,
}
