// The items of a directory as they stand on the page: rows of tables, and sections below a heading.

const HEADING = /^H[1-6]$/;

/**
 * @typedef {object} Listed
 * @property {Element[]} elements on the page
 * @property {Element[]} entries in the table of contents
 * @property {import("./match.mjs").Item} item
 * @property {boolean} counts whether it is one of those that the page lists, not what stands beside them
 */

/**
 * @param {Element} marker an element with the attributes of an item, inside it
 * @returns {Element[]} the row, or the section from its heading to the next one
 */
function elementsOf(marker) {
  const row = marker.closest("tr");
  return row ? [row] : sectionOf(marker);
}

function sectionOf(marker) {
  let first = marker;
  while (first.previousElementSibling && !HEADING.test(first.tagName)) first = first.previousElementSibling;
  const found = [first];
  for (let next = first.nextElementSibling; next && !isEnd(next); next = next.nextElementSibling) found.push(next);
  return found;
}

/** What ends a section: a heading, or what the theme puts at the end of the page. */
const isEnd = (element) => HEADING.test(element.tagName) || element.matches(".atlas-checked, .atlas-printed");

/**
 * @param {Element} element
 * @returns {Element[]} the entries of the table of contents for a heading
 */
export function entriesOf({ id }) {
  const links = id ? [...document.querySelectorAll(".md-nav--secondary a[href^='#']")] : [];
  return links.filter((link) => link.hash === `#${id}`).map((link) => link.closest("li"));
}

/** The text of elements without the marks that lead to their headings. */
function textOf(elements) {
  const links = elements.flatMap((element) => [...element.querySelectorAll(".headerlink")]);
  return links.reduce((text, { textContent }) => text.replace(textContent, " "), elements.map(({ textContent }) => textContent).join(" "));
}

/**
 * @param {Element} article
 * @returns {Listed[]}
 */
export function itemsOf(article) {
  return Array.from(article.querySelectorAll(".atlas-item"), (marker) => {
    const elements = elementsOf(marker);
    const { words = "", beside, ...traits } = marker.dataset;
    return { elements, entries: entriesOf(elements[0]), item: { text: `${textOf(elements)} ${words}`, traits }, counts: beside === undefined };
  });
}

/**
 * @param {Element} article
 * @param {Listed[]} items
 * @returns {{headings: Element[], items: Listed[]}[]} the headings that go when all below them go
 */
export function groupsOf(article, items) {
  const headings = [...article.querySelectorAll("[data-group]")];
  const follows = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const groupOf = ({ elements }) => headings.findLast((heading) => follows(heading, elements[0]));
  const groups = new Map(headings.map((heading) => [heading, []]));
  for (const item of items) groups.get(groupOf(item))?.push(item);
  return headings.map((heading) => ({ headings: [heading, ...entriesOf(heading)], items: groups.get(heading) }));
}
