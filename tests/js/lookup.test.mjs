import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { MAX_LENGTH, lookup, nearPorts } from "../../docs/assets/lookup.mjs";

const here = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const TABLE = JSON.parse(here("../../docs/api/v1/lookup.json"));
const CASES = new Set(TABLE.data.cases.map(({ id }) => id));
// Messages that real programs printed, and things that people type; `case` and `accept` list all right answers.
const MESSAGES = here("../fixtures/messages.jsonl").trim().split("\n").map((line) => JSON.parse(line));

const ask = (text) => lookup(TABLE, text);
const isRead = ({ text, address, port, accept }) => {
  const answer = ask(text);
  return [[address, port], ...accept].some(([host, number]) => host === answer.address && number === answer.port);
};

test("address and port of at least 97 of 100 real messages are right", () => {
  const wrong = MESSAGES.filter((message) => !isRead(message)).map(({ text }) => text.slice(0, 120));
  assert.ok(wrong.length <= MESSAGES.length * 0.03, wrong.join("\n"));
});

test("the first case of at least 97 of 100 real messages is right", () => {
  const judged = MESSAGES.filter((message) => message.case.some((id) => id === "none" || CASES.has(id)));
  const wrong = judged.filter((message) => !message.case.includes(ask(message.text).cases[0] ?? "none"));
  assert.ok(judged.length > 120);
  assert.ok(wrong.length <= judged.length * 0.03, wrong.map(({ text }) => text.slice(0, 120)).join("\n"));
});

test("no input that means nothing is taken for something else", () => {
  const refused = MESSAGES.filter(({ kind }) => kind === "refuse");
  assert.ok(refused.length > 15);
  for (const message of refused) assert.ok(isRead(message), message.text.slice(0, 80));
});

/** Numbers that look random and are the same in every run. */
function* numbers(seed) {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

const RANDOM = numbers(62893);
const below = (limit) => Math.floor(RANDOM.next().value * limit);
const pick = (list) => list[below(list.length)];
const anyPort = (least = 1) => pick([least, 80, 443, 3000, 8080, 49342, 62893, 65535, least + below(65536 - least)]);
const anyIPv4 = () => pick(["127.0.0.1", "0.0.0.0", "255.255.255.255", Array.from({ length: 4 }, () => below(256)).join(".")]);
const anyHost = () => pick(["localhost", "app.localhost", `h${below(1000)}.example.com`, `db-${below(100)}.internal`]);
/** An IPv6 address as RFC 5952 writes it: two or more groups of zeros in one place. */
function anyIPv6() {
  const group = () => (1 + below(0xffff)).toString(16);
  const [head, tail] = [Array.from({ length: below(4) }, group), Array.from({ length: below(3) }, group)];
  return pick(["::1", "::", "fe80::1", "2001:db8::1", `${head.join(":")}::${tail.join(":")}`]);
}

const WRAPPINGS = [
  (host, port) => `${host}:${port}`,
  (host, port) => `  "${host}:${port}"\n`,
  (host, port) => `http://${host}:${port}/path?x=1#y`,
  (host, port) => `postgres://user:secret@${host}:${port}/db`,
  (host, port) => `dial tcp ${host}:${port}: connect: connection refused`,
  (host, port) => `Error: connect ECONNREFUSED ${host}:${port}`,
  (host, port) => `[Sun Nov 22 00:16:08 2026] Failed to listen on ${host}:${port} (reason: 98)`,
  (host, port) => `LISTEN 0 128 ${host}:${port} 0.0.0.0:* users:(("python3",pid=28267,fd=3))`,
  (host, port) => `python3 28267 root 3u IPv4 449380 0t0 TCP ${host}:${port} (LISTEN)`,
  (host, port) => `  TCP    ${host}:${port}        0.0.0.0:0              LISTENING       12345`,
  (host, port) => `SSL_connect returned=1 errno=0 peeraddr=${host}:${port} state=error`,
  (host, port) => `Connecting to ${host}:${port}... failed: Connection refused.`,
  (host, port) => `finishConnect(..) failed: Connection refused: /${host}:${port}`,
  (host, port) => `\u001b[31m${host}:${port}\u001b[0m`,
  (host, port) => `${host}\uff1a${port}`,
];
const NAMED = [
  (host, port) => `curl: (7) Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`,
  (host, port) => `connection to server at "${host}", port ${port} failed: timeout expired`,
  (host, port) => `nc: connect to ${host} port ${port} (tcp) failed: Connection refused`,
  (host, port) => `Connection refused - connect(2) for "${host}" port ${port} (Errno::ECONNREFUSED)`,
  (host, port) => `HTTPConnectionPool(host='${host}', port=${port}): Max retries exceeded with url: /`,
  (host, port) => `  errno: -111, address: '${host}', port: ${port}`,
];
const TUPLES = [
  (host, port) => `[Errno 111] Connect call failed ('${host}', ${port})`,
  (host, port) => `could not bind on any address out of [('${host}', ${port})]`,
];

test("any address with any port comes back from any of the usual wrappings", () => {
  for (let round = 0; round < 3000; round += 1) {
    const kind = below(4);
    const port = anyPort();
    const address = [anyIPv4, anyIPv6, anyIPv6, anyHost][kind]();
    const isIPv6 = kind === 1 || kind === 2;
    const wrap = pick(kind === 2 ? [...NAMED, ...TUPLES] : kind === 0 ? [...WRAPPINGS, ...NAMED, ...TUPLES] : WRAPPINGS);
    const text = wrap(isIPv6 && kind === 1 ? `[${address}]` : address, port);
    const answer = ask(text);
    assert.deepEqual([answer.address, answer.port], [address, port], text);
  }
});

test("IPv6 without brackets comes back from the messages of Node.js and the tables of BSD", () => {
  for (let round = 0; round < 1000; round += 1) {
    const [address, port] = [anyIPv6(), anyPort(10)];
    const wrap = pick([
      (host, number) => `Error: connect ECONNREFUSED ${host}:${number}`,
      (host, number) => `tcp6       0      0  ${host}.${number}   *.*   LISTEN`,
    ]);
    const answer = ask(wrap(address, port));
    assert.deepEqual([answer.address, answer.port], [address, port], wrap(address, port));
  }
});

test("every IPv6 spelling of an address is one address", () => {
  for (const spelling of ["::1", "[::1]", "0:0:0:0:0:0:0:1", "0000:0000:0000:0000:0000:0000:0000:0001", "::0:1", "::0001"]) {
    assert.equal(ask(`dial ${spelling} failed`).address, "::1", spelling);
  }
  assert.equal(ask("FE80::ABCD%eth0").address, "fe80::abcd");
  assert.equal(ask("ping fe80::1%lo0").block, "link-local-ipv6");
});

test("a number that stands beside an error is no port", () => {
  for (const text of [
    "OSError: [Errno 98] Address already in use",
    "connect failed with error: 10061",
    "2026/11/22 00:16:08 [emerg] 28472#28472: bind failed (98: Address already in use)",
    "panic: bind: address already in use\n\t/app/main.go:26 +0x1d2",
    "at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1494:16)\nECONNREFUSED",
    "HTTP 502 Bad Gateway",
    "curl: (52) Empty reply from server",
    "Error: socket hang up\n    at Socket.socketOnEnd (_http_client.js:499:23)",
    "a1b2c3 postgres:13 \"docker-entrypoint.s\" Exited (1) 5 minutes ago",
    "Os { code: 111, kind: ConnectionRefused, message: \"Connection refused\" }",
  ]) {
    assert.equal(ask(text).port, null, text);
  }
});

test("of several addresses the one that the message is about is taken", () => {
  const expected = {
    "dial tcp: lookup nosuch.invalid on 192.0.2.53:53: no such host": ["nosuch.invalid", null],
    "read tcp 127.0.0.1:37968->127.0.0.1:5432: read: connection reset by peer": ["127.0.0.1", 5432],
    "read tcp 127.0.0.1:5432->127.0.0.1:37968: read: connection reset by peer": ["127.0.0.1", 5432],
    "connect EHOSTUNREACH 192.0.2.50:8080 - Local (192.0.2.10:54321)": ["192.0.2.50", 8080],
    'upstream failed, client: 127.0.0.1, server: localhost, upstream: "http://127.0.0.1:62999/", host: "localhost:8080"': ["127.0.0.1", 62999],
    "Could not proxy request /api from localhost:3000 to http://localhost:5000": ["localhost", 5000],
    "tcp6  0  0 :::8080  :::*  LISTEN  1234/java": ["::", 8080],
    "Connecting to localhost (localhost)|127.0.0.1|:62893... failed": ["localhost", 62893],
  };
  for (const [text, [address, port]] of Object.entries(expected)) {
    const answer = ask(text);
    assert.deepEqual([answer.address, answer.port], [address, port], text);
  }
});

test("a version with four numbers is no address and does not hide the port", () => {
  const expected = {
    "Starting ChromeDriver 126.0.6478.62 (abc) on port 9515": [null, 9515],
    "Mozilla/5.0 Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0": [null, null],
    "refused: localhost/127.0.0.1:8761": ["localhost", 8761],
    "126.0.6478.62": [null, null],
  };
  for (const [text, [address, port]] of Object.entries(expected)) {
    const answer = ask(text);
    assert.deepEqual([answer.address, answer.port], [address, port], text);
  }
  assert.equal(ask("126.0.6478.62").problem, "bad-address");
});

test("a word where a name could stand is no name", () => {
  for (const text of [
    "ping: permission denied (are you root?)",
    "ping: socktype: SOCK_RAW",
    "ping: sendmsg: Operation not permitted",
    "ping works but nothing answers",
    "accept4: hostname (Too many open files)",
    "Lost connection to MySQL server at 'reading initial communication packet'",
  ]) {
    assert.equal(ask(text).address, null, text);
  }
  assert.equal(ask("ping: nas: Name or service not known").address, "nas");
  assert.equal(ask("ping: unknown host gateway.internal").address, "gateway.internal");
  assert.equal(ask("ping nas").address, "nas");
});

test("the name that was asked for is taken, however its address stands beside it", () => {
  const expected = {
    "Connection to node 1 (kafka1/172.20.0.4:29092) terminated": ["kafka1", 29092],
    "rsync: failed to connect to backup.example.net (192.0.2.44): Connection refused": ["backup.example.net", null],
    "Cannot connect to host localhost:8080 ssl:default [Connect call failed ('127.0.0.1', 8080)]": ["localhost", 8080],
    "Can't connect to MySQL server on 'mysql' (115)": ["mysql", null],
    "Can't reach database server at `db`:`5432`": ["db", 5432],
    "tcp connect (db:5432): non-existing domain": ["db", 5432],
    "mongodb+srv://user:p%40ss@cluster0.example.net/test": ["cluster0.example.net", null],
    "sending request for url (https://localhost:8443/)": ["localhost", 8443],
  };
  for (const [text, [address, port]] of Object.entries(expected)) {
    const answer = ask(text);
    assert.deepEqual([answer.address, answer.port], [address, port], text);
  }
});

test("a port is read from commands, rows of a firewall, tuples and calls, and from no other number", () => {
  const expected = {
    "2026-11-22 10:00:00 DROP TCP 192.0.2.10 192.0.2.20 51515 445 52 S 1": 445,
    "{listen_error,{{0,0,0,0},5672},eaddrinuse}": 5672,
    "Error: service(imap-login): listen(*, 143) failed: Address already in use": 143,
    "Fatal: listen(0.0.0.0, 993) failed: Address already in use": 993,
    "connect(::1, 5432)": 5432,
    "wait(10.0.0.1, 30, 5)": null,
    "docker run -p 8080:80 nginx": 8080,
    "lsof -nP -iTCP:3000 -sTCP:LISTEN": 3000,
    "python3 -m http.server 8000": 8000,
    '{"c":"CONTROL","id":20568,"msg":"Error setting up listener"}': null,
    "issue 1234": null,
    "5000 EUR": null,
    "12 GB": null,
  };
  for (const [text, port] of Object.entries(expected)) assert.equal(ask(text).port, port, text);
});

test("the side of the connection is told where the text shows it", () => {
  const expected = {
    'INFO:     127.0.0.1:40230 - "GET / HTTP/1.1" 200 OK': "client",
    "Connected by ('127.0.0.1', 62893)": "client",
    "LISTEN 0 128 127.0.0.1:62893 0.0.0.0:*": "listener",
    "ESTAB 0 0 127.0.0.1:5432 127.0.0.1:49342": null,
    " * Running on http://127.0.0.1:5000": "listener",
    "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp": "published",
    "127.0.0.1:62893": null,
  };
  for (const [text, side] of Object.entries(expected)) assert.equal(ask(text).side, side, text);
});

test("codes decide before words, and no code is needed where words do", () => {
  assert.equal(ask("Es konnte keine Verbindung hergestellt werden (10061)").cases[0], "connection-refused");
  assert.equal(ask("SOMETHING [WinError 10048] in any language").cases[0], "port-in-use");
  assert.equal(ask("Verbindungsaufbau abgelehnt").cases[0], "connection-refused");
  assert.equal(ask("Port 5173 is in use, trying another one...").cases[0], "port-in-use");
  assert.deepEqual(ask("connect ECONNREFUSED ::1:5432").cases, ["connection-refused", "ipv4-ipv6-mismatch"]);
  assert.deepEqual(ask("connect ECONNREFUSED 127.0.0.1:5432").cases, ["connection-refused"]);
  assert.equal(ask("bind() to 0.0.0.0:8443 failed (98: Unknown error)").cases[0], "port-in-use");
  assert.equal(ask("upstream timed out (110: Connection timed out) while connecting to upstream").cases[0], "timeout-or-filtered");
  assert.equal(ask("502 Bad Gateway").cases[0], "bad-gateway");
  assert.deepEqual(ask("listening on 127.0.0.1:10061").cases, []);
  assert.deepEqual(ask("Permission denied (publickey).").cases, []);
});

test("blocks are the narrowest that hold the address", () => {
  const expected = {
    "127.0.0.1": "loopback", localhost: "loopback", "0.0.0.0": "unspecified-ipv4", "0.1.2.3": "this-network", "::1": "loopback-ipv6",
    "10.0.0.0/8": "private-10", "10.1.2.3/8": "private-10", "192.168.1.0/255.255.255.0": "private-192", "fe80::/10": "link-local-ipv6",
    "::ffff:127.0.0.1": "ipv4-mapped", "8.8.8.8": null, "0.0.0.0/0": null, "example.com": null,
  };
  for (const [text, block] of Object.entries(expected)) {
    const id = ask(text).block;
    assert.equal(id, block === "this-network" ? TABLE.data.blocks.find((it) => it.block === "0.0.0.0/8").id : block, text);
  }
});

test("what cannot be answered is refused with its reason", () => {
  const expected = {
    "": "empty", " \n\t ": "empty", "{{address}}": "empty", "${PORT}": "empty", "{searchTerms}": "empty",
    70000: "port-out-of-range", "127.0.0.1:70000": "port-out-of-range", "port 65536": "port-out-of-range",
    "256.1.1.1": "bad-address", "01.02.03.04": "bad-address", "10.0.0.0/33": "bad-address",
    "hello world": "nothing-recognised", "-1": "nothing-recognised", "1e4": "nothing-recognised", "12:30:45": "nothing-recognised",
  };
  for (const [text, problem] of Object.entries(expected)) {
    assert.equal(ask(text).problem, problem, text);
    assert.equal(ask(text).port, null, text);
  }
});

test("what a help desk's template left unfilled is empty, in every system's spelling", () => {
  for (const text of [
    "{{ticket.ticket_field_123}}", "{{ ticket.title | url_encode }}", "{{issue.customfield_10001.urlEncode}}", "{{{issue.summary}}}",
    "%{ticket.name}", "%{ISSUE_ID}", "${current.number}", "${short_description}", "#{ticket.title}", "{%subject%}", "{$ticket.title}",
    "[[Address]]", "%subject%", "%s", "<num>", "{searchTerms}", "$PORT",
  ]) assert.equal(ask(text).problem, "empty", text);
  for (const text of ["{127,0,0,1}", "[::1]", "[fe80::1]:80", "127.0.0.1%lo", "{62893}", "%7Fport 80%7F"]) assert.notEqual(ask(text).problem, "empty", text);
});

test("only so many characters are looked at", () => {
  const nothing = { address: null, port: null, cases: [], side: null, block: null, problem: "too-long", url: "/lookup/" };
  for (const unit of ["127.0.0.1:", "1.", "::", "[", "port 1", "a.", "\ud800", "refused "]) {
    assert.deepEqual(ask(`x${unit.repeat(100_000)}`.slice(0, 100_000)), nothing, unit);
    assert.notEqual(ask(`x${unit.repeat(MAX_LENGTH)}`.slice(0, MAX_LENGTH)).problem, "too-long", unit);
  }
});

test("nothing that is pasted can throw or leave the shape of an answer", () => {
  const parts = ["127.0.0.1", ":", "::1", "[", "]", "port ", "62893", "%3A", "->", "*", " ", "\n", "\u0000", "\ud800", "é", "地址", "lookup ", "@", "/", "constructor"];
  for (let round = 0; round < 2000; round += 1) {
    const text = Array.from({ length: below(12) }, () => pick(parts)).join("");
    const { address, port, cases, url } = ask(text);
    assert.ok(address === null || /^[\w.:*/-]+$/.test(address), text);
    assert.ok(port === null || (Number.isInteger(port) && port >= 0 && port <= 65535), text);
    assert.ok(cases.every((id) => CASES.has(id)), text);
    assert.match(url, /^\/(?:(?:ports|troubleshooting|addresses)\/[\w-]+\/|lookup\/(?:\?q=[\w.%*-]+)?)$/, text);
  }
});

test("the address to go to is that of a page, or of the resolver with a short recognised form", () => {
  const expected = {
    "Error: connect ECONNREFUSED 127.0.0.1:62893": "/troubleshooting/connection-refused/",
    "127.0.0.1:62893": "/ports/62893/",
    51515: "/lookup/?q=51515",
    "[::1]:51515": "/lookup/?q=%5B%3A%3A1%5D%3A51515",
    localhost: "/addresses/loopback/",
    "172.16.0.0/12": "/addresses/private-172/",
    "nonsense": "/lookup/",
  };
  for (const [text, url] of Object.entries(expected)) assert.equal(ask(text).url, url, text);
});

test("every port of the 65,536 answers, with its page where there is one", () => {
  const described = new Set(TABLE.data.ports.map(({ port }) => port));
  for (let port = 0; port <= 65535; port += 1) {
    const answer = ask(String(port));
    assert.equal(answer.port, port);
    assert.equal(answer.problem, null);
    assert.equal(answer.url, described.has(port) ? `/ports/${port}/` : `/lookup/?q=${port}`);
  }
});

test("names that tools print in place of a port are numbers again", () => {
  assert.equal(ask("node 1234 me 23u IPv4 0x12 0t0 TCP *:hbci (LISTEN)").port, 3000);
  assert.equal(ask("TCP localhost:postgresql (LISTEN)").port, 5432);
});

test("a cut or mistyped number leads to the described ports near it", () => {
  assert.ok(nearPorts(TABLE, 4934).includes(49342));
  assert.ok(nearPorts(TABLE, 6289).includes(62893));
  assert.ok(nearPorts(TABLE, 62839).includes(62893));
  assert.deepEqual(nearPorts(TABLE, 51515), []);
});

test("the table is not changed and the answer depends on nothing else", () => {
  const frozen = JSON.stringify(TABLE);
  assert.deepEqual(ask("127.0.0.1:62893"), ask("127.0.0.1:62893"));
  assert.equal(JSON.stringify(TABLE), frozen);
});
