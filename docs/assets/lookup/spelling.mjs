// One spelling for texts from everywhere: what a terminal, a browser or a chat put between the characters goes.

const INVISIBLE = /\u001b\[[\d;]{0,20}[A-Za-z]|[\u200b-\u200d\u2060\ufeff]/g;
// Percent-encoded punctuation of addresses only: encoded digits and letters stay as they are and mean nothing.
const ENCODED = /%(?:2F|3A|40|5B|5D)/gi;
const TUPLE = /\{(\d{1,3}), ?(\d{1,3}), ?(\d{1,3}), ?(\d{1,3})\}/g; // Erlang's 127.0.0.1
const BLANKS = /[\u0000-\u0009\u000b-\u0020\u007f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

/**
 * @param {string} text
 * @returns {string} plain ASCII punctuation, single blanks, no empty lines
 */
export function clean(text) {
  return text
    .replace(INVISIBLE, "")
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2018\u2019\u201a\u00b4]/g, "'")
    .replace(/[\u201c-\u201e\u00ab\u00bb]/g, '"')
    .replace(/\u2192/g, "->")
    .replace(/\\[nrt]/g, " ")
    .replace(/\\"/g, '"')
    .replace(ENCODED, decodeURIComponent)
    .replace(TUPLE, "$1.$2.$3.$4")
    .replace("/<unresolved>:", ":")
    .replaceAll("`:`", ":")
    .replace(/\.{3,}(?=\w)/g, "... ")
    .replace(BLANKS, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .trim();
}

// What templates write where a value belongs: {{a}}, {a}, ${a}, %{a}, #{a}, {%a%}, {$a}, [[a]], %a%, %s, <a>, $A.
const PLACEHOLDER = new RegExp(`^(?:${[
  String.raw`\{\{\{?[^{}]*\}?\}\}`,
  String.raw`[$%#]?\{(?:[$%]?[a-z_][\w.:| -]{0,80}%?)?\}`,
  String.raw`\[\[[^[\]]*\]\]`,
  String.raw`%(?:s|[a-z][\w.-]{0,60}%)`,
  String.raw`<[a-z _-]+>`,
  String.raw`\$[A-Z_]+`,
].join("|")})$`, "i");

/**
 * Whether somebody forgot to put something in: nothing at all, or a template's own placeholder.
 * @param {string} text a clean text
 */
export function isBlank(text) {
  return text === "" || PLACEHOLDER.test(text);
}
