import assert from "node:assert/strict";
import { test } from "node:test";

import { isSingle, nameOf, recall, remember, shortcutOf } from "../../docs/assets/keys/choice.mjs";

const press = (key, held = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test("the theme's single keys are known, also with Alt or Shift, and none with Ctrl or Command", () => {
  for (const key of ["f", "s", "/", "p", ",", "n", ".", "F"]) assert.ok(isSingle(press(key)), key);
  assert.ok(isSingle(press("f", { altKey: true })));
  assert.ok(!isSingle(press("f", { ctrlKey: true })) && !isSingle(press("s", { metaKey: true })));
  assert.ok(!isSingle(press("Tab")) && !isSingle(press("x")));
});

test("Ctrl and K open the search, Ctrl, Shift and L the look-up", () => {
  assert.equal(shortcutOf(press("k", { ctrlKey: true }), false), "search");
  assert.equal(shortcutOf(press("L", { ctrlKey: true, shiftKey: true }), false), "lookup");
});

test("on a Mac it is Command, and Ctrl stays with the system", () => {
  assert.equal(shortcutOf(press("k", { metaKey: true }), true), "search");
  assert.equal(shortcutOf(press("k", { ctrlKey: true }), true), null);
});

test("other presses with the same letters are left alone", () => {
  assert.equal(shortcutOf(press("k"), false), null);
  assert.equal(shortcutOf(press("K", { ctrlKey: true, shiftKey: true }), false), null);
  assert.equal(shortcutOf(press("l", { ctrlKey: true }), false), null);
  assert.equal(shortcutOf(press("k", { ctrlKey: true, altKey: true }), false), null);
});

test("a shortcut is named for machines and for people", () => {
  assert.deepEqual(nameOf("search", false), { aria: "Control+K", words: ["Ctrl", "K"] });
  assert.deepEqual(nameOf("lookup", true), { aria: "Meta+Shift+L", words: ["⌘", "Shift", "L"] });
});

test("single keys are off until switched on, and a browser that refuses its memory is no fault", () => {
  const held = new Map();
  const storage = () => ({ getItem: (key) => held.get(key) ?? null, setItem: (key, value) => held.set(key, value), removeItem: (key) => held.delete(key) });
  const refuse = () => { throw new Error("no storage here"); };
  assert.equal(recall(storage), false);
  remember(storage, true);
  assert.equal(recall(storage), true);
  remember(storage, false);
  assert.equal(recall(storage), false);
  remember(refuse, true);
  assert.equal(recall(refuse), false);
});
