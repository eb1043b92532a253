// How the box shows a reply, and how a screen reader says it.

import { code, h, link, listed } from "./tree.mjs";

/**
 * @param {import("./reply.mjs").Reply} found
 * @returns {import("./tree.mjs").Tree[]}
 */
export function answerParts({ seen, sentence, best, also, about, near, problem }) {
  const links = (title, items) => items.length > 0 && h("p", {}, title, ": ", listed(items.map((item) => link(item.path, item.text))));
  return [
    seen.length > 0 && h("dl", {}, ...seen.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, /\d/.test(value) ? code(value) : value)))),
    h("p", {}, sentence),
    best && h("p", {}, h("a", { class: "atlas-ask__best", href: best.path }, best.text)),
    links("Also possible", also),
    links("About it", about),
    links("Or did you mean", near),
    problem === "nothing-recognised" && h("p", {}, "Enter searches the pages for these words."),
  ].filter(Boolean);
}

/**
 * Say an answer to those who do not see it.
 * @param {import("./reply.mjs").Reply} found
 */
export function spoken({ sentence, best, also, about, near }) {
  const more = also.length + about.length + near.length;
  const rest = more === 0 ? "" : more === 1 ? " One more link follows." : ` ${more} more links follow.`;
  return best ? `${best.text}: ${sentence} Enter opens it.${rest}` : `${sentence}${rest}`;
}
