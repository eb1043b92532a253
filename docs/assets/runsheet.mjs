// "Print the run-sheet", above the title of a case: paper gets the system and the port that the page shows.

if (typeof document !== "undefined") {
  document.querySelector("article .atlas-print")?.addEventListener("click", () => print());
}
