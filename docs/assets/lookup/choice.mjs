// Which of several addresses in a text is the one that the message is about.

/** @typedef {import("./endpoints.mjs").Endpoint} Endpoint */

// What stands before an address, and how much likelier it makes that this one is meant.
const BEFORE = [
  [/\blookup \S{0,253} ?on $/i, -40], // the name server that was asked
  [/\blookup $/i, 30],
  [/\bDST=$/, 3],
  [/(?:\bhere|\bsee|\bdetails|\bvisit|\brefer to|\bdocs?|\bdocumentation|\bhelp|\binformation)(?: at)?[: ]{1,2}["'(<]?https?:\/\/$|(?<!\burl )\((?:see )?https:\/\/$/i, -40],
  [/\b(?:from|client|origin|referr?er|peer|local|listening from|host(?=["']?[:=]))["']?[ :=]{0,3}["'(/]{0,2}(?:\w{2,6}:\/\/)?$/i, -6],
  [/\bupstream:? ["']?(?:\w{2,6}:)?\/{0,2}$/i, 6],
  [/\bproxyconnect tcp: dial tcp $/i, 6],
  [/\b(?:to|proxy)[: ] ?["'(/]{0,2}(?:\w{2,6}:\/\/)?$/i, 2],
  [/\b(?:e(?:conn|addr|host|net|timed|acces)[a-z]{0,12}|err_[a-z_]+)(?:[ :]|: [a-z ]{5,30} | at )(?:\w{2,6}:\/\/)?$/i, 2],
];
const LOWEST_LENT = 32768; // the lowest port that a usual system lends to a client

/**
 * @param {readonly Endpoint[]} endpoints in the order of the text
 * @param {readonly import("./ports.mjs").LonePort[]} ports
 * @param {string} text
 * @returns {{address: string | null, port: number | null, tooHigh: boolean, endpoint: Endpoint | null}}
 */
export function choose(endpoints, ports, text) {
  const real = endpoints.filter((endpoint) => endpoint.kind !== "bad");
  const ranks = real.map((endpoint) => endpoint.rank + fromContext(endpoint, text));
  real.forEach((_, index) => turnArrow(real, ranks, index, text));
  const best = ranks.reduce((winner, rank, index) => (rank > (ranks[winner] ?? 0) ? index : winner), -1);
  const lone = ports.filter((port) => !endpoints.some(({ start, end }) => start < port.end && port.start < end));
  if (best < 0) {
    const number = first(lone);
    return { address: null, port: number?.port ?? null, tooHigh: lone.length > 0 && !number, endpoint: null };
  }
  const endpoint = real[best];
  const port = endpoint.port ?? (endpoint.tooHigh ? null : portFor(endpoint, real, lone));
  const tooHigh = port === null && (endpoint.tooHigh || lone.some((other) => other.port === null));
  return { address: nameBefore(real, best, text) ?? endpoint.address, port, tooHigh, endpoint };
}

function fromContext({ start }, text) {
  const before = text.slice(Math.max(0, start - 280), start);
  return BEFORE.reduce((sum, [pattern, weight]) => sum + (pattern.test(before) ? weight : 0), 0);
}

/** `a->b` is a connection: b is where it goes, unless b is a port that systems lend to clients and a is not. */
function turnArrow(endpoints, ranks, index, text) {
  const [one, other] = [endpoints[index], endpoints[index + 1]];
  if (!other || !/^ ?-?> ?\/?$/.test(text.slice(one.end, other.start))) return;
  const answers = other.port >= LOWEST_LENT && one.port < LOWEST_LENT;
  ranks[answers ? index + 1 : index] -= 4;
}

/** The port for an address without one: of the same address elsewhere, of any word behind it, of any word. */
function portFor({ address, end }, endpoints, lone) {
  const same = endpoints.find((other) => other.address === address && other.port);
  return same?.port ?? first(lone.filter(({ start }) => start >= end))?.port ?? first(lone)?.port ?? null;
}

function first(ports) {
  const good = ports.filter(({ port }) => port !== null);
  const top = Math.max(...good.map(({ rank }) => rank));
  return good.find(({ rank }) => rank === top);
}

/** In `localhost (127.0.0.1)` and `localhost/127.0.0.1` the name is what was asked for. */
function nameBefore(endpoints, best, text) {
  const [before, it] = [endpoints[best - 1], endpoints[best]];
  const isName = before?.kind === "name" && it.kind === "ip" && before.port === null;
  return isName && /^["')]{0,2} ?[(|/[]{1,2}$/.test(text.slice(before.end, it.start)) ? before.address : null;
}
