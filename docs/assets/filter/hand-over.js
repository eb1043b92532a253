// Runs before the theme's own script, which takes a ?q= in the address for a search of its own: on a page with a filter
// it is the filter's. filter.mjs puts it back.
"use strict";

globalThis.portAtlasAsked = location.search;
if (new URLSearchParams(location.search).has("q")) {
  const address = new URL(location.href);
  address.searchParams.delete("q");
  history.replaceState(history.state, "", address);
}
