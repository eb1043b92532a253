// A ticket's text in the forms in which people paste it: plain text, Markdown, HTML. Pure.

import { htmlText, markdownCode, markdownText, oneLine } from "./escape.mjs";

/**
 * @typedef {object} Ticket
 * @property {string} title
 * @property {string} answer one sentence
 * @property {{place: string, text: string}[]} commands such as { place: "On Windows", text: "netstat -ano" }
 * @property {string[]} notes sentences below the commands: what a word in them stands for, when the facts were checked
 * @property {string} link
 */

/**
 * @param {Ticket} ticket
 * @returns {string} a thing a line; the link has its own, so that no mail program takes more into it
 */
export function textForm({ title, answer, commands, notes, link }) {
  const run = commands.map(({ place, text }) => `${place}:${text.includes("\n") ? "\n" : " "}${text}`);
  return [oneLine(title), oneLine(answer), ...run, ...notes.map(oneLine), link].join("\n");
}

/**
 * @param {Ticket} ticket
 * @returns {string} CommonMark
 */
export function markdownForm({ title, answer, commands, notes, link }) {
  const run = commands.flatMap(({ place, text }) => [`${markdownText(place)}:`, markdownCode(text)]);
  return [`**${markdownText(title)}**`, markdownText(answer), ...run, ...notes.map(markdownText), `<${link}>`].join("\n\n");
}

/**
 * @param {Ticket} ticket
 * @returns {string} paragraphs and code, without any style
 */
export function htmlForm({ title, answer, commands, notes, link }) {
  const run = commands.flatMap(({ place, text }) => [paragraph(`${place}:`), `<pre><code>${htmlText(text)}</code></pre>`]);
  const address = htmlText(link);
  return [
    `<p><strong>${htmlText(oneLine(title))}</strong></p>`, paragraph(answer), ...run, ...notes.map(paragraph),
    `<p><a href="${address}">${address}</a></p>`,
  ].join("\n");
}

const paragraph = (text) => `<p>${htmlText(oneLine(text))}</p>`;

/**
 * Point a short link at what the reader chose.
 * @param {string} short the short address of the page
 * @param {{port: number | null, part: string, system: string}} chosen `part` is the anchor of the part that has one
 *   for each system, "" for none; `system` may be "all"
 * @returns {string}
 */
export function linkTo(short, { port, part, system }) {
  const link = new URL(short);
  if (port !== null) link.searchParams.set("port", String(port));
  if (part !== "" && system !== "all") link.hash = `${part}-${system}`;
  return link.href;
}
