// Addresses as numbers: reading every spelling, writing one, and which block holds an address.

/** @typedef {{family: 4 | 6, bits: bigint}} Address */
/** @typedef {Address & {length: number}} Network */

const WIDTH = { 4: 32, 6: 128 };
const MAX_GROUP = 4; // hexadecimal digits of one group of an IPv6 address

/**
 * Read an IPv4 address in dotted decimal; null for anything else. A leading zero is refused: some programs
 * read such a number as octal.
 * @param {string} text
 * @returns {Address | null}
 */
export function readIPv4(text) {
  const parts = text.split(".", 5);
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return null;
  return { family: 4, bits: parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n) };
}

/**
 * Read an IPv6 address without brackets; a zone (`%eth0`) is left out, since it only holds on one machine.
 * @param {string} text
 * @returns {Address | null}
 */
export function readIPv6(text) {
  const plain = text.replace(/%[\w.~-]{1,32}$/, "").toLowerCase();
  if (plain.length > 45 || !/^[\da-f:.]+$/.test(plain) || !plain.includes(":")) return null;
  const halves = plain.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(groupsOf);
  if (!head || (halves.length === 2 && !tail)) return null;
  const given = head.length + (tail?.length ?? 0);
  if (halves.length === 2 ? given > 7 : given !== 8) return null;
  const all = tail ? [...head, ...Array(8 - given).fill(0), ...tail] : head;
  return { family: 6, bits: all.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n) };
}

/** The groups of one side of `::` as numbers; an IPv4 address at the end counts for two. */
function groupsOf(side) {
  if (side === "") return [];
  const parts = side.split(":");
  const last = parts.at(-1).includes(".") ? readIPv4(parts.pop()) : undefined;
  if (last === null || !parts.every((part) => part !== "" && part.length <= MAX_GROUP && /^[\da-f]+$/.test(part))) return null;
  const groups = parts.map((part) => Number.parseInt(part, 16));
  return last ? [...groups, Number(last.bits >> 16n), Number(last.bits & 0xffffn)] : groups;
}

/** @param {string} text */
export function readAddress(text) {
  return readIPv4(text) ?? readIPv6(text);
}

/**
 * Write an address as RFC 5952 asks: small letters, no leading zeros, the longest run of zeros left out.
 * @param {Address} address
 */
export function write({ family, bits }) {
  if (family === 4) return dotted(bits);
  if (bits >> 32n === 0xffffn) return `::ffff:${dotted(bits & 0xffffffffn)}`;
  const groups = Array.from({ length: 8 }, (_, index) => Number((bits >> BigInt(112 - 16 * index)) & 0xffffn));
  const [start, length] = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

function dotted(bits) {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join(".");
}

function longestZeros(groups) {
  let [best, length] = [0, 0];
  for (let start = 0; start < 8; start += 1) {
    let end = start;
    while (groups[end] === 0) end += 1;
    if (end - start > length) [best, length] = [start, end - start];
  }
  return [best, length];
}

/**
 * Read a block such as `10.0.0.0/8`; `10.1.2.3/8` and `10.0.0.0/255.0.0.0` are taken for it.
 * @param {string} text
 * @returns {Network | null}
 */
export function readNetwork(text) {
  const [before, after, ...more] = text.split("/");
  const address = more.length || after === undefined ? null : readAddress(before.replace(/^\[|\]$/g, ""));
  const length = address && prefixLength(after, address.family);
  if (address === null || length === null) return null;
  const host = BigInt(WIDTH[address.family] - length);
  return { ...address, bits: (address.bits >> host) << host, length };
}

function prefixLength(text, family) {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= WIDTH[family] ? Number(text) : null;
  const mask = family === 4 ? readIPv4(text) : null;
  const ones = mask && mask.bits.toString(2).padStart(32, "0").match(/^1*/)[0].length;
  return mask && mask.bits === ((1n << BigInt(ones)) - 1n) << BigInt(32 - ones) ? ones : null;
}

/**
 * Return the first of `blocks` (the narrowest come first) that holds an address or a whole network.
 * @param {readonly {id: string, network: Network}[]} blocks
 * @param {Address & {length?: number}} address
 */
export function blockOf(blocks, address) {
  const length = address.length ?? WIDTH[address.family];
  const holds = ({ network }) => {
    const rest = BigInt(WIDTH[network.family] - network.length);
    return network.family === address.family && network.length <= length && network.bits >> rest === address.bits >> rest;
  };
  return blocks.find(holds)?.id ?? null;
}
