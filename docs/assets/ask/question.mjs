// What the address of a page asks: a ?q= of /lookup/, or a path at which there is no page.

// First parts of paths behind which people put what they look for.
const PARENTS = new Set(["a", "addresses", "e", "lookup", "p", "port", "ports", "r", "ranges", "t", "troubleshooting"]);
const BARE = /^\[?[\d.:/a-f]+\]?[\d:/]*$/i; // a number, an address, a block: nothing that could name a file

/**
 * Tell the question out of a path such as /ports/51515/ or /p/127.0.0.1:62893.
 * @param {string} path as the browser gives it, percent-encoded
 * @param {string} root the path of the site's first page
 * @returns {string | null} null when the path asks nothing that the look-up could know
 */
export function askedByPath(path, root) {
  const parts = (path.startsWith(root) ? path.slice(root.length) : path).split("/").map(decoded).filter(Boolean);
  if (/^index\.html?$/.test(parts.at(-1) ?? "")) parts.pop();
  const [parent, ...rest] = parts;
  const asked = PARENTS.has(parent) ? rest.join("/") : parts.length === 1 ? parent : "";
  const text = asked.replace(/\.html?$/, "");
  if (!PARENTS.has(parent) && !BARE.test(text)) return null;
  // The ids of cases are words with hyphens.
  return (/^(?:troubleshooting|[et])$/.test(parent) ? text.replaceAll("-", " ") : text) || null;
}

/** A part of a path as text; a broken encoding stays as it stands. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Name the page that answers all of it, relative to the root: that of a case or of a described port.
 * @param {object} table the parsed lookup.json
 * @param {import("../lookup.mjs").Answer} answer
 * @param {string} text what was asked
 * @returns {string | null} null when the resolver has more to say than any page
 */
export function pageFor(table, answer, text) {
  const described = pageNamed(table, text);
  if (described !== null) return described;
  const named = answer.problem === "nothing-recognised" && portNamed(table, text);
  if (named) return `ports/${named.port}/`;
  if (answer.cases.length > 0) return casePath(answer.cases[0], answer.port);
  return answer.url.startsWith("/ports/") ? answer.url.slice(1) : null;
}

/**
 * Name the page that a short address such as /a/loopback means by its last part.
 * @param {object} table the parsed lookup.json
 * @param {string} text the part; an id, its hyphens perhaps as spaces
 * @returns {string | null}
 */
function pageNamed(table, text) {
  const name = text.trim().toLowerCase().replaceAll(" ", "-");
  const isOneOf = (records) => records.some(({ id }) => id === name);
  if (isOneOf(table.cases)) return casePath(name, null);
  if (isOneOf(table.blocks) || /^class-[a-e]$/.test(name)) return `addresses/${name}/`;
  return isOneOf(table.ranges) || name === "ephemeral" ? `ranges/${name}/` : null;
}

/**
 * Keep what stood behind a path that has no page, such as ?os=windows#fix behind /e/port-in-use.
 * @param {string | null} page the page that answers the path
 * @param {{search: string, hash: string} | null} asked the address that had no page
 * @returns {string | null}
 */
export function withRest(page, asked) {
  if (page === null || asked === null) return page;
  return page + (page.includes("?") ? asked.search.replace("?", "&") : asked.search) + asked.hash;
}

/**
 * Name the page of a case, with the port for which its commands are to be filled in.
 * @param {string} id
 * @param {number | null} port
 */
export function casePath(id, port) {
  return `troubleshooting/${id}/${port ? `?port=${port}` : ""}`;
}

/**
 * Name the short form of a question, which may stand in the address and in tickets.
 * @param {import("../lookup.mjs").Answer} answer
 * @returns {string} "127.0.0.1:51515"; "" when nothing was recognised
 */
export function shortForm({ address, port }) {
  if (address === null) return port === null ? "" : String(port);
  if (port === null) return address;
  return `${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/**
 * Write a question into an address of the resolver, readable as far as addresses allow.
 * @param {string} text
 */
export function queryFor(text) {
  return `?q=${encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%2F", "/")}`;
}

/**
 * Find the described port that has a word as its registered name: `redis`, `ssh`.
 * @param {object} table the parsed lookup.json
 * @param {string} text
 * @returns {{port: number, answer: string} | null}
 */
export function portNamed(table, text) {
  const name = text.trim().toLowerCase();
  return table.ports.find(({ names }) => names.includes(name)) ?? null;
}
