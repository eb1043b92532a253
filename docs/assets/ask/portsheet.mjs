// The parts of a page about a port that nobody described: the same sections as of a described one, from its number alone.

import { code, h, link } from "./tree.mjs";
import { verdictWords } from "./words.mjs";

/** The troubles that any port may have; those that the table does not hold are left out. */
const TROUBLES = ["connection-refused", "port-in-use", "timeout-or-filtered", "unknown-listener", "no-process-name"];
const PREFIXES = { alias: "also ", unofficial: "in wide use without an assignment: ", historic: "old spelling " };

/** @param {string} text what a button copies */
function copied(text) {
  return h("div", { class: "atlas-copy" }, h("pre", {}, code(text)), h("button", { type: "button" }, "Copy"));
}

/** @param {(false | [name: string, ...value: import("./tree.mjs").Tree[]])[]} rows */
export function factTable(rows) {
  const row = ([name, ...value]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, ...value));
  return h("table", { class: "atlas-facts" }, h("tbody", {}, ...rows.filter(Boolean).map(row)));
}

/**
 * @param {object} table the parsed lookup.json
 * @param {ReturnType<typeof import("./port.mjs").describe>} it
 * @returns {import("./tree.mjs").Tree[]}
 */
export function portParts(table, it) {
  // Nothing ever listens on port 0: no command finds anything there.
  return [strip(it), ...(it.port === 0 ? [] : [...programs(it), ...tests(it)]), ...facts(it), ...troubles(table)];
}

/**
 * Sum up a number, as the pages of described ports do: where it lies, who gives it out, and whether browsers open it.
 * @param {ReturnType<typeof import("./port.mjs").describe>} it
 */
export function strip({ port, range, verdicts, refused }) {
  const entry = (term, ...said) => h("div", {}, h("dt", {}, term), " ", h("dd", {}, ...said));
  return h("dl", { class: "atlas-strip" },
    entry("Number", `${port} `, h("small", {}, `0x${port.toString(16).toUpperCase().padStart(4, "0")}`)),
    entry("Range", link(`ranges/${range.id}/`, range.name), `, ${range.first} to ${range.last}`),
    ...(port === 0 ? [] : verdicts).map((verdict) => entry(`On ${verdict.name}`, verdictWords(verdict))),
    entry("Browsers", refused ? link("troubleshooting/browser-blocked-port/", "refuse it") : "open it"));
}

/**
 * Return the command that names the program on each system; none for port 0, on which nothing ever listens.
 * @param {ReturnType<typeof import("./port.mjs").describe>} it
 * @returns {{system: string, name: string, command: string}[]}
 */
export function namingCommands({ port, verdicts }) {
  return port === 0 ? [] : verdicts.map(({ system, name, commands }) => ({ system, name, command: commands["who-listens"] }));
}

function programs({ verdicts }) {
  return [
    h("h2", { id: "who" }, "Which program is it?"),
    h("p", {}, "The number alone does not tell. These commands name the program, if one listens:"),
    ...verdicts.map((verdict) => h("div", { id: `who-${verdict.system}` },
      h("p", {}, h("strong", {}, `On ${verdict.name}`)),
      copied(verdict.commands["who-listens"]))),
    udp("The same for UDP", verdicts, "who-listens-udp"),
  ];
}

function tests({ verdicts }) {
  return [
    h("h2", { id: "test" }, "Test it"),
    ...verdicts.map(({ name, system, commands }) => h("div", { id: `test-${system}` },
      h("p", {}, h("strong", {}, `On ${name}`)), copied(commands.probe))),
    udp("The same for UDP", verdicts, "probe-udp"),
  ];
}

function udp(title, verdicts, procedure) {
  return h("details", {}, h("summary", {}, title),
    ...verdicts.flatMap(({ name, commands }) => [h("p", {}, h("strong", {}, `On ${name}`)), copied(commands[procedure])]));
}

function facts(it) {
  return [
    h("h2", { id: "facts" }, "Facts"),
    factTable([
      ["Assigned by IANA", ...assigned(it)],
      it.notes.length > 0 && [`Noted by IANA, as of ${it.registry.noted}`, noted(it.notes)],
      ["In the automatic range of", link("ranges/ephemeral/", it.automaticOn.join(", ") || "no system that we list")],
    ]),
  ];
}

/**
 * Say what IANA's registry says of a port, as the page of a described port does.
 * @param {ReturnType<typeof import("./port.mjs").describe>} it
 * @returns {import("./tree.mjs").Tree[]}
 */
export function assigned({ range, registry, assignments }) {
  if (assignments.length === 0) {
    return [range.id === "dynamic" ? "never: IANA assigns nothing in this range" : `not in our copy of the registry, dated ${registry.date}`];
  }
  const older = assignments[0].date !== registry.date;
  const parts = assignments.flatMap((row, index) => {
    const isLastOfCopy = assignments[index + 1]?.date !== row.date;
    return [index > 0 && "; ", ...assignment(row), isLastOfCopy && ` (IANA registry as of ${row.date})`];
  });
  return [...parts, older && `; our newer copy, of ${registry.date}, leaves such rows out`].filter(Boolean);
}

/** @param {import("./port.mjs").Note[]} notes */
export function noted(notes) {
  return notes.map(({ names, text }, index) => {
    const end = index === notes.length - 1 ? "" : text.endsWith(".") ? " " : "; ";
    return `${names.join(", ")}: ${text}${end}`;
  }).join("");
}

function assignment({ status, name, description, transports }) {
  const prefix = PREFIXES[status] ?? "";
  const called = name ? code(name) : status === "assigned" ? "no name" : status;
  const spoken = ` (${transports.join(", ").replace("any", "all transports")})${description ? `: ${description}` : ""}`;
  return [prefix, called, spoken].filter(Boolean);
}

function troubles(table) {
  const known = TROUBLES.flatMap((id) => table.cases.filter((it) => it.id === id));
  return [
    h("h2", { id: "problems" }, "What goes wrong"),
    h("ul", {}, ...known.map((it) => h("li", {}, link(`troubleshooting/${it.id}/`, it.title), ": ", it.answer))),
    h("p", {}, "Another message? Begin at the ", link("troubleshooting/", "troubleshooting page"), "."),
  ];
}
