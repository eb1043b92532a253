// What the theme does on each page view for what hardly a reader needs, put off. Runs before the theme's script; should
// that go other ways one day, all is as before.

// It fetches the search's index, a third of what a page weighs: here that waits until somebody searches.
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

// It holds all transitions while it sets the colours, also the first ones, which the page has already: on a phone the
// styles of all elements, worked out twice, cost most of the time for which a long page does not answer.
document.body.setAttribute = function (name, value) {
  if (name === "data-md-color-switching") delete this.setAttribute; // the next time it is a reader who switches
  else Element.prototype.setAttribute.call(this, name, value);
};
