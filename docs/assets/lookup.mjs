// What an address, a port or a pasted message means, told from the table /api/v1/lookup.json alone.
// Pure: no document, no network, no clock; the time grows with the length of the text and no faster.

import { blockOf, readAddress, readNetwork, write } from "./lookup/addresses.mjs";
import { choose } from "./lookup/choice.mjs";
import { endpointsIn } from "./lookup/endpoints.mjs";
import { isDotted, isLocal } from "./lookup/names.mjs";
import { MAX_PORT, portsIn, readPort } from "./lookup/ports.mjs";
import { evidenceText, weigh } from "./lookup/signs.mjs";
import { clean, isBlank } from "./lookup/spelling.mjs";

export const MAX_LENGTH = 4000; // characters that are looked at
const LOWEST_LENT = 10000; // below, hardly any system lends a port to a client
const PREPARED = new WeakMap();

/**
 * @typedef {object} Answer
 * @property {string | null} address normalised; an IPv6 address without brackets, a block with its length
 * @property {number | null} port
 * @property {string[]} cases best first; none when the text names no trouble
 * @property {"client" | "listener" | "published" | null} side
 * @property {string | null} block the id of the narrowest address block that holds the address
 * @property {null | "empty" | "too-long" | "port-out-of-range" | "bad-address" | "nothing-recognised"} problem
 * @property {string} url where to go, relative to the root of the site
 */

/**
 * @param {object} table the parsed lookup.json, or its `data` alone
 * @param {string} text whatever somebody pasted
 * @returns {Answer}
 */
export function lookup(table, text) {
  const given = String(text).trim();
  if (given.length > MAX_LENGTH) return nothing("too-long");
  const plain = clean(given);
  if (isBlank(plain)) return nothing("empty");
  const known = prepared(table);
  const found = bare(plain) ?? message(known, plain);
  const block = blockFor(known, found.address);
  const { cases, side } = found.isBare ? { cases: [], side: null } : signs(known, plain, found, block);
  const problem = problemOf(found, cases);
  return { address: found.address, port: found.port, cases, side, block, problem, url: urlOf(known, found, cases, block) };
}

/**
 * Return the described ports that somebody may have meant whose number lost or changed a digit: 4934 was 49342.
 * @param {object} table
 * @param {number} port
 * @returns {number[]}
 */
export function nearPorts(table, port) {
  const typed = String(port);
  const shorter = (digits) => Array.from(digits, (_, index) => digits.slice(0, index) + digits.slice(index + 1));
  const isNear = (digits) =>
    shorter(digits).includes(typed) || (digits.length > 2 && shorter(digits).some((rest) => shorter(typed).includes(rest)));
  return contents(table).ports.map((entry) => entry.port).filter((other) => other !== port && isNear(String(other)));
}

function nothing(problem) {
  return { address: null, port: null, cases: [], side: null, block: null, problem, url: "/lookup/" };
}

/** What the document says, without its head. */
const contents = (table) => table.data ?? table;

/** The table in the form that the search needs, made once. */
function prepared(table) {
  if (!PREPARED.has(table)) {
    const { ports, blocks, cases, sightings } = contents(table);
    const services = Object.create(null);
    for (const { port, names } of ports) for (const name of names) services[name] = port;
    PREPARED.set(table, {
      services,
      ports: new Set(ports.map(({ port }) => port)),
      blocks: blocks.map(({ id, block }) => ({ id, network: readNetwork(block) })),
      cases,
      sightings,
    });
  }
  return PREPARED.get(table);
}

/** What is typed by itself and would mean something else inside a message; null for the rest. */
function bare(text) {
  const none = { address: null, port: null, tooHigh: false, bad: false, isBare: true };
  if (/^\d+$/.test(text)) return { ...none, port: readPort(text), tooHigh: Number(text) > MAX_PORT };
  if (/^[^\s/]+\/[\d.]+$/.test(text) && readAddress(text.split("/")[0].replace(/^\[|\]$/g, ""))) {
    const network = readNetwork(text);
    return { ...none, address: network && `${write(network)}/${network.length}`, bad: !network };
  }
  const short = /^127\.(?:(\d{1,3})\.)?(\d{1,3})(?::(\d{1,5}))?$/.exec(text); // inet_aton's 127.1
  if (short && readAddress(`127.${short[1] ?? 0}.0.${short[2]}`)) {
    return { ...none, address: `127.${short[1] ?? 0}.0.${short[2]}`, port: short[3] === undefined ? null : readPort(short[3]) };
  }
  const pair = /^([a-z0-9][a-z0-9.-]{0,252}) (\d{1,5})$/i.exec(text); // as telnet and nc take them
  if (pair && (isLocal(pair[1]) || isDotted(pair[1]))) return { ...none, address: pair[1].toLowerCase(), port: readPort(pair[2]) };
  return null;
}

function message(known, text) {
  const endpoints = endpointsIn(text, known.services);
  const ports = [...portsIn(text)];
  const chosen = choose(endpoints, ports, text);
  const bad = chosen.address === null && endpoints.some(({ kind }) => kind === "bad");
  const port = bad ? null : (chosen.port ?? (chosen.address === null ? onlyNumber(text) : schemePort(text)));
  return { address: chosen.address, port, tooHigh: chosen.tooHigh && port === null, bad, endpoints, ports };
}

/** The one number of a question: "what is 62893", "kill 3000". An error's number is none. */
function onlyNumber(text) {
  const match = /^([a-z' ]{0,40}?)(\d{2,5})([a-z' ]{0,30})[?!.]?$/i.exec(text);
  const isOther = /\b(?:errors?|errno|codes?|status|http|line|exit|pid|process|signal|version|python|node|java|windows|curl|rfc|issue|ticket|build|iphone|ipad|page|chapter|step|room|year|pin|[kmgt]i?b|bytes?|m?s|seconds?|minutes?|hours?|days?|eur|euros?|usd|dollars?)\b/i;
  return match && / $|^$/.test(match[1]) && /^(?: |$)/.test(match[3]) && !isOther.test(text) ? readPort(match[2]) : null;
}

/** The port that a URL without one means; only when the URL is all there is. */
function schemePort(text) {
  const scheme = /^(https?|wss?):\/\/[^\s/:@]+(?:\/\S*)?$/i.exec(text)?.[1].toLowerCase();
  return scheme ? { http: 80, ws: 80, https: 443, wss: 443 }[scheme] : null;
}

function blockFor(known, address) {
  if (address === null) return null;
  const value = isLocal(address) ? readAddress("127.0.0.1") : address.includes("/") ? readNetwork(address) : readAddress(address);
  return value && blockOf(known.blocks, value);
}

/** The cases and the side of the connection that the table's signs tell. */
function signs(known, text, found, block) {
  const seen = found.endpoints.flatMap(({ kind, address }) => (kind === "ip" ? [blockFor(known, address)] : []));
  const evidence = {
    text: evidenceText(text, [...found.endpoints, ...found.ports]),
    blocks: new Set([block, ...seen]),
    port: found.port,
  };
  const heaviest = (records) => records
    .map((record) => ({ record, weight: weigh(record.patterns, evidence) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ record }) => record);
  const side = heaviest(known.sightings)[0]?.side ?? null;
  const isLent = side !== "client" || found.port === null || found.port >= LOWEST_LENT;
  return { cases: heaviest(known.cases).map(({ id }) => id), side: isLent ? side : null };
}

function problemOf({ address, port, tooHigh, bad }, cases) {
  if (tooHigh) return "port-out-of-range";
  if (bad && cases.length === 0) return "bad-address";
  return address === null && port === null && cases.length === 0 ? "nothing-recognised" : null;
}

function urlOf(known, { address, port }, cases, block) {
  if (cases.length > 0) return `/troubleshooting/${cases[0]}/`;
  if (port !== null && known.ports.has(port)) return `/ports/${port}/`;
  const host = address?.includes(":") && port !== null ? `[${address}]` : address;
  const isBlock = block !== null && address !== null && port === null && known.blocks.some(({ id }) => id === block);
  if (isBlock) return `/addresses/${block}/`;
  const asked = [host, port].filter((part) => part !== null).join(":");
  return asked === "" ? "/lookup/" : `/lookup/?q=${encodeURIComponent(asked)}`;
}
