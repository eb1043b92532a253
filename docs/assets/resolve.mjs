// The resolver: /lookup/?q=TEXT, and addresses at which there is no page. What has a page goes there; the
// rest is explained in place.

import { lookup } from "./lookup.mjs";
import { connectCopies } from "./ask/copy.mjs";
import { askedByPath, pageFor, queryFor, withRest } from "./ask/question.mjs";
import { pageAddress, sharedRoot } from "./ask/reach.mjs";
import { sheet } from "./ask/sheet.mjs";
import { ROOT, loadNumbers, loadTable } from "./ask/tables.mjs";
import { build, h } from "./ask/tree.mjs";
import { connectTicket } from "./ticket/block.mjs";

const LONGEST_KEPT = 60; // characters of a question that may stay in the address though nothing was recognised in it
const ELSEWHERE = Symbol("the reader goes to another page");
const UNLOADED = { title: "Look up", sentence: "The tables of this site could not be loaded; try again in a moment.", parts: [], asked: "" };

/**
 * Answer what the address of the page asks, if it asks anything.
 * @param {Document} page
 * @param {{query: string | null}} given what stood behind ?q=
 */
export async function resolve(page, { query }) {
  const text = query ?? askedByPath(page.location.pathname, ROOT.pathname);
  const unloaded = query === null ? null : UNLOADED;
  const found = text === null ? null : await answerTo(text, query !== null, page.location).catch(() => unloaded);
  if (found === ELSEWHERE) return;
  if (found !== null) {
    if (query !== null) history.replaceState(null, "", queryFor(kept(found, query)) + page.location.hash);
    show(page, found);
  }
  delete page.documentElement.dataset.asked; // what main.html kept unseen may be seen
}

/** Return the sheet to show; ELSEWHERE when another page answers, null when a path asked nothing that is known. */
async function answerTo(text, isQuery, here) {
  const table = await loadTable();
  const answer = lookup(table, text);
  const target = withRest(pageFor(table, answer, text), isQuery ? null : here);
  // A page that should be there and is not must not send the reader round in a circle.
  if (target !== null && pageAddress(target, ROOT).pathname !== here.pathname) {
    here.replace(pageAddress(target, ROOT));
    return ELSEWHERE;
  }
  const isKnown = answer.problem !== "nothing-recognised" && answer.problem !== "empty";
  return isKnown || isQuery ? sheet(table, await loadNumbers(), text, sharedRoot(ROOT)) : null;
}

/** What may stay in the address: the short form under which the answer is found again, never a whole message. */
function kept(found, query) {
  if (found === UNLOADED) return query; // to be tried again
  return found.asked || (query.length > LONGEST_KEPT ? "" : query);
}

/** Put the answer where the page promises it: in its title and first sentence, and below. */
function show(page, { title, sentence, parts, asked }) {
  const heading = page.querySelector("h1");
  const lead = heading.nextElementSibling;
  page.title = page.title.replace(/^(?:.* - )?/, `${title} - `);
  heading.textContent = title;
  lead.textContent = sentence;
  const place = page.querySelector(".atlas-resolved");
  place.replaceChildren(...parts.map((part) => build(page, ROOT, part)));
  for (const other of page.querySelectorAll(".atlas-unasked")) other.hidden = asked !== "";
  const status = place.appendChild(build(page, ROOT, h("p", { class: "atlas-ask__status", role: "status" })));
  connectCopies(place, (message) => { status.textContent = message; });
  for (const block of place.querySelectorAll(".atlas-ticket")) connectTicket(block);
  scrollToPart(page);
}

/** A link such as /lookup/?q=51515#who-windows means a part that was not there when the page came. */
function scrollToPart(page) {
  const { hash } = page.location;
  if (hash.length > 1) page.getElementById(hash.slice(1))?.scrollIntoView();
}
