// Buttons that copy the text beside them.

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
    const done = await navigator.clipboard.writeText(source.textContent).then(() => true, () => false);
    if (!done) select(source);
    say(done ? "Copied." : "The text is selected: copy it with your keyboard.");
    mark(button, done ? "Copied" : "Selected");
  });
}

/** A browser that keeps the clipboard closed still lets the reader copy what is selected. */
function select(source) {
  getSelection().selectAllChildren(source);
}

function mark(button, word) {
  button.textContent = word;
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}
