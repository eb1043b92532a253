// The commands for one operating system, on pages that have them for several. What is hidden is hidden
// by style alone, and never what the address or a link leads to.

import { announce } from "./changes.mjs";
import { NAMES, SYSTEMS, firstChoice, guess, recall, remember } from "./system/choice.mjs";
import { partsOf, systemAt, targetOf } from "./system/parts.mjs";

const ELSEWHERE = "atlas-elsewhere"; // the class of what is for another system

/** The buttons, in a group with a name; the visitor's own system is marked, not chosen. */
function makeControl(own) {
  const group = Object.assign(document.createElement("div"), { className: "atlas-system" });
  const name = Object.assign(document.createElement("span"), { id: "atlas-system", textContent: "Show commands for" });
  const row = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-labelledby", name.id);
  const buttons = [...SYSTEMS, "all"].map((choice) => makeButton(choice, choice === own));
  row.append(...buttons);
  group.append(name, row);
  return { group, buttons };
}

function makeButton(choice, isOwn) {
  const button = Object.assign(document.createElement("button"), { type: "button", value: choice, textContent: NAMES[choice] });
  if (isOwn) button.append(" ", Object.assign(document.createElement("small"), { textContent: "your system" }));
  return button;
}

/** The entries of the table of contents for a part. */
function entriesOf({ anchor }) {
  return Array.from(document.querySelectorAll(".md-nav--secondary a[href^='#']"))
    .filter((link) => anchor !== null && link.hash === `#${anchor}`)
    .map((link) => link.closest("li"));
}

/** Return what shows a choice: its parts on the page and in the table of contents, and its button; others are told. */
function makeShow(article, parts, buttons) {
  const sections = parts.map((part) => ({ system: part.system, elements: [...part.elements, ...entriesOf(part)] }));
  return (choice) => {
    for (const { system, elements } of sections) {
      for (const element of elements) element.classList.toggle(ELSEWHERE, choice !== "all" && choice !== system);
    }
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === choice));
    article.dataset.system = choice;
    announce(article);
  };
}

/** Show a part before the browser goes there: it cannot scroll to what is hidden. */
function followLinks(parts, show) {
  const reveal = (fragment) => {
    const system = systemAt(parts, fragment);
    if (system !== null) show(system);
    return system !== null;
  };
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a[href*='#']") : null;
    if (link && link.href.split("#")[0] === location.href.split("#")[0]) reveal(link.hash);
  }, { capture: true });
  addEventListener("hashchange", () => {
    if (reveal(location.hash)) targetOf(location.hash).scrollIntoView();
  });
}

/** A choice by hand is newer than the one in the address. */
function forgetAsked() {
  const address = new URL(location.href);
  if (!address.searchParams.has("os")) return;
  address.searchParams.delete("os");
  history.replaceState(history.state, "", address);
}

/** Add the control to a page that has parts for several systems. */
function connect(article) {
  const parts = partsOf(article);
  if (new Set(parts.map(({ system }) => system)).size < 2) return;
  const { group, buttons } = makeControl(guess(navigator.userAgentData?.platform || navigator.platform));
  const show = makeShow(article, parts, buttons);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      show(button.value);
      remember(() => localStorage, button.value);
      forgetAsked();
    });
  }
  (article.querySelector(".atlas-port") ?? article.querySelector("h1 + p")).after(group);
  const linked = systemAt(parts, location.hash);
  const choice = firstChoice({ linked, search: location.search, remembered: recall(() => localStorage) });
  show(choice);
  // What is hidden above it has moved the part that the address leads to.
  if (choice !== "all") targetOf(location.hash)?.scrollIntoView({ behavior: "instant" });
  followLinks(parts, show);
}

if (typeof document !== "undefined") {
  const article = document.querySelector("article");
  if (article?.querySelector("h1 + p")) connect(article);
}
