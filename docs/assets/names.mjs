// Names for the parts of Material's page that have none, or the same one twice, so that a
// screen reader can tell them apart.

import { makeDrawer } from "./names/drawer.mjs";

/** @type {ReadonlyArray<readonly [selector: string, name: string]>} */
export const NAMES = [
  [".md-search[role='dialog']", "Search"],
  [".md-search__scrollwrap", "Search results"],
  [".md-nav--primary", "Site"],
  [".md-nav--secondary", "On this page"],
];

/**
 * Give each part that the page has its name, and each section of the menu that of its title.
 * @param {{querySelectorAll(selector: string): Iterable<any>}} page
 * @returns {number} how many parts were named
 */
export function nameParts(page) {
  let named = 0;
  for (const [selector, name] of NAMES) {
    for (const part of page.querySelectorAll(selector)) {
      part.setAttribute("aria-label", name);
      named += 1;
    }
  }
  // Material names a section by its label, which holds no words when the section has a page of its own.
  for (const section of page.querySelectorAll(".md-nav[aria-labelledby]")) {
    const title = section.querySelector(".md-nav__title")?.textContent.trim();
    if (title) {
      section.setAttribute("aria-label", title);
      section.removeAttribute("aria-labelledby");
      named += 1;
    }
  }
  return named;
}

if (typeof document !== "undefined") {
  nameParts(document);
  makeDrawer(document);
}
