// Port numbers that stand alone: a number is a port only where the text says so.

export const MAX_PORT = 65535;

// `remotePort`, `lport` and `--port` end in the word; `transport`, `support` and `report` do not.
const PREFIX = /^(?:[lrsd]|src|dst|source|dest|local|remote|peer|server|client|tcp|udp|http|https|ssl|listen|host|target|debug|db|redis|grpc)?$/i;
const AFTER_WORD =
  /(?:s|\(s\)|no|num(?:ber)?)?["'`\])]{0,2}(?: (?:number|no\.?))?(?: ?(?:=>|[:=#]) ?| (?:is|to|of|on|was) | ?)["'`([]{0,3}:?(\d{1,10})(?![\d.]*\d|\w)/iy;
const FORMS = [
  [/\bi?(?:tcp|udp|sctp)[46]?[/:](\d{1,10})(?![\w/]|[.:]\w)/gi, 3],
  [/(?<![\w.:/-])(\d{1,10})\/(?:tcp|udp|sctp)[46]?(?!\w)/gi, 3],
  [/(?<=->)(\d{1,10})\/(?:tcp|udp|sctp)(?!\w)/gi, 1],
  [/\bDPT=(\d{1,5})\b/g, 3],
  [/\baddress(?: ?[:=]) ?["']?(\d{2,5})(?![\w.:])/gi, 3],
  [
    /\b(?:listen(?:ing|s)?|running|started|serving|ready|available|bound|up|live|hosted|served|accessible|exposed)\b[^\n\d]{0,40}?\b(?:on|at)\b:? ?["'(]?(\d{2,5})(?![\w.:%/-]| ?(?:threads?|cpus?|cores?|workers?|ms|s|seconds?|minutes?|nodes?|connections?|devices?)\b)/gi,
    2,
  ],
  [/(?<!\S)(?:-p|--publish)[ =]?(\d{1,5}):\d{1,5}(?![\w.:])/g, 3], // of docker run
  [/\b(?:http\.server|runserver) (\d{2,5})(?![\w.:])/g, 3],
  [/(?<![\w.:\])*%-]|\w"):(\d{1,10})(?![\w.:/]*\w)/g, 2],
];

/** @typedef {{start: number, end: number, port: number | null, rank: number}} LonePort */

/**
 * Yield the ports that the text names as such; `port` is null for a number that is too high for one.
 * @param {string} text
 * @returns {Iterable<LonePort>}
 */
export function* portsIn(text) {
  for (const word of text.matchAll(/port/gi)) {
    const before = text.slice(Math.max(0, word.index - 20), word.index).match(/[a-z]*$/i)[0];
    const camel = word[0][0] === "P" && /[a-z]$/.test(before);
    AFTER_WORD.lastIndex = word.index + word[0].length;
    const match = (camel || PREFIX.test(before)) && AFTER_WORD.exec(text);
    if (match) yield lone(match[1], AFTER_WORD.lastIndex, /^(?:local|client|l|src|s)$/i.test(before) ? 3 : 4);
  }
  for (const [form, rank] of FORMS) {
    for (const match of text.matchAll(form)) {
      const start = match.index + match[0].indexOf(match[1]);
      yield lone(match[1], start + match[1].length, rank);
    }
  }
}

function lone(digits, end, rank) {
  return { start: end - digits.length, end, port: readPort(digits), rank };
}

/**
 * @param {string} digits
 * @returns {number | null} null for what is over the last port, or has a zero in front
 */
export function readPort(digits) {
  return /^(?:0|[1-9]\d{0,4})$/.test(digits) && Number(digits) <= MAX_PORT ? Number(digits) : null;
}
