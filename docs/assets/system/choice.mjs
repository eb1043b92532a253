// Which operating system a reader wants to see, told from the address, the memory and the machine. Pure.

export const SYSTEMS = /** @type {const} */ (["linux", "macos", "windows"]);
export const NAMES = { linux: "Linux", macos: "macOS", windows: "Windows", all: "All" };
export const KEY = "atlas-system";

/**
 * @param {unknown} word
 * @returns {boolean} whether it names a system or "all"
 */
export function isChoice(word) {
  return word === "all" || SYSTEMS.includes(word);
}

/**
 * @param {string} anchor such as "check-windows"
 * @returns {string | null} the system whose part it names
 */
export function systemOf(anchor) {
  return /.-(linux|macos|windows)$/.exec(anchor)?.[1] ?? null;
}

/**
 * Tell the visitor's system from what the browser says about the machine.
 * @param {string | undefined} platform such as "Win32", "macOS" or "Linux x86_64"
 * @returns {string | null} null for phones and what is not known
 */
export function guess(platform) {
  if (/^win/i.test(platform ?? "")) return "windows";
  if (/^mac/i.test(platform ?? "")) return "macos";
  return /^linux/i.test(platform ?? "") ? "linux" : null;
}

/**
 * Tell what somebody chose: what the address asks for comes before what was chosen earlier.
 * @param {{linked: string | null, search: string, remembered: string | null}} known `linked` is the system of the
 *   part that the fragment leads to
 * @returns {string | null} a system, or "all"; null when nobody chose
 */
export function chosen({ linked, search, remembered }) {
  const asked = new URLSearchParams(search).get("os");
  return [linked, asked, remembered].find(isChoice) ?? null;
}

/**
 * Read the choice of an earlier page; a browser in private mode may refuse.
 * @param {() => Storage} storage
 * @returns {string | null}
 */
export function recall(storage) {
  try {
    const word = storage().getItem(KEY);
    return isChoice(word) ? word : null;
  } catch {
    return null;
  }
}

/**
 * Keep a choice for the next page, where the browser allows it.
 * @param {() => Storage} storage
 * @param {string} choice
 */
export function remember(storage, choice) {
  try {
    storage().setItem(KEY, choice);
  } catch {
    // The choice then holds for this page only.
  }
}
