// The box on the home page hands what is typed to the site's search. Nothing is sent anywhere and
// nothing is put into the address.

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
 * Make the form of the page, where it has one, open the search.
 * @param {Pick<Document, "querySelector">} page
 */
export function connect(page) {
  const form = page.querySelector(".atlas-ask");
  const field = page.querySelector(".md-search__input");
  if (!form || !field) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search(field, form.querySelector("input").value);
  });
}

if (typeof document !== "undefined") connect(document);
