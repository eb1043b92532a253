// "Link to this page": what an agent pastes into a ticket, for the port and the system that the page is shown for.

import { follow } from "./changes.mjs";
import { readPort } from "./port/words.mjs";
import { connectTicket } from "./ticket/block.mjs";

/** What the reader chose; only some pages have a use for a port. */
function chosenOn(article, block) {
  const port = "takesPort" in block.dataset ? readPort(new URLSearchParams(location.search).get("port")) : null;
  return { port, system: article.dataset.system ?? "all" };
}

if (typeof document !== "undefined") {
  const article = document.querySelector("article");
  for (const block of article?.querySelectorAll(".atlas-ticket") ?? []) {
    follow(article, connectTicket(block, () => chosenOn(article, block)));
  }
}
