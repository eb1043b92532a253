// The filter above a directory. What it shows stands in the address of the page, so that a link or "Back" brings it again.

import { pageAddress } from "./ask/reach.mjs";
import { fits } from "./filter/match.mjs";
import { groupsOf, itemsOf } from "./filter/parts.mjs";
import { countOf, lookupPath, nothing } from "./filter/said.mjs";
import { readState, stateOf, withState } from "./filter/state.mjs";
import { targetOf } from "./system/parts.mjs";

const PAUSE = 150; // milliseconds without a key after which the text counts as typed
const ROOT = new URL("../", import.meta.url);

/** The controls of a form as fields, and what stands in them. */
class Controls {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.all = [...form.querySelectorAll("[name]")];
    this.fields = this.all.map((control) => ({ name: control.name, values: valuesOf(control) }));
  }

  get state() {
    const value = (control) => (control.type !== "checkbox" || control.checked ? control.value : "");
    return stateOf(this.all.map((control, index) => [control.name, value(control), this.fields[index].values]));
  }

  set state(state) {
    for (const control of this.all) {
      const value = state[control.name] ?? "";
      if (control.type === "checkbox") control.checked = value === control.value;
      else control.value = value;
    }
  }
}

function valuesOf(control) {
  if (control.tagName === "SELECT") return Array.from(control.options, ({ value }) => value);
  return control.type === "checkbox" ? [control.value] : null;
}

/** What is said below the form: how many are shown, and where to go when there is none. */
class Said {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.line = form.querySelector("[role='status']");
    this.clear = form.querySelector("button[type='reset']");
    this.nouns = { one: form.dataset.one, many: form.dataset.many };
  }

  show(shown, all, state) {
    const words = [countOf(shown, all, this.nouns)];
    if (shown === 0) words.push(". ", nothing(state, this.nouns), ...wayOut(state));
    this.line.replaceChildren(...words);
    this.clear.hidden = Object.keys(state).length === 0;
  }
}

/** The look-up answers every number and many a message, also those that no item holds. */
function wayOut(state) {
  const path = lookupPath(state);
  if (path === null) return [];
  const link = Object.assign(document.createElement("a"), { href: pageAddress(path, ROOT).href, textContent: `Look up "${state.q}"` });
  return [" ", link, "."];
}

function hide(elements, isHidden) {
  for (const element of elements) element.hidden = isHidden;
}

/** Return what shows the items that fit a state, and hides the others. */
function makeShow(article, said) {
  const items = itemsOf(article);
  const groups = groupsOf(article, items);
  const all = items.filter(({ counts }) => counts).length;
  return (state) => {
    const shown = new Set(items.filter(({ item }) => fits(item, state)));
    for (const listed of items) hide([...listed.elements, ...listed.entries], !shown.has(listed));
    for (const { headings, items: own } of groups) hide(headings, own.length > 0 && !own.some((listed) => shown.has(listed)));
    said.show([...shown].filter(({ counts }) => counts).length, all, state);
  };
}

/**
 * Make the form of a directory work.
 * @param {HTMLFormElement} form
 */
function connect(form) {
  const controls = new Controls(form);
  const show = makeShow(form.closest("article"), new Said(form));
  const apply = () => {
    const { state } = controls;
    show(state);
    const address = withState(location.href, state, controls.fields);
    if (address !== location.href) history.replaceState(history.state, "", address);
  };
  const clear = () => {
    controls.state = {};
    apply();
  };
  listen(form, apply, clear);
  controls.state = readState(globalThis.portAtlasAsked ?? location.search, controls.fields); // filter/hand-over.js
  apply();
  followLinks(clear);
  form.classList.add("atlas-filter--on");
}

function listen(form, apply, clear) {
  let waiting = 0;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
    form.querySelector("[name='q']").focus(); // the button goes
  });
  form.addEventListener("change", apply);
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, PAUSE);
  });
}

/** Show all again when an address leads to what is hidden. */
function followLinks(clear) {
  const reveal = () => {
    const target = targetOf(location.hash);
    if (!target?.closest("[hidden]")) return;
    clear();
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
}

if (typeof document !== "undefined") {
  const form = document.querySelector("form.atlas-filter");
  if (form) connect(form);
}
