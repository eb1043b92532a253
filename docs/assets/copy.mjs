// The buttons that copy a block of code. The theme has such buttons, too, but lays the page out anew for each of them,
// calls each a landmark, and says nothing where the clipboard is closed.

import { copy, select } from "./ticket/clipboard.mjs";

const SHOWN = 2000; // milliseconds

function button() {
  const bar = Object.assign(document.createElement("div"), { className: "md-code__nav" });
  const made = Object.assign(document.createElement("button"), { type: "button", className: "md-code__button", title: "Copy" });
  made.dataset.mdType = "copy";
  bar.append(made);
  return bar;
}

/**
 * Return what shows beside a button, for two seconds, what became of it, and tells who listens; the last word counts.
 * @param {{textContent: string}} status
 * @returns {(bar: {dataset: Record<string, string>}, word: string) => void}
 */
export function makeSay(status) {
  let silence = () => {};
  return (bar, word) => {
    silence();
    bar.dataset.said = word;
    status.textContent = word;
    const waiting = setTimeout(() => silence(), SHOWN);
    silence = () => {
      clearTimeout(waiting);
      delete bar.dataset.said;
      status.textContent = "";
    };
  };
}

async function press({ target }, say) {
  const bar = target.closest?.(".md-code__nav");
  if (!bar) return;
  const code = bar.parentElement.querySelector("code");
  const done = await copy({ text: code.textContent.trimEnd() });
  if (!done) select(code);
  say(bar, done ? "Copied" : "Selected: copy it with your keyboard");
}

if (typeof document !== "undefined") {
  const blocks = document.querySelectorAll("article .highlight:not(.no-copy) > pre");
  const status = Object.assign(document.createElement("p"), { className: "atlas-heard" });
  status.setAttribute("role", "status");
  for (const block of blocks) block.prepend(button());
  if (blocks.length > 0) document.querySelector("article").append(status);
  const say = makeSay(status);
  document.addEventListener("click", (event) => press(event, say));
}
