// "Print the run-sheet", above the title of a case: paper gets the system and the port that the page shows.

/** Beside the short link, so that nothing below it moves. */
function addButton(place) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "atlas-print" });
  const rest = Object.assign(document.createElement("span"), { textContent: " the run-sheet" }); // heard on a phone, not seen
  button.append("Print", rest);
  button.addEventListener("click", () => print());
  place.prepend(button);
}

if (typeof document !== "undefined") {
  const place = document.querySelector("article .atlas-short");
  if (place && document.querySelector("article > .atlas-runsheet")) addButton(place);
}
