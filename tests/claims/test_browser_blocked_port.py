"""The case browser-blocked-port: what Node.js and Chromium refuse, and what other clients open."""

import json
import re
from urllib.parse import urlsplit

from generator import strict_yaml
from tests.claims.chromium import chromium, site
from tests.claims.clients import NODE, fetched
from tests.claims.servers import serving, web
from tests.claims.witness import ROOT, case, in_private_network, run, texts

CASE = "browser-blocked-port"
RANGES = "data/port-ranges.yml"
CONTENT = strict_yaml.read(ROOT / RANGES, RANGES).content["refused_by_browsers"]
REFUSED = CONTENT["ports"]
BLOCKED = 6000
NAMED = [6000, *range(6665, 6670), 6697, 5060, 5061, 2049, 4045, 10080, 1720]  # in the case's causes
USUAL = [3000, 5173, 8000, 8080]
SERVE = "/usr/bin/env python3 -m http.server {} --bind 127.0.0.1 >/dev/null 2>&1 &\nuntil nc -z 127.0.0.1 {}; do sleep 0.05; done"


def test_node_fetch_says_what_the_case_lists() -> None:
    """The case lists the cause that Node.js prints below `fetch failed` for a port on the list."""
    printed = {line.strip(" {") for line in fetched(0, f"fetch('http://127.0.0.1:{BLOCKED}/')")}
    assert texts(CASE, "Node.js fetch") <= printed
    assert "TypeError: fetch failed" in printed


def test_the_ports_that_the_case_names_are_on_the_list() -> None:
    """The numbers that people meet are on the list of this site, the usual ones of development servers are not."""
    assert set(NAMED) <= set(REFUSED)
    assert set(USUAL).isdisjoint(REFUSED)
    detail = next(it.detail for it in case(CASE).causes if "10080" in it.detail and "6697" in it.detail)
    assert all(str(port) in detail for port in (6000, 6665, 6669, 6697, 5060, 5061, 2049, 4045, 10080, 1720, *USUAL))


def test_node_refuses_what_the_list_names() -> None:
    """Node.js refuses the named ports before it tries them, and tries the usual ones."""
    code = f"""
    const ports = {json.dumps([*NAMED, *USUAL])};
    const ask = (port) => fetch(`http://127.0.0.1:${{port}}/`).then(() => 'open', (it) => it.cause.message);
    Promise.all(ports.map(ask)).then((all) => console.log(JSON.stringify(all.map((it) => it === 'bad port'))));
    """
    result = json.loads(in_private_network(f"{NODE} - <<'END'\n{code}\nEND"))
    assert result == [True] * len(NAMED) + [False] * len(USUAL)


def test_chromium_refuses_what_the_notes_say() -> None:
    """Chromium refuses the list, with the code that the notes give, but for the numbers that they name as exceptions."""
    note = next(it for it in CONTENT["notes"] if it.startswith("Chromium 156 opened"))
    exceptions = {int(it) for it in re.findall(r"(?<!Chromium )\b\d{4}\b", note)}
    assert f"the other {len(REFUSED) - len(exceptions)} with `ERR_UNSAFE_PORT`" in note
    with site() as server, chromium() as tab:
        tab.open(f"http://127.0.0.1:{server.port}/")
        newer = int(str(tab.run("navigator.userAgent.match(/Chrome\\/(\\d+)/)[1]"))) > 156
        reasons = tab.failures([f"http://127.0.0.1:{port}/" for port in [*REFUSED, *USUAL]])
    refused = {urlsplit(url).port for url, reason in reasons.items() if reason == "net::ERR_UNSAFE_PORT"}
    assert refused <= set(REFUSED)
    assert set(REFUSED) - refused <= exceptions if newer else set(REFUSED) - refused == exceptions


def test_other_clients_open_a_port_on_the_list() -> None:
    """Curl, Python and Node's http open a port that fetch refuses."""
    url = f"http://127.0.0.1:{BLOCKED}/"
    script = f"""
    {SERVE.format(BLOCKED, BLOCKED)}
    curl -sS -o /dev/null -w '%{{http_code}}\\n' {url}
    python3 -c "import urllib.request; print(urllib.request.urlopen('{url}').status)"
    {NODE} -e "require('http').get('{url}', (it) => {{ console.log(it.statusCode); process.exit() }})"
    kill %1
    """
    assert in_private_network(script).split() == ["200", "200", "200"]


def test_the_command_of_the_case_tells_a_port_on_the_list() -> None:
    """The case's command prints `bad port` for one on the list, and its sample for a server that is not."""
    check = next(it for it in case(CASE).checks if it.command.startswith("node"))
    with serving(web) as port:
        assert run("bash", "-c", check.command.replace("PORT", str(port))).stdout.strip() == check.output
    assert run("bash", "-c", check.command.replace("PORT", str(BLOCKED))).stdout.strip() == "bad port"
