// The reader's own port number in the commands of a case. It stands in the address of the page, as
// ?port=5432, and goes along to other cases; it is kept nowhere else.

import { announce } from "./changes.mjs";
import { caseAt, portAt, withPort } from "./port/addresses.mjs";
import { markWords } from "./port/marks.mjs";
import { WORD, readPort } from "./port/words.mjs";

const PAUSE = 300; // milliseconds without a key, after which a number counts as typed

/** The field for the number; `line`, the sentence of the page about PORT, describes it and says what became of it. */
function makeField(line) {
  const label = Object.assign(document.createElement("label"), { htmlFor: "atlas-port", textContent: "Your port" });
  const input = Object.assign(document.createElement("input"), {
    id: "atlas-port", type: "text", inputMode: "numeric", autocomplete: "off", spellcheck: false,
  });
  const clear = Object.assign(document.createElement("button"), { type: "button", textContent: "Clear", hidden: true });
  clear.setAttribute("aria-label", "Clear the port"); // the search has a button to clear, too
  line.id = "atlas-port-line";
  line.setAttribute("role", "status");
  input.setAttribute("aria-describedby", line.id);
  const row = Object.assign(document.createElement("div"), { className: "atlas-port" });
  row.append(label, input, clear);
  line.after(row);
  row.parentElement.dataset.port = ""; // its room was kept until now
  return { input, clear };
}

/** Let the links of the page to cases carry the port, also those that are opened in another tab. */
function carry(root, port) {
  for (const link of document.querySelectorAll("a[href]")) {
    const id = caseAt(link.href, root);
    if (id === null || id === caseAt(location.href, root)) continue;
    const address = withPort(link.href, port);
    if (address === link.href) continue;
    link.href = address; // whole, where it was relative: on paper it is still no address of elsewhere
    link.dataset.inside = "";
  }
}

/** Make the page of a case answer to a port: from its address, and from the field that it gets. */
function fillCase(article, root) {
  const first = readPort(new URLSearchParams(location.search).get("port"));
  if (first !== null) carry(root, first);
  const line = article.querySelector("h1 + p + p");
  const sentence = [...(line?.childNodes ?? [])];
  const words = markWords(article).filter((word) => !line?.contains(word));
  if (words.length === 0) return;
  const { input, clear } = makeField(line);

  const show = (port, isWrong) => {
    for (const word of words) word.textContent = port ?? WORD;
    if (port !== null) line.replaceChildren(`Commands are filled in for port ${port}.`);
    else if (isWrong) line.replaceChildren(`A port is a whole number from 1 to 65535. Until then, commands say ${WORD}.`);
    else line.replaceChildren(...sentence);
    input.setAttribute("aria-invalid", String(isWrong));
    clear.hidden = port === null && !isWrong;
  };
  const read = () => {
    const port = readPort(input.value);
    show(port, port === null && input.value.trim() !== "");
    history.replaceState(history.state, "", withPort(location.href, port));
    carry(root, port);
    announce(article);
  };
  listen(input, clear, read);
  if (first === null) return;
  input.value = String(first);
  show(first, false);
}

function listen(input, clear, read) {
  let waiting = 0;
  const now = () => {
    clearTimeout(waiting);
    read();
  };
  input.addEventListener("change", now); // Enter, or the field is left
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(read, PAUSE);
  });
  clear.addEventListener("click", () => {
    input.value = "";
    now();
    input.focus();
  });
}

if (typeof document !== "undefined") {
  const root = new URL("../", import.meta.url);
  const article = document.querySelector("article");
  const ownPort = readPort(portAt(location.href, root));
  if (ownPort !== null) carry(root, ownPort);
  else if (article && caseAt(location.href, root) !== null) fillCase(article, root);
}
