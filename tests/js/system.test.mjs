import assert from "node:assert/strict";
import { test } from "node:test";

import { KEY, firstChoice, guess, isChoice, recall, remember, systemOf } from "../../docs/assets/system/choice.mjs";
import { lengthOfList } from "../../docs/assets/system/parts.mjs";

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
  assert.equal(firstChoice(known), "windows");
  assert.equal(firstChoice({ ...known, linked: null }), "macos");
  assert.equal(firstChoice({ ...known, linked: null, search: "?os=all" }), "all");
  assert.equal(firstChoice({ ...known, linked: null, search: "" }), "linux");
});

test("without a choice everything is shown", () => {
  assert.equal(firstChoice({ linked: null, search: "", remembered: null }), "all");
});

test("other words choose nothing", () => {
  for (const word of ["Windows", "beos", "", "__proto__", "<img src=x onerror=alert(1)>", "linux,macos"]) {
    assert.equal(isChoice(word), false);
    assert.equal(firstChoice({ linked: null, search: `?os=${encodeURIComponent(word)}`, remembered: null }), "all");
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

test("a list of commands ends where text for everybody begins", () => {
  assert.equal(lengthOfList("qcpcpl" + "qcp" + "p"), 9); // two commands, then a paragraph of the page
  assert.equal(lengthOfList("qcp" + "pcp"), 3); // a program of the page follows
  assert.equal(lengthOfList("qcpcpl"), 6);
});

test("what is no such list belongs to its heading as a whole", () => {
  assert.equal(lengthOfList("cpcp"), 4);
  assert.equal(lengthOfList("px"), 2);
  assert.equal(lengthOfList(""), 0);
});
