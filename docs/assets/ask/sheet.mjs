// The resolver's page for what has no page of its own: a title, the answer in a sentence, and the parts below.

import { lookup } from "../lookup.mjs";
import { isLocal } from "../lookup/names.mjs";
import { measure } from "./network.mjs";
import { describe } from "./port.mjs";
import { factTable, namingCommands, portParts } from "./portsheet.mjs";
import { queryFor, shortForm } from "./question.mjs";
import { near } from "./reply.mjs";
import { code, h, link, listed } from "./tree.mjs";
import { SIDES, addressSentence, endingSentence, portSentence, problemSentence } from "./words.mjs";

/**
 * @typedef {object} Sheet
 * @property {string} title
 * @property {string} sentence
 * @property {import("./tree.mjs").Tree[]} parts
 * @property {string} asked the short form under which the sheet is found again; "" when nothing was recognised
 */

/**
 * @param {object} table the parsed lookup.json
 * @param {object} numbers the parsed numbers.json
 * @param {string} text whatever was asked
 * @param {string} root the address of the site's first page, as others reach it
 * @returns {Sheet}
 */
export function sheet(table, numbers, text, root) {
  const answer = lookup(table, text);
  const asked = answer.problem ? "" : shortForm(answer);
  const body = answer.problem ? problemBody(table, answer, text) : answer.port === null ? addressBody(table, answer) : portBody(table, numbers, answer, text);
  const parts = asked === "" ? body.parts : [...body.parts, ...ticket(body, asked, root)];
  return { title: body.title, sentence: body.sentence, parts, asked };
}

function problemBody(table, answer, text) {
  const titles = {
    "empty": "Nothing to look up",
    "too-long": "Too long to look up",
    "port-out-of-range": "No such port",
    "bad-address": "No such address",
    "nothing-recognised": "Nothing recognised",
  };
  const given = String(text).trim();
  const isUnfilled = answer.problem === "empty" && given !== "";
  const shown = answer.problem === "nothing-recognised" && h("p", {}, "You asked for ", code(given.length > 200 ? `${given.slice(0, 200)}…` : given), ".");
  return { title: titles[answer.problem], sentence: problemSentence(answer.problem, text), parts: [shown, isUnfilled && recipes(), nearLine(table, answer, text)].filter(Boolean) };
}

/** For who follows a link that a macro made: nothing is wrong on this side, and who can mend it finds out how. */
function recipes() {
  return h("p", {}, "Type what the ticket says into the box below. If you look after the template: ", link("helpdesk/recipes/", "how each help desk fills in the address"), ".");
}

function portBody(table, numbers, answer, text) {
  const { address, port, side } = answer;
  const known = table.ports.find((entry) => entry.port === port);
  const it = describe(table, numbers, port);
  const parts = [
    address !== null && h("p", {}, h("strong", {}, code(address)), ": ", addressSentence(table, answer), blockLink(table, answer)),
    side !== null && h("p", {}, `In what you gave, the address is ${SIDES[side]}.`),
    known && h("p", {}, "More on its own page: ", link(`ports/${port}/`, `Port ${port}`), "."),
    nearLine(table, answer, text),
    ...portParts(table, it),
  ];
  return { title: `Port ${port}`, sentence: known?.answer ?? portSentence(table, port), commands: namingCommands(it), parts: parts.filter(Boolean) };
}

function nearLine(table, answer, text) {
  const ports = near(table, answer, text);
  return ports.length > 0 && h("p", {}, "A digit lost or mistyped? Described ports that look alike: ", listed(ports.map((port) => link(port.path, port.text))), ".");
}

function blockLink(table, { block }) {
  const known = table.blocks.find(({ id }) => id === block);
  return known ? [" It belongs to ", link(`addresses/${known.id}/`, known.block, ", ", known.name), "."] : null;
}

function addressBody(table, answer) {
  const { address } = answer;
  const size = measure(table, isLocal(address) ? "127.0.0.1" : address);
  const parts = size === null ? nameParts(address) : address.includes("/") ? blockParts(size) : addressParts(table, answer, size);
  return { title: address, sentence: addressSentence(table, answer), parts };
}

function nameParts(name) {
  const ending = endingSentence(name);
  return [
    ending !== null && h("p", {}, ending),
    h("p", {}, "It does not resolve? ", link("troubleshooting/name-resolution/", "Find out who should know it"), ". Which program answers there, its port tells: add it, as in ", code(`${name}:8080`), "."),
  ].filter(Boolean);
}

function addressParts(table, { address, block }, { around, same }) {
  const blocks = [same, ...around].filter(Boolean);
  return [
    isLocal(address) && h("p", {}, "Which of the two a program takes differs: see ", link("troubleshooting/ipv4-ipv6-mismatch/", "works on 127.0.0.1 but not on localhost"), "."),
    blocks.length > 0 && h("h2", { id: "facts" }, "Where it belongs"),
    blocks.length > 0 && blockList(blocks),
    block === null && h("p", {}, "Who uses it, a whois service tells; what is special about others, ", link("addresses/", "the special blocks"), "."),
  ].filter(Boolean);
}

function blockParts({ first, last, mask, size, same, around, inside }) {
  const touching = (blocks, title) => (blocks.length > 0 ? [h("h2", {}, title), blockList(blocks)] : []);
  return [
    h("h2", { id: "facts" }, "Facts"),
    factTable([["First address", code(first)], ["Last address", code(last)], ["Addresses", size], mask !== null && ["Mask", code(mask)]]),
    ...touching(same ? [same] : [], "The block itself"),
    ...touching(around, "Blocks around it"),
    ...touching(inside, "Special blocks inside it"),
    !same && around.length + inside.length === 0 && h("p", {}, "No special block lies around or inside it: see ", link("addresses/", "all of them"), "."),
  ].filter(Boolean);
}

function blockList(blocks) {
  return h("ul", {}, ...blocks.map((it) => h("li", {}, link(`addresses/${it.id}/`, it.block, ", ", it.name), ": ", it.answer)));
}

/** What an agent puts into a ticket, in the elements that pages of records have: ticket/block.mjs reads both. */
function ticket({ title, sentence, commands = [] }, asked, root) {
  const path = `lookup/${queryFor(asked)}`;
  const row = ({ system, name, command }) => h("div", { "data-system": system }, h("dt", {}, `On ${name}`), h("dd", {}, h("pre", {}, code(command))));
  return [
    h("h2", { id: "link" }, "Link to this page"),
    h("p", {}, "For a ticket, a mail or a chat:"),
    h("div", { class: "atlas-ticket" },
      h("p", {}, h("strong", {}, title.endsWith(asked) ? title : `${title} (${asked})`)),
      h("p", {}, sentence),
      commands.length > 0 && h("dl", {}, ...commands.map(row)),
      h("p", {}, link(root + path, root + path))),
  ];
}
