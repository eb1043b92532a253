import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { answerParts, spoken } from "../../docs/assets/ask/answer.mjs";
import { reply } from "../../docs/assets/ask/reply.mjs";
import { textOf } from "../../docs/assets/ask/tree.mjs";
import { MAX_LENGTH, lookup } from "../../docs/assets/lookup.mjs";
import { HOSTILE, TABLE } from "./facts.mjs";

const MESSAGES = readFileSync(new URL("../fixtures/messages.jsonl", import.meta.url), "utf8").trim().split("\n").map((line) => JSON.parse(line));
const to = (text) => reply(TABLE, text);

test("the best link is where the look-up sends its readers", () => {
  for (const { text } of MESSAGES) {
    const { url, problem } = lookup(TABLE, text);
    const { best } = to(text);
    if (problem === null) assert.equal(`/${best.path.replace(/\?port=\d+$/, "")}`, url, text);
    else assert.ok(best === null || /^ports\/\d+\/$/.test(best.path), text);
  }
});

test("a message shows its address, port, trouble and second thoughts", () => {
  const { seen, best, also, about } = to("Error: connect ECONNREFUSED ::1:5432");
  assert.deepEqual(seen.slice(0, 2), [["Address", "::1"], ["Port", "5432"]]);
  assert.equal(seen[2][0], "Trouble");
  assert.equal(best.path, "troubleshooting/connection-refused/?port=5432");
  assert.deepEqual(also.map(({ path }) => path), ["troubleshooting/ipv4-ipv6-mismatch/?port=5432"]);
  assert.deepEqual(about.map(({ path }) => path), ["ports/5432/", "addresses/loopback-ipv6/"]);
});

test("no reply has more than three second thoughts or near ports", () => {
  for (const { text } of MESSAGES) {
    const { also, about, near } = to(text);
    assert.ok(also.length <= 3 && about.length <= 2 && near.length <= 3, text);
  }
});

test("the side of the connection is said in words", () => {
  assert.match(to('INFO:     127.0.0.1:40230 - "GET / HTTP/1.1" 200 OK').seen.at(-1)[1], /client's own/);
  assert.match(to("LISTEN 0 128 127.0.0.1:51515 0.0.0.0:*").seen.at(-1)[1], /listener's/);
});

test("a cut, a mistyped and a too long number offer the described ports near it", () => {
  assert.ok(to("4934").near.some(({ path }) => path === "ports/49342/"));
  assert.ok(to("62839").near.some(({ path }) => path === "ports/62893/"));
  assert.deepEqual(to("628930").near.map(({ path }) => path), ["ports/62893/"]);
  assert.deepEqual(to("62893").near, []);
});

test("the registered name of a described port leads to it", () => {
  assert.deepEqual([to("redis").best.path, to(" SSH ").best.path], ["ports/6379/", "ports/22/"]);
  assert.equal(to("constructor").best, null);
});

test("what cannot be answered gets a reply that says why", () => {
  const expected = {
    "": /nothing to look up yet/,
    "{{ticket.ticket_field_123}}": /^\{\{ticket\.ticket_field_123\}\} is a placeholder/,
    "70000": /^70000 is too high .* 0 to 65535\.$/,
    "127.0.0.1:99999": /^99999 is too high/,
    "256.1.1.1": /^256\.1\.1\.1 is no IPv4 address: 256 is more than 255\.$/,
    "01.02.03.04": /begins with 0/,
    "10.0.0.0/33": /^\/33 is too long for 10\.0\.0\.0/,
    "hello world": /^No address, no port and no error/,
  };
  for (const [text, sentence] of Object.entries(expected)) {
    assert.match(to(text).sentence, sentence, text);
    assert.equal(to(text).best, null, text);
  }
  assert.match(to("x".repeat(MAX_LENGTH + 1)).sentence, /^These are 4,001 characters; at most 4,000 are looked at\./);
});

test("an address or a name without a page of its own still gets a sentence and a link", () => {
  assert.match(to("8.8.8.8").sentence, /none of the special blocks/);
  assert.equal(to("8.8.8.8").best.path, "lookup/?q=8.8.8.8");
  assert.match(to("db.internal").sentence, /is a name/);
  assert.match(to("localhost").sentence, /this computer itself/);
});

test("what is pasted is text in the answer, and never a link or an element", () => {
  for (const text of HOSTILE) {
    const trees = JSON.stringify(answerParts(to(text)));
    assert.doesNotMatch(trees, /"tag":"(?:script|img|svg)"|"href":"javascript:/, text);
  }
});

test("what a screen reader hears is the sentence, what Enter does and how many links follow", () => {
  const heard = spoken(to("Error: connect ECONNREFUSED ::1:5432"));
  assert.match(heard, /^Connection refused: .* Enter opens it\. 3 more links follow\.$/);
  assert.equal(spoken(to("256.1.1.1")), to("256.1.1.1").sentence);
});

test("an answer is shown in the order in which it is read", () => {
  const [seen, sentence, best, also] = answerParts(to("connect ECONNREFUSED ::1:5432")).map(textOf);
  assert.match(seen, /^Address::1Port5432/);
  assert.ok(sentence.length > 20);
  assert.match(best, /^Connection refused$/);
  assert.match(also, /^Also possible: /);
});
