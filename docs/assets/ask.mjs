// The box on the home page. What is typed or pasted into it is read here, in the browser: it goes to
// the page that explains it, or, where no page does, into the site's search. It is sent nowhere and
// stands in no address.

/**
 * Put `text` into the search field as if it had been typed there.
 * @param {{value: string, focus(): void, dispatchEvent(event: Event): boolean}} field
 * @param {string} text
 */
export function search(field, text) {
  field.value = text.trim();
  field.focus();
  field.dispatchEvent(new Event("keyup", { bubbles: true }));
}

/**
 * Say which page answers, relative to the root of the site.
 * @param {{url: string}} answer of the look-up
 * @returns {string | null} null when no page of its own does
 */
export function pageOf(answer) {
  return answer.url.startsWith("/lookup/") ? null : answer.url.slice(1);
}

/**
 * Find the page for a text with the look-up and its table, which are fetched when first asked for.
 * @param {string} text
 * @returns {Promise<URL | null>}
 */
async function find(text) {
  const root = new URL("../", import.meta.url);
  const [{ lookup }, answer] = await Promise.all([import("./lookup.mjs"), fetch(new URL("api/v1/lookup.json", root))]);
  const page = pageOf(lookup(await answer.json(), text));
  return page === null ? null : new URL(page, root);
}

/**
 * Make the form of the page, where it has one, answer.
 * @param {Pick<Document, "querySelector">} page
 * @param {(text: string) => Promise<URL | null>} look finds the page for a text
 * @param {(address: URL) => void} go opens it
 */
export function connect(page, look, go) {
  const form = page.querySelector(".atlas-ask");
  const field = page.querySelector(".md-search__input");
  if (!form || !field) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = form.querySelector("input").value;
    const address = await look(text).catch(() => null);
    if (address) go(address);
    else search(field, text);
  });
}

if (typeof document !== "undefined") connect(document, find, (address) => location.assign(address));
