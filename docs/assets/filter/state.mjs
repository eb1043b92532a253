// What a directory is filtered by, as it stands in the address: ?range=user&q=sql. Pure.

const LONGEST = 100; // characters of the text

/** @typedef {{name: string, values: string[] | null}} Field `values` are those that can be chosen; null for any text */
/** @typedef {Record<string, string>} State only what is set; the text is `q` */

/**
 * @param {string} text
 * @returns {string}
 */
const tidy = (text) => text.trim().replace(/\s+/g, " ").slice(0, LONGEST).trimEnd();

/**
 * Read a state from the address; what no field knows is ignored.
 * @param {string} search
 * @param {Field[]} fields
 * @returns {State}
 */
export function readState(search, fields) {
  const asked = new URLSearchParams(search);
  return stateOf(fields.map(({ name, values }) => [name, asked.get(name) ?? "", values]));
}

/**
 * @param {[name: string, value: string, values: string[] | null][]} given
 * @returns {State} what of it is set and allowed
 */
export function stateOf(given) {
  const known = given.map(([name, value, values]) => [name, values === null ? tidy(value) : values.includes(value) ? value : ""]);
  return Object.fromEntries(known.filter(([, value]) => value !== ""));
}

/**
 * Put a state into an address; whatever else stands in it, the fragment too, stays.
 * @param {string} href
 * @param {State} state
 * @param {Field[]} fields
 * @returns {string}
 */
export function withState(href, state, fields) {
  const address = new URL(href);
  for (const { name } of fields) {
    if (name in state) address.searchParams.set(name, state[name]);
    else address.searchParams.delete(name);
  }
  return address.href;
}
