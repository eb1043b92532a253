// Buttons that copy the text beside them.

import { copy, mark, select } from "../ticket/clipboard.mjs";

/**
 * Make every copy button below `place` work, and say what happened.
 * @param {ParentNode} place
 * @param {(message: string) => void} say
 */
export function connectCopies(place, say) {
  place.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".atlas-copy button");
    if (!button) return;
    const source = button.parentElement.querySelector("pre");
    const done = await copy({ text: source.textContent });
    if (!done) select(source);
    say(done ? "Copied." : "The text is selected: copy it with your keyboard.");
    mark(button, done ? "Copied" : "Selected");
  });
}
