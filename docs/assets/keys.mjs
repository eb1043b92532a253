// Keys for the search and the look-up, with a modifier. The theme's single letters are off until a reader asks for them:
// they would get in the way of those who speak to their computer, or whose screen reader has letters of its own.

import { isSingle, nameOf, recall, remember, shortcutOf } from "./keys/choice.mjs";
import { guess } from "./system/choice.mjs";

const ROOT = new URL("../", import.meta.url);
const isMac = typeof navigator !== "undefined" && guess(navigator.userAgentData?.platform || navigator.platform) === "macos";

const OPEN = {
  /** As the theme opens it at a single key. */
  search() {
    const field = document.querySelector(".md-search__input");
    field?.focus();
    field?.select();
  },
  /** The box of this page, or the page that is one. */
  async lookup() {
    const field = document.querySelector(".atlas-ask textarea");
    if (field) return field.focus();
    const { pageAddress } = await import("./ask/reach.mjs");
    const address = pageAddress("lookup/", ROOT);
    address.hash = "ask";
    location.assign(address);
  },
};

/** Say at a field, and beside it, by which keys it opens. */
function show(field, name) {
  if (!field) return;
  const { aria, words } = nameOf(name, isMac);
  field.setAttribute("aria-keyshortcuts", aria);
  if (name === "search") field.after(hint(words));
}

function hint(words) {
  const keys = Object.assign(document.createElement("kbd"), { className: "atlas-key", textContent: words.join(" ") });
  keys.setAttribute("aria-hidden", "true"); // aria-keyshortcuts says it
  return keys;
}

/** Keep single keys from the theme, which listens at the window, unless they are on or the search has them. */
function hold(event) {
  const isSearching = document.querySelector("[data-md-toggle='search']")?.checked;
  if (isSingle(event) && !isSearching && !recall(() => localStorage)) event.stopPropagation();
}

function press(event) {
  const name = shortcutOf(event, isMac);
  if (name === null) return;
  event.preventDefault();
  OPEN[name]();
}

/** The box by which a reader switches single keys on, on the page that tells of it. */
function connect(box) {
  box.checked = recall(() => localStorage);
  box.addEventListener("change", () => remember(() => localStorage, box.checked));
}

if (typeof document !== "undefined") {
  document.addEventListener("keydown", press);
  document.addEventListener("keydown", hold);
  show(document.querySelector(".md-search__input"), "search");
  show(document.querySelector(".atlas-ask textarea"), "lookup");
  const box = document.querySelector("#single-keys");
  if (box) connect(box);
}
