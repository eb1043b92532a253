// The parts of a page that are for one operating system.

import { NAMES, SYSTEMS, systemOf } from "./choice.mjs";

const HEADING = /^H[1-3]$/;
const WRITTEN = /\/(?:about|helpdesk|howto|learn)\//; // the folders of pages that are written by hand

/** @typedef {{system: string, anchor: string | null, elements: Element[]}} Part */

/**
 * Tell how many elements after the heading of a list from data/commands.yml belong to it. Pages that are
 * written by hand go on below such a list, without a heading, and that text is for everybody.
 * @param {string} shapes a letter for each element: q question, c code, p paragraph, l list, x anything else
 * @returns {number} all, when it is no such list
 */
export function lengthOfList(shapes) {
  return /^(?:qc(?:pc)?pl?)+/.exec(shapes)?.[0].length ?? shapes.length; // command, output, what it means, what next
}

/** @param {Element} element */
function shapeOf(element) {
  if (element.matches(".highlight")) return "c";
  if (element.matches("p")) return element.firstChild?.nodeName === "STRONG" ? "q" : "p";
  return element.matches("ul") ? "l" : "x";
}

function untilHeading(heading) {
  const elements = [];
  for (let next = heading.nextElementSibling; next && !HEADING.test(next.tagName); next = next.nextElementSibling) elements.push(next);
  return elements;
}

/**
 * Find the parts: a heading with what stands below it, and on port pages the first commands, which begin
 * with the name of their system and have no heading.
 * @param {Element} article
 * @returns {Part[]}
 */
export function partsOf(article) {
  const address = document.querySelector("link[rel='canonical']")?.getAttribute("href") ?? "";
  const isGenerated = !WRITTEN.test(address);
  const sections = Array.from(article.querySelectorAll("h3[id]"), (heading) => {
    const below = untilHeading(heading);
    const length = isGenerated ? below.length : lengthOfList(below.map(shapeOf).join(""));
    return { system: systemOf(heading.id), anchor: heading.id, elements: [heading, ...below.slice(0, length)] };
  });
  return [...sections, ...openings(article)].filter(({ system }) => system !== null);
}

function openings(article) {
  return untilHeading(article.querySelector("h1") ?? article)
    .filter((element) => shapeOf(element) === "q" && element.nextElementSibling?.matches(".highlight"))
    .map((element) => {
      const name = element.firstChild.textContent;
      const system = SYSTEMS.find((it) => name === `On ${NAMES[it]}`) ?? null;
      return { system, anchor: null, elements: [element, element.nextElementSibling] };
    });
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
