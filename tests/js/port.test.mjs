import assert from "node:assert/strict";
import { test } from "node:test";

import { caseAt, portAt, withPort } from "../../docs/assets/port/addresses.mjs";
import { placeholders, readPort } from "../../docs/assets/port/words.mjs";

const ROOT = new URL("https://portatlas.example/atlas/");

/** The text as a reader with the port 5432 sees it. */
function filled(text) {
  return placeholders(text).reduceRight((done, index) => `${done.slice(0, index)}5432${done.slice(index + 4)}`, text);
}

test("the word is filled wherever commands, outputs and messages hold a port number", () => {
  for (const [text, expected] of [
    ["sudo ss -H -ltnp 'sport = :PORT'", "sudo ss -H -ltnp 'sport = :5432'"],
    ["sport = :PORT or dport = :PORT", "sport = :5432 or dport = :5432"],
    ["sudo lsof -nP -iTCP:PORT -sTCP:LISTEN", "sudo lsof -nP -iTCP:5432 -sTCP:LISTEN"],
    ["netstat -an -p tcp | grep '[.]PORT '", "netstat -an -p tcp | grep '[.]5432 '"],
    ["127.0.0.1.PORT: Flags [S]", "127.0.0.1.5432: Flags [S]"],
    ["Up 2 minutes   127.0.0.1:PORT->80/tcp", "Up 2 minutes   127.0.0.1:5432->80/tcp"],
    ["('::1', PORT, 0, 0)", "('::1', 5432, 0, 0)"],
    ["--explicitly-allowed-ports=PORT", "--explicitly-allowed-ports=5432"],
    ["--ip-address-space-overrides=127.0.0.1:PORT=public", "--ip-address-space-overrides=127.0.0.1:5432=public"],
    ["fetch(`http://127.0.0.1:PORT${path}`)", "fetch(`http://127.0.0.1:5432${path}`)"],
    ["Error: Port PORT is already in use", "Error: Port 5432 is already in use"],
    ["PORT in the fifth: the program is a client.", "5432 in the fifth: the program is a client."],
    ["Here `PORT` is the server's own port.", "Here `5432` is the server's own port."],
    ["`Error: P1001 at `localhost`:`PORT``", "`Error: P1001 at `localhost`:`5432``"],
    ["bind(5, {AF=2 127.0.0.1:PORT}, 16)", "bind(5, {AF=2 127.0.0.1:5432}, 16)"],
    ["PORT/tcp open  ssl/unknown", "5432/tcp open  ssl/unknown"],
    ["LocalAddress LocalPort\n::1               PORT\n", "LocalAddress LocalPort\n::1               5432\n"],
  ]) assert.equal(filled(text), expected);
});

test("names that hold the word, or are it, stay", () => {
  for (const text of [
    "Do not cure the clash with `SO_REUSEPORT`",
    "net::ERR_UNSAFE_PORT", "EAFNOSUPPORT", "STATUS   PORTS   NAMES", "PGPORT", "FLASK_RUN_PORT",
    "$PORT", "${PORT}", "%PORT%", "{PORT}", "--port", "http://localhost:$PORT/", "f\"{HOST}:{PORT}\"", "X-PORT: 1",
    "process.env.PORT", "Remove-Item Env:PORT", "$env:PORT", 'os.environ["PORT"]', "getenv('PORT')",
    "unset PORT HOST", "export PORT", "`env -u PORT`", "ARG PORT",
    "env | grep -E '^([A-Z_]*PORT|HOST)='", "Where-Object Name -Match 'PORT$|^HOST$'",
    "PORT=8081\n", "Name   Value\n----   -----\nPORT                           8081\n",
    "const PORT = 3000;\nserver.listen(PORT);\n", "PORT=8081 node server.js # http://127.0.0.1:PORT/",
    "a variable such as `PORT` or a profile", "a setting such as PORT named another", "or a variable `PORT`.",
    "`PORT` from a hosting service", "`PORT` or the like is left over",
  ]) assert.equal(filled(text), text);
});

test("a port is a whole number from 1 to 65535, and nothing else", () => {
  for (const [text, port] of [["1", 1], ["5432", 5432], [" 65535 ", 65535]]) assert.equal(readPort(text), port);
  for (const text of [
    null, "", " ", "0", "00080", "65536", "70000", "999999999", "-1", "+80", "80.0", "8e3", "0x50", "80 90", "٨٠", "８０", "abc",
    "<img src=x onerror=alert(1)>", "5432<script>", "javascript:1", "__proto__",
  ]) assert.equal(readPort(text), null, text ?? "null");
});

test("a case is told by its address, wherever the site lives", () => {
  assert.equal(caseAt(`${ROOT}troubleshooting/port-in-use/?port=1#check`, ROOT), "port-in-use");
  assert.equal(caseAt(`${ROOT}troubleshooting/port-in-use/index.html`, ROOT), "port-in-use");
  for (const other of [
    `${ROOT}troubleshooting/`, `${ROOT}howto/docker/`, `${ROOT}troubleshooting/a/b/`,
    "https://portatlas.example/troubleshooting/port-in-use/", "https://elsewhere.example/atlas/troubleshooting/port-in-use/",
    "mailto:a@example.org", "javascript:void(0)",
  ]) assert.equal(caseAt(other, ROOT), null, other);
});

test("a port page is told by its address", () => {
  assert.equal(portAt(`${ROOT}ports/62893/#who`, ROOT), "62893");
  for (const other of [`${ROOT}ports/`, `${ROOT}ports/x/`, `${ROOT}p/62893/`]) assert.equal(portAt(other, ROOT), null);
});

test("the port in an address is set and taken out, and the rest stays", () => {
  const address = `${ROOT}troubleshooting/port-in-use/?os=linux#check-linux`;
  const carried = withPort(address, 5432);
  assert.equal(carried, `${ROOT}troubleshooting/port-in-use/?os=linux&port=5432#check-linux`);
  assert.equal(withPort(carried, 80), carried.replace("5432", "80"));
  assert.equal(withPort(carried, null), address);
});
