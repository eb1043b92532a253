import assert from "node:assert/strict";
import { test } from "node:test";

import { connect, pageOf, search } from "../../docs/assets/ask.mjs";

/** A search field that notes what is done to it. */
function fieldWith(value = "") {
  return {
    value,
    did: [],
    focus() { this.did.push("focus"); },
    dispatchEvent(event) { this.did.push(event.type); return true; },
  };
}

/** Send the form of a page with `text` in it; returns what happened. */
async function send(text, look) {
  const field = fieldWith();
  const happened = { field, prevented: false, went: null };
  let submit;
  const form = { addEventListener: (_, listener) => { submit = listener; }, querySelector: () => ({ value: text }) };
  connect({ querySelector: (selector) => (selector === ".atlas-ask" ? form : field) }, look, (address) => { happened.went = address; });
  await submit({ preventDefault() { happened.prevented = true; } });
  return happened;
}

test("what is searched stands in the field before the field is told", () => {
  const field = fieldWith();
  search(field, " 127.0.0.1:62893\n");
  assert.equal(field.value, "127.0.0.1:62893");
  assert.deepEqual(field.did, ["focus", "keyup"]);
});

test("a text that a page explains opens the page", async () => {
  const happened = await send("127.0.0.1:62893", async () => "the page");
  assert.deepEqual([happened.prevented, happened.went, happened.field.did], [true, "the page", []]);
});

test("a text that no page explains is searched, and the form never leaves the page", async () => {
  const happened = await send("loopback", async () => null);
  assert.deepEqual([happened.prevented, happened.went, happened.field.value], [true, null, "loopback"]);
});

test("when the table cannot be had, the search answers", async () => {
  const happened = await send("8080", async () => { throw new TypeError("fetch failed"); });
  assert.equal(happened.field.value, "8080");
});

test("only addresses of pages are opened", () => {
  assert.equal(pageOf({ url: "/ports/62893/" }), "ports/62893/");
  assert.equal(pageOf({ url: "/lookup/?q=51515" }), null);
  assert.equal(pageOf({ url: "/lookup/" }), null);
});

test("a page without the form is left alone", () => {
  connect({ querySelector: () => null }, async () => null, () => {});
});
