// "Ask anything": finds the boxes and the resolver's place on a page, and fetches their modules only there.

/**
 * Put `text` into the search field as if it had been typed there.
 * @param {{value: string, focus(): void, dispatchEvent(event: Event): boolean}} field
 * @param {string} text
 */
export function search(field, text) {
  field.value = text.trim().replace(/\s+/g, " ").slice(0, 200);
  field.focus();
  field.dispatchEvent(new Event("keyup", { bubbles: true }));
}

/**
 * @param {Document} page
 * @returns {{go(path: string): void, search(text: string): boolean}} the ways out of a box
 */
function waysOf(page) {
  return {
    async go(path) {
      const { pageAddress } = await import("./ask/reach.mjs"); // the box has fetched it
      page.location.assign(pageAddress(path, new URL("../", import.meta.url)));
    },
    search(text) {
      const field = page.querySelector(".md-search__input");
      if (field) search(field, text);
      return field !== null;
    },
  };
}

// Fetched on the pages that need them.
const MODULES = {
  box: () => import("./ask/box.mjs"),
  resolver: () => import("./resolve.mjs"),
  tables: () => import("./ask/tables.mjs"),
};

/**
 * Make what the page has answer.
 * @param {Document} page
 * @param {Record<keyof typeof MODULES, () => Promise<object>>} modules
 */
export async function start(page, { box, resolver, tables } = MODULES) {
  const form = page.querySelector("form.atlas-ask");
  const query = globalThis.portAtlasQuestion ?? null; // ask/hand-over.js took it out of the address
  const isAsked = query !== null || page.querySelector(".atlas-resolved[data-missing]") !== null;
  if (query) tables().then(({ loadTable }) => loadTable()).catch(() => {}); // the resolver says so if it fails
  await Promise.all([
    form && connect(form, box, waysOf(page)),
    isAsked && resolver().then(({ resolve }) => resolve(page, { query })),
  ]);
}

/** Connect a box. Who is quicker than its script waits a moment, and is not sent to the page for those without scripts. */
async function connect(form, box, ways) {
  let isWaiting = false;
  const hold = (event) => {
    event.preventDefault();
    isWaiting = true;
  };
  form.addEventListener("submit", hold);
  try {
    (await box()).connectBox(form, ways);
  } finally {
    form.removeEventListener("submit", hold);
  }
  if (isWaiting) form.requestSubmit();
}

if (typeof document !== "undefined") start(document);
