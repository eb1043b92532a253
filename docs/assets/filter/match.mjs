// Which items of a directory a reader wants to see. Pure.

/** @typedef {{text: string, traits: Record<string, string | undefined>}} Item what it says, and its data attributes */

/**
 * Say whether an item is wanted: it has each chosen trait, and each word of the text. A trait that an item says nothing
 * about does not keep it out.
 * @param {Item} item
 * @param {import("./state.mjs").State} state
 * @returns {boolean}
 */
export function fits({ text, traits }, { q = "", ...chosen }) {
  const has = ([name, value]) => traits[name] === undefined || traits[name].split(" ").includes(value);
  return Object.entries(chosen).every(has) && holds(text, q);
}

/**
 * Say whether a text holds every word of a query; a number stands at the beginning of a number.
 * @param {string} text
 * @param {string} query
 * @returns {boolean}
 */
export function holds(text, query) {
  const small = text.toLowerCase();
  return query.toLowerCase().split(" ").every((word) => (/^\d+$/.test(word) ? beginsNumber(small, word) : small.includes(word)));
}

/** The words are digits, so that nothing in them means anything else to the expression. */
const beginsNumber = (text, digits) => new RegExp(`(?<!\\d)${digits}`).test(text);
