// The house style for prose: one spelling for each term, no filler, no sentence that loses its reader.
const fs = require("node:fs");
const path = require("node:path");
const yaml = require("js-yaml");

const root = path.join(__dirname, "../..");
const { terms } = yaml.load(fs.readFileSync(path.join(root, "data/glossary.yml"), "utf-8"));

// The glossary's own spellings.
const ours = terms.flatMap((it) => (it.avoid ?? []).map((spelling) => [spelling, it.term.toLowerCase()]));
// Names, as their owners write them.
const names = [
  ["Mac OS(?: X)?", "macOS"],
  ["java script", "JavaScript"],
  ["git hub", "GitHub"],
  ["power shell", "PowerShell"],
  ["wifi", "Wi-Fi"],
  ["hostnames?", "host name"],
  ["web sites?", "website"],
  ["e-mails?", "email"],
];
// Words that say nothing, or that say something simple at length.
const filler = [
  "a variety of", "basically", "cornerstone", "cutting-edge", "in order to",
  "in today's", "it is important to note", "leverage", "needless to say", "obviously", "of course", "please note",
  "robust", "seamless(?:ly)?", "simply", "user-friendly", "utili[sz]e", "very unique",
].map((words) => [words, "(leave it out)"]);

module.exports = {
  rules: {
    terminology: { defaultTerms: false, skip: [], terms: [...ours, ...names, ...filler] },
    "en-max-word-count": { max: 45 },
    // Only what it finds without doubt: doubled words and clichés.
    "write-good": {
      adverb: false, cliches: true, eprime: false, illusion: true, passive: false,
      so: false, thereIs: false, tooWordy: false, weasel: false,
    },
    "no-todo": true,
  },
};
