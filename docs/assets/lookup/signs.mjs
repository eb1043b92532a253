// The signs by which the table knows a case or a sighting. No regular expression comes from the table.

/**
 * @typedef {{all?: string[], any?: string[], without?: string[], blocks?: string[], ports?: number[], weight: number}} Pattern
 * @typedef {{text: string, blocks: ReadonlySet<string>, port: number | null}} Evidence
 */

// Letters of scripts that put blanks between words.
const WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_]/u;
// An error's number, however it is printed. Only behind these words: most numbers of a message are something else.
const CODES =
  /(?:\berrno|\bos error|\bwinerror|\bwsa[a-z]{0,20}(?: error)?|\bsocket error|\bso_error|\bsystem|\bos \{ code|errordomain,? code|\berror code|\bfailed with error|\blast error|\bmount error|\bfailed(?= \(\d{1,5}:))[\s\]:=#([]{0,4}-?(\d{1,5})(?!\w)/gi;

/**
 * What the signs are searched in: small letters, `ADDRESS` for each address, `PORT` for each port; at
 * the end, on lines of their own, the error numbers as `errno 111` and the addresses as they are.
 * @param {string} text a clean text
 * @param {readonly {start: number, end: number, address?: string | null}[]} spans
 */
export function evidenceText(text, spans) {
  let [result, position] = ["", 0];
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    if (span.start >= position) {
      result += text.slice(position, span.start).toLowerCase() + ("address" in span ? "ADDRESS" : "PORT");
      position = span.end;
    }
  }
  const codes = Array.from(text.matchAll(CODES), (match) => `errno ${match[1]}`);
  const addresses = spans.map((span) => span.address).filter(Boolean);
  const message = (result + text.slice(position).toLowerCase()).replaceAll("\n", " ");
  return [message, ...new Set([...codes, ...addresses])].join("\n");
}

/**
 * Return the weight of the heaviest pattern that fits; 0 when none does.
 * @param {readonly Pattern[]} patterns
 * @param {Evidence} evidence
 */
export function weigh(patterns, evidence) {
  return patterns.reduce((most, pattern) => (pattern.weight > most && fits(pattern, evidence) ? pattern.weight : most), 0);
}

function fits({ all = [], any = [], without = [], blocks = [], ports = [] }, { text, blocks: seen, port }) {
  return all.every((sign) => stands(sign, text))
    && (any.length === 0 || any.some((sign) => stands(sign, text)))
    && !without.some((sign) => stands(sign, text))
    && (blocks.length === 0 || blocks.some((block) => seen.has(block)))
    && (ports.length === 0 || ports.includes(port));
}

/** Whether a sign stands in the text as whole words; a `*` at its end lets the word go on there. */
function stands(sign, text) {
  const [openStart, openEnd] = [sign.startsWith("*"), sign.endsWith("*")];
  const core = sign.slice(openStart ? 1 : 0, openEnd ? -1 : undefined);
  const [wordStart, wordEnd] = [!openStart && WORD.test(core[0]), !openEnd && WORD.test(core.at(-1))];
  for (let at = text.indexOf(core); at >= 0; at = text.indexOf(core, at + 1)) {
    const joined = (wordStart && WORD.test(text[at - 1] ?? "")) || (wordEnd && WORD.test(text[at + core.length] ?? ""));
    if (!joined) return true;
  }
  return false;
}
