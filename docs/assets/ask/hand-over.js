// Material's search takes any ?q= for itself and opens its dialog. This runs before it, on the page of the
// resolver: it takes the question out of the address and keeps it for resolve.mjs, which puts the short form back.
(() => {
  const address = new URL(location.href);
  const question = address.searchParams.get("q");
  if (question === null) return;
  address.searchParams.delete("q");
  history.replaceState(null, "", address);
  globalThis.portAtlasQuestion = question;
})();
