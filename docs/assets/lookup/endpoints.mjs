// Where in a text an address stands, and which port belongs to it, in the grammars of many tools.

import { readAddress, readIPv4, readIPv6, write } from "./addresses.mjs";
import { withPortAfter } from "./behind.mjs";
import { isDotted, isLocal, isShortName, namesIn } from "./names.mjs";
import { readPort } from "./ports.mjs";

/**
 * @typedef {object} Endpoint
 * @property {number} start
 * @property {number} end
 * @property {string | null} address null: the text looks like an address and is none
 * @property {number | null} port
 * @property {boolean} tooHigh the number in the port's place is over the last port
 * @property {"ip" | "name" | "any" | "bad"} kind
 * @property {number} rank how likely this is the one that is meant
 */

const WORD = /[\w.:%*[\]-]+/g;
const LONGEST = 320; // characters of a word: the longest host name with a port, and some
const SCHEME = /^(?:ipv[46]|inet6?|tcp[46]?|udp[46]?|ssl|tls|dns|https?|address|host|\d{1,5}(?=:[a-z-]*[g-z])):/i;
const ROW = /\b(?:tcp|udp)(?:4|6|46)?\b|\bflags \[/i; // of netstat on BSD and macOS, of tcpdump
const NAMING = /\b(?:to|at|on|host|server|tcp[46]?|udp[46]?|address|addr|upstream|broker|node|dial|connect(?:ing)?|reach|resolve|from|socket)[ =:]{0,2}["'`([]?$/i;

/**
 * Yield every address of a clean text, in order.
 * @param {string} text
 * @param {Readonly<Record<string, number>>} services names that tools print in place of a port
 * @returns {Endpoint[]}
 */
export function endpointsIn(text, services) {
  const found = [];
  for (const match of text.matchAll(WORD)) {
    if (match[0].length <= LONGEST) found.push(...read(match[0], match.index, text, services));
  }
  for (const { start, end, name, sure } of namesIn(text)) {
    if (!found.some((other) => other.start < end && start < other.end)) {
      found.push({ start, end, address: name.toLowerCase(), port: null, tooHigh: false, kind: "name", rank: sure ? 13 : 9 });
    }
  }
  found.sort((one, other) => one.start - other.start);
  return found.map((endpoint) => withPortAfter(endpoint, text));
}

/** Read one word; nothing, or one endpoint. */
function read(word, start, text, services) {
  const parsed = bracketed(word) ?? plain(word, start, text);
  if (!parsed || text[start + parsed.end] === "@") return []; // a user's name and password before a host
  const { address, tail, kind } = parsed;
  const digits = /^\d/.test(tail) ? tail.match(/^\d{1,10}(?=$|[-:])/)?.[0] : undefined;
  const port = digits === undefined ? (services[tail.toLowerCase()] ?? null) : readPort(digits);
  const peer = tail === "*" || port === 0;
  const base = kind === "bad" ? 1 : peer ? 5 : port === null ? 10 : 20;
  return [{
    start: start + parsed.start, end: start + parsed.end, address, port, kind,
    tooHigh: digits !== undefined && Number(digits) > 65535, rank: base + (kind === "name" && port === null ? -1 : 0),
  }];
}

/** An address in square brackets, with or without a port behind them; also `[127.0.0.1:8080]`. */
function bracketed(word) {
  const match = /\[([^[\]]{2,64})\](?::([\w*-]{1,20}))?/.exec(word);
  if (!match) return null;
  const address = readAddress(match[1]);
  if (!address) return null;
  const end = match.index + match[0].replace(/-+$/, "").length;
  return { address: write(address), tail: (match[2] ?? "").replace(/-+$/, ""), kind: "ip", start: match.index, end };
}

/** A word without brackets: an address, a star or a name, with its port. */
function plain(word, start, text) {
  const lead = word.match(/^(?:\[[^[\]]*\](?=[\w:*])|[[\].%-])*/)[0].length; // `[AF_INET]127.0.0.1:1194`
  const left = lead + (SCHEME.exec(word.slice(lead))?.[0].length ?? 0);
  let body = word.slice(left).replace(/[[\]].*$/, "").replace(/[.%-]+$/, "");
  if (/[^:]:$/.test(body)) body = body.slice(0, -1).replace(/[.%-]+$/, "");
  const parsed = dotted(body, text, start + left) ?? colons(body, text, start + left) ?? star(body, text, start + left) ?? named(body, text, start + left);
  return parsed && { tail: "", kind: "ip", ...parsed, start: left, end: left + (parsed.length ?? body.length) };
}

/** IPv4: four numbers; five where netstat or tcpdump puts a dot before the port. */
function dotted(body, text, start) {
  const match = /^(\d{1,10}(?:\.\d{1,10}){2,4})(?:%[a-z][\w-]{0,15})?(?::(.*)|$)/i.exec(body);
  if (!match || /[\w.%]/.test(text[start - 1] ?? "")) return null;
  const parts = match[1].split(".");
  const address = readIPv4(parts.slice(0, 4).join("."));
  if (parts.length === 5) {
    const isPort = address && match[2] === undefined && (Number(parts[4]) > 255 || ROW.test(text));
    return isPort ? { address: write(address), tail: parts[4] } : null;
  }
  if (parts.length < 4 || isVersion(match, body, text, start)) return null;
  return address ? { address: write(address), tail: match[2] ?? "" } : { address: null, kind: "bad" };
}

/** `ChromeDriver 126.0.6478.62`, `Chrome/131.0.0.0`: four numbers with dots, and no address. */
function isVersion(match, body, text, start) {
  if (text.length === body.length || match[2] !== undefined) return false;
  return /\d{4}/.test(match[1]) || (/\.0\.0$/.test(match[1]) && /[a-z]\/$/i.test(text.slice(Math.max(0, start - 2), start)));
}

/** IPv6 without brackets. `::1:5432` is an address as it stands, but programs print it for [::1]:5432. */
function colons(body, text, start) {
  const zone = /^([\da-f:]+)%[a-z][\w-]{0,15}(?:[.:](\d{1,10}))?$/i.exec(body);
  if (zone) return readIPv6(zone[1]) && { address: write(readIPv6(zone[1])), tail: zone[2] ?? "" };
  if (!/^[\da-f]{0,4}:[\da-f:.]*(?::\*)?$/i.test(body)) return null;
  const split = /^(.+)[:.](\d{1,10}|\*)$/.exec(body);
  const head = split && readIPv6(split[1]);
  const whole = readIPv6(body);
  if (head && (!whole || isPortRather(split, body, text, start))) return { address: write(head), tail: split[2] };
  if (!whole) return null;
  const isScope = body.startsWith("::") && /[>)]/.test(text[start - 1] ?? ""); // C++, Rust: `Vec<T>::add`
  return isScope ? null : { address: write(whole) };
}

function isPortRather(split, body, text, start) {
  if (/^0|\./.test(split[2]) || !split[1].includes("::")) return false;
  if (split[1] === "::1" || split[1] === "::") return true;
  const isMessage = text.length > body.length + 2;
  return isMessage && split[2].length > 1 && !/^["')\]]{0,2},? \(?port/i.test(text.slice(start + body.length, start + body.length + 12));
}

/** Every address, as tools print it: `*:8080`, `*.8080`, `bind(*, 143)`. */
function star(body, text, start) {
  const inCall = body === "*" && /^\(\*, ?(\d{2,10})\)/.exec(text.slice(Math.max(0, start - 1), start + 16));
  const match = inCall || /^\*[.:](\d{1,10}|\*|[a-z][a-z0-9-]{1,20})$/i.exec(body);
  return match && { address: "*", tail: match[1], kind: "any" };
}

/** A name with a port, or `localhost`, or the host of a URL. */
function named(body, text, start) {
  const match = /^([a-z0-9_][a-z0-9_.-]*)(?::(\d{1,10}(?=$|[:-])|\*(?=$)|[a-z][a-z-]{1,20}(?=$))?(.*))?$/i.exec(body);
  if (!match || match[1].length > 253) return null;
  const name = match[1].replace(/[.-]+$/, "");
  const before = text.slice(Math.max(0, start - 160), start);
  const inUrl = /:\/\/(?:[^\s/@]{1,64}@){0,2}$/.test(before) || (/@$/.test(before) && match[2] !== undefined);
  const found = { address: name.toLowerCase(), tail: match[2] ?? "", kind: "name", length: name.length };
  if (match[2] !== undefined) found.length = match[0].length - match[3].length;
  if (isLocal(name)) return found;
  const isNumber = /^\d/.test(found.tail);
  if (isDotted(name) && (inUrl || isNumber || text.length === body.length)) return found;
  if (!isShortName(name)) return null;
  if (inUrl && !/^(?:localhost)?\d*$/.test(name)) return found;
  // `postgres:13` names an image, `errors:496` a line: a short name needs a sign that it is a host.
  const isMeant = text.length === body.length ? Number(found.tail) >= 1024 : Number(found.tail) >= 80 && NAMING.test(before);
  return isNumber && isMeant ? found : null;
}
