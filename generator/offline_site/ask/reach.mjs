// Takes the place of docs/assets/ask/reach.mjs in the copy of the site for file://.

/* global PUBLISHED */ // the root of the published site; esbuild puts it in

/** From a disk, the address of a page ends in the name of its file. */
export function pageAddress(path, root) {
  const address = new URL(path, root);
  if (address.protocol === "file:" && address.pathname.endsWith("/")) address.pathname += "index.html";
  return address;
}

/** A link may lead to a page of the copy, or to the published site. */
export const isOurs = ({ href }, root) => href.startsWith(root.href) || href.startsWith(PUBLISHED);

/** A path on this disk helps nobody else. */
export const sharedRoot = () => PUBLISHED;

/** Each table is a script here, which leaves its content in `portAtlasTables`. */
export async function readTable(path, root) {
  await run(new URL(path.replace(/\.json$/, ".js"), root));
  return globalThis.portAtlasTables[path];
}

/** @param {URL} address of a script */
function run(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address.href;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${address.pathname} cannot be read`));
    document.head.append(script);
  });
}
