import assert from "node:assert/strict";
import { test } from "node:test";

import { connect, search } from "../../docs/assets/ask.mjs";

/** A search field that notes what is done to it. */
function fieldWith(value = "") {
  return {
    value,
    did: [],
    focus() { this.did.push("focus"); },
    dispatchEvent(event) { this.did.push(event.type); return true; },
  };
}

test("what is searched stands in the field before the field is told", () => {
  const field = fieldWith();
  search(field, " 127.0.0.1:62893\n");
  assert.equal(field.value, "127.0.0.1:62893");
  assert.deepEqual(field.did, ["focus", "keyup"]);
});

test("sending the form searches and does not leave the page", () => {
  const field = fieldWith();
  let submit;
  const form = { addEventListener: (_, listener) => { submit = listener; }, querySelector: () => ({ value: "8080" }) };
  connect({ querySelector: (selector) => (selector === ".atlas-ask" ? form : field) });
  let prevented = false;
  submit({ preventDefault() { prevented = true; } });
  assert.equal(prevented, true);
  assert.equal(field.value, "8080");
});

test("a page without the form is left alone", () => {
  connect({ querySelector: () => null });
});
