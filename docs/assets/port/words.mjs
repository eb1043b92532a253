// Which PORT in a text stands for the reader's port number, and which is a name: a variable of the
// environment, a constant in a program, a part of SO_REUSEPORT. A wrong number in a command does harm,
// an unfilled PORT does none; so in doubt the word stays.
// Pure: no document. A text is one paragraph, list item, cell or block of code; inline code stands
// between backticks in it.

export const WORD = "PORT";
const LAST_PORT = 65535;

const NAME_BEFORE = new RegExp(
  [
    String.raw`[\w$%*{-]$`, //              SO_REUSEPORT, $PORT, %PORT%, ${PORT}, [A-Z_]*PORT
    String.raw`\benv(?:iron)?[.:]$`, //     process.env.PORT, Env:PORT
    String.raw`[[(]["']$`, //               os.environ["PORT"], getenv("PORT")
    String.raw`\b(?:export|unset|env -u|arg|env|such as|variable) ${"`"}?$`, // unset PORT, a setting such as PORT
  ].join("|"),
  "i",
);
const NAME_AFTER = /^(?:[\w|]|-\w|\$(?!\{))/; // PORTS, PORT|HOST, but 127.0.0.1:PORT->80 and PORT${path}
const ASSIGNED = /(?:^|[\s;&`"'(])PORT\s*:?=(?![=>])/; // PORT=8081, const PORT = 3000
const LISTED = /(?:^|\n)$/; // the name in a list of variables: PORT, two spaces or more, its value
const SPANNED = /(?:\b(?:on|here|port) |:)`$/i; // a span of code that is nothing but the word is mostly a name

/**
 * Find the words of a text that the reader's port number takes the place of.
 * @param {string} text
 * @returns {number[]} where each begins
 */
export function placeholders(text) {
  if (ASSIGNED.test(text)) return [];
  return Array.from(text.matchAll(/PORT/g), ({ index }) => index).filter((index) => {
    const before = text.slice(0, index);
    const after = text.slice(index + WORD.length);
    if (NAME_BEFORE.test(before.slice(-40)) || NAME_AFTER.test(after)) return false;
    if (LISTED.test(before) && after.startsWith("  ")) return false;
    return !(before.endsWith("`") && after.startsWith("`")) || SPANNED.test(before.slice(-40));
  });
}

/**
 * Read a port that somebody can use; blanks around it do not matter.
 * @param {string | null} text
 * @returns {number | null} null for anything but a whole number from 1 to 65535
 */
export function readPort(text) {
  const digits = (text ?? "").trim();
  return /^[1-9]\d{0,4}$/.test(digits) && Number(digits) <= LAST_PORT ? Number(digits) : null;
}
