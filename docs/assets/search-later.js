// The theme fetches the search's index, a third of what a page weighs, on each page view. Here it waits until somebody
// searches. Runs before the theme's script; should that ask in another way one day, it is fetched at once, as before.
{
  const { open, send } = XMLHttpRequest.prototype;
  const isAsked = /[?&][hq]=/.test(location.search); // a result marks the words that were searched
  const wanted = isAsked ? Promise.resolve() : new Promise((begin) => {
    const begins = ({ target }) => { if (target.matches?.("#__search, .md-search__input")) begin(); };
    for (const type of ["change", "focusin"]) addEventListener(type, begins);
  });
  XMLHttpRequest.prototype.open = function (method, address, ...others) {
    if (String(address).endsWith("/search/search_index.json")) this.send = (body) => wanted.then(() => send.call(this, body));
    return open.call(this, method, address, ...others);
  };
}
