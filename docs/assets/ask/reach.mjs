// How the scripts reach what the site holds: its pages and its tables. The copy of the site for file:// has another
// module in this place (generator/offline_site): from a disk nothing can be fetched, and a folder opens as a list.

/**
 * @param {string} path of a page, relative to the root of the site: `ports/62893/`
 * @param {URL} root of the site
 * @returns {URL}
 */
export const pageAddress = (path, root) => new URL(path, root);

/**
 * @param {URL} address
 * @param {URL} root of the site
 * @returns {boolean} whether a link of ours may lead there
 */
export const isOurs = (address, root) => address.href.startsWith(root.href);

/**
 * @param {URL} root of the site
 * @returns {string} the root of links that are given to others
 */
export const sharedRoot = (root) => root.href;

/**
 * @param {string} path of a JSON file, relative to the root of the site
 * @param {URL} root of the site
 * @returns {Promise<any>} its content
 */
export async function readTable(path, root) {
  const answer = await fetch(new URL(path, root));
  if (!answer.ok) throw new Error(`${path}: status ${answer.status}`);
  return answer.json();
}
