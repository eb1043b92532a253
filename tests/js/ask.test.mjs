import assert from "node:assert/strict";
import { test } from "node:test";

import { search, start } from "../../docs/assets/ask.mjs";

/** A search field that notes what is done to it. */
function fieldWith(value = "") {
  return {
    value,
    did: [],
    focus() { this.did.push("focus"); },
    dispatchEvent(event) { this.did.push(event.type); return true; },
  };
}

/** A form that keeps its listeners and notes when it is sent by a script. */
function formWith() {
  const listeners = new Set();
  return {
    listeners,
    sent: 0,
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
    requestSubmit() { this.sent += 1; },
  };
}

/** Start a page on which the given selectors find something; returns which modules were asked for, and with what. */
async function started(found, question) {
  const did = { boxes: [], questions: [] };
  globalThis.portAtlasQuestion = question;
  await start({ querySelector: (selector) => found[selector] ?? null }, {
    box: async () => ({ connectBox: (form, ways) => did.boxes.push({ form, ways }) }),
    resolver: async () => ({ resolve: async (_, { query }) => did.questions.push(query) }),
    tables: async () => ({ loadTable: async () => ({}) }),
  });
  delete globalThis.portAtlasQuestion;
  return did;
}

test("what is searched stands in the field before the field is told", () => {
  const field = fieldWith();
  search(field, " 127.0.0.1:62893\n");
  assert.equal(field.value, "127.0.0.1:62893");
  assert.deepEqual(field.did, ["focus", "keyup"]);
});

test("of a long text with many lines the search gets one short line", () => {
  const field = fieldWith();
  search(field, "some words\n\n  and more\t".repeat(100));
  assert.match(field.value, /^some words and more some/);
  assert.ok(field.value.length <= 200);
});

test("a page without a box and without a question fetches nothing", async () => {
  assert.deepEqual(await started({}), { boxes: [], questions: [] });
});

test("a page with a box connects it, and its search is that of the page", async () => {
  const field = fieldWith();
  const form = formWith();
  const { boxes, questions } = await started({ "form.atlas-ask": form, ".md-search__input": field });
  assert.deepEqual([boxes.length, boxes[0].form, questions], [1, form, []]);
  assert.deepEqual([form.sent, form.listeners.size], [0, 0]);
  assert.equal(boxes[0].ways.search("loopback"), true);
  assert.equal(field.value, "loopback");
});

test("where there is no search, the box is told so", async () => {
  const { boxes } = await started({ "form.atlas-ask": formWith() });
  assert.equal(boxes[0].ways.search("loopback"), false);
});

test("who sends the form before its script is there is answered as soon as it is", async () => {
  const form = formWith();
  const event = { isHeld: false, preventDefault() { this.isHeld = true; } };
  const box = async () => {
    for (const listener of form.listeners) listener(event);
    return { connectBox() {} };
  };
  await start({ querySelector: (selector) => (selector === "form.atlas-ask" ? form : null) }, { box });
  assert.deepEqual([event.isHeld, form.sent, form.listeners.size], [true, 1, 0]);
});

test("when the script cannot be had, the form works as without scripts", async () => {
  const form = formWith();
  const box = async () => { throw new TypeError("fetch failed"); };
  await assert.rejects(start({ querySelector: (selector) => (selector === "form.atlas-ask" ? form : null) }, { box }));
  assert.equal(form.listeners.size, 0);
});

test("a question that was handed over is resolved, an empty one too", async () => {
  assert.deepEqual((await started({}, "51515")).questions, ["51515"]);
  assert.deepEqual((await started({}, "")).questions, [""]);
});

test("on the page for missing addresses the path is the question", async () => {
  assert.deepEqual((await started({ ".atlas-resolved[data-missing]": {} })).questions, [null]);
});
