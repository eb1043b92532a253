import assert from "node:assert/strict";
import { test } from "node:test";

import { describe, readings, registered } from "../../docs/assets/ask/port.mjs";
import { assigned, noted, portParts } from "../../docs/assets/ask/portsheet.mjs";
import { textOf } from "../../docs/assets/ask/tree.mjs";
import { portSentence, verdictWords } from "../../docs/assets/ask/words.mjs";
import { NUMBERS, TABLE } from "./facts.mjs";

const it = (port) => describe(TABLE, NUMBERS, port);

test("whether a system hands out a number is told from its own range", () => {
  const automatic = (port) => readings(TABLE, port).map((reading) => reading.automatic);
  assert.deepEqual(automatic(62893), [false, true, true]);
  assert.deepEqual(automatic(49342), [true, true, true]);
  assert.deepEqual(automatic(40000), [true, false, false]);
  assert.deepEqual(automatic(8080), [false, false, false]);
});

test("a port has a path of its own where it is described, and one of the resolver otherwise", () => {
  assert.equal(it(62893).path, "ports/62893/");
  assert.equal(it(51515).path, "lookup/?q=51515");
});

test("the borders of ranges and privileges lie where the facts put them", () => {
  const facts = (port) => [it(port).range.id, it(port).privileged];
  assert.deepEqual([0, 1023, 1024, 49151, 49152, 65535].map(facts), [
    ["system", true], ["system", true], ["user", false], ["user", false], ["dynamic", false], ["dynamic", false],
  ]);
  assert.deepEqual(it(80).verdicts.map(({ privileged }) => privileged), [true, true, false]);
  assert.deepEqual([it(6000).refused, it(8080).refused], [true, false]);
});

test("a name of the registry that holds for a range of ports is found at each of them", () => {
  for (const port of [6000, 6003, 6063]) assert.equal(it(port).assignments[0].name, "x11", port);
  assert.ok(!it(6064).assignments.some(({ name }) => name === "x11"));
  assert.deepEqual(registered(NUMBERS, 80).assignments[0].transports.slice(0, 2), ["tcp", "udp"]);
});

test("what is not in the copy of the registry is said to be just that, with its date", () => {
  const bare = Array.from({ length: 48000 }, (_, index) => index + 1024).find((port) => registered(NUMBERS, port).assignments.length === 0);
  assert.equal(textOf(assigned(it(bare))), `not in our copy of the registry, dated ${NUMBERS.registry.date}`);
  assert.equal(textOf(assigned(it(51515))), "never: IANA assigns nothing in this range");
  assert.match(textOf(assigned(it(5432))), /^postgresql \(tcp, udp\): PostgreSQL Database \(IANA registry as of \d{4}-\d\d-\d\d\)/);
});

test("reserved and unassigned rows, other names and old copies are named as such", () => {
  const row = { name: "", description: "", transports: ["any"], date: NUMBERS.registry.date };
  const said = (...rows) => textOf(assigned({ ...it(1024), assignments: rows.map((one) => ({ ...row, ...one })) }));
  assert.match(said({ status: "reserved" }), /^reserved \(all transports\) \(IANA/);
  assert.match(said({ status: "assigned" }), /^no name/);
  assert.match(said({ status: "assigned", name: "a" }, { status: "alias", name: "b" }), /^a .*; also b /);
  assert.match(said({ status: "assigned", name: "a", date: "2015-07-30" }), /as of 2015-07-30\); our newer copy, of \S+, leaves such rows out$/);
});

test("the remarks of IANA stand behind the names to which they belong", () => {
  assert.equal(noted([{ text: "One.", names: ["a", "b"] }, { text: "two", names: ["c"] }]), "a, b: One. c: two");
});

test("every command that is shown holds the number and no placeholder", () => {
  for (const { commands } of it(51515).verdicts) {
    assert.deepEqual(Object.keys(commands), ["who-listens", "probe", "who-listens-udp", "probe-udp"]);
    for (const command of Object.values(commands)) assert.match(command, /51515/);
    for (const command of Object.values(commands)) assert.doesNotMatch(command, /\bPORT\b/);
  }
});

test("the parts of an undescribed port have the anchors of a described one", () => {
  const ids = (trees) => trees.flatMap((tree) => (tree.tag ? [tree.attributes.id, ...ids(tree.children)] : [])).filter(Boolean);
  assert.deepEqual(ids(portParts(TABLE, it(51515))), [
    "who", "who-linux", "who-macos", "who-windows", "test", "test-linux", "test-macos", "test-windows", "facts", "problems",
  ]);
  assert.deepEqual(ids(portParts(TABLE, it(0))), ["facts", "problems"]);
});

test("the sentence about a number says who hands it out, in the grammar of one, two and three systems", () => {
  assert.match(portSentence(TABLE, 51515), /Linux, macOS and Windows hand it out by themselves: most likely a temporary port/);
  assert.match(portSentence(TABLE, 40000), /Linux hands it out by itself, macOS and Windows do not\.$/);
  assert.match(portSentence(TABLE, 65000), /macOS and Windows hand it out by themselves, Linux does not\.$/);
  assert.match(portSentence(TABLE, 12345), /neither Linux, macOS nor Windows hands it out by itself: most likely a program/);
  assert.match(portSentence(TABLE, 0), /reserved/);
});

test("every number has a sentence that fits into a ticket", () => {
  for (let port = 0; port <= 65535; port += 1) {
    const sentence = portSentence(TABLE, port);
    assert.ok(sentence.length <= 200 && sentence.includes(String(port)), sentence);
  }
});

test("a privilege is named on the systems that ask for one", () => {
  const [linux, macos, windows] = it(81).verdicts.map((verdict) => verdictWords(verdict));
  assert.equal(linux, "chosen by a program, with a privilege");
  assert.equal(macos, "chosen by a program; on 127.0.0.1 with a privilege");
  assert.equal(windows, "chosen by a program");
});
