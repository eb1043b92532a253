// What the tests of the site's scripts share: what the two published tables say.

import { readFileSync } from "node:fs";

const read = (name) => JSON.parse(readFileSync(new URL(`../../docs/api/v1/${name}`, import.meta.url), "utf8")).data;

export const TABLE = read("lookup.json");
export const NUMBERS = read("numbers.json");
export const HOSTILE = [
  "<img/src='x'/onerror='window.__pwn=1'>",
  "\"><script>window.__pwn=1</script>",
  "javascript:window.__pwn=1",
  "127.0.0.1:51515<svg onload=window.__pwn=1>",
  "{{constructor.constructor('window.__pwn=1')()}}",
  "-<img/src='x'/onerror='window.__pwn=1'> port",
];
