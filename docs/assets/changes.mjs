// How the scripts of a page tell each other that the reader chose another port or system. The port stands in the
// address of the page, the system in the article's data-system.

const CHANGED = "atlas-changed";

/** @param {EventTarget} article */
export function announce(article) {
  article.dispatchEvent(new Event(CHANGED));
}

/**
 * @param {EventTarget} article
 * @param {() => void} update called after each change
 */
export function follow(article, update) {
  article.addEventListener(CHANGED, update);
}
