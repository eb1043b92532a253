// Names of hosts: what may be one, and after which words of a message one stands.

// Endings of source files and the like, behind which `:26` is a line and no port.
const FILES = new Set(
  ("asm bat c cc cfg cjs class clj cljs cmd conf cpp cr cs css csv cxx dart dll ex exe exs erb erl fs gemspec go gradle groovy h hpp hs " +
    "htm html inc ini jar java jl js json jsonc jsp jsx kt kts log lua m md mjs ml mm nim php phtml pl pm proto ps1 py pyc pyi pyx r " +
    "rake rb rs s scala scss sh so sol sql svelte swift tmpl toml tpl ts tsx txt v vb vue xml yaml yml zig zip").split(" "),
);
// Words that stand where a host's name could.
const NO_NAMES = new Set(
  ("a access address all already an and any another are as at available be because been both but by can cannot check code command connect " +
    "connection connections could database db-server default dial different down error errors exception failed failure file for from get " +
    "getaddrinfo had has have header host hostname hosts http https if in information internal internet invalid is it its key line listen " +
    "local lookup machine message method missing more name named names network new no node not null object of on or other our out page path " +
    "pid please port post process program provided proxy put read reason remote request resource route same see server service socket some " +
    "specified status string such target tcp that the this time to too type udp unable undefined unknown unreachable unresolved up url use used user " +
    "using value via was were when where which with without you your").split(" "),
);
const RESOLVING = new RegExp(
  "(?<![a-z0-9_])(?:resolv(?:e|ing)(?: the)?(?: remote)?(?: (?:host ?(?:name)?|address|domain|name|proxy|server))?(?: name| address)?(?: for)?" +
    "|unknown(?: \\w{1,12})? host|unknownhostexception|no such host(?: is known)?|host ?name|enotfound|eai_\\w{4,10}" +
    "|lookup(?: (?:address|host|failed for))?|getaddrinfo(?:\\(\\))? for(?: host)?|translate host name|can't find|(?:find|locate)(?: the)? (?:host|server|domain)" +
    "|server at|server on(?= [\"'])|nslookup|ping(?!: (?:unknown|cannot)))(?![a-z0-9_])[:=.]?(?: ?[\"'<]{0,2}|\\([\"']?)([a-z0-9_][a-z0-9_.-]{0,252})",
  "gi",
);
const UNRESOLVED = new RegExp(
  "(?<![a-z0-9_.-])([a-z0-9_][a-z0-9_-]{0,62}(?:\\.[a-z0-9_-]{1,63}){1,8})[\"']?(?:: (?:name or service|temporary failure in name|nodename nor|no address associated|no such host" +
    "|unknown host|nxdomain)|'s (?:server )?(?:ip|dns) address)",
  "gi",
);
const BEFORE_PORT = /\b(?:connect(?:x|ing|ion)? to(?: host| server)?|host) ["']?([a-z][a-z0-9_.-]{0,252})["']?,? ?(?:\([^()\n]{1,60}\),? ?)?\(?port ?[:=]? ?\d{1,10}(?![\d.]*\d)/gi;
// `kafka/172.18.0.2:9092` of Java, `example.com (192.0.2.1)` of many.
const BESIDE = /(?<![\w./:@-])(?:([a-z][a-z0-9_.-]{0,252})\/|([a-z][a-z0-9_-]{0,62}(?:\.[a-z0-9_-]{1,63}){1,8}) [([])(?=\d{1,3}(?:\.\d{1,3}){3}(?![\w.]))(?!\d{1,3}\.\d{1,3}\.0\.0(?!:))/gi;
const HOST_FIELD = /\b(?:host|hostname|server|data source|remotehost|computername)(?:["']? ?=>? ?["']?|["'] ?: ?["']|: ["'])([a-z][a-z0-9_.-]{0,252})/gi;

/** @param {string} name */
export function isLocal(name) {
  return /(?:^|\.)localhost$|^localhost[46]?\.localdomain[46]?$|^localhost[46]$|^ip6-(?:localhost|loopback)$/i.test(name);
}

/**
 * Whether a text with dots may be the name of a host, and is no file and no name out of a program.
 * @param {string} name
 */
export function isDotted(name) {
  const labels = name.split(".");
  const last = labels.at(-1);
  return labels.length > 1 && labels.every(isLabel) && /^[a-z][a-z0-9-]{1,62}$/i.test(last)
    && !FILES.has(last.toLowerCase()) && !/[a-z][A-Z]/.test(name);
}

/** @param {string} text */
export function isLabel(text) {
  return /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(text);
}

/** @param {string} name one label, as `db` or `redis` */
export function isShortName(name) {
  return isLabel(name) && /^[a-z]/i.test(name) && !NO_NAMES.has(name.toLowerCase());
}

/**
 * Yield the names that a message gives as those of hosts, without a colon and a port.
 * @param {string} text
 * @returns {Iterable<{start: number, end: number, name: string, sure: boolean}>}
 */
export function* namesIn(text) {
  for (const [pattern, sure] of [[RESOLVING, true], [UNRESOLVED, true], [BEFORE_PORT, true], [BESIDE, false], [HOST_FIELD, false]]) {
    for (const match of text.matchAll(pattern)) {
      const given = match[1] ?? match[2];
      const name = given.replace(/[.-]+$/, "");
      if (pattern === BEFORE_PORT && name !== given) continue; // a sentence ended there
      if ((name.includes(".") ? isDotted(name) : isShortName(name)) && !isLocal(name)) {
        const start = match.index + match[0].lastIndexOf(given);
        if (isWordOfText(match[0], name, text.slice(start - 1))) continue;
        yield { start, end: start + name.length, name, sure };
      }
    }
  }
}

/** `at 'reading initial packet'`, `ping works`: a quote that goes on, or what is said of a ping, is no name. */
function isWordOfText(found, name, rest) {
  const after = rest.slice(1 + name.length, 6 + name.length);
  if (/^["']/.test(rest) && /^ \w/.test(after)) return true;
  if (!/^ping/i.test(found) || name.includes(".")) return false;
  return /^ping:/i.test(found) ? !/^: /.test(after) || /^(?:so|send|recv|bind)/.test(name) : !/^(?:$|[\n:]| -| \(\d)/.test(after);
}
