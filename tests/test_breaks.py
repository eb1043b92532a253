"""Code in a line breaks between its parts."""

import pytest

from generator.breaks import with_breaks


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("127.0.0.1:62893:127.0.0.1:3000", "127.0.0.1:|62893:|127.0.0.1:|3000"),
        ("2001:db8:1:2:a1b2:c3d4:e5f6:789a", "2001:|db8:|1:|2:|a1b2:|c3d4:|e5f6:|789a"),
        ("::ffff:127.0.0.1:62893", "::ffff:|127.0.0.1:|62893"),
        ("ERR_BLOCKED_BY_LOCAL", "ERR_|BLOCKED_|BY_|LOCAL"),
        ("navigator.serviceWorker", "navigator.|serviceWorker"),
        ("http.ListenAndServe(&quot;127.0.0.1:8123&quot;,", "http.|ListenAndServe(|&quot;127.0.0.1:|8123&quot;,"),
        (
            '<span title="a.bb.ccc.dddd.eeeee">navigator.serviceWorker</span>',
            '<span title="a.bb.ccc.dddd.eeeee">navigator.|serviceWorker</span>',
        ),
        ("nc 127.0.0.1 62893 and so on", "nc 127.0.0.1 62893 and so on"),
        ("127.0.0.1:62893", "127.0.0.1:62893"),
        ("&quot;127.0.0.1:80&quot;", "&quot;127.0.0.1:80&quot;"),
        ("HttpURLConnection", "HttpURLConnection"),
    ],
)
def test_a_long_word_may_break_between_its_parts(word: str, parts: str) -> None:
    """Names, numbers and addresses stay whole; a word of up to sixteen characters is left alone."""
    cell = '<td data-head="x"><code>{}</code></td>'
    assert with_breaks(cell.format(word)) == cell.format(parts.replace("|", "<wbr>"))


def test_an_option_is_not_parted_from_its_hyphen() -> None:
    """In each line of text or table an option stands in an element of its own, which the styles keep whole."""
    page = "<p>Run <code>ss -ltnp</code>: <code>--port 80</code> or <code>a-b - --an-option-longer-than-a-phone</code></p><td><code>-p</code></td>"
    whole = '<span class="atlas-option">{}</span>'
    found = with_breaks(page)
    assert found.count("<span") == 3
    assert all(f"{whole.format(it)}" in found for it in ("-ltnp", "--port", "-p"))


def test_only_code_in_tables_gets_places_to_break() -> None:
    """Running text, blocks of commands and the words of a cell stay as they are."""
    page = "<p><code>navigator.serviceWorker</code></p><td>navigator.serviceWorker</td><pre><code>a.serviceWorker.b -p</code></pre>"
    assert with_breaks(page) == page
