// What buttons that copy have in common: the clipboard, what to do where it is closed, and saying so.

const SHOWN = 2000; // milliseconds
const RESTORE = new WeakMap();

/**
 * Put a text on the clipboard, and beside it the same with its form, for programs that take it.
 * @param {{text: string, html?: string}} forms
 * @returns {Promise<boolean>} whether the browser let it
 */
export async function copy({ text, html }) {
  try {
    if (html === undefined) await navigator.clipboard.writeText(text);
    else await navigator.clipboard.write([new ClipboardItem({ "text/plain": typed(text, "text/plain"), "text/html": typed(html, "text/html") })]);
    return true;
  } catch {
    return false; // not allowed, or too old for it
  }
}

const typed = (text, type) => new Blob([text], { type });

/** A browser that keeps the clipboard closed still lets the reader copy what is selected. */
export function select(source) {
  getSelection().selectAllChildren(source);
}

/**
 * Show for two seconds on a button, which keeps its size, what became of it.
 * @param {HTMLButtonElement} button
 * @param {string} word
 * @param {() => void} [after] called when the time is over, unless the button was pressed again
 */
export function mark(button, word, after = () => {}) {
  const { label, timer } = RESTORE.get(button) ?? { label: button.textContent };
  clearTimeout(timer);
  button.style.minWidth = `${button.offsetWidth}px`;
  button.textContent = word;
  const restore = () => {
    RESTORE.delete(button);
    button.textContent = label;
    button.style.minWidth = "";
    after();
  };
  RESTORE.set(button, { label, timer: setTimeout(restore, SHOWN) });
}
