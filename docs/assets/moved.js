// Stands first in the head of a page that is served at an old or a short address, or of which parts went elsewhere. It
// puts the lasting address into the address bar before anything reads it; question and fragment stay. Without it the
// page works as it is: <base> makes its links right.
(() => {
  if (!/^https?:$/.test(location.protocol)) return; // a page opened as a file may not change its address
  const { parts = "{}", whole } = document.currentScript.dataset;
  const moved = new Map(Object.entries(JSON.parse(parts)));
  const home = new URL(document.baseURI).pathname;
  const follow = (fragment) => {
    const address = new URL(moved.get(location.hash.slice(1)) ?? fragment, document.baseURI);
    address.search = location.search;
    if (address.href === location.href) return;
    if (address.pathname === home) history.replaceState(history.state, "", address);
    else location.replace(address);
  };
  follow(whole ?? location.hash);
  // From here on the address says the same; with <base>, links within the page would lose the question.
  if (location.pathname === home) document.querySelector("base")?.remove();
  addEventListener("hashchange", () => follow(location.hash));
})();
