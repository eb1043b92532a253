// A block of addresses: how many it holds, where it begins and ends, and which special blocks touch it.

import { readAddress, readNetwork, write } from "../lookup/addresses.mjs";

/** @typedef {{id: string, block: string, name: string, answer: string}} Block */

const WIDTH = { 4: 32, 6: 128 };
const MOST_WRITTEN_OUT = 10n ** 12n; // larger counts are easier to read as a power of two

/**
 * @param {object} table the parsed lookup.json
 * @param {string} text an address or a block, as the look-up writes it
 * @returns {{first: string, last: string, mask: string | null, size: string, same: Block | null, around: Block[], inside: Block[]} | null}
 */
export function measure(table, text) {
  const network = networkOf(text);
  if (!network) return null;
  const { family, bits, length } = network;
  const host = BigInt(WIDTH[family] - length);
  const count = 1n << host;
  const known = table.blocks.map((block) => ({ block, other: readNetwork(block.block) })).filter(({ other }) => other.family === family);
  const pick = (fits) => known.filter(({ other }) => fits(other)).map(({ block }) => block);
  return {
    first: write({ family, bits }),
    last: write({ family, bits: bits + count - 1n }),
    mask: family === 4 ? write({ family, bits: ((1n << 32n) - 1n) ^ (count - 1n) }) : null,
    size: count < MOST_WRITTEN_OUT ? count.toLocaleString("en") : `2 to the power of ${host}`,
    same: pick((other) => other.length === length && other.bits === bits)[0] ?? null,
    around: pick((other) => other.length < length && holds(other, network)),
    inside: pick((other) => other.length > length && holds(network, other)).reverse(),
  };
}

/** A single address is a block of one. */
function networkOf(text) {
  if (text.includes("/")) return readNetwork(text);
  const address = readAddress(text);
  return address && { ...address, length: WIDTH[address.family] };
}

/** Whether the wider network `outer` holds `inner`. */
function holds(outer, inner) {
  const rest = BigInt(WIDTH[outer.family] - outer.length);
  return outer.bits >> rest === inner.bits >> rest;
}
