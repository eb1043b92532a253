// What the number of a port alone tells. generator/port_view.py says the same: a test compares all 65,536.

export const SYSTEMS = ["linux", "macos", "windows"];

/**
 * @typedef {{status: string, name: string, description: string, transports: string[], date: string}} Assignment
 * @typedef {{text: string, names: string[]}} Note
 * @typedef {{system: string, name: string, first: number, last: number, automatic: boolean}} Reading
 * @typedef {Reading & {privileged: boolean, commands: Record<string, string>}} Verdict
 */

/**
 * @param {object} table the parsed lookup.json
 * @param {number} port
 * @returns {{id: string, first: number, last: number, name: string}} the range of RFC 6335 that holds the port
 */
export function rangeOf(table, port) {
  return table.ranges.find((range) => holds(range, port));
}

/**
 * Say for each of today's three systems whether it hands out the port by itself.
 * @param {object} table the parsed lookup.json
 * @param {number} port
 * @returns {Reading[]}
 */
export function readings(table, port) {
  return SYSTEMS.map((id) => {
    const own = table.systems.find((system) => system.id === id);
    return { system: id, name: own.system, first: own.first, last: own.last, automatic: holds(own, port) };
  });
}

/**
 * @param {object} table the parsed lookup.json
 * @param {object} numbers the parsed numbers.json
 * @param {number} port
 */
export function describe(table, numbers, port) {
  const isDescribed = table.ports.some((entry) => entry.port === port);
  return {
    port,
    path: isDescribed ? `ports/${port}/` : `lookup/?q=${port}`,
    range: rangeOf(table, port),
    verdicts: readings(table, port).map((reading) => verdict(numbers, reading, port)),
    automaticOn: table.systems.filter((system) => holds(system, port)).map((system) => labelOf(table, system)),
    privileged: port < numbers.privileged_below,
    refused: numbers.browsers.refuse.includes(port),
    ...registered(numbers, port),
    registry: { date: numbers.registry.date, noted: numbers.registry.noted },
  };
}

/** @returns {Verdict} */
function verdict(numbers, reading, port) {
  const { privileged_below: border, commands } = numbers.systems.find(({ id }) => id === reading.system);
  return { ...reading, privileged: port < border, commands: filled(commands, port) };
}

function filled(commands, port) {
  return Object.fromEntries(Object.entries(commands).map(([name, text]) => [name, text.replaceAll("PORT", String(port))]));
}

/** The name of a system; for an older range of one, with the versions that have it. */
function labelOf(table, { id, system, versions }) {
  const isOnly = table.systems.filter((other) => other.system === system).length === 1;
  return isOnly || SYSTEMS.includes(id) ? system : `${system} (${versions})`;
}

function holds({ first, last }, port) {
  return first <= port && port <= last;
}

/**
 * Return what IANA's registry says of a number: its names, the current one first, and its remarks.
 * @param {object} numbers the parsed numbers.json
 * @param {number} port
 * @returns {{assignments: Assignment[], notes: Note[]}}
 */
export function registered({ registry, services }, port) {
  let first = 0;
  for (const row of services) {
    first += row[0]; // a row begins so many numbers after the one before it
    if (first > port) break;
    if (port <= first + row[1]) return entry(registry, row);
  }
  return { assignments: [], notes: [] };
}

function entry(registry, [, , assignments, notes = []]) {
  return { assignments: assignments.map((row) => assignment(registry, row)), notes: notes.map(([text, ...names]) => ({ text, names })) };
}

/** @returns {Assignment} */
function assignment(registry, [name, set, description = "", status = 0, date = registry.date]) {
  const transports = registry.transports.filter((_, place) => set & (1 << place));
  return { status: registry.statuses[status], name, description, transports, date };
}
