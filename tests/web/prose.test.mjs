// The prose linter finds what the house style forbids, and nothing in a plain sentence.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));

function faults(text) {
  const file = join(mkdtempSync(join(tmpdir(), "prose-")), "page.md");
  writeFileSync(file, text);
  try {
    execFileSync(join(here, "node_modules/.bin/textlint"), ["-c", join(here, "textlintrc.js"), "--format", "json", file]);
    return [];
  } catch (error) {
    return JSON.parse(error.stdout)[0].messages.map((it) => it.ruleId);
  }
}

test("A plain sentence passes, and code may hold any word.", () => {
  assert.deepEqual(faults("# Ports\n\nBind `local host` and `hostname` to a well-known port.\n"), []);
});

test("Spellings that the glossary avoids, filler, doubled words and notes to oneself are found.", () => {
  assert.deepEqual(faults("This is a well known port.\n"), ["terminology"]);
  assert.deepEqual(faults("You can simply bind it.\n"), ["terminology"]);
  assert.deepEqual(faults("It binds the the port.\n"), ["write-good"]);
  assert.deepEqual(faults("TODO: say more.\n"), ["no-todo"]);
  assert.deepEqual(faults(`${"A port is a number and ".repeat(10)}no more.\n`), ["en-max-word-count"]);
});
