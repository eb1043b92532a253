import assert from "node:assert/strict";
import { test } from "node:test";

import { KEY, chosen, guess, isChoice, recall, remember, systemOf } from "../../docs/assets/system/choice.mjs";
import { groupsOf, partsOf } from "../../docs/assets/system/parts.mjs";

const refusing = () => { throw new DOMException("denied", "SecurityError"); };

test("an anchor names its system at its end", () => {
  for (const [anchor, system] of [
    ["check-windows", "windows"], ["who-listens-udp-linux", "linux"], ["fix-macos", "macos"],
    ["windows", null], ["linux-check", null], ["check-freebsd", null], ["", null],
  ]) assert.equal(systemOf(anchor), system, anchor);
});

test("the visitor's system is guessed from the platform, and not on a phone", () => {
  for (const [platform, system] of [
    ["Win32", "windows"], ["Windows", "windows"], ["MacIntel", "macos"], ["macOS", "macos"], ["Linux x86_64", "linux"], ["Linux", "linux"],
    ["Android", null], ["iPhone", null], ["FreeBSD amd64", null], ["", null], [undefined, null],
  ]) assert.equal(guess(platform), system);
});

test("the fragment comes before ?os=, and that before what is remembered", () => {
  const known = { linked: "windows", search: "?os=macos", remembered: "linux" };
  assert.equal(chosen(known), "windows");
  assert.equal(chosen({ ...known, linked: null }), "macos");
  assert.equal(chosen({ ...known, linked: null, search: "?os=all" }), "all");
  assert.equal(chosen({ ...known, linked: null, search: "" }), "linux");
});

test("where nobody chose, nothing is chosen", () => {
  assert.equal(chosen({ linked: null, search: "", remembered: null }), null);
});

test("other words choose nothing", () => {
  for (const word of ["Windows", "beos", "", "__proto__", "<img src=x onerror=alert(1)>", "linux,macos"]) {
    assert.equal(isChoice(word), false);
    assert.equal(chosen({ linked: null, search: `?os=${encodeURIComponent(word)}`, remembered: null }), null);
    assert.equal(recall(() => ({ getItem: () => word })), null);
  }
});

test("a choice is remembered under one key", () => {
  const kept = new Map();
  const storage = () => ({ setItem: (key, value) => kept.set(key, value), getItem: (key) => kept.get(key) ?? null });
  assert.equal(recall(storage), null);
  remember(storage, "macos");
  assert.deepEqual([...kept], [[KEY, "macos"]]);
  assert.equal(recall(storage), "macos");
});

test("a browser that refuses its storage disturbs nothing", () => {
  assert.equal(recall(refusing), null);
  assert.doesNotThrow(() => remember(refusing, "linux"));
  assert.doesNotThrow(() => remember(() => ({ setItem: refusing }), "linux"));
});

/** The elements of an article in order, as tag and class or id: enough of a DOM for what the parts are told from. */
function articleOf(...shapes) {
  const elements = shapes.map((shape) => {
    const [, tagName, id = "", name = ""] = /^(\w+)(?:#([\w-]+))?(?:\.([\w-]+))?$/.exec(shape);
    return { tagName, id, firstChild: { textContent: shape }, classList: { contains: (it) => it === name } };
  });
  elements.forEach((it, place) => Object.assign(it, { nextElementSibling: elements[place + 1] ?? null, previousElementSibling: elements[place - 1] ?? null }));
  return { querySelectorAll: () => elements.filter(({ tagName, id }) => tagName === "H3" && id) };
}

test("a part ends at the next heading, or where its list of commands ends", () => {
  const parts = partsOf(articleOf("H2", "H3#a-linux", "P", "PRE", "H3#a-windows", "P", "DIV.atlas-end", "P", "H3#other", "P", "H2"));
  assert.deepEqual(parts.map(({ anchor, elements }) => [anchor, elements.length]), [["a-linux", 3], ["a-windows", 2]]);
});

test("parts whose anchors differ in the system alone are one group, named by its section", () => {
  const groups = groupsOf(partsOf(articleOf("H2#a", "H3#a-linux", "P", "H3#a-macos", "P", "H2#b", "H3#b-linux", "P")));
  assert.deepEqual(groups.map(({ title, parts }) => [title, parts.map(({ system }) => system)]), [["H2#a", ["linux", "macos"]], ["H2#b", ["linux"]]]);
});
