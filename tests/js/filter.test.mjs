import assert from "node:assert/strict";
import { test } from "node:test";

import { fits, holds } from "../../docs/assets/filter/match.mjs";
import { countOf, lookupPath, nothing } from "../../docs/assets/filter/said.mjs";
import { readState, stateOf, withState } from "../../docs/assets/filter/state.mjs";

const FIELDS = [
  { name: "q", values: null },
  { name: "range", values: ["", "system", "user"] },
  { name: "browsers", values: ["refuse"] },
];
const PORTS = { one: "port", many: "ports" };

test("a state is read from the address, and unknown values and names are ignored", () => {
  assert.deepEqual(readState("?range=user&risk=high&q=sql", FIELDS), { q: "sql", range: "user" });
  assert.deepEqual(readState("?range=users&browsers=1&q=%20%20", FIELDS), {});
  assert.deepEqual(readState("", FIELDS), {});
});

test("the text loses its outer spaces and what is beyond a hundred characters", () => {
  assert.deepEqual(stateOf([["q", "  my   sql ", null]]), { q: "my sql" });
  assert.equal(stateOf([["q", "x".repeat(500), null]]).q.length, 100);
});

test("a state is written into the address beside what else stands there", () => {
  const address = withState("https://x.example/ports/?os=linux&range=user#system", { q: "a b" }, FIELDS);
  assert.equal(address, "https://x.example/ports/?os=linux&q=a+b#system");
});

test("what is written is read again", () => {
  for (const state of [{}, { q: "c++ & more=1" }, { range: "system", browsers: "refuse", q: "é" }]) {
    assert.deepEqual(readState(new URL(withState("https://x.example/", state, FIELDS)).search, FIELDS), state);
  }
});

test("an item fits when it has each chosen trait and each word", () => {
  const item = { text: "5432 a PostgreSQL server", traits: { range: "user", transport: "tcp udp", browsers: "" } };
  assert.ok(fits(item, {}));
  assert.ok(fits(item, { range: "user", transport: "udp", q: "sql server" }));
  assert.ok(!fits(item, { range: "system" }));
  assert.ok(!fits(item, { browsers: "refuse" }), "an empty trait is a no");
  assert.ok(!fits(item, { q: "sql client" }));
});

test("a trait that an item says nothing about does not keep it out", () => {
  assert.ok(fits({ text: "", traits: {} }, { says: "refused" }));
});

test("a number stands at the beginning of a number, and words anywhere", () => {
  assert.ok(holds("port 8080", "80"));
  assert.ok(!holds("port 1080", "80"));
  assert.ok(holds("WinError 10061", "10061"));
  assert.ok(holds("PostgreSQL", "greS"));
  assert.ok(holds("a.b", "a.b") && !holds("axb", "a.b"));
});

test("the count says how many of how many", () => {
  assert.equal(countOf(23, 143, PORTS), "23 of 143 ports");
  assert.equal(countOf(143, 143, PORTS), "143 ports");
  assert.equal(countOf(0, 1, PORTS), "0 of 1 port");
});

test("when nothing is found, the sentence says why", () => {
  assert.equal(nothing({ q: "51515" }, PORTS), "51515 has no page of its own.");
  assert.equal(nothing({ q: "70000" }, PORTS), "70000 is no port: the highest is 65535.");
  assert.equal(nothing({ q: "frob" }, PORTS), 'No port says "frob".');
  assert.equal(nothing({ q: "sql", risk: "low" }, PORTS), "No port fits all of this.");
});

test("the look-up is asked for the text, and for nothing without one", () => {
  assert.equal(lookupPath({ q: "a&b" }), "lookup/?q=a%26b");
  assert.equal(lookupPath({ range: "user" }), null);
});
