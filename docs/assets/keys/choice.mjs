// Which keys do what. Pure.

export const KEY = "atlas-single-keys"; // in the memory of the browser, once a reader has switched them on

/** What the theme does at a single key, with no way to switch it off: open the search, go to the page before or after. */
const SINGLE = new Set(["f", "s", "/", "p", ",", "n", "."]);
/** The keys for the search and the look-up, with Ctrl, or with Command on a Mac. */
const SHORTCUTS = { search: { key: "k", shift: false }, lookup: { key: "l", shift: true } };

/** @typedef {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">} Press */

/**
 * Say whether a press is one of the theme's single keys; Alt does not make it less so.
 * @param {Press} press
 * @returns {boolean}
 */
export function isSingle({ key, ctrlKey, metaKey }) {
  return SINGLE.has(key.toLowerCase()) && !ctrlKey && !metaKey;
}

/**
 * @param {Press} press
 * @param {boolean} isMac
 * @returns {"search" | "lookup" | null} what it opens
 */
export function shortcutOf({ key, ctrlKey, metaKey, altKey, shiftKey }, isMac) {
  const [held, other] = isMac ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  if (!held || other || altKey) return null;
  const found = Object.entries(SHORTCUTS).find(([, it]) => it.key === key.toLowerCase() && it.shift === shiftKey);
  return found ? found[0] : null;
}

/**
 * @param {"search" | "lookup"} name
 * @param {boolean} isMac
 * @returns {{aria: string, words: string[]}} for aria-keyshortcuts, and as it stands on the keys
 */
export function nameOf(name, isMac) {
  const { key, shift } = SHORTCUTS[name];
  const letter = key.toUpperCase();
  return {
    aria: [isMac ? "Meta" : "Control", ...(shift ? ["Shift"] : []), letter].join("+"),
    words: [isMac ? "⌘" : "Ctrl", ...(shift ? ["Shift"] : []), letter],
  };
}

/**
 * Read whether single keys are on; a browser in private mode may refuse.
 * @param {() => Storage} storage
 * @returns {boolean}
 */
export function recall(storage) {
  try {
    return storage().getItem(KEY) === "on";
  } catch {
    return false;
  }
}

/**
 * Keep the choice for the next page, where the browser allows it.
 * @param {() => Storage} storage
 * @param {boolean} isOn
 */
export function remember(storage, isOn) {
  try {
    if (isOn) storage().setItem(KEY, "on");
    else storage().removeItem(KEY);
  } catch {
    // then it holds for this page only
  }
}
