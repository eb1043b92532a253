// The parts of a page that are for one operating system.

import { systemOf } from "./choice.mjs";

const HEADING = /^H[1-3]$/;
const END = "atlas-end"; // the class of what ends a list of commands in a page that is written by hand

/** @typedef {{system: string, anchor: string, elements: Element[]}} Part */

/** A heading with what stands below it, up to the next heading or the end of its list. */
function belowOf(heading) {
  const elements = [heading];
  for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
    if (HEADING.test(next.tagName) || next.classList.contains(END)) break;
    elements.push(next);
  }
  return elements;
}

/**
 * Find the parts of an article, in order.
 * @param {Element} article
 * @returns {Part[]}
 */
export function partsOf(article) {
  return Array.from(article.querySelectorAll("h3[id]"))
    .filter((heading) => systemOf(heading.id) !== null)
    .map((heading) => ({ system: systemOf(heading.id), anchor: heading.id, elements: belowOf(heading) }));
}

/**
 * Put the parts together that answer one question for different systems: their anchors differ in the system alone.
 * @param {Part[]} parts
 * @returns {{title: string, parts: Part[]}[]} each with the title of its section
 */
export function groupsOf(parts) {
  const groups = new Map();
  for (const part of parts) {
    const name = part.anchor.slice(0, -part.system.length);
    if (!groups.has(name)) groups.set(name, { title: titleAbove(part.elements[0]), parts: [] });
    groups.get(name).parts.push(part);
  }
  return [...groups.values()];
}

function titleAbove(element) {
  for (let before = element; before; before = before.previousElementSibling) {
    if (/^H[12]$/.test(before.tagName)) return before.firstChild?.textContent ?? "";
  }
  return "";
}

/**
 * @param {Part[]} parts
 * @param {string} fragment of an address, with its #
 * @returns {string | null} the system of the part that it leads into
 */
export function systemAt(parts, fragment) {
  const target = targetOf(fragment);
  return parts.find(({ elements }) => elements.some((element) => element.contains(target)))?.system ?? null;
}

/**
 * @param {string} fragment of an address, with its #; a broken one names nothing
 * @returns {Element | null}
 */
export function targetOf(fragment) {
  try {
    return document.getElementById(decodeURIComponent(fragment.slice(1)));
  } catch {
    return null;
  }
}
