// The commands for one operating system, on pages that have them for several: a row of buttons stands where each group
// of parts begins, and one choice changes all groups. What is hidden is hidden by style alone, and never what the
// address or a link leads to.
//
// Buttons that stay pressed, not the roles of tabs: "All" shows several parts at once, which tabs cannot; the parts keep
// their headings and anchors, by which links and screen readers find them; and each button is reached by Tab.

import { announce } from "./changes.mjs";
import { NAMES, SYSTEMS, chosen, guess, recall, remember } from "./system/choice.mjs";
import { groupsOf, partsOf, systemAt, targetOf } from "./system/parts.mjs";

const ELSEWHERE = "atlas-elsewhere"; // the class of what is for another system

/** @typedef {{element: HTMLElement, buttons: HTMLButtonElement[], none: HTMLElement, systems: Set<string>}} Row */

/**
 * The row of one group, named by its section; `none` speaks where the group has nothing for the chosen system.
 * @returns {Row}
 */
function makeRow({ title, parts }) {
  const element = Object.assign(document.createElement("div"), { className: "atlas-system" });
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", `Commands for a system: ${title}`);
  const buttons = [...SYSTEMS, "all"].map((choice) =>
    Object.assign(document.createElement("button"), { type: "button", value: choice, textContent: NAMES[choice] }));
  const none = Object.assign(document.createElement("p"), { className: "atlas-system__none", hidden: true });
  element.append(...buttons);
  parts[0].elements[0].before(element, none);
  return { element, buttons, none, systems: new Set(parts.map(({ system }) => system)) };
}

/**
 * Return what shows a choice: its parts, and its buttons; others are told.
 * Of a choice that was only guessed the ticket must not hear: it is for somebody else's machine.
 */
function makeShow(article, parts, rows) {
  return (choice, { isGuess = false } = {}) => {
    for (const { system, elements } of parts) {
      for (const element of elements) element.classList.toggle(ELSEWHERE, choice !== "all" && choice !== system);
    }
    for (const { buttons, none, systems } of rows) {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === choice));
      none.hidden = choice === "all" || systems.has(choice);
      none.textContent = none.hidden ? "" : `Nothing here is for ${NAMES[choice]} alone; “All” shows the other systems.`;
    }
    article.dataset.system = isGuess ? "all" : choice;
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

/** Do what changes the height of parts above a row, which stays where the reader clicked it. */
function keepInPlace(element, change) {
  const before = element.getBoundingClientRect().top;
  change();
  scrollBy({ top: element.getBoundingClientRect().top - before, behavior: "instant" });
}

function listen({ element, buttons }, show) {
  for (const button of buttons) {
    button.addEventListener("click", () => {
      keepInPlace(element, () => show(button.value));
      remember(() => localStorage, button.value);
      forgetAsked();
    });
  }
}

/** Give a page that has parts for several systems its rows; on others all is shown. */
function connect(article) {
  const parts = partsOf(article);
  const isForSeveral = new Set(parts.map(({ system }) => system)).size > 1;
  const rows = isForSeveral ? groupsOf(parts).map(makeRow) : [];
  const show = makeShow(article, parts, rows);
  if (!isForSeveral) return show("all");
  for (const row of rows) listen(row, show);
  const known = { linked: systemAt(parts, location.hash), search: location.search, remembered: recall(() => localStorage) };
  const choice = chosen(known);
  show(choice ?? guess(navigator.userAgentData?.platform || navigator.platform) ?? "all", { isGuess: choice === null });
  // What is hidden above it has moved the part that the address leads to.
  targetOf(location.hash)?.scrollIntoView({ behavior: "instant" });
  followLinks(parts, show);
}

if (typeof document !== "undefined") {
  const article = document.querySelector("article");
  if (article) connect(article);
}
