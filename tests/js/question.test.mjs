import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { askedByPath, pageFor, portNamed, queryFor, shortForm, withRest } from "../../docs/assets/ask/question.mjs";
import { lookup } from "../../docs/assets/lookup.mjs";
import { TABLE } from "./facts.mjs";

test("a path without a page is a question where people put one", () => {
  const expected = {
    "/ports/51515/": "51515",
    "/ports/51515": "51515",
    "/ports/51515/index.html": "51515",
    "/ports/51515.html": "51515",
    "/p/127.0.0.1:62893": "127.0.0.1:62893",
    "/p/%5B::1%5D:8080/": "[::1]:8080",
    "/addresses/10.0.0.0/8": "10.0.0.0/8",
    "/troubleshooting/ECONNREFUSED": "ECONNREFUSED",
    "/troubleshooting/address-already-in-use/": "address already in use",
    "/ports/70000/": "70000",
    "/e/port-in-use": "port in use",
    "/a/loopback": "loopback",
    "/r/dynamic": "dynamic",
    "/51515": "51515",
    "/no/such/page": null,
    "/favicon.ico": null,
    "/": null,
    "/ports/": null,
    "/learn/51515/": null,
  };
  for (const [path, text] of Object.entries(expected)) assert.equal(askedByPath(path, "/"), text, path);
});

test("every short address means its page, also where a host has nothing at it", () => {
  const docs = new URL("../../docs/", import.meta.url);
  const files = ["ports", "ranges", "addresses", "troubleshooting"].flatMap((folder) => readdirSync(new URL(folder, docs)).map((name) => `${folder}/${name}`));
  const shorts = files.map((file) => [file, /^short: "(.*)\/"$/m.exec(readFileSync(new URL(file, docs), "utf8"))?.[1]]).filter(([, short]) => short);
  assert.ok(shorts.length > 200, `${shorts.length} short addresses`);
  for (const [file, short] of shorts) {
    const text = askedByPath(`/${short}`, "/");
    assert.equal(pageFor(TABLE, lookup(TABLE, text), text), file.replace(".md", "/"), short);
  }
});

test("what stood behind a path without a page goes along", () => {
  assert.equal(withRest("ports/22/", { search: "?os=linux", hash: "#who" }), "ports/22/?os=linux#who");
  assert.equal(withRest("troubleshooting/x/?port=1", { search: "?os=linux", hash: "" }), "troubleshooting/x/?port=1&os=linux");
  assert.equal(withRest("ports/22/", null), "ports/22/");
  assert.equal(withRest(null, { search: "", hash: "" }), null);
});

test("a site that is published below a folder reads its paths from there", () => {
  assert.equal(askedByPath("/atlas/ports/51515/", "/atlas/"), "51515");
});

test("a path with a broken encoding is read as it stands", () => {
  assert.equal(askedByPath("/ports/%E0%A4%A", "/"), "%E0%A4%A");
  assert.equal(askedByPath("/ports/%3Cimg%20src=x%3E", "/"), "<img src=x>");
});

test("only cases and described ports have a page that answers all of it", () => {
  const page = (text) => pageFor(TABLE, lookup(TABLE, text), text);
  assert.equal(page("127.0.0.1:62893"), "ports/62893/");
  assert.equal(page("connect ECONNREFUSED 127.0.0.1:5432"), "troubleshooting/connection-refused/?port=5432");
  assert.equal(page("ECONNREFUSED"), "troubleshooting/connection-refused/");
  assert.equal(page("redis"), "ports/6379/");
  for (const text of ["51515", "10.1.2.3", "10.0.0.0/8", "localhost", "hello world", "", "70000"]) assert.equal(page(text), null, text);
});

test("the short form of a question means the same again", () => {
  for (const text of ["51515", "127.0.0.1:51515", "[2001:db8::1]:51515", "::1", "10.0.0.0/8", "db.internal", "*:51515"]) {
    const first = lookup(TABLE, text);
    const again = lookup(TABLE, shortForm(first));
    assert.deepEqual([again.address, again.port], [first.address, first.port], text);
  }
  assert.equal(shortForm(lookup(TABLE, "hello world")), "");
});

test("an address of the resolver is readable and carries no mark of its own", () => {
  assert.equal(queryFor("127.0.0.1:51515"), "?q=127.0.0.1:51515");
  assert.equal(queryFor("10.0.0.0/8"), "?q=10.0.0.0/8");
  assert.equal(queryFor("a&b=c#d?e"), "?q=a%26b%3Dc%23d%3Fe");
  assert.equal(new URLSearchParams(queryFor("a&b=c#d +%41")).get("q"), "a&b=c#d +%41");
});

test("a port is found by its registered name only", () => {
  assert.equal(portNamed(TABLE, "ssh").port, 22);
  assert.equal(portNamed(TABLE, "toString"), null);
});
