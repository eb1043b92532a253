// Text that stays text: no character of it becomes a mark of Markdown or of HTML. Pure.

const MARKS = /[\\`*_{}[\]<>&#~|$^@]/g;
const JOINED = /:(?=\/\/|[\w+-]+:)/g; // begins an address or a picture to which an editor may give a form: http://, :100:
const NUMBERED = /^(\d{1,9})(?=[.)](?:\s|$))/; // of a list
const DASHED = /^[-+=]/; // of a list, a rule, a heading
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * @param {string} text
 * @returns {string} the text as one line, without control characters
 */
export function oneLine(text) {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

/**
 * @param {string} text
 * @returns {string} one line of Markdown that shows exactly the text
 */
export function markdownText(text) {
  return oneLine(text)
    .replace(MARKS, "\\$&")
    .replace(JOINED, "\\:")
    .replace(/\bwww(?=\.)/gi, "$&\\")
    .replace(NUMBERED, "$1\\")
    .replace(DASHED, "\\$&");
}

/**
 * @param {string} text of one line or more
 * @returns {string} a fenced block of code that no line of the text closes
 */
export function markdownCode(text) {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/**
 * @param {string} text
 * @returns {string} HTML, for an element or for an attribute in quotes
 */
export function htmlText(text) {
  return text.replace(/[&<>"']/g, (mark) => ENTITIES[mark]);
}
