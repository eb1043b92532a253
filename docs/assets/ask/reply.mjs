// What the box says to a text, as plain values: what it recognised, one sentence, the best page and second thoughts.

import { lookup, nearPorts } from "../lookup.mjs";
import { casePath, portNamed, shortForm } from "./question.mjs";
import { SIDES, addressSentence, portSentence, problemSentence } from "./words.mjs";

const MOST = 3; // second thoughts, and near ports

/**
 * @typedef {{text: string, path: string}} Link a path relative to the root of the site
 * @typedef {object} Reply
 * @property {[label: string, value: string][]} seen
 * @property {string} sentence
 * @property {Link | null} best
 * @property {Link[]} also other cases that fit
 * @property {Link[]} about the port and the address, where the best page is about something else
 * @property {Link[]} near described ports whose numbers look alike
 * @property {import("../lookup.mjs").Answer["problem"]} problem
 */

/**
 * @param {object} table the parsed lookup.json
 * @param {string} text whatever somebody typed or pasted
 * @returns {Reply}
 */
export function reply(table, text) {
  const answer = lookup(table, text);
  const named = answer.problem === "nothing-recognised" && portNamed(table, text);
  if (named) return byName(named, text);
  const [best = null, ...about] = answer.problem ? [] : pages(table, answer);
  return {
    seen: seen(table, answer),
    sentence: answer.problem ? problemSentence(answer.problem, text) : sentence(table, answer),
    best,
    also: answer.cases.slice(1, 1 + MOST).map((id) => caseLink(table, id, answer.port)),
    about: answer.cases.length > 0 ? about : [],
    near: near(table, answer, text),
    problem: answer.problem,
  };
}

function byName({ port, answer }, text) {
  const best = { text: `Port ${port}`, path: `ports/${port}/` };
  return { seen: [["Name", text.trim()], ["Port", String(port)]], sentence: answer, best, also: [], about: [], near: [], problem: null };
}

function seen(table, { address, port, cases, side }) {
  return [
    ["Address", address],
    ["Port", port === null ? null : String(port)],
    ["Trouble", cases.length > 0 ? caseLink(table, cases[0], null).text : null],
    ["The address is", side && SIDES[side]],
  ].filter(([, value]) => value !== null);
}

function sentence(table, answer) {
  const { address, cases, port } = answer;
  if (cases.length > 0) return table.cases.find(({ id }) => id === cases[0]).answer;
  if (port !== null) return table.ports.find((entry) => entry.port === port)?.answer ?? portSentence(table, port);
  return addressSentence(table, { ...answer, address });
}

/** The pages about a text, best first. */
function pages(table, answer) {
  const { address, block, cases, port } = answer;
  const asked = `lookup/?q=${encodeURIComponent(shortForm(answer))}`;
  const isDescribed = table.ports.some((entry) => entry.port === port);
  const known = table.blocks.find(({ id }) => id === block);
  return [
    ...cases.slice(0, 1).map((id) => caseLink(table, id, port)),
    port !== null && (isDescribed ? { text: `Port ${port}`, path: `ports/${port}/` } : { text: `Everything about port ${port}`, path: asked }),
    known && { text: `${known.block}, ${known.name}`, path: `addresses/${known.id}/` },
    address !== null && port === null && !known && { text: `More about ${address}`, path: asked },
  ].filter(Boolean);
}

function caseLink(table, id, port) {
  return { text: table.cases.find((it) => it.id === id).title, path: casePath(id, port) };
}

/**
 * Return the described ports that may be meant by a number that is none of them: cut, mistyped or too high.
 * @param {object} table the parsed lookup.json
 * @param {import("../lookup.mjs").Answer} answer
 * @param {string} text
 * @returns {Link[]}
 */
export function near(table, { cases, port, problem }, text) {
  const isMissing = port !== null && cases.length === 0 && !table.ports.some((entry) => entry.port === port);
  const digits = problem === "port-out-of-range" ? String(text).match(/\d{6}(?!\d)/)?.[0] : undefined;
  const shorter = Array.from(digits ?? "", (_, index) => Number(digits.slice(0, index) + digits.slice(index + 1)));
  const numbers = isMissing ? nearPorts(table, port) : table.ports.map((entry) => entry.port).filter((other) => shorter.includes(other));
  return numbers.slice(0, MOST).map((number) => ({ text: String(number), path: `ports/${number}/` }));
}
