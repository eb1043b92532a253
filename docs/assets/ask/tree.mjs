// Parts of a page as plain values, and the one place that turns them into elements. Text stays text:
// nothing that was pasted can become markup here.

import { isOurs, pageAddress } from "./reach.mjs";

/** @typedef {string | {tag: string, attributes: Record<string, string>, children: Tree[]}} Tree */

const ATTRIBUTES = new Set(["class", "data-system", "href", "id", "role", "scope", "type"]);

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes] a `href` is a path relative to the root of the site
 * @param {...(Tree | Tree[] | null | false)} children what is null or false is left out
 * @returns {Tree}
 */
export function h(tag, attributes = {}, ...children) {
  return { tag, attributes, children: children.flat(Infinity).filter((child) => child !== null && child !== false) };
}

/**
 * @param {Tree | Tree[]} tree
 * @returns {string} the text that a reader sees
 */
export function textOf(tree) {
  if (typeof tree === "string") return tree;
  return Array.isArray(tree) ? tree.map(textOf).join("") : tree.children.map(textOf).join("");
}

/**
 * @param {Document} page
 * @param {URL} root
 * @param {Tree} tree
 * @returns {Node}
 */
export function build(page, root, tree) {
  if (typeof tree === "string") return page.createTextNode(tree);
  const element = page.createElement(tree.tag);
  for (const [name, value] of Object.entries(tree.attributes)) {
    if (!ATTRIBUTES.has(name)) throw new TypeError(`no attribute ${name} is set here`);
    element.setAttribute(name, name === "href" ? local(value, root) : value);
  }
  element.append(...tree.children.map((child) => build(page, root, child)));
  return element;
}

/** An address of this site: whatever the path, no other site and no `javascript:`. */
function local(path, root) {
  const address = pageAddress(path, root);
  return (isOurs(address, root) ? address : pageAddress("", root)).href;
}

/** @param {string} path @param {...Tree} children */
export const link = (path, ...children) => h("a", { href: path }, ...children);

/** @param {string} text */
export const code = (text) => h("code", {}, text);

/**
 * Put commas between, as in a sentence.
 * @param {Tree[]} items
 * @returns {Tree[]}
 */
export const listed = (items) => items.flatMap((item, index) => (index ? [", ", item] : [item]));
