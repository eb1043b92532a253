// What a filter says of its result. Pure.

const HIGHEST_PORT = 65_535;

/**
 * @param {number} shown
 * @param {number} all
 * @param {{one: string, many: string}} nouns
 * @returns {string} "23 of 143 ports"
 */
export function countOf(shown, all, { one, many }) {
  const noun = all === 1 ? one : many;
  return shown === all ? `${all} ${noun}` : `${shown} of ${all} ${noun}`;
}

/**
 * Say that nothing was found, and why.
 * @param {import("./state.mjs").State} state
 * @param {{one: string, many: string}} nouns
 * @returns {string}
 */
export function nothing({ q = "", ...chosen }, { one }) {
  if (Object.keys(chosen).length > 0) return `No ${one} fits all of this.`;
  if (/^\d+$/.test(q)) return Number(q) <= HIGHEST_PORT ? `${q} has no page of its own.` : `${q} is no port: the highest is ${HIGHEST_PORT}.`;
  return `No ${one} says "${q}".`;
}

/**
 * @param {import("./state.mjs").State} state
 * @returns {string | null} the path of the look-up's answer to the text, relative to the site's root; null without text
 */
export function lookupPath({ q = "" }) {
  return q === "" ? null : `lookup/?q=${encodeURIComponent(q)}`;
}
