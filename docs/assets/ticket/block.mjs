// The block of a page from which tickets are answered: read from what the page shows, and given its buttons.

import { copy, mark, select } from "./clipboard.mjs";
import { htmlForm, linkTo, markdownForm, textForm } from "./forms.mjs";

const ELSEWHERE = "atlas-elsewhere"; // the class of what is for another system

/** What each button copies; what is shown and selected, where that may differ from the text, is the block itself. */
const FORMS = {
  text: (ticket) => ({ text: textForm(ticket) }),
  Markdown: (ticket) => ({ text: markdownForm(ticket) }),
  HTML: (ticket, block) => ({ text: textForm(ticket), html: htmlForm(ticket), shown: block }),
};

/**
 * Read a block as it is shown now.
 * @param {HTMLElement} block
 * @returns {import("./forms.mjs").Ticket}
 */
function readTicket(block) {
  const [title, answer, ...others] = Array.from(block.querySelectorAll(":scope > p:not([hidden])"));
  const rows = Array.from(block.querySelectorAll("[data-system]")).filter((row) => !row.classList.contains(ELSEWHERE));
  return {
    title: title.textContent,
    answer: answer.textContent,
    commands: rows.map((row) => ({ place: row.querySelector("dt").textContent, text: row.querySelector("pre").textContent })),
    notes: others.slice(0, -1).map((note) => note.textContent), // the last is the link
    link: block.querySelector("a").href,
  };
}

/**
 * Show in a block what the reader chose: the command for one system, the link to its part, the port in the link.
 * @param {HTMLElement} block
 * @param {string} short the short link of the page
 * @param {{port: number | null, system: string}} chosen
 */
function showChoice(block, short, { port, system }) {
  for (const row of block.querySelectorAll("[data-system]")) {
    row.classList.toggle(ELSEWHERE, system !== "all" && system !== row.dataset.system);
  }
  const word = block.querySelector(".atlas-ticket__word");
  if (word) word.hidden = port !== null;
  const link = block.querySelector("a");
  link.textContent = link.href = linkTo(short, { port, part: block.dataset.part ?? "", system });
}

/** Above the block: a row for its buttons, a place for what they say, and one for a text to select. */
function makePlaces(block) {
  const row = Object.assign(document.createElement("div"), { className: "atlas-ticket__buttons" });
  const status = Object.assign(document.createElement("p"), { className: "atlas-ticket__status" });
  const source = Object.assign(document.createElement("pre"), { className: "atlas-ticket__source", hidden: true });
  status.setAttribute("role", "status");
  block.before(row, status, source);
  return { row, status, source };
}

/** Return what copies for a button, and says what became of it. */
function makeGive({ status, source }) {
  return async (button, what, { text, html, shown }) => {
    status.textContent = "";
    source.hidden = true;
    const isDone = await copy({ text, html });
    if (!isDone && shown === undefined) Object.assign(source, { hidden: false, textContent: text });
    if (!isDone) select(shown ?? source);
    const message = isDone ? `Copied ${what}.` : "The text is selected: copy it with your keyboard.";
    status.textContent = message;
    mark(button, isDone ? "Copied" : "Selected", () => {
      if (isDone && status.textContent === message) status.textContent = "";
    });
  };
}

function makeButton(label, press) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.addEventListener("click", () => press(button));
  return button;
}

/**
 * Give a block its buttons.
 * @param {HTMLElement} block
 * @param {() => {port: number | null, system: string}} [chosen] what the reader chose
 * @returns {() => void} to be called when that changed
 */
export function connectTicket(block, chosen = () => ({ port: null, system: "all" })) {
  const link = block.querySelector("a");
  const short = link.textContent; // of the site, though a copy on somebody's disk may lead to a file
  const places = makePlaces(block);
  const give = makeGive(places);
  link.after(makeButton("Copy the short link", (button) => give(button, "the short link", { text: link.href, shown: link })));
  places.row.append(...Object.entries(FORMS).map(([name, form]) =>
    makeButton(`Copy as ${name}`, (button) => give(button, `as ${name}`, form(readTicket(block), block)))));
  const update = () => showChoice(block, short, chosen());
  update();
  return update;
}
