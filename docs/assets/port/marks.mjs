// The words of a page that a port number takes the place of, as elements.

import { WORD, placeholders } from "./words.mjs";

const BLOCKS = "p, li, td, th, dt, dd, pre, summary, h2, h3, h4";

/** The texts of each block of the page, with inline code between backticks, and where in it each node begins. */
function blocksOf(article) {
  const blocks = new Map();
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement.closest(BLOCKS);
    if (!element || !article.contains(element)) continue;
    if (!blocks.has(element)) blocks.set(element, { text: "", code: null, nodes: [] });
    const block = blocks.get(element);
    const code = node.parentElement.closest("pre") ? null : node.parentElement.closest("code");
    if (code !== block.code) block.text += "`";
    block.nodes.push({ node, start: block.text.length });
    block.text += node.data;
    block.code = code;
  }
  return Array.from(blocks.values(), ({ text, code, nodes }) => ({ text: code ? `${text}\`` : text, nodes }));
}

/**
 * Give every placeholder of an article an element of its own, so that it can be filled and restored.
 * @param {Element} article
 * @returns {HTMLElement[]} the elements; each holds the word
 */
export function markWords(article) {
  const marked = [];
  for (const { text, nodes } of blocksOf(article)) {
    for (const index of placeholders(text).reverse()) {
      const found = nodes.find(({ node, start }) => index >= start && index + WORD.length <= start + node.length);
      if (found) marked.push(wrap(found.node, index - found.start));
    }
  }
  return marked;
}

function wrap(node, index) {
  const word = node.splitText(index);
  word.splitText(WORD.length);
  const element = document.createElement("span");
  element.className = "atlas-port-word";
  word.replaceWith(element);
  element.append(word);
  return element;
}
