// The two tables of the site, fetched when first asked for and kept while the page is open.

import { readTable } from "./reach.mjs";

/** The address of the site's first page. */
export const ROOT = new URL("../../", import.meta.url);

const fetched = new Map();

/**
 * @param {string} path relative to the root of the site
 * @returns {Promise<object>} what the document says, without its head
 */
function table(path) {
  if (!fetched.has(path)) {
    const found = readTable(path, ROOT).then(({ data }) => data);
    found.catch(() => fetched.delete(path)); // the next question tries again
    fetched.set(path, found);
  }
  return fetched.get(path);
}

/** What the look-up knows: all that has a page. */
export const loadTable = () => table("api/v1/lookup.json");

/** What every number tells: IANA's names, what browsers refuse, the commands. */
export const loadNumbers = () => table("api/v1/numbers.json");
