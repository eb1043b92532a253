// What belongs to an address and stands behind it: its port, or the length that makes it a block.

import { readNetwork, write } from "./addresses.mjs";
import { readPort } from "./ports.mjs";

/** @typedef {import("./endpoints.mjs").Endpoint} Endpoint */

// What may stand between an address and its port.
const PORT_AFTER = [
  /["'`)\]|]{0,3},?[ \n]?\(?(?:on )?(?:(?:tcp|udp) )?["']?port["']?(?: number)?(?: ?(?:=>|[:=]) ?| )["']?(\d{1,10})(?![\d.]*\d|\w)/iy,
  /["'] ?, ?(\d{1,10})(?=[\s,)\]};]|$)/y,
  /\]?,(\d{2,10})(?=[\s,;)}"']|$)/y,
  /(?<=\([\w.:-]{1,64}), (\d{2,10})(?=\))/y, // a call: `listen(0.0.0.0, 143)`
  / ?: (\d{1,10})(?![\w.:%]| ?[a-z(])/iy,
  /\|:(\d{1,10})/y,
  /#(\d{1,10})\b/y,
  / (\d{2,10})(?=$|\n| \([\w?*/-]{1,20}\)| port \[| listen\b| (?=[\da-f]{0,4}[.:])[\d.:a-f]{2,45} \d{1,5}\b)/iy,
  /(?<=\b(?:tcp|udp) [\d.:a-f]{2,45} [\d.:a-f]{2,45}) \d{1,5} (\d{1,5})(?!\S)/iy, // both addresses, then both ports
  /\/(?:tcp|udp)\/(\d{1,10})(?![\w.])/y,
];

/**
 * Give an endpoint the port that stands behind it; a number behind a slash makes it a block.
 * @param {Endpoint} endpoint
 * @param {string} text
 * @returns {Endpoint}
 */
export function withPortAfter(endpoint, text) {
  if (endpoint.port !== null || endpoint.tooHigh || endpoint.kind === "bad" || endpoint.kind === "any") return endpoint;
  const device = /\/(?:tcp|udp)\/$/.test(text.slice(Math.max(0, endpoint.start - 5), endpoint.start));
  const slash = /^\/(\d{1,5})(?![\w.])/.exec(text.slice(endpoint.end, endpoint.end + 8));
  if (slash && !device) return asBlock(endpoint, slash, text);
  const digits = slash?.[1] ?? firstMatch(PORT_AFTER, text, endpoint.end);
  if (digits === undefined) return endpoint;
  const end = text.indexOf(digits, endpoint.end) + digits.length;
  const port = readPort(digits);
  return { ...endpoint, end, port, tooHigh: Number(digits) > 65535, rank: port ? Math.max(endpoint.rank, 20) : endpoint.rank };
}

function asBlock(endpoint, slash, text) {
  const network = readNetwork(endpoint.address + slash[0]);
  const isBlock = network && (endpoint.address === write(network) || text.length < endpoint.end + slash[0].length + 2);
  return isBlock ? { ...endpoint, end: endpoint.end + slash[0].length, address: `${write(network)}/${network.length}` } : endpoint;
}

function firstMatch(patterns, text, index) {
  for (const pattern of patterns) {
    pattern.lastIndex = index;
    const match = pattern.exec(text);
    if (match) return match[1];
  }
  return undefined;
}
