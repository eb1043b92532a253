import assert from "node:assert/strict";
import { test } from "node:test";

import { htmlText, markdownCode, markdownText, oneLine } from "../../docs/assets/ticket/escape.mjs";
import { htmlForm, linkTo, markdownForm, textForm } from "../../docs/assets/ticket/forms.mjs";

const LINK = "https://portatlas.example/p/62893/#who-windows";
const TICKET = {
  title: "Port 62893 (127.0.0.1:62893)",
  answer: "Most likely a temporary port; /_utils and <b> are text.",
  commands: [{ place: "On Windows", text: "Get-Process | Select-Object Id, `n, \"$x\"" }],
  notes: ["Checked 2026-11-22"],
  link: LINK,
};

/** Pieces of text from a seed, marks and letters mixed; the same seed gives the same text. */
function pieces(seed, alphabet, length) {
  let state = seed + 1;
  const next = () => { state = (state * 48271) % 2147483647; return state; };
  return Array.from({ length: next() % length }, () => alphabet[next() % alphabet.length]).join("");
}

test("as text, each thing has its own line and the link nothing behind it", () => {
  assert.equal(textForm(TICKET), [
    "Port 62893 (127.0.0.1:62893)",
    "Most likely a temporary port; /_utils and <b> are text.",
    "On Windows: Get-Process | Select-Object Id, `n, \"$x\"",
    "Checked 2026-11-22",
    LINK,
  ].join("\n"));
});

test("a command of several lines begins on its own", () => {
  assert.match(textForm({ ...TICKET, commands: [{ place: "On Linux", text: "a\nb" }] }), /^On Linux:\na\nb$/m);
});

test("as Markdown, the title is strong, the command a block of code, the link a link", () => {
  assert.equal(markdownForm(TICKET), [
    "**Port 62893 (127.0.0.1:62893)**",
    "Most likely a temporary port; /\\_utils and \\<b\\> are text.",
    "On Windows:",
    "```\nGet-Process | Select-Object Id, `n, \"$x\"\n```",
    "Checked 2026-11-22",
    `<${LINK}>`,
  ].join("\n\n"));
});

test("as HTML, it has paragraphs, code and a link, and no style", () => {
  assert.equal(htmlForm(TICKET), [
    "<p><strong>Port 62893 (127.0.0.1:62893)</strong></p>",
    "<p>Most likely a temporary port; /_utils and &lt;b&gt; are text.</p>",
    "<p>On Windows:</p>",
    "<pre><code>Get-Process | Select-Object Id, `n, &quot;$x&quot;</code></pre>",
    "<p>Checked 2026-11-22</p>",
    `<p><a href="${LINK}">${LINK}</a></p>`,
  ].join("\n"));
});

test("without a command every form goes on with the date", () => {
  const ticket = { ...TICKET, commands: [] };
  assert.match(textForm(ticket), /text\.\nChecked/);
  assert.match(markdownForm(ticket), /text\.\n\nChecked/);
  assert.match(htmlForm(ticket), /text\.<\/p>\n<p>Checked/);
});

test("what would begin a list, a heading or an address in Markdown does not", () => {
  for (const [text, written] of [
    ["1. one", "1\\. one"], ["12) one", "12\\) one"], ["- one", "\\- one"], ["+ one", "\\+ one"], ["=== one", "\\=== one"],
    ["# one", "\\# one"], ["see http://a", "see http\\://a"], ["www.a.example", "www\\.a.example"], [":100: x", "\\:100: x"],
    ["[::1]:5432", "\\[::1\\]:5432"], ["10.0.0.0/8", "10.0.0.0/8"], ["127.0.0.1:80 is", "127.0.0.1:80 is"], ["a - b = c", "a - b = c"],
  ]) assert.equal(markdownText(text), written, text);
});

test("text of any kind comes out of HTML as it went in", () => {
  const read = (html) => html.replace(/&lt;|&gt;|&quot;|&#39;|&amp;/g, (it) => ({ "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" })[it]);
  for (let seed = 0; seed < 5000; seed += 1) {
    const text = pieces(seed, ["&", "<", ">", '"', "'", "a", " ", "&amp;", "</p>", "&#39;", "\ud83d\ude00"], 12);
    const html = htmlText(text);
    assert.doesNotMatch(html, /[<>"']/);
    assert.equal(read(html), text);
  }
});

test("no run of backticks closes a block of code", () => {
  for (let seed = 0; seed < 5000; seed += 1) {
    const text = pieces(seed, ["`", "``", "```", "\n", "a", "~~~"], 12);
    const [first, ...lines] = markdownCode(text).split("\n");
    assert.match(first, /^`{3,}$/);
    assert.equal(lines.pop(), first);
    assert.equal(lines.join("\n"), text);
    assert.ok(!text.includes(first));
  }
});

test("a text becomes one line without control characters", () => {
  assert.equal(oneLine(" a\r\n\tb\u0000\u0007 c\u0085 "), "a b c");
});

test("the link opens on the part for the chosen system, with the port", () => {
  const short = "https://portatlas.example/e/port-in-use/";
  for (const [chosen, link] of [
    [{ port: null, part: "check", system: "all" }, short],
    [{ port: null, part: "check", system: "windows" }, `${short}#check-windows`],
    [{ port: 5432, part: "check", system: "macos" }, `${short}?port=5432#check-macos`],
    [{ port: 5432, part: "check", system: "all" }, `${short}?port=5432`],
    [{ port: null, part: "", system: "linux" }, short],
  ]) assert.equal(linkTo(short, chosen), link);
});
