import assert from "node:assert/strict";
import { test } from "node:test";

import { measure } from "../../docs/assets/ask/network.mjs";
import { sheet } from "../../docs/assets/ask/sheet.mjs";
import { build, h, link, listed, textOf } from "../../docs/assets/ask/tree.mjs";
import { HOSTILE, NUMBERS, TABLE } from "./facts.mjs";

const ROOT = "https://portatlas.example/";
const about = (text) => sheet(TABLE, NUMBERS, text, ROOT);
const linksIn = (tree) => (typeof tree === "string" ? [] : [...(tree.tag === "a" ? [tree.attributes.href] : []), ...tree.children.flatMap(linksIn)]);
const said = (text) => textOf(about(text).parts);

/** A document that makes plain objects of elements. */
const PAGE = {
  createTextNode: (text) => text,
  createElement: (tag) => ({ tag, attributes: {}, setAttribute(name, value) { this.attributes[name] = value; }, append(...children) { this.children = children; } }),
};

test("every valid port has a sheet with the same title, an answer and a ticket", () => {
  for (let port = 0; port <= 65535; port += 97) {
    const { title, sentence, parts, asked } = about(String(port));
    assert.deepEqual([title, asked], [`Port ${port}`, String(port)]);
    assert.ok(sentence.length > 20 && parts.length > 5, port);
  }
});

test("the ticket is a title, a sentence, a command for each system and a short link", () => {
  const { parts, sentence } = about("dial 127.0.0.1:51515 -> /private/path?token=secret");
  const [title, answer, commands, address] = parts.at(-1).children;
  assert.deepEqual([title, answer, address].map(textOf), ["Port 51515 (127.0.0.1:51515)", sentence, `${ROOT}lookup/?q=127.0.0.1:51515`]);
  assert.deepEqual(commands.children.map((row) => row.attributes["data-system"]), ["linux", "macos", "windows"]);
  assert.deepEqual(commands.children.map((row) => textOf(row.children[1]).match(/51515/g).length), [1, 1, 1]);
  assert.deepEqual(linksIn(address), [`${ROOT}lookup/?q=127.0.0.1:51515`]);
});

test("the ticket of what has no commands has none", () => {
  for (const text of ["0", "10.1.2.3", "db.internal"]) assert.equal(about(text).parts.at(-1).children.length, 3, text);
});

test("the address beside an undescribed port is explained with its block", () => {
  assert.match(said("127.0.0.1:51515"), /^127\.0\.0\.1: An address that begins with 127/);
  assert.match(said('INFO: 127.0.0.1:40230 - "GET / HTTP/1.1" 200 OK'), /the address is the client's own/);
});

test("an address is explained by its block, with a link to it", () => {
  const { title, sentence, parts } = about("10.1.2.3");
  assert.deepEqual([title, sentence], ["10.1.2.3", TABLE.blocks.find(({ id }) => id === "private-10").answer]);
  assert.ok(parts.flatMap(linksIn).includes("addresses/private-10/"));
  assert.match(about("8.8.8.8").sentence, /none of the special blocks/);
});

test("names say what can be said of them", () => {
  assert.match(about("localhost").sentence, /this computer itself/);
  assert.match(said("db.internal"), /private networks/);
  assert.match(said("printer.local"), /multicast DNS/);
  assert.match(said("x.test"), /for tests/);
  assert.doesNotMatch(said("portatlas.org"), /RFC/);
});

test("a block has its size, its ends, its mask and the blocks around and inside it", () => {
  const size = (text) => { const { first, last, mask, size: count } = measure(TABLE, text); return [first, last, mask, count]; };
  assert.deepEqual(size("10.0.0.0/8"), ["10.0.0.0", "10.255.255.255", "255.0.0.0", "16,777,216"]);
  assert.deepEqual(size("192.168.1.0/30"), ["192.168.1.0", "192.168.1.3", "255.255.255.252", "4"]);
  assert.deepEqual(size("0.0.0.0/0"), ["0.0.0.0", "255.255.255.255", "0.0.0.0", "4,294,967,296"]);
  assert.deepEqual(size("127.0.0.1/32"), ["127.0.0.1", "127.0.0.1", "255.255.255.255", "1"]);
  assert.deepEqual(size("2001:db8::/32"), ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", null, "2 to the power of 96"]);
  const ids = (blocks) => blocks.map(({ id }) => id);
  const { around, inside, same } = measure(TABLE, "192.0.0.0/24");
  assert.deepEqual([same.id, ids(around)], ["ietf-protocol-assignments-ipv4", []]);
  assert.ok(ids(inside).includes("ipv4-service-continuity") && ids(inside).includes("nat64-discovery-171"));
  assert.deepEqual(ids(measure(TABLE, "10.20.0.0/16").around), ["private-10"]);
  assert.equal(measure(TABLE, "db.internal"), null);
});

test("a block inside of which special ones lie is said to hold them", () => {
  assert.match(said("192.0.0.0/16"), /Special blocks inside it.*192\.0\.2\.0\/24/s);
  assert.match(said("8.0.0.0/8"), /No special block lies around or inside it/);
});

test("what cannot be answered has a title, a reason, and no link to keep", () => {
  const titles = { "70000": "No such port", "256.1.1.1": "No such address", "": "Nothing to look up", "hello world": "Nothing recognised" };
  for (const [text, title] of Object.entries(titles)) assert.deepEqual([about(text).title, about(text).asked], [title, ""]);
  assert.match(said("hello world"), /You asked for hello world\./);
  assert.match(said("628930"), /62893/);
  assert.ok(said(`${"z ".repeat(1900)}`).length < 300);
});

test("who follows a link with an unfilled placeholder is told what to do, and its author where the recipe stands", () => {
  for (const text of ["{{ticket.ticket_field_123}}", "%{ticket.name}", "${current.number}"]) {
    assert.match(said(text), /Type what the ticket says/, text);
    assert.deepEqual(about(text).parts.flatMap(linksIn), ["helpdesk/recipes/"], text);
  }
  assert.deepEqual(about("").parts, []);
});

test("a hundred thousand characters of anything give a sheet at once", () => {
  for (const unit of ["127.0.0.1:", "[", "a.", "\ud800", "{{", "port 1 "]) {
    assert.equal(about(`x${unit.repeat(50_000)}`.slice(0, 100_000)).title, "Too long to look up", unit);
  }
});

test("every link of every sheet stays on the site", () => {
  for (const text of [...HOSTILE, "51515", "10.1.2.3", "0.0.0.0/0", "localhost", "db.internal"]) {
    for (const path of about(text).parts.flatMap(linksIn)) assert.match(path.replace(ROOT, ""), /^[a-z]+\/(?:[\w-]+\/)?$|^lookup\/\?q=/, text);
  }
});

test("text becomes text, and links stay below the root of the site", () => {
  const root = new URL("https://host.example/atlas/");
  const made = build(PAGE, root, h("p", { class: "a" }, "<b>", link("ports/80/", "80"), false, null));
  assert.deepEqual([made.tag, made.attributes, made.children[0]], ["p", { class: "a" }, "<b>"]);
  assert.equal(made.children[1].attributes.href, "https://host.example/atlas/ports/80/");
  assert.equal(made.children.length, 2);
  for (const path of ["javascript:alert(1)", "//evil.example/", "https://evil.example/", "../", "/other/"]) {
    assert.equal(build(PAGE, root, link(path, "x")).attributes.href, root.href, path);
  }
});

test("no attribute but the harmless ones can be set", () => {
  assert.throws(() => build(PAGE, new URL(ROOT), h("p", { onclick: "x" })), /no attribute onclick/);
});

test("items are listed with commas between them", () => {
  assert.equal(textOf(listed(["a", "b", "c"])), "a, b, c");
});
