import assert from "node:assert/strict";
import { test } from "node:test";

import { NAMES, nameParts } from "../../docs/assets/names.mjs";

/** A page on which each selector finds the given number of parts. */
function pageWith(counts) {
  const parts = new Map();
  return {
    parts,
    querySelectorAll(selector) {
      const found = Array.from({ length: counts[selector] ?? 0 }, () => ({
        setAttribute(name, value) { this[name] = value; },
      }));
      parts.set(selector, found);
      return found;
    },
  };
}

test("every part that the page has gets its name", () => {
  const page = pageWith({ ".md-nav--secondary": 2, ".md-nav--primary": 1 });
  assert.equal(nameParts(page), 3);
  assert.deepEqual(page.parts.get(".md-nav--secondary").map((part) => part["aria-label"]), ["On this page", "On this page"]);
});

test("a page without these parts is left alone", () => {
  assert.equal(nameParts(pageWith({})), 0);
});

test("a section of the menu is named by its title", () => {
  const attributes = { "aria-labelledby": "label-without-words" };
  const section = {
    querySelector: () => ({ textContent: "\n  Ranges\n" }),
    setAttribute(name, value) { attributes[name] = value; },
    removeAttribute(name) { delete attributes[name]; },
  };
  const page = { querySelectorAll: (selector) => (selector.includes("labelledby") ? [section] : []) };
  assert.equal(nameParts(page), 1);
  assert.deepEqual(attributes, { "aria-label": "Ranges" });
});

test("no two kinds of parts share a name", () => {
  const names = NAMES.map(([, name]) => name);
  assert.equal(new Set(names).size, names.length);
});
