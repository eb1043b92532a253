// Which pages of the site belong to a port, and their addresses with the port in them. Pure.

/** The path of a page below the root of the site; null for another site. */
function pathIn(address, root) {
  const { origin, pathname } = new URL(address, root);
  return origin === root.origin && pathname.startsWith(root.pathname) ? pathname.slice(root.pathname.length) : null;
}

/**
 * @param {string | URL} address
 * @param {URL} root of the site
 * @returns {string | null} the id of the case that the page is about
 */
export function caseAt(address, root) {
  return /^troubleshooting\/([a-z0-9-]+)\/(?:index\.html)?$/.exec(pathIn(address, root) ?? "")?.[1] ?? null;
}

/**
 * @param {string | URL} address
 * @param {URL} root of the site
 * @returns {string | null} the digits of the port that the page is about
 */
export function portAt(address, root) {
  return /^ports\/(\d+)\/(?:index\.html)?$/.exec(pathIn(address, root) ?? "")?.[1] ?? null;
}

/**
 * Put a port into an address, or take it out; the rest, the fragment too, stays.
 * @param {string | URL} address
 * @param {number | null} port
 * @returns {string}
 */
export function withPort(address, port) {
  const changed = new URL(address);
  if (port === null) changed.searchParams.delete("port");
  else changed.searchParams.set("port", String(port));
  return changed.href;
}
