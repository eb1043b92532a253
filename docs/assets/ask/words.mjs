// The sentences that the box and the resolver share. Numbers in them come from the tables.

import { MAX_LENGTH } from "../lookup.mjs";
import { readAddress } from "../lookup/addresses.mjs";
import { isLocal } from "../lookup/names.mjs";
import { MAX_PORT } from "../lookup/ports.mjs";
import { rangeOf, readings } from "./port.mjs";

const LENT = "a temporary port, or a program that asked for any free port";
const CHOSEN = "a program that was told to use this very number";

export const SIDES = {
  client: "the client's own, temporary end of a connection",
  listener: "the listener's end, at which a program waits",
  published: "a published port, at which Docker listens",
};

/** Endings of names that a standard sets aside, and what it says of them. */
const ENDINGS = [
  [/\.local$/, "Names in .local are asked for on the local network itself (multicast DNS, RFC 6762)."],
  [/\.home\.arpa$/, "Names in .home.arpa are for home networks (RFC 8375): only the router at home knows them."],
  [/\.internal$/, "Names in .internal are for private networks: no public name server knows them, so who knows this one is up to your network or container engine."],
  [/(?:^|\.)(?:test|invalid)$/, "No public name server ever knows a name that ends so (RFC 6761): it is for tests."],
  [/(?:^|\.)example(?:\.(?:com|net|org))?$/, "The name is reserved for examples in manuals (RFC 6761, RFC 2606): nobody's server is behind it."],
];

/**
 * Say in one sentence what a number is of which nothing is written down.
 * @param {object} table the parsed lookup.json
 * @param {number} port
 */
export function portSentence(table, port) {
  const range = rangeOf(table, port);
  const member = `Port ${port} is one of the ${range.name} (${range.first} to ${range.last})`;
  if (port === 0) return `${member} and reserved: a program that asks for it gets a free port of the system's choice, so nothing listens at 0 itself.`;
  const all = readings(table, port);
  const [lent, fixed] = [true, false].map((automatic) => all.filter((it) => it.automatic === automatic).map(({ name }) => name));
  if (lent.length === 0) return `${member}; ${joined(fixed, "nor", "neither ")} hands it out by itself: most likely ${CHOSEN}.`;
  if (fixed.length === 0) return `${member}; ${joined(lent, "and")} hand it out by themselves: most likely ${LENT}.`;
  return `${member}; ${joined(lent, "and")} ${verb(lent)} it out by ${lent.length > 1 ? "themselves" : "itself"}, ${joined(fixed, "and")} ${fixed.length > 1 ? "do" : "does"} not.`;
}

const verb = (names) => (names.length > 1 ? "hand" : "hands");
const joined = (names, last, before = "") =>
  names.length > 1 ? `${before}${names.slice(0, -1).join(", ")} ${last} ${names.at(-1)}` : `${before}${names[0]}`;

/**
 * Say who gives out a number on a system, word for word as the page of a port does.
 * @param {import("./port.mjs").Verdict} verdict
 * @returns {string} what stands below "On Linux"
 */
export function verdictWords({ system, automatic, privileged }) {
  const privilege = { linux: ", with a privilege", macos: "; on 127.0.0.1 with a privilege" };
  return `${automatic ? "lent by the system" : "chosen by a program"}${(privileged && privilege[system]) || ""}`;
}

/**
 * Say in one sentence what an address is, whatever the port.
 * @param {object} table the parsed lookup.json
 * @param {{address: string, block: string | null}} answer
 */
export function addressSentence(table, { address, block }) {
  if (address === "*") return "The star is how tools print every address of the machine at once.";
  if (isLocal(address)) return `${address} means this computer itself: 127.0.0.1, and ::1 over IPv6.`;
  const known = table.blocks.find(({ id }) => id === block);
  if (known) return known.answer;
  if (address.includes("/") || readAddress(address)) return `${address} lies in none of the special blocks that this site describes.`;
  return `${address} is a name: which address it has, the resolver of the machine that asks decides.`;
}

/** @param {string} name @returns {string | null} what a standard says of names with this ending */
export function endingSentence(name) {
  return ENDINGS.find(([ending]) => ending.test(name))?.[1] ?? null;
}

/**
 * Say what is wrong with a text that cannot be answered, as precisely as it shows.
 * @param {NonNullable<import("../lookup.mjs").Answer["problem"]>} problem
 * @param {string} text what was given
 */
export function problemSentence(problem, text) {
  return {
    "empty": emptySentence,
    "too-long": (given) =>
      `These are ${given.trim().length.toLocaleString("en")} characters; at most ${MAX_LENGTH.toLocaleString("en")} are looked at. Give the line with the error, or the few lines around it.`,
    "port-out-of-range": tooHighSentence,
    "bad-address": badAddressSentence,
    "nothing-recognised": () => "No address, no port and no error that this site knows was found in it.",
  }[problem](String(text));
}

function emptySentence(text) {
  const placeholder = text.trim().slice(0, 60);
  if (placeholder === "") return "There is nothing to look up yet: type an address, a port or an error message.";
  return `${placeholder} is a placeholder into which nobody put a value: check the template or the macro that made this link.`;
}

function tooHighSentence(text) {
  const number = text.match(/\d{5,12}/g)?.find((digits) => Number(digits) > MAX_PORT) ?? "This number";
  return `${number} is too high for a port: ports are the numbers from 0 to ${MAX_PORT}.`;
}

function badAddressSentence(text) {
  const [written, length] = text.match(/[\d.]{7,40}(?:\/\d{1,3})?/)?.[0].split("/") ?? [];
  if (written === undefined) return "It looks like an address but is none: an IPv6 address has up to eight groups, and :: at most once.";
  if (length !== undefined && readAddress(written)) return `/${length} is too long for ${written}: the length of an IPv4 block goes from 0 to 32.`;
  const parts = written.split(".");
  const high = parts.find((part) => Number(part) > 255);
  const why = high !== undefined ? `${high} is more than 255` : parts.some((part) => /^0\d/.test(part)) ? "a number in it begins with 0, which some programs read as octal" : "it needs four numbers from 0 to 255";
  return `${written} is no IPv4 address: ${why}.`;
}
